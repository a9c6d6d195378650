"""What people are promised about who reads their words and their name, written down apart from the rules that keep it.

Each line says who reads a text (or a name) of one kind in one state. Whoever is not named there reads nothing of it.
"""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, disclosed
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor, Held, system
from consult.core.clock import now
from consult.proceedings.models import CONFIDENTIALITIES, IDENTITIES, Proceeding
from consult.site import Site

PUBLIC_ROOM, PRIVATE_ROOM, BODY = 1, 2, 1
AUTHOR = 1


def staff(role: str, room: int) -> Actor:
    """Somebody with one role in one room."""
    return Actor(account_id=50, name=role, held=(Held(1, role, "proceeding", room),))


def readers(room: int) -> dict[str, Actor]:
    """Everybody who might read, by the word that the tables below use."""
    return {
        "anybody": Actor(),
        "signed in": Actor(account_id=40, name="a stranger"),
        "elsewhere": staff("secretary", 77),
        "administrator": Actor(account_id=41, name="admin", held=(Held(1, "administrator", "site", None),)),
        "member": staff("member", room),
        "observer": staff("observer", room),
        "moderator": staff("moderator", room),
        "chair": staff("chair", room),
        "rapporteur": staff("rapporteur", room),
        "secretary": staff("secretary", room),
        "body secretariat": Actor(account_id=42, name="office", held=(Held(1, "secretariat", "body", BODY),)),
        "author": Actor(account_id=AUTHOR, name="the author"),
        "codeword": Actor(session_id=9, contribution_id=1),
    }


EVERYBODY = frozenset(readers(PUBLIC_ROOM))
DESK = {"moderator", "chair", "rapporteur", "secretary", "body secretariat"}
OFFICE = {"secretary", "body secretariat"}
WRITER = {"author", "codeword"}

# (state, confidentiality) → who reads the text in a public consultation once the contribution has its public entry.
TEXT = {
    ("published", "public"): EVERYBODY,
    ("published", "secretariat"): OFFICE | {"rapporteur"} | WRITER,
    ("pending", "public"): DESK | WRITER,
    ("pending", "secretariat"): OFFICE | {"rapporteur"} | WRITER,
    ("declined", "public"): DESK | WRITER,
    ("declined", "secretariat"): OFFICE | {"rapporteur"} | WRITER,
    ("hidden", "public"): DESK | WRITER,
    ("hidden", "secretariat"): OFFICE | {"rapporteur"} | WRITER,
    ("withdrawn", "public"): DESK | WRITER,
    ("withdrawn", "secretariat"): OFFICE | {"rapporteur"} | WRITER,
    ("erased", "public"): set(),
    ("erased", "secretariat"): set(),
}
# (state, identity, confidentiality) → who reads the name. `none` never has one to read.
NAME = {
    ("published", "public", "public"): EVERYBODY,
    ("published", "secretariat", "public"): OFFICE | WRITER,
    ("published", "public", "secretariat"): OFFICE | {"rapporteur"} | WRITER,
    ("published", "secretariat", "secretariat"): OFFICE | WRITER,
    ("pending", "public", "public"): DESK | WRITER,
    ("pending", "secretariat", "public"): OFFICE | WRITER,
    ("declined", "public", "public"): DESK | WRITER,
    ("declined", "secretariat", "public"): OFFICE | WRITER,
    ("hidden", "secretariat", "public"): OFFICE | WRITER,
    ("withdrawn", "public", "public"): DESK | WRITER,
    ("withdrawn", "secretariat", "secretariat"): OFFICE | WRITER,
    ("erased", "public", "public"): set(),
    ("erased", "secretariat", "secretariat"): set(),
}
# identity → who may learn the minute at which a published, listed text came.
MOMENT = {"public": EVERYBODY, "secretariat": DESK | WRITER, "none": DESK | WRITER}


# In a private room the same holds for its own people; whoever has no grant on the room itself is told nothing at all.
ROOM = EVERYBODY - {"anybody", "signed in", "elsewhere", "administrator", "body secretariat", "author", "codeword"}


@pytest.fixture
def one(site: Site) -> Site:
    """A site with a public room, a private room, and one contribution with everything that can be told."""
    site.work.run(_fill, system("test"))
    return site


def _fill(db: Session, actor: Actor) -> None:
    db.add(Account(id=AUTHOR, email="author@example.org", name="the author", password_hash="", created_at=now()))
    db.add(Body(id=BODY, slug="body", created_at=now()))
    db.flush()
    for room, audience in ((PUBLIC_ROOM, "public"), (PRIVATE_ROOM, "members")):
        lists = {"languages": ["en"], "identities": list(IDENTITIES), "confidentialities": list(CONFIDENTIALITIES)}
        db.add(
            Proceeding(
                id=room, kind="consultation", slug=audience, body_id=BODY, audience=audience, state="open",
                prefix="T", language="en", created_at=now(), **lists,
            )
        )  # fmt: skip
    db.flush()
    row = Contribution(
        id=1, reference="T-1", proceeding_id=PUBLIC_ROOM, kind="comment", state="published", identity="public",
        confidentiality="public", author_id=AUTHOR, author_name="a name", language="en", submitted_at=now(), place=1,
    )  # fmt: skip
    db.add_all([row, Version(id=1, contribution_id=1, number=1, sent_at=now(), salts={})])
    db.flush()
    db.add(Passage(version_id=1, number=1, text="a text"))


