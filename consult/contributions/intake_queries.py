"""Reading what was entered at the desk."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from consult.accounts.models import Account
from consult.contributions.access import sight_of, visible
from consult.contributions.attachments.holding import files_of_version
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.intake_models import Intake
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding

PAGE = 50


class Entered(NamedTuple):
    """One entered input: how it came, what was typed as this reader may have it, who entered and who checked it."""

    intake: Intake
    proceeding: Proceeding
    reading: Reading
    latest: int
    receipt: str
    questionnaire: str | None
    entered_by: str | None
    checked_by: str | None
    is_mine: bool

    @property
    def day(self) -> date:
        """The day on which it was received."""
        return date.fromisoformat(self.intake.received_on)


class Came(NamedTuple):
    """What every reader of an input may know of how it came."""

    medium: str
    day: date


def entered(db: Session, actor: Actor, proceeding: Proceeding, page: int = 1) -> tuple[list[Entered], int]:
    """What was entered here, unchecked first, the newest first; and how many there are. Raises NotFound for others."""
    require(actor, "contribution:enter", proceeding)
    query = _entered(actor).where(Contribution.proceeding_id == proceeding.id)
    order = (Intake.state != "unchecked", Intake.id.desc())
    rows = db.execute(query.order_by(*order).limit(PAGE).offset(PAGE * (page - 1))).all()
    total = select(func.count()).select_from(Intake).join(Contribution, Contribution.id == Intake.contribution_id)
    count = db.scalar(total.where(Contribution.proceeding_id == proceeding.id)) or 0
    return [_read(db, actor, *row) for row in rows], count


def entered_one(db: Session, actor: Actor, reference: str) -> Entered:
    """One of them, in its newest version. Raises NotFound."""
    row = db.execute(_entered(actor).where(Contribution.reference == reference)).one_or_none()
    if row is None:
        raise NotFound
    found = _read(db, actor, *row)
    require(actor, "contribution:enter", found.proceeding)
    return found


def came(db: Session, reading: Reading) -> Came | None:
    """How an input came, for whoever is told its day; None for what was sent here, and for whom it is not."""
    if reading.day is None or "day" in reading.withheld:
        return None
    query = select(Intake.medium, Intake.received_on).join(Contribution, Contribution.id == Intake.contribution_id)
    row = db.execute(query.where(Contribution.reference == reading.reference)).one_or_none()
    return Came(row[0], date.fromisoformat(row[1])) if row is not None else None


def _entered(actor: Actor) -> Select[Intake, Contribution, Proceeding, str, str]:
    by, checker = aliased(Account), aliased(Account)
    return (
        select(Intake, Contribution, Proceeding, by.name, checker.name)
        .join(Contribution, Contribution.id == Intake.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .outerjoin(by, by.id == Intake.entered_by)
        .outerjoin(checker, checker.id == Intake.checked_by)
        .where(visible(actor))
    )


def _read(
    db: Session,
    actor: Actor,
    intake: Intake,
    row: Contribution,
    proceeding: Proceeding,
    by: str | None,
    checker: str | None,
) -> Entered:
    version = db.scalars(select(Version).where(Version.contribution_id == row.id, Version.number == row.latest)).one()
    passages = db.scalars(select(Passage).where(Passage.version_id == version.id).order_by(Passage.number)).all()
    files = files_of_version(db, row.id, row.latest)
    reading = Discloser(sight_of(actor, proceeding)).disclose(row, passages, files=files)
    mine = intake.entered_by is not None and intake.entered_by == actor.account_id
    return Entered(intake, proceeding, reading, row.latest, row.public_id, version.questionnaire, by, checker, mine)
