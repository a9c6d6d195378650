"""Rooms with people in them, as the tests of this folder make them."""

from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.actors import token_hash
from consult.bodies.models import Body, Grant
from consult.bodies.operations import Letter
from consult.core.actors import Actor
from consult.core.jobs import Job
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import accept_invitation
from consult.site import Site
from consult.workspaces.rooms.models import Room, Seat
from consult.workspaces.rooms.operations.inviting import Key, invite_to_room
from consult.workspaces.rooms.operations.news import News
from consult.workspaces.rooms.operations.seating import SeatFacts
from tests.factories import actor_for, make_account, make_proceeding, saved, words

NEWS = News({"en": ("News", "There is news.")})
LETTER = Letter("Invitation", "Open the link", "en")


def make_room(site: Site, body: Body, slug: str = "advisers", **values: Any) -> Proceeding:
    """An open room of the form that `form` says."""
    form, listed = values.pop("form", "working_group"), values.pop("listed", False)
    rule = values.pop("rule", "members")
    row = make_proceeding(site, body, slug, kind="workspace", audience="members", **values)
    parts = ["discussions", "documents"]
    saved(site, Room(proceeding_id=row.id, form=form, rule=rule, parts=parts, listed=listed))
    words(site, f"room:{row.id}", {"listing": {"en": "Whoever works on this may ask."}})
    return row


def insider(site: Site, room: Proceeding, role: str, name: str | None = None) -> tuple[Account, Actor]:
    """Somebody with a role in a room."""
    name = name or role
    account = make_account(site, f"{name}@example.org", (role, "proceeding", room.id), name=f"Pat {name.title()}")
    return account, actor_for(site, account)


def invited(site: Site, actor: Actor, room: Proceeding, email: str, token: str = "t", **more: Any) -> str:
    """An invitation into a room; its public id."""
    role, facts = more.pop("role", "member"), SeatFacts(**more)
    key = Key(token_hash(token), LETTER)
    values = {"proceeding_id": room.id, "email": email, "role": role, "key": key, "facts": facts}
    return site.work.run(invite_to_room, actor, **values).result


def accepted(site: Site, actor: Actor, token: str = "t") -> None:
    """Take up an invitation."""
    site.work.run(accept_invitation, actor, token_hash=token_hash(token))


def seats_in(site: Site, room: Proceeding, account: Account) -> list[Seat]:
    """Every seat that somebody had in a room, the latest first."""
    with site.database.reading() as db:
        mine = (Seat.proceeding_id == room.id, Seat.account_id == account.id)
        return list(db.scalars(select(Seat).where(*mine).order_by(Seat.id.desc())))


def seat_of(site: Site, room: Proceeding, account: Account) -> Seat:
    """The latest seat of somebody."""
    return seats_in(site, room, account)[0]


def roles_of(site: Site, room: Proceeding, account: Account) -> list[str]:
    """The roles that somebody has in a room and that were not ended."""
    with site.database.reading() as db:
        mine = (Grant.scope == "proceeding", Grant.scope_id == room.id, Grant.account_id == account.id)
        return list(db.scalars(select(Grant.role).where(*mine, Grant.ended_at.is_(None)).order_by(Grant.id)))


def told(site: Site, room: Proceeding) -> list[str]:
    """What the members' stream tells, in order."""
    with site.database.reading() as db:
        query = select(Entry.kind).join(Stream, Stream.id == Entry.stream_id)
        return list(
            db.scalars(query.where(Stream.scope_id == room.id, Stream.audience == "members").order_by(Entry.seq))
        )


def mails(site: Site) -> list[dict[str, Any]]:
    """The mails that wait."""
    with site.database.reading() as db:
        return [job.values for job in db.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))]
