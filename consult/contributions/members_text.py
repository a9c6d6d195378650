"""The members of a coalition as somebody types them: one on each line, its country after a semicolon."""

import re
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.contributions.operations.whom import Member
from consult.core.countries import country_called, country_name
from consult.core.text import clean_text
from consult.organisations.queries import listed_by_slug, organisations_named

ADDRESS = re.compile(r"(?:https?://\S+)?/?organisations/([a-z0-9-]+)/?")
SEPARATORS = re.compile(r"[;؛\t]")


class Wrong(NamedTuple):
    """A line that cannot be taken: its number from 1, and the problem."""

    line: int
    problem: str


def members_in(db: Session, text: str, language: str) -> tuple[tuple[Member, ...], list[Wrong]]:
    """The members, and the lines that cannot be taken.

    `Name; country` with the country as its code or its name in this language or in English, or the address of the page of a
    registered organisation. Raises Invalid for signs that no text may hold.
    """
    lines = [(number, line.strip()) for number, line in enumerate(clean_text(text, "members").split("\n"), start=1)]
    slugs = [found[1] for _number, line in lines if (found := _slug(line))]
    known = listed_by_slug(db, slugs)
    members, wrong = [], []
    for number, line in lines:
        if not line:
            continue
        slug = _slug(line)
        name, country = _parts(line)
        code = country_called(country, language) if country else None
        if slug and slug[1] not in known:
            wrong.append(Wrong(number, "no_such_organisation"))
        elif slug:
            members.append(Member(slug[1], None, known[slug[1]]))
        elif country and code is None:
            wrong.append(Wrong(number, "no_such_country"))
        elif not name:
            wrong.append(Wrong(number, "required"))
        else:
            members.append(Member(name, code))
    return tuple(members), wrong


def members_text(db: Session, members: tuple[Member, ...], language: str) -> str:
    """The same members as they would be typed."""
    known = organisations_named(db, [one.organisation for one in members if one.organisation])
    lines = []
    for one in members:
        if one.organisation in known:
            lines.append(f"organisations/{known[one.organisation or ''][0].slug}")
        else:
            country = country_name(one.country, language)
            lines.append(f"{one.name}; {country}" if country else one.name)
    return "\n".join(lines)


def _slug(line: str) -> re.Match[str] | None:
    """The part of a line that names a registered organisation by the address of its page."""
    return ADDRESS.fullmatch(line) or re.fullmatch(r"https?://\S+/organisations/([a-z0-9-]+)/?", line)


def _parts(line: str) -> tuple[str, str]:
    parts = SEPARATORS.split(line, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
