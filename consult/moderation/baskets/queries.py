"""Reading baskets: whose they are, and what lies in them as it may be quoted now."""

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading, ReadPassage
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor
from consult.core.db import condition
from consult.core.errors import NotFound
from consult.core.text import UNSPACED
from consult.moderation.baskets.models import Basket, BasketItem
from consult.policy.access import sits_at_desk
from consult.proceedings.access import held_in_sql
from consult.proceedings.access import visible as visible_room
from consult.proceedings.models import Proceeding

WORD = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")
QUOTABLE = ("published", "pending")


class Line(NamedTuple):
    """A basket in a list: how much lies in it, and whose it is where that is another one."""

    basket: Basket
    proceeding: Proceeding | None
    items: int
    owner: str | None


class PublicWords(NamedTuple):
    """A passage with the words that everybody may have: those that are withheld are not even handed to `disclose`."""

    number: int
    question: str | None
    value: dict[str, Any] | None
    text: str | None
    redacted: str | None
    instance: int
    matrix_row: str | None


class Quoted(NamedTuple):
    """One item of a basket now. `passage` is None where nothing may be quoted; `marks` say what happened since:

    `gone` (nothing of it is told any more), `withdrawn`, `hidden`, `declined`, `erased`, `pending` (a state), `withheld` (its
    text is not told to this reader), `corrected` (another version stands), `missing` (it has no such passage any more),
    `redacted` (words were withheld since).
    """

    item: BasketItem
    proceeding: Proceeding | None
    reading: Reading | None
    questionnaire: str | None
    passage: ReadPassage | None
    words: str | None
    marks: frozenset[str]


def readable_baskets(actor: Actor) -> ColumnElement[bool]:
    """The baskets that the actor reads: the own ones, and shared ones of desks at which the actor sits."""
    if actor.account_id is None or not sits_at_desk(actor):
        return condition(False)
    desk = select(Proceeding.id).where(visible_room(actor), held_in_sql(actor, "desk:read"))
    at_desk = Basket.proceeding_id.in_(desk)
    own = and_(Basket.account_id == actor.account_id, or_(Basket.proceeding_id.is_(None), at_desk))
    return or_(own, and_(Basket.is_shared, at_desk))


def baskets(db: Session, actor: Actor, proceeding: Proceeding | None = None) -> list[Line]:
    """The baskets that the actor reads, the own ones first; of one proceeding those that can take its passages."""
    count = select(func.count()).where(BasketItem.basket_id == Basket.id).scalar_subquery()
    query = (
        select(Basket, Proceeding, count, Account.name)
        .outerjoin(Proceeding, Proceeding.id == Basket.proceeding_id)
        .join(Account, Account.id == Basket.account_id)
        .where(readable_baskets(actor))
    )
    if proceeding is not None:
        query = query.where(or_(Basket.proceeding_id.is_(None), Basket.proceeding_id == proceeding.id))
    rows = db.execute(query.order_by(Basket.account_id != actor.account_id, Basket.id.desc()))
    return [
        Line(basket, room, items, None if basket.account_id == actor.account_id else name)
        for basket, room, items, name in rows
    ]


def basket_at(db: Session, actor: Actor, public_id: str) -> Line:
    """One basket that the actor reads. Raises NotFound."""
    found = [line for line in baskets(db, actor) if line.basket.public_id == public_id]
    if not found:
        raise NotFound
    return found[0]


def quoted(db: Session, actor: Actor, basket: Basket) -> list[Quoted]:
    """Everything in a basket, in its order, as this reader may quote it now."""
    query = select(BasketItem).where(BasketItem.basket_id == basket.id).order_by(BasketItem.position, BasketItem.id)
    items = db.scalars(query).all()
    known = _readings(db, actor, {(one.reference, one.passage) for one in items})
    return [_quoted(item, known.get((item.reference, item.passage))) for item in items]


class Found(NamedTuple):
    """A passage of the version that stands, as this reader is told it in public words."""

    proceeding: Proceeding
    reading: Reading
    questionnaire: str | None
    passage: ReadPassage | None


def quotable(db: Session, actor: Actor, reference: str, passage: int) -> Found:
    """One passage that the actor may quote. Raises NotFound where there is none."""
    found = _readings(db, actor, {(reference, passage)}).get((reference, passage))
    if found is None or found.passage is None or found.reading.state not in QUOTABLE:
        raise NotFound
    return found


def _readings(db: Session, actor: Actor, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Found]:
    """What this reader is told of passages by (reference, number), where the reader sits at their desk."""
    references = {reference for reference, _number in wanted}
    rows = db.execute(
        select(Contribution, Proceeding, Version.questionnaire, Version.id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.version))
        .where(Contribution.reference.in_(references), visible(actor), held_in_sql(actor, "desk:read"))
    ).all()
    numbers = {number for _reference, number in wanted}
    query = select(Passage).where(Passage.version_id.in_([row[3] for row in rows]), Passage.number.in_(numbers))
    passages = {(one.version_id, one.number): in_public_words(one) for one in db.scalars(query)}
    found = {}
    for contribution, proceeding, questionnaire, version_id in rows:
        discloser = Discloser(sight_of(actor, proceeding))
        for number in (number for reference, number in wanted if reference == contribution.reference):
            some: list[Any] = [one] if (one := passages.get((version_id, number))) is not None else []
            reading = discloser.disclose(contribution, some, mine=is_mine(actor, contribution))
            passage = reading.passages[0] if reading.passages and reading.passages[0].text else None
            found[contribution.reference, number] = Found(proceeding, reading, questionnaire, passage)
    return found


def in_public_words(one: Passage) -> PublicWords:
    """A passage without what is withheld from the public."""
    text = one.text if one.redacted is None else one.redacted
    value = one.value if one.redacted is None else None
    return PublicWords(one.number, one.question, value, text, one.redacted, one.instance, one.matrix_row)


def _quoted(item: BasketItem, found: Found | None) -> Quoted:
    if found is None:
        return Quoted(item, None, None, None, None, None, frozenset({"gone"}))
    marks, reading = set(), found.reading
    if reading.state != "published":
        marks.add(reading.state)
    if "text" in reading.withheld and reading.state != "erased":
        marks.add("withheld")
    if reading.version != item.version and reading.state in QUOTABLE:
        marks.add("corrected")
    if found.passage is None and reading.state in QUOTABLE and "withheld" not in marks:
        marks.add("missing")
    passage = found.passage if reading.state in QUOTABLE else None
    if passage is not None and passage.is_redacted and not item.was_redacted:
        marks.add("redacted")
    words = part_of(item, passage.text or "", whole=bool(marks & {"corrected", "redacted"})) if passage else None
    return Quoted(item, found.proceeding, reading, found.questionnaire, passage, words, frozenset(marks))


def part_of(item: BasketItem, text: str, *, whole: bool) -> str:
    """The words of an item; all of the passage where it changed since, for the words that were counted may be others now."""
    words = words_in(text)
    if whole or item.first_word is None or item.last_word is None or item.last_word > len(words):
        return text
    before = "… " if item.first_word > 1 else ""
    after = " …" if item.last_word < len(words) else ""
    return before + text[words[item.first_word - 1].start() : words[item.last_word - 1].end()] + after


def words_in(text: str) -> list[re.Match[str]]:
    """The words of a text with their places, as they are counted here; a Chinese or Japanese sign is one."""
    return list(WORD.finditer(text))