def set_row(db: Session, actor: Actor, **values: object) -> None:
    """Change the one contribution."""
    db.execute(update(Contribution).values(values))


def told(site: Site, room: int, field: str, expected: str | None = None) -> set[str]:
    """Who is told a field of the one contribution: the same by reading as by SQL column, or the test fails."""
    found = set()
    with site.database.reading() as db:
        proceeding, row = db.get_one(Proceeding, room), db.get_one(Contribution, 1)
        passages = db.scalars(select(Passage)).all()
        for name, actor in readers(room).items():
            query = select(disclosed(actor, field)).where(
                Proceeding.id == Contribution.proceeding_id,
                Version.contribution_id == Contribution.id,
                Passage.version_id == Version.id,
                visible(actor),
            )
            seen = db.execute(query).all()
            reading = Discloser(sight_of(actor, proceeding)).disclose(row, passages, mine=is_mine(actor, row))
            on_page = getattr(reading, field) if seen else None
            in_sql = seen[0][0] if seen else None
            assert (str(on_page) if field == "day" and on_page else on_page) == in_sql, (name, field)
            if on_page is not None:
                assert expected in (None, on_page)
                found.add(name)
    return found


@pytest.mark.parametrize("room", [PUBLIC_ROOM, PRIVATE_ROOM])
def test_who_reads_a_text(one: Site, room: int):
    wrong = {}
    for (state, confidentiality), who in TEXT.items():
        values: dict[str, Any] = {"state": state, "confidentiality": confidentiality, "proceeding_id": room}
        one.work.run(set_row, system("test"), **values)
        expected = set(who) if room == PUBLIC_ROOM else set(who) & ROOM
        if (found := told(one, room, "text", "a text")) != expected:
            wrong[state, confidentiality] = found ^ expected
    assert wrong == {}


@pytest.mark.parametrize("room", [PUBLIC_ROOM, PRIVATE_ROOM])
def test_who_reads_a_name(one: Site, room: int):
    wrong = {}
    for (state, identity, confidentiality), who in NAME.items():
        values: dict[str, Any] = {
            "state": state,
            "identity": identity,
            "confidentiality": confidentiality,
            "proceeding_id": room,
        }
        one.work.run(set_row, system("test"), **values)
        expected = set(who) if room == PUBLIC_ROOM else set(who) & ROOM
        if (found := told(one, room, "name", "a name")) != expected:
            wrong[state, identity, confidentiality] = found ^ expected
    assert wrong == {}


@pytest.mark.parametrize("identity", MOMENT)
def test_who_learns_the_minute(one: Site, identity: str):
    one.work.run(set_row, system("test"), identity=identity)
    assert told(one, PUBLIC_ROOM, "moment") == set(MOMENT[identity])
    assert told(one, PUBLIC_ROOM, "day") == set(EVERYBODY)


def test_what_waits_for_its_public_entry_is_unknown_to_other_readers(one: Site):
    """Published, but released later, so that nobody learns when it came: until then the desk and its author know."""
    one.work.run(set_row, system("test"), identity="none", place=None)
    for field in ("text", "identity", "language", "day", "agrees"):
        assert told(one, PUBLIC_ROOM, field) == DESK | WRITER, field


def test_whoever_reads_a_redacted_text_reads_the_rendition(one: Site):
    def redact(db: Session, actor: Actor) -> None:
        db.execute(update(Passage).values(redacted="a [name] was here"))

    one.work.run(redact, system("test"))
    with one.database.reading() as db:
        passages, row = db.scalars(select(Passage)).all(), db.get_one(Contribution, 1)
        for name, actor in readers(PUBLIC_ROOM).items():
            sight = sight_of(actor, db.get_one(Proceeding, PUBLIC_ROOM))
            reading = Discloser(sight).disclose(row, passages, mine=is_mine(actor, row))
            assert reading.text == ("a text" if name in DESK | WRITER else "a [name] was here"), name
            assert [passage.is_redacted for passage in reading.passages] == [True]


def test_a_draft_is_known_at_its_desk_alone(one: Site):
    def draft(db: Session, actor: Actor) -> None:
        db.execute(update(Proceeding).values(state="draft"))

    one.work.run(draft, system("test"))
    assert told(one, PUBLIC_ROOM, "text") == DESK
    one.work.run(set_row, system("test"), proceeding_id=PRIVATE_ROOM)
    assert told(one, PRIVATE_ROOM, "text") == DESK - {"body secretariat"}
