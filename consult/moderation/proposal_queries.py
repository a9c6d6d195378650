"""What is proposed and withheld, as the desk and as the author may know it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.expression import ColumnElement

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.queries import ALL_COLUMNS
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.moderation.proposal_models import Proposal
from consult.moderation.redacting.rendition import Span, cut_pieces, span_of
from consult.organisations.models import Organisation
from consult.policy.access import holds
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

PAGE = 50


class Proposed(NamedTuple):
    """A proposal with the people of it, and what this reader may do with it."""

    public_id: str
    act: str
    version: int
    state: str
    reason: str | None
    mark: str
    note: str
    spans: tuple[Span, ...]
    hides: bool
    proposer: str | None
    proposed_role: str
    proposed_at: datetime
    settler: str | None
    settled_role: str | None
    settled_at: datetime | None
    settled_note: str
    is_mine: bool
    two_persons: bool

    @property
    def may_confirm(self) -> bool:
        """Whether this reader can be the second person."""
        return self.state == "proposed" and (not self.is_mine or not self.two_persons)


class Line(NamedTuple):
    """A proposal in the list of what waits."""

    proceeding: Proceeding
    reading: Reading
    proposal: Proposed


class Withheld(NamedTuple):
    """What is withheld of the own input, and why: each passage in pieces, with whether the public misses them."""

    reason: str | None
    note: str
    at: datetime | None
    passages: list[list[tuple[str, bool]]]


def proposals_on(db: Session, actor: Actor, reference: str) -> list[Proposed]:
    """Everything proposed on one contribution, the newest first; nothing for whoever does not moderate there."""
    query = _query(actor).where(Contribution.reference == reference)
    return [_proposed(actor, row) for row in db.execute(query.order_by(Proposal.id.desc()))]


def waiting_proposals(db: Session, actor: Actor, page: int = 1) -> tuple[list[Line], int]:
    """What waits for a second person, and what authors asked to be erased, the oldest first; and how many there are."""
    query = _query(actor).where(_waits())
    total = db.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    joined = query.add_columns(*ALL_COLUMNS, Proceeding)
    joined = joined.join(
        Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.latest)
    )
    joined = joined.join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
    rows = db.execute(joined.order_by(Proposal.id).limit(PAGE).offset(PAGE * (page - 1)))
    return [
        Line(
            row.Proceeding,
            Discloser(sight_of(actor, row.Proceeding)).disclose(row, (row,), mine=is_mine(actor, row)),
            _proposed(actor, row),
        )
        for row in rows
    ], total


def _waits() -> ColumnElement[bool]:
    alive = or_(Contribution.state.not_in(("withdrawn", "erased")), Proposal.act == "erase")
    return and_(Proposal.state.in_(("proposed", "asked")), alive, Contribution.state != "erased")


def _query(actor: Actor) -> Select[*tuple[Any, ...]]:
    proposer, settler = aliased(Account), aliased(Account)
    erases = and_(Proposal.act == "erase", held_in_sql(actor, "contribution:erase"))
    moderates = held_in_sql(actor, "contribution:moderate")
    return (
        select(Proposal, proposer.name.label("proposer"), settler.name.label("settler"), Body.two_persons)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Body, Body.id == Proceeding.body_id)
        .outerjoin(proposer, proposer.id == Proposal.proposed_by)
        .outerjoin(settler, settler.id == Proposal.settled_by)
        .where(visible(actor), or_(moderates, erases))
    )


def _proposed(actor: Actor, row: Any) -> Proposed:
    one: Proposal = row.Proposal
    mine = actor.account_id is not None and one.proposed_by == actor.account_id
    return Proposed(
        one.public_id,
        one.act,
        one.version,
        one.state,
        one.reason,
        one.mark,
        one.note,
        tuple(map(span_of, one.spans)),
        one.hides,
        row.proposer,
        one.proposed_role,
        one.proposed_at,
        row.settler,
        one.settled_role,
        one.settled_at,
        one.settled_note,
        mine,
        row.two_persons,
    )


def reference_of(db: Session, actor: Actor, public_id: str) -> str:
    """The contribution that a proposal is about. Raises NotFound for whoever does not decide on such there."""
    found = db.execute(_query(actor).where(Proposal.public_id == public_id).add_columns(Contribution.reference)).first()
    if found is None:
        raise NotFound
    return str(found.reference)


def may_erase(actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the actor erases there."""
    return holds(actor, "contribution:erase", proceeding.where)


def wants_two(db: Session, proceeding: Proceeding) -> bool:
    """Whether the body of a proceeding wants a second person."""
    return bool(db.scalar(select(Body.two_persons).where(Body.id == proceeding.body_id)))


def withheld_told(db: Session, actor: Actor, reference: str) -> list[Withheld]:
    """What is withheld of the actor's own input in the version that stands or waits, and why; nothing for anybody else."""
    row = db.scalar(select(Contribution).where(Contribution.reference == reference))
    if row is None or not is_mine(actor, row) or row.state == "erased":
        return []
    query = select(Proposal).where(Proposal.contribution_id == row.id, Proposal.act == "redact")
    found = db.scalars(
        query.where(Proposal.state == "in_force", Proposal.version.in_((row.version, row.latest))).order_by(Proposal.id)
    )
    return [Withheld(one.reason, one.note, one.settled_at, _pieces(db, row, one)) for one in found]


def _pieces(db: Session, row: Contribution, one: Proposal) -> list[list[tuple[str, bool]]]:
    spans = list(map(span_of, one.spans))
    query = select(Passage.number, Passage.text).join(Version, Version.id == Passage.version_id)
    texts = db.execute(query.where(Version.contribution_id == row.id, Version.number == one.version))
    words = {passage.number: passage.text or "" for passage in texts}
    return [
        cut_pieces(words.get(number, ""), [span for span in spans if span.passage == number])
        for number in sorted({span.passage for span in spans})
    ]


def erasure_asked(db: Session, actor: Actor, reference: str) -> Proposal | None:
    """The author's latest request to erase the own input, with what became of it."""
    row = db.scalar(select(Contribution).where(Contribution.reference == reference))
    if row is None or not is_mine(actor, row):
        return None
    asked = select(Proposal).where(Proposal.contribution_id == row.id, Proposal.proposed_role == "author")
    return db.scalar(asked.order_by(Proposal.id.desc()).limit(1))


def names_in(db: Session, reading: Reading) -> list[str]:
    """Names that a reading itself gives in its own fields: author, members of a coalition, contact of the organisation."""
    found = [reading.name or "", *(str(one["name"]) for one in reading.coalition or ())]
    if reading.organisation is not None:
        contact = select(Organisation.contact).where(Organisation.public_id == reading.organisation)
        found.append(db.scalar(contact) or "")
    return [name for name in found if name and "@" not in name]


def withheld_before(db: Session, reference: str, version: int) -> list[str]:
    """The words that are withheld of earlier versions, to be looked for in this one."""
    query = (
        select(Proposal.spans, Passage.number, Passage.text)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Proposal.version))
        .join(Passage, Passage.version_id == Version.id)
        .where(Contribution.reference == reference, Proposal.act == "redact", Proposal.state == "in_force")
        .where(Proposal.version < version, Passage.text.is_not(None))
    )
    found = {
        row.text[span.start : span.end].strip()
        for row in db.execute(query)
        for span in map(span_of, row.spans)
        if span.passage == row.number
    }
    return sorted((words for words in found if words), key=len, reverse=True)
