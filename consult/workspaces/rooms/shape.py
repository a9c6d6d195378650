"""The shape of a room as those who lead it write it, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.models import FORMS, PARTS, RULES

FIELDS = ("terms", "listing")
TEXT_LENGTH = {"terms": 20_000, "listing": 2_000}


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room as it is written: `texts` are field → language → text, days are YYYY-MM-DD in the room's zone."""

    form: str
    rule: str
    parts: tuple[str, ...]
    term_from: str | None = None
    term_until: str | None = None
    keep_until: str | None = None
    listed: bool = False
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def checked(new: NewRoom, proceeding: Proceeding) -> NewRoom:
    """The same, cleaned. Raises Invalid, naming the field."""
    for name, given, known in (("form", new.form, FORMS), ("rule", new.rule, RULES)):
        if given not in known:
            raise Invalid(name, "no_such_choice")
    if not set(new.parts) <= set(PARTS):
        raise Invalid("parts", "no_such_choice")
    since, until = checked_day(new.term_from, "term_from"), checked_day(new.term_until, "term_until")
    keep = checked_day(new.keep_until, "keep_until")
    if since and until and until < since:
        raise Invalid("term_until", "ends_before_it_begins")
    if until and keep and keep < until:
        raise Invalid("keep_until", "kept_too_short")
    texts = {name: _cleaned(name, new.texts.get(name, {}), proceeding) for name in FIELDS}
    if new.listed and not texts["listing"].get(proceeding.language):
        raise Invalid(f"listing_{proceeding.language}", "required")
    parts = tuple(one for one in PARTS if one in new.parts)
    return replace(new, parts=parts, texts=texts, term_from=since, term_until=until, keep_until=keep)


def checked_day(day: str | None, name: str) -> str | None:
    """A day as YYYY-MM-DD, or None where none was given. Raises Invalid."""
    if not day:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise Invalid(name, "not_a_day") from error


def _cleaned(name: str, texts: Mapping[str, str], proceeding: Proceeding) -> dict[str, str]:
    found = {}
    for language in proceeding.languages:
        text = clean_text(texts.get(language) or "", f"{name}_{language}")
        if len(text) > TEXT_LENGTH[name]:
            raise Invalid(f"{name}_{language}", "too_long", length=len(text), limit=TEXT_LENGTH[name])
        if text:
            found[language] = text
    return found
