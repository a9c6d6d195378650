"""Registrations in words."""

from consult.web.language import gettext as _
from consult.web.language import pgettext


def wish_words() -> dict[str, str]:
    """What somebody registers for."""
    return {"attend": _("To attend"), "speak": _("To attend and to speak")}


def state_words(state: str) -> str:
    """Where a registration stands, in a word or two."""
    words = {
        "asked": _("Waiting for the secretariat"),
        "accepted": pgettext("registration", "Accepted"),
        "reserve": pgettext("registration", "In the reserve"),
        "declined": pgettext("registration", "Declined"),
        "withdrawn": pgettext("registration", "Withdrawn"),
        "removed": pgettext("registration", "Removed"),
    }
    return words[state]


def identity_words() -> dict[str, str]:
    """Who may know the name, as it is asked."""
    return {"public": _("Everyone"), "secretariat": _("Only the secretariat and the chair")}


def identity_seen() -> dict[str, list[tuple[str, str]]]:
    """What each reader will see beside each choice: (reader, what is shown)."""
    everyone, office = _("Everyone"), _("The secretariat and the chair")
    whole = _("Your name, your organisation, its category and country")
    return {
        "public": [(everyone, whole), (office, whole)],
        "secretariat": [(everyone, _("Category and region: no name, no organisation, no country")), (office, whole)],
    }


def delivery_words() -> dict[str, str]:
    """How a statement is meant."""
    return {
        "read_out": _("I read it out word for word"),
        "check_against_delivery": _("Check against delivery: what I say counts"),
        "written": _("In writing, instead of speaking"),
    }


def delivery_hints() -> dict[str, str]:
    """What becomes of each of them."""
    return {
        "read_out": _("It is published when you have spoken."),
        "check_against_delivery": _(
            "It is published when you have spoken, marked as to be checked against what you said."
        ),
        "written": _("It is published when the chair takes it to the record."),
    }


def presence_words(mode: str | None) -> str:
    """Where somebody is."""
    words = {"room": _("In the room"), "online": pgettext("presence", "Online")}
    return words.get(mode or "", _("Not checked in"))


def rule_words(rule: str) -> str:
    """The rule in a sentence or two, as it is published."""
    words = {
        "first_come": _(
            "Who registers first is accepted first, as long as there are places. After that people wait in the reserve, in the "
            "order in which they registered."
        ),
        "priority": _(
            "Whoever has a reason to be heard first says so when registering. The secretariat decides; where it has no reason "
            "to decide otherwise, the order of registration counts."
        ),
        "balance": _(
            "Places are given one by one: always to the stakeholder category that has the fewest places so far; among those, "
            "to the region that has the fewest; among those, to who registered first. The secretariat looks at the result "
            "before it counts."
        ),
        "invitation": _("The secretariat invites. Others can ask, and the secretariat decides."),
    }
    return words[rule]


def first_words(state: str, rule: str) -> str:
    """What whoever has just registered is told of it."""
    if state == "accepted":
        return _("You are registered and accepted.")
    if state == "reserve":
        return _(
            "You are registered. All places are taken, so you wait in the reserve and move up when somebody withdraws."
        )
    if rule == "invitation":
        return _("You are registered. The secretariat decides on whom it invites.")
    return _("You are registered. The secretariat decides by the published rule.")


def delivered_words(state: str) -> str:
    """Where a statement stands."""
    words = {
        "waiting": _("Under embargo until it is delivered"),
        "delivered": _("Delivered and published"),
        "withdrawn": pgettext("statement", "Withdrawn"),
        "hidden": pgettext("statement", "Hidden by a moderator"),
        "declined": pgettext("statement", "Declined by a moderator"),
        "erased": pgettext("statement", "Erased"),
    }
    return words[state]
