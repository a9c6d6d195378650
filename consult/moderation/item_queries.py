"""One contribution as its moderator needs it: every version, the flags, who has it, and what happened to it before."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.attachments.holding import files_of_version
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Flag, Passage, Version
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.moderation.claim_queries import Held, held_by, is_queued
from consult.moderation.item_history import Happened, SentVersion, history
from consult.moderation.models import Escalation
from consult.moderation.queries import DISTRESSING
from consult.policy.access import require
from consult.proceedings.models import Proceeding


class Sent(NamedTuple):
    """A version as this moderator may read it."""

    number: int
    sent_at: datetime
    reading: Reading
    questionnaire: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """All of it, the newest version first."""

    proceeding: Proceeding
    reading: Reading
    latest: int
    waiting: bool
    flags: list[Flag]
    versions: list[Sent]
    history: list[Happened]
    held: Held | None
    escalation: Escalation | None
    is_distressing: bool
    is_veiled: bool
    is_queued: bool

    @property
    def acts(self) -> tuple[str, ...]:
        """What can be decided in the present state, as moderation.operations takes it."""
        if self.waiting:
            return ("approve", "decline", "hide") if self.reading.state == "published" else ("approve", "decline")
        if self.reading.state == "published":
            return ("keep", "hide") if self.flags else ("hide",)
        if self.reading.state == "hidden" and self.flags:  # flags hid it: a person restores it or says the same
            return ("restore", "hide")
        return ("restore",) if self.reading.state in ("hidden", "declined") else ()


def item(db: Session, actor: Actor, reference: str) -> Item:
    """What a moderator decides on. Raises NotFound for whoever does not moderate there."""
    row = db.execute(
        select(Contribution, Proceeding)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.reference == reference, visible(actor))
    ).one_or_none()
    if row is None:
        raise NotFound
    contribution, proceeding = row
    require(actor, "contribution:moderate", proceeding)
    versions = _versions(db, actor, proceeding, contribution)
    flags = list(
        db.scalars(
            select(Flag)
            .where(Flag.contribution_id == contribution.id, Flag.settled_at.is_(None))
            .order_by(Flag.raised_at, Flag.id)
        )
    )
    newest = versions[0].reading
    return Item(
        proceeding,
        newest,
        contribution.latest,
        contribution.waiting,
        flags,
        versions,
        history(db, contribution.id, [SentVersion(one.number, one.sent_at, one.reading.passages) for one in versions]),
        held_by(db, [contribution.id], now()).get(contribution.id),
        db.scalar(
            select(Escalation).where(Escalation.contribution_id == contribution.id, Escalation.settled_at.is_(None))
        ),
        contribution.is_distressing,
        contribution.is_distressing or any(flag.reason == DISTRESSING for flag in flags),
        is_queued(contribution),
    )


def _versions(db: Session, actor: Actor, proceeding: Proceeding, row: Contribution) -> list[Sent]:
    versions = db.scalars(
        select(Version).where(Version.contribution_id == row.id).order_by(Version.number.desc())
    ).all()
    passages: dict[int, list[Passage]] = {version.id: [] for version in versions}
    wanted = select(Passage).where(Passage.version_id.in_(passages)).order_by(Passage.number)
    for passage in db.scalars(wanted):
        passages[passage.version_id].append(passage)
    discloser, mine = Discloser(sight_of(actor, proceeding)), is_mine(actor, row)
    return [
        Sent(
            version.number,
            version.sent_at,
            discloser.disclose(
                row, passages[version.id], mine=mine, files=files_of_version(db, row.id, version.number)
            ),
            version.questionnaire,
        )
        for version in versions
    ]
