"""A small world with one of everything that access depends on: every place, role, state, identity and author."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import load_actor, token_hash
from consult.bodies.models import Body, Grant
from consult.contributions.models import BEHALVES, FILE_STATES, STATES, Attachment, Contribution, Passage, Version
from consult.contributions.queries import COLUMNS, PASSAGE
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.policy.matrix import ROLES
from consult.proceedings.models import AUDIENCES, CONFIDENTIALITIES, IDENTITIES, KINDS, Proceeding
from consult.proceedings.models import STATES as PHASES
from consult.site import Site
from consult.workspaces.documents.models import AUDIENCES as DOCUMENT_AUDIENCES
from consult.workspaces.documents.models import STATES as DOCUMENT_STATES
from consult.workspaces.documents.models import Document

DAY = timedelta(days=1)
BODIES = ("here", "elsewhere")
AUTHORS = ("anna", "mona", None)
ENDS = ("ended", "not yet", "expired")
MOMENT = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
ContributionRow = Row[*tuple[Any, ...]]
Places = Mapping[tuple[str, str, str], int]


class Given(NamedTuple):
    """A grant to be made: a role at a place, in force or not (`ended`, `not yet`, `expired`)."""

    role: str
    scope: str
    scope_id: int | None
    when: str = "in force"


class Person(NamedTuple):
    """Somebody with a session (`live`, `ended` or `expired`), of an account or of a codeword."""

    name: str
    grants: tuple[Given, ...] = ()
    session: str = "live"
    ended: bool = False
    contribution_id: int | None = None


@dataclass(slots=True)
class World:
    """What was made: who asks, every proceeding by id, and every contribution with its first passage."""

    site: Site
    people: list[Person]
    actors: dict[str, Actor]
    proceedings: dict[int, Proceeding]
    rows: list[ContributionRow]
    files: dict[int, Attachment]  # by the id of their contribution
    documents: list[Document]


def make_world(site: Site) -> World:
    """Fill an empty site, and read it back whole."""
    places = site.work.run(make_places, system("test"), bulk=True).result
    site.work.run(make_contributions, system("test"), bulk=True, places=places)
    site.work.run(make_documents, system("test"), bulk=True, places=places)
    with site.database.reading() as db:
        query = select(*COLUMNS, *PASSAGE, Contribution.proceeding_id).where(
            Version.contribution_id == Contribution.id, Passage.version_id == Version.id
        )
        rows = list(db.execute(query.order_by(Contribution.id)))
        proceedings = {one.id: one for one in db.scalars(select(Proceeding).order_by(Proceeding.id))}
        files = {one.contribution_id or 0: one for one in db.scalars(select(Attachment))}
        documents = list(db.scalars(select(Document).order_by(Document.id)))
    people = [*everybody(places, rows), *guests(documents)]
    site.work.run(make_people, system("test"), bulk=True, people=people)
    with site.database.reading() as db:
        actors = {person.name: load_actor(db, person.name) for person in people}
        actors["nobody"] = load_actor(db, None)
    actors["the system"] = system("worker")
    return World(site, people, actors, proceedings, rows, files, documents)


def make_places(db: Session, actor: Actor) -> dict[tuple[str, str, str], int]:
    """Each audience and state in one body, drafts and closed ones in another; ids by (body, audience, state)."""
    found: dict[tuple[str, str, str], int] = {}
    for name in BODIES:
        body = Body(slug=name, created_at=now())
        db.add(body)
        db.flush()
        for number, (audience, state) in enumerate(product(AUDIENCES, PHASES if name == "here" else PHASES[::3])):
            room = Proceeding(
                kind=KINDS[number % len(KINDS)],
                slug=f"{name}-{audience}-{state}",
                body_id=body.id,
                audience=audience,
                state=state,
                prefix="T",
                language="en",
                languages=["en"],
                identities=list(IDENTITIES),
                confidentialities=list(CONFIDENTIALITIES),
                created_at=now(),
            )
            db.add(room)
            db.flush()
            found[name, audience, state] = room.id
    for name in ("anna", "mona"):
        db.add(Account(email=f"{name}@example.org", name=name, password_hash="", created_at=now()))
    return found


def make_contributions(db: Session, actor: Actor, *, places: Places) -> None:
    """In each place one contribution of each state, identity, confidentiality, author, listed and not.

    Nothing is empty, so that whatever is withheld is missed: names stand even in rows without identity.
    """
    authors = {name: id_ for id_, name in db.execute(select(Account.id, Account.name))}
    cases = product(places.values(), STATES, IDENTITIES, CONFIDENTIALITIES, (True, False), AUTHORS)
    contributions, versions, passages, files = [], [], [], []
    for number, (place, state, identity, confidentiality, listed, author) in enumerate(cases, start=1):
        contributions.append(
            {
                "id": number,
                "public_id": new_public_id(),
                "reference": f"T-{number}",
                "proceeding_id": place,
                "kind": "comment",
                "state": state,
                "identity": identity,
                "confidentiality": confidentiality,
                "author_id": authors[author] if author else None,
                "author_name": f"name {number}",
                "category": f"category {number}",
                "on_behalf": BEHALVES[number % 3],
                "organisation": f"organisation {number}",
                "coalition": [{"name": f"member {number}", "country": None, "organisation": None}],
                "country": f"country {number}",
                "language": f"language {number}",
                "target": f"target {number}",
                "submitted_at": MOMENT + timedelta(hours=number),
                "place": number if listed else None,
                "docket": number if listed else None,
                "code": f"C{number}" if number % 2 else None,
                "mark": (None, "replaced", "duplicate")[number % 3],
                "late": (None, None, "accepted")[number % 3],
                "enclosed": _enclosed(number, place),
                "agrees": number + 1,
                "disagrees": number + 2,
                "passes": number + 3,
            }
        )
        versions.append({"id": number, "contribution_id": number, "number": 1, "sent_at": MOMENT, "salts": {}})
        redacted = f"redacted {number}" if number % 5 < 3 else None
        files.append(_file(number, place))
        passages.append({"version_id": number, "number": 1, "text": f"text {number}", "redacted": redacted})
    db.execute(insert(Contribution), contributions)
    db.execute(insert(Version), versions)
    db.execute(insert(Passage), passages)
    db.execute(insert(Attachment), files)


def make_documents(db: Session, actor: Actor, *, places: Places) -> None:
    """In each place one document of each state and audience, in a version or not, there or taken away."""
    cases = product(places.values(), DOCUMENT_STATES, DOCUMENT_AUDIENCES, (0, 2), (None, MOMENT))
    rows = [
        {
            "public_id": new_public_id(),
            "proceeding_id": place,
            "title": f"document {number}",
            "language": "en",
            "state": state,
            "audience": audience,
            "version": version,
            "made_at": MOMENT,
            "removed_at": removed,
        }
        for number, (place, state, audience, version, removed) in enumerate(cases, start=1)
    ]
    db.execute(insert(Document), rows)


def guests(documents: list[Document]) -> Iterator[Person]:
    """Guests of one document each: of the first and the last of each room, of one that was taken away, and former ones."""
    first = {one.proceeding_id: one.id for one in reversed(documents)}
    for one in (*first.values(), documents[1].id, documents[-2].id):
        yield Person(f"guest of document {one}", (Given("guest", "document", one),))
    for when in ENDS:
        yield Person(f"guest of a document {when}", (Given("guest", "document", documents[0].id, when),))


def _file(number: int, place: int) -> dict[str, Any]:
    """A file of a contribution: in each state, in its standing version or not, of the redacted answer or of another one."""
    state = FILE_STATES[number % 3]
    return {
        "public_id": f"file{number:012}",
        "proceeding_id": place,
        "contribution_id": number,
        "first_version": 2 if number % 7 == 0 else 1,
        "last_version": 0 if number % 7 == 1 else 1 if number % 7 == 2 else None,
        "question": "another question" if number % 4 == 0 else None,
        "name": f"name of file {number}",
        "media_type": "text/plain",
        "size": number,
        "digest": "d",
        "public_digest": "p" if state == "clean" else None,
        "alt": "",
        "state": state,
        "keeps_original": number % 2 == 0,
        "added_at": MOMENT,
    }


def _enclosed(number: int, place: int) -> int:
    """What the docket says of that file: the only passage answers no question, and may have words withheld."""
    file = _file(number, place)
    if file["first_version"] > 1 or file["last_version"] == 0:
        return 0
    withheld = number % 5 < 3 and file["question"] is None
    return 1 if withheld or file["state"] == "refused" else 2


def everybody(places: Places, rows: list[ContributionRow]) -> Iterator[Person]:
    """Everybody who may ask."""
    yield Person("anna")
    yield Person("a stranger")
    yield Person("anna with an ended session", session="ended")
    yield Person("anna with an expired session", session="expired")
    yield Person("an account that has ended", (_body("secretariat", 1),), ended=True)
    yield Person("mona", (_body("moderator", 1),))
    room, draft = places["here", "members", "open"], places["elsewhere", "members", "draft"]
    for role in ROLES:
        yield Person(f"{role} of the site", (Given(role, "site", None),))
        for body in (1, 2):
            yield Person(f"{role} of body {body}", (_body(role, body),))
        for place in (room, draft, places["here", "public", "draft"], places["elsewhere", "public", "closed"]):
            yield Person(f"{role} of proceeding {place}", (_room(role, place),))
        for when in ENDS:
            yield Person(f"{role} {when}", (_body(role, 1, when), _room(role, room, when)))
    yield from _several(places)
    for row in random.Random(7).sample(rows, 12):
        yield Person(f"codeword of {row.reference}", contribution_id=row.id)


def _body(role: str, body: int, when: str = "in force") -> Given:
    return Given(role, "body", body, when)


def _room(role: str, room: int, when: str = "in force") -> Given:
    return Given(role, "proceeding", room, when)


def _several(places: Places) -> Iterator[Person]:
    dice = random.Random(11)
    for number in range(12):
        grants = []
        for _ in range(dice.randint(2, 4)):
            scope, scope_id = dice.choice([("body", 1), ("body", 2), *(("proceeding", one) for one in places.values())])
            grants.append(Given(dice.choice(ROLES), scope, scope_id, dice.choice(("in force", *ENDS))))
        yield Person(f"several roles {number}", tuple(grants))


def make_people(db: Session, actor: Actor, *, people: list[Person]) -> None:
    """Write accounts, grants and sessions; the token of a session is the person's name."""
    at = now()
    for person in people:
        account = None if person.contribution_id else _account(db, person)
        ended = at - DAY if person.session == "ended" else None
        db.add(
            WebSession(
                token_hash=token_hash(person.name),
                account_id=account.id if account else None,
                contribution_id=person.contribution_id,
                created_at=at - 3 * DAY,
                expires_at=at - DAY if person.session == "expired" else at + DAY,
                ended_at=ended,
            )
        )
        for given in person.grants:
            assert account is not None
            db.add(_grant(account.id, given, at))


def _account(db: Session, person: Person) -> Account:
    name = person.name.split()[0] if person.name.startswith(("anna", "mona")) else person.name
    found = db.scalar(select(Account).where(Account.name == name))
    if found is None:
        found = Account(email=f"{name}@example.org", name=name, password_hash="", created_at=now())
        found.ended_at = now() - DAY if person.ended else None
        db.add(found)
        db.flush()
    return found


def _grant(account_id: int, given: Given, at: datetime) -> Grant:
    return Grant(
        account_id=account_id,
        role=given.role,
        scope=given.scope,
        scope_id=given.scope_id,
        valid_from=at + DAY if given.when == "not yet" else at - 3 * DAY,
        valid_until=at - DAY if given.when == "expired" else at + 3 * DAY if given.when == "not yet" else None,
        ended_at=at - DAY if given.when == "ended" else None,
    )
