"""Many comments as HTML, in a tenth of the template's time.

The macro `comment` prints each shape of comment once, with holes where a comment's own words belong; the others of that
shape are that pattern, filled. What people wrote is escaped here as the template escapes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import escape

from consult.contributions.disclosure import Reading, ToldComment
from consult.moderation.shown import Shown
from consult.moderation.words import comment_words, words_by_reason
from consult.organisations.words import words_by_category
from consult.web.formats import When, when, zone
from consult.web.language import language
from consult.web.places import Pattern, hole

MOST_PATTERNS, MOST_PRINTERS = 500, 200
REF, NAME, AT, WORDS, LABEL, TEXT, AGREE, DISAGREE, PASS = map(hole, range(9))


class Around(NamedTuple):
    """What is the same for all comments of a page: see the macro `comment`. `counts`: whether votes are shown at all."""

    address: str
    reply: str | None
    report: str | None
    counts: bool = False
    votes: bool = False
    heading: str = "h3"


class Shape(NamedTuple):
    """What two comments of the same pattern have in common: all but their own words, numbers and times."""

    state: str
    identity: str | None
    category: str | None
    language: str | None
    reason: str | None
    is_named: bool
    is_dated: bool
    is_labelled: bool
    has_text: bool
    is_counted: bool
    my_vote: str | None


_ALIKE = attrgetter(*Shape._fields[:5])  # five at once, in the time of two
_OWN = attrgetter("reference", "name", "text", "moment", "agrees", "disagrees", "passes")
NEVER, NO_VOTES = (b"", b""), (b"", b"", b"")


@dataclass(frozen=True)
class Spoken:
    """The words of one language, and the zone of one page's times."""

    code: str
    zone: str
    comment: Mapping[str, Any]
    categories: Mapping[str, str]
    reasons: Mapping[str, str]


def printer(around: Around) -> "Printer":
    """The printer of such pages in the language and zone of this request, from before if there is one."""
    known: dict[tuple[Any, ...], Printer] = current_app.extensions["consult.printers"]
    key = (around, language(), zone(), frozenset(words_by_category().items()))  # to which bodies add their own
    if key not in known:
        if len(known) >= MOST_PRINTERS:
            known.clear()
        known[key] = Printer(around)
    return known[key]


class Printer:
    """Prints the comments of one kind of page; made within a request, and good outside of one, too."""

    def __init__(self, around: Around) -> None:
        self.around = around
        self._counts, self._code, self._zone = around.counts, language(), zone()
        self.words = Spoken(language(), zone(), comment_words(), words_by_category(), words_by_reason())
        self._macro: Any = current_app.jinja_env.get_template("macros/comments.html").module.comment  # type: ignore[attr-defined]
        self._patterns: dict[tuple[Any, ...], Pattern] = {}

    def printed(self, row: Reading | ToldComment, label: str | None = None, my_vote: str | None = None) -> bytes:
        """One comment, in UTF-8; `label` says what it is about."""
        alike, (reference, name, text, moment, agrees, disagrees, passes) = _ALIKE(row), _OWN(row)
        at = moment or row.day
        counted = self._counts and agrees is not None
        key = (alike, not name, at is None, not label, text is None, counted, my_vote)
        pattern = self._patterns.get(key) or self._made(key)
        said = _when(at, self._code, self._zone) if at else NEVER
        votes = (_number(agrees), _number(disagrees), _number(passes)) if counted else NO_VOTES
        return pattern.filled((reference.encode(), escaped(name), *said, escaped(label), escaped(text), *votes))

    def _made(self, key: tuple[Any, ...]) -> Pattern:
        alike, nameless, undated, unlabelled, textless, counted, my_vote = key
        shape = Shape._make((*alike, not nameless, not undated, not unlabelled, not textless, counted, my_vote))
        if len(self._patterns) >= MOST_PATTERNS:
            self._patterns.clear()
        around = self.around
        html = self._macro(
            self._example(shape), self.words.comment, around.votes, around.reply, around.report, around.heading
        )
        made = self._patterns[key] = Pattern(f"{html}\n")
        return made

    def _example(self, shape: Shape) -> Shown:
        words = self.words
        return Shown(
            ref=REF,
            url=f"{self.around.address}{REF}",
            state=shape.state,
            identity=shape.identity or "public",
            name=NAME if shape.is_named else None,
            reason=words.reasons.get(shape.reason, shape.reason) if shape.reason else None,
            text=TEXT if shape.has_text else None,
            language=shape.language,
            when=When(AT, WORDS) if shape.is_dated else None,
            stakeholder=words.categories.get(shape.category, shape.category) if shape.category else None,
            target_label=LABEL if shape.is_labelled else None,
            agree=AGREE if shape.is_counted else None,
            disagree=DISAGREE if shape.is_counted else None,
            pass_=PASS if shape.is_counted else None,
            reply_to=None,
            withheld=frozenset(),
            my_vote=shape.my_vote,
        )


@lru_cache(maxsize=4096)
def _when(at: date | datetime, code: str, zone_name: str) -> tuple[bytes, bytes]:
    moment, said = when(at, code, zone_name)
    return moment.encode(), said.encode()


@lru_cache(maxsize=1024)
def _number(count: int | None) -> bytes:
    return b"%d" % (count or 0)


def escaped(text: str | None) -> bytes:
    """What `escape` makes of a text, in a quarter of the time for the many that hold nothing to escape."""
    if not text:
        return b""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return str(escape(text)).encode()
    return text.encode()
