"""A proceeding as its pages show it: its words, its address, and where it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import g

from consult.core.clock import now
from consult.core.localized import Words
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug, proceeding_words
from consult.web.language import language
from consult.web.site import actor, reading

SOON = timedelta(days=2)
ALL = ("title", "lede", "name", "about", "rules", "privacy")


@dataclass(slots=True)
class Head:
    """A proceeding with its words, its address and how long there is left."""

    proceeding: Proceeding
    words: dict[str, Words]
    url: str
    phase: str
    moment: datetime | None
    left: timedelta | None
    results_at: datetime | None = None

    @property
    def state(self) -> str:
        """The word of its pill; `results` once it is closed and its results are out."""
        if self.phase == "closed" and self.results_at is not None:
            return "results"
        closing = self.phase == "open" and self.left is not None and self.left < SOON
        return "closing" if closing else self.phase

    @property
    def title(self) -> Words:
        """Its title."""
        return self.words["title"]


def located(kind: str, slug: str) -> Proceeding:
    """The proceeding of this address; its zone becomes that of the page. Raises NotFound."""
    found = proceeding_by_slug(reading(), actor(), kind, slug)
    g.zone = found.zone
    return found


def head(proceeding: Proceeding, fields: tuple[str, ...] = ("title",)) -> Head:
    """The head of one page."""
    words = proceeding_words(reading(), [proceeding], language(), fields)[proceeding.id]
    return head_of(proceeding, words)


def heads_of(rows: list[Proceeding]) -> list[Head]:
    """The heads of a list of pages."""
    words = proceeding_words(reading(), rows, language())
    return [head_of(one, words[one.id]) for one in rows]


def head_of(proceeding: Proceeding, words: dict[str, Words]) -> Head:
    """A proceeding with its words; `moment` is the next date that matters, `left` the time until then."""
    at = now()
    phase = proceeding.phase(at)
    moment = proceeding.opens_at if phase == "soon" else proceeding.closes_at
    left = moment - at if moment is not None and phase in ("soon", "open") else None
    return Head(proceeding, words, address_of(proceeding), phase, moment, left)


class MoreTime(NamedTuple):
    """How the closing was put off once."""

    at: datetime
    was: datetime
    closes: datetime
    reason: Words


def more_time(proceeding: Proceeding) -> list[MoreTime]:
    """Each time the closing was put off, the latest first, with the reason in the best language."""
    return [
        MoreTime(
            datetime.fromisoformat(one["at"]),
            datetime.fromisoformat(one["was"]),
            datetime.fromisoformat(one["closes"]),
            _in_best_language(one["reason"], proceeding.language),
        )
        for one in reversed(proceeding.extensions)
    ]


def _in_best_language(texts: dict[str, str], original: str) -> Words:
    best = next((code for code in (language(), original) if code in texts), next(iter(texts)))
    return Words(texts[best], best)


def address_of(proceeding: Proceeding) -> str:
    """The page of a proceeding of any kind."""
    return f"/{language()}/{proceeding.kind}s/{proceeding.slug}/"
