"""What lies in a basket, in words: each passage with its citation, and what became of it since it was collected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import current_app, url_for

from consult.consultations.queries import asked
from consult.contributions.disclosure import Reading
from consult.core.clock import now
from consult.core.localized import Words
from consult.moderation.baskets.queries import Line, Quoted, quoted
from consult.moderation.targets import target_names
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.records.citing import citation
from consult.records.editions import is_unnamed
from consult.records.withholding import said_by_nobody
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading


class Place(NamedTuple):
    """Where a quotation stands when the page is ordered by questions: its proceeding, then what was asked."""

    title: Words
    question: Words | None


class Shown(NamedTuple):
    """A quotation as pages print it. `address` leads to the whole; `short` and `full` cite it, None where it is gone."""

    quoted: Quoted
    place: Place | None
    short: str | None
    full: str | None
    marks: list[str]
    address: str | None

    @property
    def is_confidential(self) -> bool:
        """Whether its text is for the secretariat."""
        return self.quoted.reading is not None and self.quoted.reading.confidentiality != "public"


def shown(line: Line) -> list[Shown]:
    """Everything in a basket, in its order."""
    found = quoted(reading(), actor(), line.basket)
    rooms = {one.proceeding.id: one.proceeding for one in found if one.proceeding is not None}
    titles = proceeding_words(reading(), list(rooms.values()), language())
    questions = _questions(found)
    targets = target_names(reading(), [one.reading.target for one in found if one.reading is not None])
    return [
        _shown(one, one.proceeding, one.reading, titles[one.proceeding.id], questions, targets)
        if one.proceeding is not None and one.reading is not None
        else Shown(one, None, None, None, [_since("gone")], None)
        for one in found
    ]


def by_question(found: Iterable[Shown]) -> list[Shown]:
    """The same with what belongs to one proceeding and one question together, in the order in which each came first."""
    order: dict[Any, int] = {}
    lines = list(found)
    for one in lines:
        for key in _keys(one):
            order.setdefault(key, len(order))
    return sorted(lines, key=lambda one: [order[key] for key in _keys(one)])


def _keys(one: Shown) -> list[Any]:
    if one.place is None:
        return [None, None]
    return [(one.place.title,), (one.place.title, one.place.question)]


def _questions(found: Sequence[Quoted]) -> dict[tuple[str, str], Words]:
    """(questionnaire version, question) → what was asked."""
    known: dict[tuple[str, str], Words] = {}
    rooms = {one.questionnaire: one.proceeding for one in found if one.questionnaire and one.proceeding}
    for questionnaire, room in rooms.items():
        version = asked(reading(), room, language(), questionnaire)
        for question in version.questions() if version is not None else ():
            known[questionnaire, question.public_id] = question.label
    return known


def _shown(
    one: Quoted,
    room: Proceeding,
    told: Reading,
    words: Mapping[str, Words],
    questions: Mapping[tuple[str, str], Words],
    targets: Mapping[str, str],
) -> Shown:
    question = questions.get((one.questionnaire or "", (one.passage.question if one.passage else None) or ""))
    if question is None and told.target in targets:
        question = Words(targets[told.target or ""], language())
    marks = [_since(name) for name in MARKS if name in one.marks]
    short, full = (_cited(room, told, one.item.passage, words, style) for style in ("short", "full"))
    return Shown(one, Place(words["title"], question), short, full, marks, _at_desk(room, told))


def _cited(room: Proceeding, told: Reading, passage: int, words: Mapping[str, Words], style: str) -> str:
    body = words["body"].text if "body" in words else ""
    whole: dict[str, Any] = {"style": style} | ({"accessed": now().date()} if style == "full" else {})
    address = public_address(room, told)
    cited = named_in_papers(room, told)
    return citation(cited, words["title"].text, body, room.symbol, address, [passage], language(), **whole)


def named_in_papers(room: Proceeding, told: Reading) -> Reading:
    """A reading for a citation: papers travel, so it names nobody whose name the public may not know, and nobody at all of
    a room under the Chatham House Rule."""
    if is_unnamed(reading(), room):
        return said_by_nobody(told)
    return told if told.identity == "public" else replace(told, name=None, organisation=None, code=None)


def public_address(room: Proceeding, told: Reading) -> str:
    """The stable address of what everybody may read of; empty for anything else, for papers travel."""
    if room.kind != "consultation" or room.audience != "public" or told.place is None:
        return ""
    path = url_for("submission", slug=room.slug, reference=told.reference)
    return f"{current_app.config['BASE_URL']}{path}"


def _at_desk(room: Proceeding, told: Reading) -> str | None:
    if room.kind != "consultation":
        return None
    return url_for("submission", slug=room.slug, reference=told.reference)


MARKS = ("withdrawn", "hidden", "declined", "erased", "pending", "withheld", "corrected", "missing", "redacted")


def _since(name: str) -> str:
    words = {
        "gone": _("It can no longer be read here."),
        "withdrawn": _("Its author has withdrawn it: it is not quoted."),
        "hidden": _("A moderator has hidden it: it is not quoted."),
        "declined": _("A moderator has declined it: it is not quoted."),
        "erased": _("It was erased: its words are gone."),
        "pending": _("No moderator has read it yet: it is not quoted in papers until it is accepted."),
        "withheld": _("You may not read its text."),
        "corrected": _("It was corrected since you collected it. This is how it stands now."),
        "missing": _("It was corrected since, and no longer has a paragraph of this number."),
        "redacted": _("Words were withheld from the public since you collected it. This is what may be quoted."),
    }
    return words[name]
