"""Kinds, rules, types and roles of a programme in plain words."""

from collections.abc import Mapping

from consult.core.countries import locale_of
from consult.hearings.programme.models import Plan
from consult.web.language import gettext as _
from consult.web.language import language as spoken_language
from consult.web.language import ngettext, pgettext


def form_words(form: str) -> str:
    """What a hearing is called."""
    words = {
        "hearing": _("Hearing"),
        "webinar": _("Webinar"),
        "training": _("Training"),
        # NOTE: a meeting of a workspace or another group
        "meeting": pgettext("hearing", "Meeting"),
    }
    return words[form]


def progress_words(form: str) -> str:
    """That it goes on at this moment."""
    words = {
        "hearing": _("The hearing is in progress"),
        "webinar": _("The webinar is in progress"),
        "training": _("The training is in progress"),
        "meeting": _("The meeting is in progress"),
    }
    return words[form]


def standing_words(form: str, phase: str) -> str:
    """What can be done before it opens and after it is over."""
    soon = {
        "hearing": _("This hearing is announced. Comments can be sent once it opens."),
        "webinar": _("This webinar is announced. Comments can be sent once it opens."),
        "training": _("This training is announced. Comments can be sent once it opens."),
        "meeting": _("This meeting is announced. Comments can be sent once it opens."),
    }
    over = {
        "hearing": _("This hearing is closed. What was sent stays here to be read."),
        "webinar": _("This webinar is closed. What was sent stays here to be read."),
        "training": _("This training is closed. What was sent stays here to be read."),
        "meeting": _("This meeting is closed. What was sent stays here to be read."),
    }
    return over[form] if phase == "closed" else soon[form]


def rule_words(rule: str) -> str:
    """How speakers are chosen, as the secretariat chooses it."""
    words = {
        "first_come": _("First come, first served"),
        "priority": _("By the priority asked for"),
        "balance": _("Balance by stakeholder category and region"),
        "invitation": _("By invitation"),
    }
    return words[rule]


def selection_words(plan: Plan) -> str:
    """The published rule, in a sentence for those who want to speak."""
    words = {
        "first_come": _("Whoever asks first is heard first."),
        "priority": _("The secretariat hears first those who give a reason why they should be heard first."),
        "balance": _("Where more ask than there is time for, stakeholder categories and regions are heard in balance."),
        "invitation": _("Only those whom the secretariat invites take the floor."),
    }
    return words[plan.rule]


def type_words(kind: str) -> str:
    """What is done under an agenda item."""
    words = {
        "opening": pgettext("agenda", "Opening"),
        "statements": pgettext("agenda", "Statements"),
        "discussion": pgettext("agenda", "Discussion"),
        "presentation": pgettext("agenda", "Presentation"),
        "replies": pgettext("agenda", "Replies"),
        "closing": pgettext("agenda", "Closing"),
        "break": pgettext("agenda", "Break"),
        "other": pgettext("agenda", "Other"),
    }
    return words[kind]


def audience_words(audience: str) -> str:
    """Who attends an item."""
    words = {
        "public": _("Everyone who may follow the hearing"),
        "closed": _("The staff, the panel and note-takers only"),
    }
    return words[audience]


def item_state_words(state: str) -> str:
    """Where an item stands."""
    words = {
        "planned": pgettext("agenda", "Planned"),
        "current": pgettext("agenda", "Now"),
        "suspended": pgettext("agenda", "Suspended"),
        "done": pgettext("agenda", "Done"),
    }
    return words[state]


def part_words(role: str) -> str:
    """The part that somebody has in a hearing."""
    words = {
        "chair": pgettext("hearing", "Chair"),
        "panel": pgettext("hearing", "Panel"),
        "note_taker": pgettext("hearing", "Note-taker"),
        "interpreter": pgettext("hearing", "Interpreter"),
        "secretary": pgettext("hearing", "Secretary"),
    }
    return words[role]


def tongue_words(code: str) -> str:
    """A language in the language of this request."""
    return str(locale_of(spoken_language()).languages.get(code, code))


def channel_words(kind: str, language: str | None) -> str:
    """What a link leads to."""
    if kind == "interpretation":
        return _("Interpretation into %(language)s", language=tongue_words(language or ""))
    words = {"video": _("Video"), "sound": _("Sound only")}
    if language is None:
        return words[kind]
    return _("%(channel)s (%(language)s)", channel=words[kind], language=tongue_words(language))


def channel_kind_words(kind: str) -> str:
    """A kind of link, as the secretariat chooses it."""
    return {"video": _("Video"), "sound": _("Sound only"), "interpretation": _("Interpretation")}[kind]


def asking_words(kind: str) -> str:
    """A kind of asking for the floor."""
    words = {
        "point_of_order": _("Point of order"),
        "interposed_question": _("Interposed question"),
        "intervention": _("Intervention"),
        "contribution": _("Contribution"),
        "right_of_reply": _("Right of reply"),
    }
    return words[kind]


def length_words(seconds: int) -> str:
    """A length of time in minutes, and seconds where there are any."""
    minutes, rest = divmod(seconds, 60)
    whole = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    odd = ngettext("%(num)s second", "%(num)s seconds", rest)
    if not rest:
        return whole
    return _("%(minutes)s and %(seconds)s", minutes=whole, seconds=odd) if minutes else odd


def speaking_times(plan: Plan) -> list[tuple[str, str]]:
    """Each kind of asking for the floor with its speaking time, in words."""
    return [(asking_words(kind), length_words(seconds)) for kind, seconds in ordered(plan.seconds).items()]


def ordered(seconds: Mapping[str, int]) -> dict[str, int]:
    """The speaking times with the usual contribution first, then in the order of their rank."""
    first = {kind: seconds[kind] for kind in ("contribution",) if kind in seconds}
    return {**first, **seconds}
