"""What a person says beside the words: who she is, who may know, who may read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError

from consult.contributions.comment import CHARACTERS, SHORT
from consult.contributions.operations.opinions import FLAG_REASONS
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.contributions.promise import confidentiality_hints, confidentiality_words
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.organisations.words import words_by_category
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.forms import OnceForm, PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written

NOTE_CHARACTERS = 1_000
CODEWORD_CHARACTERS = 200
SENDER = ("language", "category", "identity", "name", "confidentiality")


class SenderForm(OnceForm):
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
        self._label()
        if not self.is_submitted():
            self.language.data = language()
            self.name.data = actor.name or ""
            self.identity.data = _only(self.proceeding.identities)
            self.confidentiality.data = _only(self.proceeding.confidentialities)

    def _offer(self) -> None:
        self.language.choices = offered([*NAMES.items(), ("und", _("Another language"))])
        self.category.choices = offered([("", _("Not said")), *words_by_category().items()])
        names, readers = identity_words(), confidentiality_words(self.proceeding)
        self.identity.choices = offered((one, names[one]) for one in self.proceeding.identities)
        self.confidentiality.choices = offered((one, readers[one]) for one in self.proceeding.confidentialities)

    def _label(self) -> None:
        self.language.label.text = _("In which language do you write?")
        self.category.label.text = _("As whom do you write?")
        self.identity.label.text = _("Who may see your name?")
        self.name.label.text = _("Your name, or that of your organisation")
        self.name.description = _("Leave this empty if nobody may see it.")
        self.confidentiality.label.text = _("Who may read your text?")

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, which is that of the error summary: what is written, then by whom."""
        return iter(sorted(super().__iter__(), key=lambda field: field.name in SENDER))

    def validate_language(self, field: SelectField) -> None:
        """Only a language that was offered."""
        _check_choice(field)

    def validate_category(self, field: SelectField) -> None:
        """Only a category that was offered."""
        _check_choice(field)

    def validate_identity(self, field: RadioField) -> None:
        """Only what the proceeding offers."""
        _check_choice(field)

    def validate_confidentiality(self, field: RadioField) -> None:
        """Only what the proceeding offers."""
        _check_choice(field)

    def validate_name(self, field: StringField) -> None:
        """A name is wanted wherever somebody may see it."""
        if self.identity.data in ("public", "secretariat") and not (field.data or "").strip():
            raise _refusal(Invalid("name", "required"))

    def hints(self) -> dict[str, Mapping[str, str]]:
        """What each choice protects from, in a sentence: field → choice → words."""
        return {"identity": identity_hints(self.proceeding), "confidentiality": confidentiality_hints(self.proceeding)}

    def contribution(self, kind: str, *passages: NewPassage, **more: Any) -> NewContribution:
        """The input that was typed; a name given together with the wish to give none is dropped here."""
        named = self.identity.data != "none"
        return NewContribution(
            kind=kind,
            client_id=str(self.client_id.data),
            passages=passages,
            language=self.language.data,
            identity=self.identity.data,
            confidentiality=self.confidentiality.data,
            name=self.name.data if named else None,
            category=self.category.data or None,
            **more,
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


def identity_words() -> dict[str, str]:
    """Who may see the name, as it is asked."""
    return {
        "public": _("Everyone"),
        "secretariat": _("Only the secretariat"),
        "none": _("Nobody: I give no name"),
    }


def identity_hints(proceeding: Proceeding) -> dict[str, str]:
    """What each of them protects from."""
    return {
        "public": _(
            "Your name stands beside your text, for good. It protects from nothing, and gives your words weight."
        ),
        "secretariat": _(
            "It protects from readers: they see no name. Staff of the secretariat see it, and a court could ask."
        ),
        "none": _("It protects from everybody: we never learn who you are. What you write may still give you away."),
    }


def flag_words() -> dict[str, str]:
    """The reasons of a report, as a reader says them."""
    return {
        "violence_or_hatred": _("It calls for violence or hatred."),
        "insult": _("It insults a person."),
        "private_person": _("It names a private person."),
        "off_topic": _("It is not about this subject."),
        "spam": _("It is advertising or was sent many times."),
        "other": _("Something else."),
    }
