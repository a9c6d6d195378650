"""The privacy notices of a proceeding: the one in force, and those that people were shown before it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.core.errors import NotFound
from consult.core.localized import Words, texts_for
from consult.proceedings.models import Proceeding


class Notice(NamedTuple):
    """One notice by its number: its words in the best language, None where there were none; from and until when it stood.

    `since` is None for the first, which came with the proceeding, `until` for the one in force.
    """

    number: int
    words: Words | None
    since: datetime | None
    until: datetime | None


def notices(db: Session, proceeding: Proceeding, language: str) -> list[Notice]:
    """All of them, the one in force first. Raises NotFound where there never was one."""
    numbers = range(1, proceeding.privacy_version + 1)
    fields = {number: f"privacy.{number}" for number in numbers[:-1]} | {proceeding.privacy_version: "privacy"}
    texts = texts_for(db, [proceeding.owner], [language], list(fields.values()))
    ends = [datetime.fromisoformat(one) for one in proceeding.privacy_ends]
    found = [
        Notice(number, texts.get((proceeding.owner, fields[number])), _at(ends, number - 2), _at(ends, number - 1))
        for number in numbers
    ]
    if all(one.words is None for one in found):
        raise NotFound
    return found[::-1]


def was_told(db: Session, proceeding: Proceeding, number: int | None) -> bool:
    """Whether there was a notice of this number with a page of its own."""
    if number is None or proceeding.kind != "consultation":
        return False
    field = "privacy" if number == proceeding.privacy_version else f"privacy.{number}"
    return bool(texts_for(db, [proceeding.owner], (), [field]))


def _at(ends: list[datetime], place: int) -> datetime | None:
    return ends[place] if 0 <= place < len(ends) else None
