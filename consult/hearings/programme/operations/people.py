"""Who has a part in a hearing: whoever has an account gets the role that goes with it, for as long as the part lasts."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.bodies.operations import account_of, add_grant, finish_grant
from consult.core.actors import Actor
from consult.core.db import Base
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.programme.models import HearingPerson
from consult.hearings.programme.operations.changing import changed, check_seen, hearing_to_plan
from consult.hearings.programme.queries import people_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewPerson, checked_person
from consult.organisations.queries import categories_for
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import roles_to_give

MOST_PEOPLE = 200
# What somebody with an account may do by its part.
GRANTED = {
    "chair": "chair",
    "panel": "panellist",
    "note_taker": "note_taker",
    "interpreter": "note_taker",
    "secretary": "secretary",
}


def add_person(db: Session, actor: Actor, *, proceeding_id: int, new: NewPerson) -> str:
    """Give somebody a part, by the address of an account or as a name alone; the public id.

    Raises Invalid for an address without account, and for a role that the actor may not give.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    new = checked_person(new, categories_for(db, hearing.body_id))
    if len(people_of(db, hearing.id)) >= MOST_PEOPLE:
        raise Invalid("name", "too_many", limit=MOST_PEOPLE)
    account_id = account_of(db, new.email) if new.email else None
    if new.email and account_id is None:
        raise Invalid("email", "no_such_account")
    last = db.scalar(select(func.max(HearingPerson.position)).where(HearingPerson.proceeding_id == hearing.id))
    row = HearingPerson(proceeding_id=hearing.id, account_id=account_id, position=(last or 0) + 1)
    _write(db, row, new)
    if account_id is not None:
        _grant(db, actor, hearing, account_id, new.role)
    changed(db, hearing, "hearing.changed", hearing.public_id)
    return row.public_id


def edit_person(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str, new: NewPerson) -> None:
    """Change what is told of somebody, or the part; the account stays.

    Raises Conflict when it was changed meanwhile, Invalid for what cannot be.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = _person(db, hearing.id, public_id)
    check_seen(fingerprint(db, row), seen)
    new = checked_person(new, categories_for(db, hearing.body_id))
    before = row.role
    _write(db, row, new)
    if row.account_id is not None and GRANTED[before] != GRANTED[new.role]:
        _grant(db, actor, hearing, row.account_id, new.role)
        _end(db, actor, hearing, row.account_id, before)
    changed(db, hearing, "hearing.changed", hearing.public_id)


def remove_person(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str) -> None:
    """Take a part away, and the role with it. Raises Conflict when it was changed meanwhile, or belongs to the record."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = _person(db, hearing.id, public_id)
    check_seen(fingerprint(db, row), seen)
    if _is_of_record(db, row):
        raise Conflict("person_in_use")
    db.delete(row)
    db.flush()
    if row.account_id is not None:
        _end(db, actor, hearing, row.account_id, row.role)
    changed(db, hearing, "hearing.changed", hearing.public_id)


def _write(db: Session, row: HearingPerson, new: NewPerson) -> None:
    row.role, row.office, row.organisation = new.role, new.office, new.organisation
    row.category, row.country, row.languages = new.category, new.country, list(new.languages)
    row.name = new.name or str(db.scalar(select(Account.name).where(Account.id == row.account_id)) or "")
    if not row.name:
        raise Invalid("name", "required")
    db.add(row)
    db.flush()


def _grant(db: Session, actor: Actor, hearing: Proceeding, account_id: int, part: str) -> None:
    role = GRANTED[part]
    if role not in roles_to_give(actor, "proceeding", hearing.where):
        raise Invalid("role", "no_such_choice")
    add_grant(db, actor, account_id=account_id, role=role, scope="proceeding", scope_id=hearing.id)
    hearing.rights_version += 1


def _end(db: Session, actor: Actor, hearing: Proceeding, account_id: int, part: str) -> None:
    """End the role of a part, unless another part of the same person goes with it."""
    others = select(HearingPerson.role).where(
        HearingPerson.proceeding_id == hearing.id, HearingPerson.account_id == account_id
    )
    if GRANTED[part] in {GRANTED[one] for one in db.scalars(others)}:
        return
    if GRANTED[part] not in roles_to_give(actor, "proceeding", hearing.where):
        raise NotFound
    own = (Grant.account_id == account_id, Grant.role == GRANTED[part], Grant.ended_at.is_(None))
    here = (Grant.scope == "proceeding", Grant.scope_id == hearing.id)
    for grant in db.scalars(select(Grant).where(*own, *here).with_for_update()):
        finish_grant(db, actor, grant)
    hearing.rights_version += 1


def _person(db: Session, proceeding_id: int, public_id: str) -> HearingPerson:
    query = select(HearingPerson).where(HearingPerson.proceeding_id == proceeding_id)
    found = db.scalar(query.where(HearingPerson.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def _is_of_record(db: Session, row: HearingPerson) -> bool:
    """Whether another room, which lies above this one, keeps what this person did."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == HearingPerson.__tablename__:
                column = table.c[key.parent.name]
                if db.execute(select(column).where(column == row.id).limit(1)).first() is not None:
                    return True
    return False
