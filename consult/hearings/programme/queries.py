"""The programme of a hearing as pages and other rooms read it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.core.localized import LocalizedText, Words
from consult.hearings.programme.access import may_read_item
from consult.hearings.programme.models import (
    PERSON_ROLES,
    SECONDS,
    AgendaItem,
    Channel,
    HearingPerson,
    HearingSession,
    Paper,
    Plan,
)
from consult.hearings.programme.timing import Hours, hours_of
from consult.proceedings.models import Proceeding

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda in its place in the tree; `depth` is 0 at the top, `session_id` that of the nearest above it.

    `starts_at` and `ends_at` are planned, None where no time can be told. Of a closed item whoever may not attend it gets
    label, planned time and state alone: then `withheld` is set, `type` is `other`, and there are no texts and papers.
    """

    id: int
    public_id: str
    parent_id: int | None
    session_id: int | None
    label: str
    depth: int
    type: str
    minutes: int | None
    audience: str
    state: str
    list_open: bool
    opened_at: datetime | None
    closed_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    withheld: bool = False
    texts: Texts = field(default_factory=dict)
    papers: Sequence["Document"] = ()

    def words(self, name: str, *languages: str) -> Words | None:
        """A text (`title`, `note`) in the first of these languages that it has, or in any."""
        return best(self.texts.get(name, {}), languages)

    def title(self, *languages: str) -> Words | None:
        """Its title in the first of these languages that it has, or in any."""
        return self.words("title", *languages)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of an item with its titles by language."""

    paper: Paper
    titles: Mapping[str, str]

    def title(self, *languages: str) -> Words | None:
        """Its title in the first of these languages that it has, or in any."""
        return best(self.titles, languages)


def best(texts: Mapping[str, str], languages: Sequence[str]) -> Words | None:
    """The text in the first of these languages that it has, or in any; None where there is none."""
    code = next((one for one in languages if one in texts), next(iter(texts), None))
    return Words(texts[code], code) if code is not None else None


def plan_of(db: Session, proceeding_id: int) -> Plan:
    """How a hearing is held: its row, or the defaults as a row that is not stored."""
    return db.get(Plan, proceeding_id) or Plan(
        proceeding_id=proceeding_id,
        form="hearing",
        rule="first_come",
        seconds=dict(SECONDS),
        budgets={},
        replies_most=2,
        statement_hours=24,
        guests=True,
        slow_mode=0,
        revision=0,
    )


def sessions_of(db: Session, proceeding_id: int) -> list[HearingSession]:
    """The sittings of a hearing by their number; those that were cancelled left out."""
    query = select(HearingSession).where(
        HearingSession.proceeding_id == proceeding_id, HearingSession.state != "cancelled"
    )
    return list(db.scalars(query.order_by(HearingSession.number)))


def people_of(db: Session, proceeding_id: int) -> list[HearingPerson]:
    """Those who have a part in a hearing, by role and place."""
    found = db.scalars(select(HearingPerson).where(HearingPerson.proceeding_id == proceeding_id))
    return sorted(found, key=lambda one: (PERSON_ROLES.index(one.role), one.position, one.id))


def channels_of(db: Session, proceeding_id: int) -> list[Channel]:
    """The links of a hearing that open outside, in their order."""
    query = select(Channel).where(Channel.proceeding_id == proceeding_id)
    return list(db.scalars(query.order_by(Channel.position, Channel.id)))


def texts_of(db: Session, owners: Sequence[str]) -> dict[str, Texts]:
    """Every text of some owners: owner → field → language → text, the original language first."""
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    query = select(LocalizedText).where(LocalizedText.owner.in_(owners))
    rows = sorted(db.scalars(query), key=lambda one: (one.status != "original", one.id)) if owners else []
    for row in rows:
        found[row.owner].setdefault(row.field, {})[row.language] = row.text
    return dict(found)


def item_rows(db: Session, proceeding_id: int) -> list[AgendaItem]:
    """All items of a hearing in the order of the tree: each before what lies below it."""
    query = select(AgendaItem).where(AgendaItem.proceeding_id == proceeding_id)
    return in_tree_order(db.scalars(query.order_by(AgendaItem.position, AgendaItem.id)).all())


def in_tree_order(rows: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Items of one hearing, given by their positions, each before what lies below it."""
    below: defaultdict[int | None, list[AgendaItem]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    ordered: list[AgendaItem] = []
    waiting = below[None][::-1]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(below[row.id][::-1])
    return ordered


def items_of(db: Session, actor: Actor, proceeding: Proceeding) -> list[Item]:
    """The agenda in the order of the tree, as the actor, who may see the hearing, may read it."""
    rows = item_rows(db, proceeding.id)
    hours = hours_of(rows, sessions_of(db, proceeding.id))
    open_to = [row for row in rows if may_read_item(actor, proceeding, row)]
    papers = documents_of(db, [row.id for row in open_to])
    texts = texts_of(db, [row.owner for row in open_to])
    shown = {row.id for row in open_to}
    return [
        _item(row, hours[row.id], texts.get(row.owner, {}), papers.get(row.id, ()))
        if row.id in shown
        else _withheld(row, hours[row.id])
        for row in rows
    ]


def item_by_public_id(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> AgendaItem:
    """One item. Raises NotFound where there is none, and for a closed one where the actor may not attend it."""
    row = db.scalar(
        select(AgendaItem).where(AgendaItem.proceeding_id == proceeding.id, AgendaItem.public_id == public_id)
    )
    if row is None or not may_read_item(actor, proceeding, row):
        raise NotFound
    return row


def documents_of(db: Session, item_ids: Sequence[int]) -> dict[int, list[Document]]:
    """The papers of some items by item, in their order."""
    if not item_ids:
        return {}
    query = select(Paper).where(Paper.item_id.in_(item_ids)).order_by(Paper.position, Paper.id)
    rows = db.scalars(query).all()
    texts = texts_of(db, [row.owner for row in rows])
    found: defaultdict[int, list[Document]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(Document(row, texts.get(row.owner, {}).get("title", {})))
    return dict(found)


def _item(row: AgendaItem, hours: Hours, texts: Texts, papers: Sequence[Document]) -> Item:
    return Item(
        row.id,
        row.public_id,
        row.parent_id,
        hours.session_id,
        row.label,
        hours.depth,
        row.type,
        row.minutes,
        row.audience,
        row.state,
        row.list_open,
        row.opened_at,
        row.closed_at,
        hours.starts_at,
        hours.ends_at,
        texts=texts,
        papers=papers,
    )


def _withheld(row: AgendaItem, hours: Hours) -> Item:
    return Item(
        row.id,
        row.public_id,
        row.parent_id,
        hours.session_id,
        row.label,
        hours.depth,
        "other",
        row.minutes,
        row.audience,
        row.state,
        False,
        None,
        None,
        hours.starts_at,
        hours.ends_at,
        withheld=True,
    )


def paper_to_serve(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> Paper:
    """A document of the agenda. Raises NotFound where there is none, or its item is closed to the actor."""
    query = select(Paper, AgendaItem).join(AgendaItem, AgendaItem.id == Paper.item_id)
    found = db.execute(query.where(AgendaItem.proceeding_id == proceeding.id, Paper.public_id == public_id)).first()
    if found is None or not may_read_item(actor, proceeding, found[1]):
        raise NotFound
    paper: Paper = found[0]
    return paper
