"""What a person says beside the words: who she is, for whom, who may know, who may read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError

from consult.contributions.choices import flag_words, identity_hints, identity_words
from consult.contributions.comment import CHARACTERS, SHORT
from consult.contributions.for_whom import WHOM, WhomFields
from consult.contributions.operations.opinions import FLAG_REASONS
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.contributions.previews import Seen, as_seen
from consult.contributions.promise import confidentiality_hints, confidentiality_words
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.organisations.categories import RESERVED
from consult.organisations.words import categories_offered
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.forms import OnceForm, PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.site import reading
from consult.web.validators import Chosen, Written

NOTE_CHARACTERS = 1_000
CODEWORD_CHARACTERS = 200
SENDER = ("language", *WHOM, "category", "identity", "name", "confidentiality")


class SenderForm(WhomFields, OnceForm):
    """The part that every input has. Only what the proceeding offers can be chosen."""

    language = SelectField(validators=[Chosen()], validate_choice=False)
    category = SelectField(validate_choice=False)
    identity = RadioField(validators=[Chosen()], validate_choice=False)
    name = StringField(validators=[Written(characters=SHORT, required=False)])
    confidentiality = RadioField(validators=[Chosen()], validate_choice=False)

    def __init__(self, proceeding: Proceeding, actor: Actor, **more: Any) -> None:
        super().__init__(**more)
        self.proceeding = proceeding
        self._offer()
        self.offer_whom(actor)
        self._label()
        self.label_whom()
        if not self.is_submitted():
            self.language.data = language()
            self.name.data = actor.name or ""
            self.identity.data = _only(self.proceeding.identities)
            self.confidentiality.data = _only(self.proceeding.confidentialities)

    def _offer(self) -> None:
        self.language.choices = offered([*NAMES.items(), ("und", _("Another language"))])
        self.category.choices = offered([("", _("Not said")), *categories_offered(reading(), self.proceeding.body_id)])
        names, readers = identity_words(), confidentiality_words(self.proceeding)
        self.identity.choices = offered((one, names[one]) for one in self.proceeding.identities)
        self.confidentiality.choices = offered((one, readers[one]) for one in self.proceeding.confidentialities)

    def _label(self) -> None:
        self.language.label.text = _("In which language do you write?")
        self.category.label.text = _("As whom do you write?")
        self.identity.label.text = _("Who may see the name?")
        self.name.label.text = _("Your name")
        self.name.description = _(
            "When you write for yourself. Leave this empty if nobody may see it: what stands here is then not sent."
        )
        self.confidentiality.label.text = _("Who may read your text?")

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, which is that of the error summary: what is written, then by whom."""
        return iter(
            sorted(super().__iter__(), key=lambda field: SENDER.index(field.name) if field.name in SENDER else -1)
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what belongs to the choice for whom it is sent."""
        fine = super().validate(extra_validators)
        return self.check_whom() and fine

    def validate_language(self, field: SelectField) -> None:
        """Only a language that was offered."""
        _check_choice(field)

    def validate_category(self, field: SelectField) -> None:
        """Only a category that was offered; those that a secretariat gives are refused in words of their own."""
        if field.data in RESERVED:
            raise _refusal(Invalid("category", "set_by_secretariat"))
        _check_choice(field)

    def validate_on_behalf(self, field: RadioField) -> None:
        """Only what can be chosen; a form without the question is for oneself."""
        _check_choice(field)

    def validate_identity(self, field: RadioField) -> None:
        """Only what the proceeding offers."""
        _check_choice(field)

    def validate_confidentiality(self, field: RadioField) -> None:
        """Only what the proceeding offers."""
        _check_choice(field)

    def validate_name(self, field: StringField) -> None:
        """A name is wanted wherever somebody may see it."""
        named = self.identity.data in ("public", "secretariat") and self.on_behalf.data == "self"
        if named and not (field.data or "").strip():
            raise _refusal(Invalid("name", "required"))

    def hints(self) -> dict[str, Mapping[str, str]]:
        """What each choice protects from, in a sentence: field → choice → words."""
        return {"identity": identity_hints(self.proceeding), "confidentiality": confidentiality_hints(self.proceeding)}

    def seen(self) -> dict[str, dict[str, list[Seen]]]:
        """What each reader will see, beside each choice: field → choice → readers."""
        return as_seen(self)

    def idle(self) -> frozenset[str]:
        """The names of the fields that do not count beside what was chosen."""
        if self.identity.data == "none":
            return frozenset({*WHOM, "name"})
        counting = {
            "self": {"name"},
            "organisation": {"organisation"} if self.organisation.data else {"organisation_name", "country"},
            "coalition": {"coalition_name", "members"},
        }
        return frozenset({*WHOM, "name"} - {"on_behalf", *counting.get(self.on_behalf.data or "self", set())})

    def unsent(self) -> list[str]:
        """Sentences about what was typed but is not sent, because of what was chosen beside it."""
        if self.identity.data != "none":
            return []
        found = []
        if (self.name.data or "").strip():
            found.append(_("You chose to give no name, so the name that you typed is not sent."))
        if self.on_behalf.data != "self":
            found.append(
                _("You chose to give no name, so it is not kept for which organisation or coalition you wrote.")
            )
        return found

    def contribution(self, kind: str, *passages: NewPassage, **more: Any) -> NewContribution:
        """The input that was typed; a name given together with the wish to give none is dropped here."""
        new = NewContribution(
            kind=kind,
            client_id=str(self.client_id.data),
            passages=passages,
            language=self.language.data,
            identity=self.identity.data,
            confidentiality=self.confidentiality.data,
            category=self.category.data or None,
            **more,
        )
        if new.identity == "none":
            return new
        whom = self.sender()
        return replace(
            new,
            name=self.name.data if whom.on_behalf == "self" else whom.name or self.speaks_as(),
            on_behalf=whom.on_behalf,
            organisation=whom.organisation,
            country=whom.country,
            coalition=whom.coalition,
        )


class CommentForm(SenderForm):
    """A comment on the whole, on one of its parts, or in reply to another."""

    body = TextAreaField()
    reply = HiddenField(validators=[Written(characters=40, required=False)])

    def __init__(self, proceeding: Proceeding, actor: Actor, **more: Any) -> None:
        super().__init__(proceeding, actor, **more)
        self.body.validators = [Written(characters=CHARACTERS, words=proceeding.word_limit)]
        self.body.flags.required = True
        self.body.label.text = _("Your comment")


class CorrectionForm(PageForm):
    """A comment written anew. `seen` is the version that was corrected."""

    body = TextAreaField()
    seen = HiddenField()

    def __init__(self, proceeding: Proceeding, **more: Any) -> None:
        super().__init__(**more)
        self.body.validators = [Written(characters=CHARACTERS, words=proceeding.word_limit)]
        self.body.flags.required = True
        self.body.label.text = _("Your comment")


class ReturnForm(PageForm):
    """Reference and codeword."""

    reference = StringField(validators=[Written(characters=60)])
    codeword = StringField(validators=[Written(characters=CODEWORD_CHARACTERS)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.reference.label.text = _("Your reference")
        self.reference.description = _("It looks like C14-7K4M-2QXD and stands on your receipt.")
        self.codeword.label.text = _("Your codeword")
        self.codeword.description = _("Seven words with spaces between them. Capital letters do not matter.")


class ReportForm(PageForm):
    """Why a moderator should look at an input."""

    reason = RadioField(validators=[Chosen()], validate_choice=False)
    note = TextAreaField(validators=[Written(characters=NOTE_CHARACTERS, required=False)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        words = flag_words()
        self.reason.choices = offered((one, words[one]) for one in FLAG_REASONS)
        self.reason.label.text = _("What is wrong with it?")
        self.note.label.text = _("Anything a moderator should know")

    def validate_reason(self, field: RadioField) -> None:
        """Only a reason that was offered."""
        _check_choice(field)


def _only(offered: Sequence[str]) -> str | None:
    return offered[0] if len(offered) == 1 else None


def _check_choice(field: SelectField | RadioField) -> None:
    if field.data not in {choice[0] for choice in field.iter_choices()}:
        raise _refusal(Invalid(field.name, "no_such_choice"))


def _refusal(error: Invalid) -> Exception:
    return ValidationError(message_for(error))
