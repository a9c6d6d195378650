"""Readings as the templates print them: with addresses and words of the reader's language."""

from dataclasses import dataclass, field
from typing import Any

from consult.contributions.disclosure import Reading
from consult.moderation.words import reason_words
from consult.organisations.words import category_words
from consult.web.formats import When, when, zone
from consult.web.language import language


@dataclass(slots=True)
class Shown:
    """What templates/macros/comments.html prints of one comment."""

    ref: str
    url: str
    state: str
    identity: str
    name: str | None
    reason: str | None
    text: str | None
    language: str | None
    when: When | None
    stakeholder: str | None
    target_label: str | None
    agree: int | str | None
    disagree: int | str | None
    pass_: int | str | None
    reply_to: str | None
    withheld: frozenset[str]
    my_vote: str | None = None
    replies: list[Any] = field(default_factory=list)


def shown(reading: Reading, address: str, *, votes: bool, target_label: str | None = None) -> Shown:
    """A reading in words; `address` is the page of the contribution up to its reference."""
    return Shown(
        reading.reference,
        f"{address}{reading.reference}",
        reading.state,
        reading.identity or "public",
        reading.name,
        reason_words(reading.reason),
        reading.text,
        reading.language,
        when(at, language(), zone()) if (at := reading.moment or reading.day) else None,
        category_words(reading.category),
        target_label,
        reading.agrees if votes else None,
        reading.disagrees if votes else None,
        reading.passes if votes else None,
        reading.reply_to,
        reading.withheld,
    )
