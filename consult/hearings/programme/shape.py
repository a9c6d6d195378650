"""What the secretariat writes of a programme, and what is refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from consult.core.clock import instant_of
from consult.core.countries import COUNTRIES
from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.hearings.programme.models import (
    CHANNELS,
    FORMS,
    ITEM_AUDIENCES,
    ITEM_TYPES,
    KINDS,
    PERSON_ROLES,
    RULES,
    SECONDS,
)
from consult.proceedings.shape import LANGUAGES

Texts = Mapping[str, Mapping[str, str]]
LENGTHS = {"title": 200, "place": 300, "note": 5_000}
NAME_LENGTH = 200
URL_LENGTH = 2_000
MOST_MINUTES = 24 * 60
MOST_SECONDS = 2 * 3600
MOST_BUDGET = 100 * 3600
MOST_NUMBER = 999
LONGEST_SESSION = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class NewRules:
    """How a hearing is held, as it is written: times are local wall time in the zone of the hearing, `seconds` by kind of
    asking for the floor, `budgets` seconds by stakeholder category. `under` is the public id of what it is held under."""

    form: str = "hearing"
    under: str | None = None
    rule: str = "first_come"
    places: int | None = None
    registers_from_local: str | None = None
    registers_until_local: str | None = None
    seconds: Mapping[str, int] = field(default_factory=lambda: dict(SECONDS))
    budgets: Mapping[str, int] = field(default_factory=dict)
    replies_most: int = 2
    statement_hours: int = 24
    guests: bool = True
    slow_mode: int = 0


@dataclass(frozen=True, slots=True)
class NewSession:
    """A sitting as it is written; `texts` are `title` and `place` by language, `still` as `set_texts` takes it."""

    number: int
    zone: str
    starts_local: str
    ends_local: str
    texts: Texts = field(default_factory=dict)
    still: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it is written; `parent` and `session` are public ids, `texts` are `title` and `note` by language, `still` as
    `set_texts` takes it."""

    texts: Texts
    parent: str | None = None
    session: str | None = None
    type: str = "discussion"
    minutes: int | None = None
    audience: str = "public"
    still: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody with a part in the hearing; `email` is that of an account, and counts only when the person is added."""

    role: str
    name: str = ""
    email: str = ""
    office: str = ""
    organisation: str = ""
    category: str | None = None
    country: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A link that opens outside."""

    kind: str
    url: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A document that lies in the storage; `texts` are its `title` by language."""

    digest: str
    size: int
    name: str
    media_type: str
    language: str
    symbol: str = ""
    texts: Texts = field(default_factory=dict)


def checked_rules(new: NewRules) -> NewRules:
    """The same, whole. Raises Invalid, naming the field."""
    _among("form", new.form, FORMS)
    _among("rule", new.rule, RULES)
    _within("places", new.places, 1, 100_000)
    seconds = {kind: new.seconds.get(kind, SECONDS[kind]) for kind in KINDS}
    for kind, given in seconds.items():
        _within(f"seconds_{kind}", given, 10, MOST_SECONDS)
    for category, given in new.budgets.items():
        _within(f"budget_{category}", given, 60, MOST_BUDGET, unit=60)
    _within("replies_most", new.replies_most, 0, 10)
    _within("statement_hours", new.statement_hours, 0, 720)
    _within("slow_mode", new.slow_mode, 0, 3600)
    return replace(new, seconds=seconds)


def checked_session(new: NewSession, languages: Sequence[str]) -> tuple[NewSession, datetime, datetime]:
    """The same, cleaned, with its instants. Raises Invalid, naming the field.

    A wall time that does not exist is refused; of one that a clock change repeats, the first is taken.
    """
    _within("number", new.number, 1, MOST_NUMBER)
    if new.zone not in available_timezones():
        raise Invalid("zone", "not_a_zone")
    starts = instant("starts_local", new.starts_local, new.zone)
    ends = instant("ends_local", new.ends_local, new.zone)
    if starts is None or ends is None:
        raise Invalid("starts_local" if starts is None else "ends_local", "required")
    if ends <= starts:
        raise Invalid("ends_local", "ends_before_start")
    if ends - starts > LONGEST_SESSION:
        raise Invalid("ends_local", "session_too_long")
    return replace(new, texts=cleaned(new.texts, ("title", "place"), languages)), starts, ends


def checked_item(new: NewItem, languages: Sequence[str], original: str) -> NewItem:
    """The same, cleaned; the title in the original language must be there. Raises Invalid, naming the field."""
    _among("type", new.type, ITEM_TYPES)
    _among("audience", new.audience, ITEM_AUDIENCES)
    _within("minutes", new.minutes, 1, MOST_MINUTES)
    texts = cleaned(new.texts, ("title", "note"), languages)
    if not texts["title"].get(original):
        raise Invalid(f"title_{original}", "required")
    return replace(new, texts=texts)


def checked_person(new: NewPerson, categories: Sequence[str]) -> NewPerson:
    """The same, cleaned. Raises Invalid, naming the field."""
    _among("role", new.role, PERSON_ROLES)
    if new.category is not None:
        _among("category", new.category, categories)
    if new.country is not None and new.country not in COUNTRIES:
        raise Invalid("country", "no_such_country")
    if not set(new.languages) <= set(LANGUAGES):
        raise Invalid("languages", "no_such_choice")
    name, office, organisation = (
        _line(field, getattr(new, field), NAME_LENGTH) for field in ("name", "office", "organisation")
    )
    if not name and not new.email:
        raise Invalid("name", "required")
    return replace(new, name=name, office=office, organisation=organisation)


def checked_channel(new: NewChannel) -> NewChannel:
    """The same, cleaned: an address over https, and a language for interpretation. Raises Invalid, naming the field."""
    _among("kind", new.kind, CHANNELS)
    if new.language is not None:
        _among("language", new.language, LANGUAGES)
    elif new.kind == "interpretation":
        raise Invalid("language", "required")
    return replace(new, url=_https(new.url))


def checked_paper(new: NewPaper, languages: Sequence[str]) -> NewPaper:
    """The same, cleaned. Raises Invalid, naming the field."""
    _among("language", new.language, LANGUAGES)
    texts = cleaned(new.texts, ("title",), languages)
    return replace(new, symbol=_line("symbol", new.symbol, 80), texts=texts)


def instant(name: str, local: str | None, zone: str) -> datetime | None:
    """The instant of a wall time that may be missing. Raises Invalid for this field."""
    if not local:
        return None
    try:
        return instant_of(local, zone)
    except Invalid as error:
        raise Invalid(name, error.problem) from error


def cleaned(texts: Texts, names: Sequence[str], languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """Field → language → text, for these fields and languages; empty ones left out. Raises Invalid for one too long."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        found[name] = {}
        for language in languages:
            text = clean_text(texts.get(name, {}).get(language) or "", f"{name}_{language}")
            _check_length(f"{name}_{language}", text, LENGTHS[name])
            if text:
                found[name][language] = text
    return found


def _https(url: str) -> str:
    url = _line("url", url, URL_LENGTH)
    try:
        parts = urlsplit(url)
        known = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        known = False
    if not known or "\\" in url or any(ord(sign) <= 32 for sign in url):
        raise Invalid("url", "not_https")
    return url


def _line(name: str, raw: str, limit: int) -> str:
    text = " ".join(clean_text(raw, name).split())
    _check_length(name, text, limit)
    return text


def _check_length(name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise Invalid(name, "too_long", length=len(text), limit=limit)


def _among(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise Invalid(name, "no_such_choice")


def _within(name: str, value: int | None, lowest: int, highest: int, unit: int = 1) -> None:
    """Raises Invalid unless the number lies between these; a form asks for it in `unit`s."""
    if value is not None and not lowest <= value <= highest:
        raise Invalid(name, "out_of_range", lowest=lowest // unit, highest=highest // unit)
