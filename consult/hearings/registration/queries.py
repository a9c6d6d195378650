"""Reading registrations: the own one, what readers are told of who will speak, and what the office decides on."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.countries import region_of
from consult.core.errors import NotFound
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.queries import items_of
from consult.hearings.registration.models import Registration
from consult.hearings.registration.selection import Candidate
from consult.policy.access import require
from consult.proceedings.access import may_see, visible
from consult.proceedings.models import IDENTITIES, Proceeding
from consult.staff_log.showing import show, show_export


def own_registration(db: Session, actor: Actor, proceeding_id: int) -> Registration | None:
    """The actor's own registration at a hearing, by account or by the codeword that opened it, whatever its state; the latest
    where an account has several. None where there is none."""
    mine = []
    if actor.account_id is not None:
        mine.append(Registration.account_id == actor.account_id)
    if actor.registration_id is not None:
        mine.append(Registration.id == actor.registration_id)
    if not mine:
        return None
    query = select(Registration).where(Registration.proceeding_id == proceeding_id, or_(*mine))
    return db.scalar(query.order_by(Registration.id.desc()).limit(1))


def own_registrations(db: Session, actor: Actor) -> list[tuple[Registration, Proceeding]]:
    """All registrations of an account at hearings that it may see, the newest first; of each hearing the latest."""
    query = select(Registration, Proceeding).join(Proceeding, Proceeding.id == Registration.proceeding_id)
    mine = (Registration.account_id == actor.account_id, Registration.account_id.is_not(None), visible(actor))
    rows = db.execute(query.where(*mine).order_by(Registration.id.desc())).all()
    latest: dict[int, tuple[Registration, Proceeding]] = {}
    for row, room in rows:
        latest.setdefault(room.id, (row, room))
    return list(latest.values())


def identities_offered(proceeding: Proceeding) -> list[str]:
    """The choices of who may know the name that a hearing offers to those who register: somebody always knows it."""
    known = [one for one in IDENTITIES if one != "none"]
    return [one for one in known if one in proceeding.identities] or known


def items_to_speak_on(db: Session, actor: Actor, proceeding: Proceeding) -> list[AgendaItem]:
    """The items for which somebody may ask for the floor, in the order of the agenda: not breaks, nor what is over or closed
    to this reader."""
    open_to = [
        one.id
        for one in items_of(db, actor, proceeding)
        if not one.withheld and one.type != "break" and one.state != "done"
    ]
    rows = {row.id: row for row in db.scalars(select(AgendaItem).where(AgendaItem.id.in_(open_to)))}
    return [rows[one] for one in open_to]


def accepted_speakers(db: Session, proceeding_id: int) -> int:
    """How many of the places to speak are taken."""
    query = select(func.count()).select_from(Registration)
    taken = query.where(Registration.proceeding_id == proceeding_id, Registration.wish == "speak")
    return db.scalar(taken.where(Registration.state == "accepted")) or 0


def reserve_of(proceeding_id: int) -> Select[Registration]:
    """Those who wait for a place, the first of them first."""
    waiting = (Registration.proceeding_id == proceeding_id, Registration.state == "reserve")
    order = (Registration.position.asc().nulls_last(), Registration.registered_at, Registration.id)
    return select(Registration).where(*waiting).order_by(*order)


def place_in_reserve(db: Session, row: Registration) -> int | None:
    """The place of somebody who waits, from 1; None for who does not."""
    if row.state != "reserve":
        return None
    waiting = [one.id for one in db.scalars(reserve_of(row.proceeding_id))]
    return waiting.index(row.id) + 1


class Announced(NamedTuple):
    """Somebody who will speak, as every reader is told it: `name`, `organisation` and `country` are None where the name is
    known to the secretariat only."""

    public_id: str
    identity: str
    name: str | None
    organisation: str | None
    category: str | None
    country: str | None
    region: str | None
    language: str
    item_id: int | None


def announced(row: Registration) -> Announced:
    """What every reader may know of an accepted speaker."""
    named = row.identity == "public"
    return Announced(
        row.public_id,
        row.identity,
        row.name if named else None,
        row.organisation_name or None if named else None,
        row.category,
        row.country if named else None,
        region_of(row.country),
        row.language,
        row.item_id,
    )


def announced_speakers(db: Session, actor: Actor, proceeding: Proceeding) -> list[Announced]:
    """Who is accepted to speak, in the order of registration. Raises NotFound for whoever may not see the hearing."""
    if not may_see(actor, proceeding):
        raise NotFound
    query = select(Registration).where(
        Registration.proceeding_id == proceeding.id, Registration.wish == "speak", Registration.state == "accepted"
    )
    return [announced(row) for row in db.scalars(query.order_by(Registration.registered_at, Registration.id))]


class Wanted(NamedTuple):
    """Which registrations the office looks at; None for all."""

    state: str | None = None
    wish: str | None = None
    category: str | None = None
    region: str | None = None
    item: int | None = None


def registrations(db: Session, actor: Actor, proceeding: Proceeding, wanted: Wanted = Wanted()) -> list[Registration]:  # noqa: B008
    """All of a hearing, or those that are wanted, the first who registered first. Raises NotFound for all but the office."""
    require(actor, "hearing:plan", proceeding)
    query = select(Registration).where(Registration.proceeding_id == proceeding.id)
    for column in (Registration.state, Registration.wish, Registration.category):
        value = getattr(wanted, column.key)
        if value is not None:
            query = query.where(column.is_(None) if value == "none" else column == value)
    if wanted.item is not None:
        query = query.where(Registration.item_id == wanted.item)
    rows = db.scalars(query.order_by(Registration.registered_at, Registration.id)).all()
    found = [row for row in rows if wanted.region in (None, region_of(row.country) or "none")]
    _note_reading(found)
    return found


def _note_reading(rows: Sequence[Registration]) -> None:
    for row in rows:
        if row.identity != "public":
            show(row.reference)


def registrations_to_export(db: Session, actor: Actor, proceeding: Proceeding) -> list[Registration]:
    """The same for a file, which is noted as one reading of all who are not named in public."""
    require(actor, "hearing:plan", proceeding)
    query = select(Registration).where(Registration.proceeding_id == proceeding.id)
    rows = list(db.scalars(query.order_by(Registration.registered_at, Registration.id)))
    show_export(proceeding.id, sum(1 for row in rows if row.identity != "public"))
    return rows


def registration_at(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> Registration:
    """One registration for the office. Raises NotFound where there is none, and for everybody else."""
    require(actor, "hearing:plan", proceeding)
    row = db.scalar(
        select(Registration).where(Registration.proceeding_id == proceeding.id, Registration.public_id == public_id)
    )
    if row is None:
        raise NotFound
    _note_reading([row])
    return row


def candidates(db: Session, proceeding_id: int) -> list[Candidate]:
    """Everybody who wants to speak and is accepted, waits or has asked, as the rule sees them."""
    query = select(Registration).where(
        Registration.proceeding_id == proceeding_id,
        Registration.wish == "speak",
        Registration.state.in_(("asked", "accepted", "reserve")),
    )
    return [
        Candidate(
            row.public_id,
            row.state,
            row.category,
            region_of(row.country),
            bool(row.priority),
            row.registered_at,
            row.id,
        )
        for row in db.scalars(query.order_by(Registration.registered_at, Registration.id))
    ]


def codeword_of(db: Session, reference: str) -> tuple[int | None, str | None]:
    """The registration behind a reference and the hash that its codeword must fit; both None where there is none."""
    query = select(Registration.id, Registration.codeword_hash).where(Registration.reference == reference)
    row = db.execute(query).one_or_none()
    return (row.id, row.codeword_hash) if row is not None else (None, None)


def hearing_of_registration(db: Session, registration_id: int) -> Proceeding:
    """The hearing at which somebody registered. Raises NotFound."""
    row = db.get(Registration, registration_id)
    proceeding = db.get(Proceeding, row.proceeding_id) if row is not None else None
    if proceeding is None:
        raise NotFound
    return proceeding
