"""The question for whom an input is sent, in every sender's form: oneself, an organisation, a coalition."""

from typing import Any, NamedTuple

from wtforms import Form, RadioField, SelectField, StringField, TextAreaField

from consult.contributions.choices import on_behalf_words
from consult.contributions.members_text import members_in
from consult.contributions.models import BEHALVES
from consult.contributions.operations.whom import NAME_CHARACTERS, Member
from consult.core.actors import Actor
from consult.core.countries import country_names
from consult.core.errors import Invalid
from consult.organisations.queries import own_organisations
from consult.policy.access import holds
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import reading
from consult.web.validators import Written

MEMBERS_CHARACTERS = 40_000
WHOM = ("on_behalf", "organisation", "organisation_name", "country", "coalition_name", "members")


class Sender(NamedTuple):
    """For whom it is sent, as the operation takes it; `name` is that of the organisation or coalition."""

    on_behalf: str
    name: str | None = None
    organisation: str | None = None
    country: str | None = None
    coalition: tuple[Member, ...] = ()


class WhomFields(Form):
    """The fields; what belongs to a choice that was not made is neither checked nor kept."""

    on_behalf = RadioField(validate_choice=False)
    organisation = SelectField(validate_choice=False)
    organisation_name = StringField(validators=[Written(characters=NAME_CHARACTERS, required=False)])
    country = SelectField(validate_choice=False)
    coalition_name = StringField(validators=[Written(characters=NAME_CHARACTERS, required=False)])
    members = TextAreaField(validators=[Written(characters=MEMBERS_CHARACTERS, required=False)])

    def offer_whom(self, actor: Actor) -> None:
        """What can be chosen: the organisations of this account, each with the actor's role, and every country."""
        words, code = on_behalf_words(), language()
        self.on_behalf.choices = offered((one, words[one]) for one in BEHALVES)
        mine = own_organisations(reading(), actor, code) if actor.account_id is not None else []
        own = [
            (row.public_id, _own_words(name.text, holds(actor, "organisation:speak", row.where)))
            for row, name, _role in mine
        ]
        self.organisation.choices = offered([*own, ("", _("Another one, named below"))])
        self.country.choices = offered([("", _("Not said")), *country_names(code).items()])
        if not self.on_behalf.data:
            self.on_behalf.data = "self"

    def label_whom(self) -> None:
        """The words of the fields."""
        self.on_behalf.label.text = _("For whom do you write?")
        self.organisation.label.text = _("Organisation")
        self.organisation_name.label.text = _("Name of the organisation")
        self.country.label.text = _("Its country or area")
        self.coalition_name.label.text = _("Name of the coalition")
        self.members.label.text = _("Its members, each on a line of its own")
        self.members.description = _(
            "After the name, if you like, a semicolon and the country. For a registered organisation the address of its page "
            "does. All of them are named in the record."
        )

    @property
    def has_own(self) -> bool:
        """Whether the account belongs to some organisation."""
        return len(list(self.organisation.iter_choices())) > 1

    def check_whom(self) -> bool:
        """Whether what belongs to the choice is there; the sentences go beside the fields."""
        if self.on_behalf.data == "organisation":
            return self._check_organisation()
        if self.on_behalf.data == "coalition":
            return self._check_coalition()
        return True

    def _check_organisation(self) -> bool:
        known = {choice[0] for choice in self.organisation.iter_choices()}
        if (self.organisation.data or "") not in known:
            return _refuse(self.organisation, Invalid("organisation", "no_such_choice"))
        if not self.organisation.data and not (self.organisation_name.data or "").strip():
            return _refuse(self.organisation_name, Invalid("name", "required"))
        if self.country.data and self.country.data not in {choice[0] for choice in self.country.iter_choices()}:
            return _refuse(self.country, Invalid("country", "no_such_choice"))
        return True

    def _check_coalition(self) -> bool:
        fine = bool((self.coalition_name.data or "").strip())
        if not fine:
            _refuse(self.coalition_name, Invalid("name", "required"))
        try:
            found, wrong = members_in(reading(), self.members.data or "", language())
        except Invalid as error:
            return _refuse(self.members, error)
        for one in wrong:
            said = message_for(Invalid("members", one.problem))
            self.members.errors = [
                *self.members.errors,
                _("Line %(number)s: %(problem)s", number=one.line, problem=said),
            ]
        if not wrong and not found:
            _refuse(self.members, Invalid("members", "required"))
        return fine and not wrong and bool(found)

    def sender(self) -> Sender:
        """For whom it is sent, from a form that was checked."""
        if self.on_behalf.data == "organisation" and self.organisation.data:
            return Sender("organisation", None, self.organisation.data)
        if self.on_behalf.data == "organisation":
            return Sender("organisation", self.organisation_name.data, None, self.country.data or None)
        if self.on_behalf.data == "coalition":
            members, _wrong = members_in(reading(), self.members.data or "", language())
            return Sender("coalition", self.coalition_name.data, coalition=members)
        return Sender("self")

    def speaks_as(self) -> str | None:
        """The name of the organisation or coalition, as far as it is known now; None for oneself."""
        if self.on_behalf.data == "organisation" and self.organisation.data:
            own = {choice[0]: str(choice[1]) for choice in self.organisation.iter_choices()}
            return own.get(self.organisation.data)
        typed = {"organisation": self.organisation_name.data, "coalition": self.coalition_name.data}
        return typed.get(self.on_behalf.data or "") or None


def _own_words(name: str, may_send: bool) -> str:
    return name if may_send else _("%(name)s (a representative sends what you write)", name=name)


def _refuse(field: Any, error: Invalid) -> bool:
    field.errors = [*field.errors, message_for(error)]
    return False
