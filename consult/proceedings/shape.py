"""The shape of a proceeding as its secretariat writes it, and what is refused."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import available_timezones

from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.proceedings.models import CONFIDENTIALITIES, IDENTITIES, KINDS, PUBLICATIONS, RESPONDENTS, ROOM_FORMS

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
FIELDS = ("title", "lede", "about", "rules", "privacy")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PREFIX = re.compile(r"[A-Z0-9]{2,6}")
SLUG_LENGTH = 80
TITLE_LENGTH = 200
TEXT_LENGTH = 20_000
MOST_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class NewProceeding:
    """A proceeding as it is written: `texts` are field → language → text, times are local wall time in `zone`.

    `language` is that of the originals. A workspace is always for its members, and its input is always named; `form` says
    which kind of room it is. `still` names translations that are right although their original was changed.
    """

    kind: str
    slug: str
    prefix: str
    language: str
    texts: Mapping[str, Mapping[str, str]]
    languages: tuple[str, ...] = ()
    symbol: str = ""
    zone: str = "UTC"
    opens_local: str | None = None
    closes_local: str | None = None
    moderation: str = "before"
    publication: str = "after_moderation"
    identities: tuple[str, ...] = IDENTITIES
    confidentialities: tuple[str, ...] = CONFIDENTIALITIES
    respondents: str = "open"
    votes: bool = False
    takes_documents: bool = False
    word_limit: int = 300
    form: str | None = None
    source: Mapping[str, object] = field(default_factory=dict)
    still: Collection[str] = ()

    @property
    def audience(self) -> str:
        """Who may read: everybody, or the members of the room."""
        return "members" if self.kind == "workspace" else "public"


def checked(new: NewProceeding) -> NewProceeding:
    """The same, cleaned and with the defaults of its kind. Raises Invalid, naming the field."""
    _check_names(new)
    _check_choices(new)
    if not 1 <= new.word_limit <= MOST_WORDS:
        raise Invalid("word_limit", "out_of_range", lowest=1, highest=MOST_WORDS)
    languages = tuple(code for code in LANGUAGES if code in {*new.languages, new.language})
    texts = {name: _cleaned(name, new.texts.get(name, {}), languages) for name in FIELDS}
    if not texts["title"].get(new.language):
        raise Invalid(f"title_{new.language}", "required")
    new = replace(new, texts=texts, languages=languages, symbol=clean_text(new.symbol, "symbol"))
    if new.kind == "workspace":
        return replace(
            new,
            form=new.form or ROOM_FORMS[-1],
            moderation="after",
            identities=("public",),
            confidentialities=("public",),
            respondents="open",
            votes=False,
        )
    return new if new.kind == "consultation" else replace(new, respondents="open")


def _check_names(new: NewProceeding) -> None:
    if new.kind not in KINDS:
        raise Invalid("kind", "no_such_choice")
    if not SLUG.fullmatch(new.slug) or len(new.slug) > SLUG_LENGTH:
        raise Invalid("slug", "not_a_slug")
    if not PREFIX.fullmatch(new.prefix):
        raise Invalid("prefix", "not_a_prefix")
    if len(new.symbol) > SLUG_LENGTH:
        raise Invalid("symbol", "too_long", length=len(new.symbol), limit=SLUG_LENGTH)


def _check_choices(new: NewProceeding) -> None:
    if new.language not in LANGUAGES:
        raise Invalid("language", "no_such_choice")
    if not set(new.languages) <= set(LANGUAGES):
        raise Invalid("languages", "no_such_choice")
    if new.zone not in available_timezones():
        raise Invalid("zone", "not_a_zone")
    if new.moderation not in ("before", "after"):
        raise Invalid("moderation", "no_such_choice")
    if new.respondents not in RESPONDENTS:
        raise Invalid("respondents", "no_such_choice")
    if new.form is not None and new.form not in (ROOM_FORMS if new.kind == "workspace" else ()):
        raise Invalid("form", "no_such_choice")
    if new.publication not in (PUBLICATIONS if new.kind == "consultation" else PUBLICATIONS[:1]):
        raise Invalid("publication", "no_such_choice")
    for name, given, known in (
        ("identities", new.identities, IDENTITIES),
        ("confidentialities", new.confidentialities, CONFIDENTIALITIES),
    ):
        if not given:
            raise Invalid(name, "required")
        if not set(given) <= set(known):
            raise Invalid(name, "no_such_choice")


def _cleaned(name: str, texts: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    limit = TITLE_LENGTH if name == "title" else TEXT_LENGTH
    found = {}
    for language in languages:
        text = clean_text(texts.get(language) or "", f"{name}_{language}")
        if len(text) > limit:
            raise Invalid(f"{name}_{language}", "too_long", length=len(text), limit=limit)
        if text:
            found[language] = text
    return found
