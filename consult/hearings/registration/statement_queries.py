"""Reading statements: the own ones, those that the panel reads ahead, and the one that a speech delivers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from consult.contributions.access import DESK, sight_of
from consult.contributions.attachments.holding import files_of_version
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor
from consult.hearings.registration.models import Registration, Statement
from consult.policy.access import require
from consult.proceedings.models import Proceeding

STANDING = ("pending", "published")


class Told(NamedTuple):
    """A statement with its reading; `state` is `waiting` until it is `delivered`, or that of its contribution."""

    id: int
    registration_id: int | None
    item_id: int | None
    delivery: str
    delivered_at: datetime | None
    reading: Reading

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        if self.reading.state not in STANDING:
            return self.reading.state
        return "delivered" if self.delivered_at is not None else "waiting"


def _of_hearing(proceeding_id: int) -> Select[*tuple[Any, ...]]:
    joined = select(Statement, Contribution).join(Contribution, Contribution.id == Statement.contribution_id)
    return joined.where(Contribution.proceeding_id == proceeding_id).order_by(Statement.id)


def own_statements(db: Session, actor: Actor, proceeding: Proceeding, own: Registration) -> list[Told]:
    """The statements of the own registration, as they were written."""
    rows = db.execute(_of_hearing(proceeding.id).where(Statement.registration_id == own.id))
    return _told(db, Discloser(sight_of(actor, proceeding)), rows, mine=True)


def statements_ahead(db: Session, actor: Actor, proceeding: Proceeding) -> list[Told]:
    """All statements of a hearing, also those under embargo, for whoever attends what is closed: desk, panel, interpreters.

    Names that only the secretariat knows stay with it. Raises NotFound for everybody else.
    """
    require(actor, "hearing:attend_closed", proceeding)
    own = sight_of(actor, proceeding)
    rows = db.execute(_of_hearing(proceeding.id).where(Contribution.state.in_(STANDING)))
    return _told(db, Discloser(own if own.desk else DESK._replace(reader=own.reader)), rows, mine=False)


def statement_ready(db: Session, registration_id: int, item_id: int) -> Statement | None:
    """The statement that somebody sent for an item, to be read out or checked, and that was not delivered yet."""
    query = select(Statement).join(Contribution, Contribution.id == Statement.contribution_id)
    return db.scalar(
        query.where(
            Statement.registration_id == registration_id,
            Statement.item_id == item_id,
            Statement.delivery != "written",
            Statement.delivered_at.is_(None),
            Contribution.state.in_(STANDING),
        )
        .order_by(Statement.id.desc())
        .limit(1)
    )


def _told(db: Session, discloser: Discloser, rows: Iterable[Any], *, mine: bool) -> list[Told]:
    found = []
    for statement, row in rows:
        passages = db.scalars(
            select(Passage)
            .join(Version, and_(Version.id == Passage.version_id, Version.number == row.version))
            .where(Version.contribution_id == row.id)
            .order_by(Passage.number)
        ).all()
        files = files_of_version(db, row.id, row.version)
        reading = discloser.disclose(row, passages, mine=mine, files=files)
        kept = (statement.registration_id, statement.item_id, statement.delivery, statement.delivered_at)
        found.append(Told(statement.id, *kept, reading))
    return found
