"""The secretariat's form of a proceeding, with each text in each of its languages side by side.

What cannot be taken is refused by the operations, in the words of the house; the form only carries it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import DateTimeLocalInput

from consult.proceedings.models import CONFIDENTIALITIES, IDENTITIES, PUBLICATIONS, RESPONDENTS, ROOM_FORMS, Proceeding
from consult.proceedings.shape import FIELDS, LANGUAGES, NewProceeding
from consult.proceedings.words import (
    confidentiality_words,
    identity_words,
    publication_words,
    respondents_words,
    room_form_words,
)
from consult.web.fields import Checkboxes, Later, WholeNumber, offered
from consult.web.language import NAMES
from consult.web.language import gettext as _
from consult.web.older import still_right

FILLED = InputRequired(Later(lambda: _("Please fill in this field.")))
TONGUES = offered((code, NAMES[code]) for code in LANGUAGES)
CALLS_ONLY = ("publication",)
PUBLIC_ONLY = ("moderation", "identities", "confidentialities", "respondents", "votes", "takes_documents")


class ProceedingForm(FlaskForm):  # type: ignore[misc]
    """Everything but the texts; `form_for` adds those."""

    seen = HiddenField()
    form = RadioField(
        Later(lambda: _("What kind of room is it?")),
        choices=offered((one, Later(lambda one=one: room_form_words(one))) for one in ROOM_FORMS),
        default=ROOM_FORMS[-1],
        validate_choice=False,
        description=Later(
            lambda: _("Each kind begins with parts and a rule of confidentiality of its own; the room can change them.")
        ),
    )
    slug = StringField(
        Later(lambda: _("Last part of the address")),
        [FILLED],
        description=Later(lambda: _("Lower-case letters a to z, digits and hyphens. It cannot be changed later.")),
    )
    prefix = StringField(
        Later(lambda: _("Prefix of the references")),
        [FILLED],
        description=Later(lambda: _("2 to 6 capital letters or digits, such as C14. Each input is cited with it.")),
    )
    symbol = StringField(Later(lambda: _("Document symbol")), description=Later(lambda: _("Such as IC/2026/C/14.")))
    language = SelectField(Later(lambda: _("Language of the original")), choices=TONGUES, validate_choice=False)
    languages = Checkboxes(Later(lambda: _("Languages")), choices=TONGUES, validate_choice=False)
    zone = StringField(
        Later(lambda: _("Time zone")),
        [FILLED],
        default="UTC",
        description=Later(
            lambda: _("Such as Europe/Paris or Africa/Nairobi. All times of this page are in this zone.")
        ),
    )
    opens_local = StringField(
        Later(lambda: _("Opens at")), filters=[lambda text: text or None], widget=DateTimeLocalInput()
    )
    closes_local = StringField(
        Later(lambda: _("Closes at")), filters=[lambda text: text or None], widget=DateTimeLocalInput()
    )
    moderation = RadioField(
        Later(lambda: _("When does a moderator read what is sent?")),
        choices=offered(
            [
                ("before", Later(lambda: _("Before it is published"))),
                ("after", Later(lambda: _("After it is published"))),
            ]
        ),
        default="before",
        validate_choice=False,
    )
    publication = RadioField(
        Later(lambda: _("What is published, and when?")),
        choices=offered((one, Later(lambda one=one: publication_words(one))) for one in PUBLICATIONS),
        default=PUBLICATIONS[0],
        validate_choice=False,
        description=Later(
            lambda: _(
                "People are told before they send. A later change publishes nothing that was sent under a promise."
            )
        ),
    )
    identities = Checkboxes(
        Later(lambda: _("How may people be named?")),
        choices=offered((one, Later(lambda one=one: identity_words(one))) for one in IDENTITIES),
        default=list(IDENTITIES),
        validate_choice=False,
    )
    confidentialities = Checkboxes(
        Later(lambda: _("Whom may a text be for?")),
        choices=offered((one, Later(lambda one=one: confidentiality_words(one))) for one in CONFIDENTIALITIES),
        default=list(CONFIDENTIALITIES),
        validate_choice=False,
    )
    respondents = RadioField(
        Later(lambda: _("Who may answer?")),
        choices=offered((one, Later(lambda one=one: respondents_words(one))) for one in RESPONDENTS),
        default="open",
        validate_choice=False,
        description=Later(lambda: _("Everybody can read in any case.")),
    )
    takes_documents = BooleanField(
        Later(lambda: _("People may send a document (PDF, DOCX, ODT or TXT) instead of the questions, or with them"))
    )
    votes = BooleanField(Later(lambda: _("Readers may agree, disagree or pass on each comment")))
    word_limit = WholeNumber(Later(lambda: _("Word limit of one comment")), [FILLED], default=300)

    def texts(self, name: str) -> list[Any]:
        """The fields of one text, one for each language shown."""
        return [self[f"{name}_{code}"] for code in LANGUAGES if f"{name}_{code}" in self]


def form_for(kind: str, languages: Iterable[str], values: Mapping[str, Any], *, is_new: bool) -> ProceedingForm:
    """A form with the fields that this kind has, and a field for each text in each of these languages."""
    fields = {
        f"{name}_{code}": _text_field(name, code) for name in FIELDS for code in LANGUAGES if code in set(languages)
    }
    form: ProceedingForm = type("WholeProceedingForm", (ProceedingForm,), fields)(data=values)
    for name in CALLS_ONLY if kind != "consultation" else ():
        del form[name]
    for name in PUBLIC_ONLY if kind == "workspace" else ():
        del form[name]
    if kind == "hearing":
        del form["respondents"]
    for name in () if is_new and kind == "workspace" else ("form",):
        del form[name]
    for name in () if is_new else ("slug", "prefix"):
        del form[name]
    return form


def _text_field(name: str, code: str) -> StringField:
    return StringField(NAMES[code]) if name == "title" else TextAreaField(NAMES[code])


def values_of(row: Proceeding, texts: Mapping[str, Mapping[str, str]], seen: str) -> dict[str, Any]:
    """What the form of an existing proceeding begins with."""
    values = {name: getattr(row, name) for name in ProceedingForm.__dict__ if hasattr(Proceeding, name)}
    values |= {f"{name}_{code}": text for name, one in texts.items() for code, text in one.items()}
    return values | {"seen": seen}


def written(form: ProceedingForm, kind: str, row: Proceeding | None = None) -> NewProceeding:
    """What was written, as the operations take it; names that stay are those of `row`."""
    texts = {name: {field.name[-2:]: field.data or "" for field in form.texts(name)} for name in FIELDS}
    given = {name: form[name].data for name in ("language", "zone", "opens_local", "closes_local")}
    public = {}
    if kind != "workspace":
        public = {
            "moderation": form.moderation.data,
            "identities": tuple(form.identities.data or ()),
            "confidentialities": tuple(form.confidentialities.data or ()),
            "votes": form.votes.data,
            "takes_documents": form.takes_documents.data,
        }
    if "respondents" in form:
        public["respondents"] = form.respondents.data
    if "publication" in form:
        public["publication"] = form.publication.data
    if "form" in form:
        public["form"] = form.form.data or None
    return NewProceeding(
        kind=kind,
        slug=row.slug if row else form.slug.data or "",
        prefix=row.prefix if row else form.prefix.data or "",
        texts=texts,
        still=still_right(),
        symbol=form.symbol.data or "",
        languages=tuple(form.languages.data or ()),
        word_limit=form.word_limit.data or 0,
        **given,
        **public,
    )


def shown_languages(asked: Sequence[str], original: str | None) -> tuple[str, ...]:
    """The languages whose fields a form shows, in the order of the house."""
    return tuple(code for code in LANGUAGES if code in asked or code == original)
