"""The public life of a contribution: when it gets its first public entry, and what each entry commits to."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from consult.contributions.access import OPEN, RESTRICTED, Sight
from consult.contributions.attachments.holding import enclosed, files_of_version
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Attachment, Contribution, Passage, Version
from consult.contributions.publication import listable, may_be_listed
from consult.contributions.search import index_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import Base
from consult.core.errors import NotFound
from consult.core.prepared import Prepared, cursor_in
from consult.ledger.append import Numbered, Pending, append, when_numbered
from consult.ledger.commitments import commit, new_salt
from consult.ledger.models import Stream
from consult.ledger.queries import streams_of
from consult.proceedings.models import Proceeding


class Content(NamedTuple):
    """One version: its number, its salts, its passages in order, and its files."""

    number: int
    salts: Mapping[str, str]
    passages: Sequence[Passage]
    files: Sequence[Attachment] = ()


_TABLE = Base.metadata.tables[Contribution.__tablename__]
_PLACE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("contribution"))
    .values(place=bindparam("seq"), docket=bindparam("number"))
)


class Placing(NamedTuple):
    """The statement that gives a contribution its place, and what else that writes into the row: each column that changes
    changes the indexes, so what is decided together is written together."""

    statement: Prepared
    values: Mapping[str, Any]


def placing(*columns: str) -> Prepared:
    """The statement that gives a place, and these columns their values."""
    return Prepared(_PLACE.values({name: bindparam(name) for name in columns}))


PLACE_ALONE = Placing(placing(), {})
PARTS = ("text", "identity", "files")
LISTED_STATES = ("published", "declined", "withdrawn", "hidden", "erased")


def open_stream(db: Session, proceeding: Proceeding) -> Stream:
    """The stream that the ordinary reader of a proceeding follows."""
    return _stream(db, proceeding, "public" if proceeding.audience == "public" else "members")


def desk_stream(db: Session, proceeding: Proceeding) -> Stream:
    """The stream of its desk."""
    return _stream(db, proceeding, "desk")


def _stream(db: Session, proceeding: Proceeding, audience: str) -> Stream:
    known: dict[int, dict[str, Stream]] = db.info.setdefault("streams", {})  # looked up once in a transaction
    if audience not in known.get(proceeding.id, ()):
        known[proceeding.id] = streams_of(db, proceeding.id)
    if audience not in known[proceeding.id]:
        raise NotFound
    return known[proceeding.id][audience]


def waits_for_the_day(proceeding: Proceeding, contribution: Contribution) -> bool:
    """Whether its public entry waits for the daily, shuffled release, so that nobody learns when it came.

    That is so for all input without a public name, unless the proceeding is live, and for confidential input.
    """
    return not proceeding.is_live and (contribution.identity != "public" or contribution.confidentiality != "public")


def new_salts() -> dict[str, str]:
    """A salt for each audience and part of a version."""
    return {f"{audience}.{part}": new_salt() for audience in ("open", "desk") for part in PARTS}


def record(db: Session, proceeding: Proceeding, row: Contribution, act: str, content: Content | None = None) -> None:
    """Write down an act (`received`, `published`, `hidden` ...) for each audience that may know of it.

    The desk's stream gets an entry; so does the open one, where the row is listed or may be listed now. The search
    index follows. `content` spares reading the standing version again.
    """
    content = content or standing(db, row)
    record_unindexed(db, proceeding, row, act, content)
    index_contribution(db, proceeding, row, content.passages)


def record_unindexed(
    db: Session,
    proceeding: Proceeding,
    row: Contribution,
    act: str,
    content: Content,
    with_place: Placing = PLACE_ALONE,
) -> bool:
    """The same for one of many, whose caller lets the search index follow once for all of them; whether it gets its place
    now, and with it what `with_place` writes."""
    row.enclosed = enclosed(content.passages, content.files)
    record_at_desk(db, proceeding, row, act, content)
    if row.place is not None:
        _append_open(db, proceeding, row, act, content, None)
        return False
    if may_be_listed(proceeding, row) and row.state in LISTED_STATES and not waits_for_the_day(proceeding, row):
        list_publicly(db, proceeding, row, content, with_place)
        return True
    return False


def record_at_desk(db: Session, proceeding: Proceeding, row: Contribution, act: str, content: Content) -> None:
    """Write down an act that only the desk may know of.

    It commits to everything that was filed, confidential texts and withheld names too: a salted commitment tells nothing to who
    has neither salt nor words, and what nobody committed to could not be proved later.
    """
    commitments = commitments_of(row, content, RESTRICTED, "desk")
    append(db, Pending(desk_stream(db, proceeding).id, f"{row.kind}.{act}", row.reference, now(), commitments))


def list_publicly(
    db: Session, proceeding: Proceeding, row: Contribution, content: Content, with_place: Placing = PLACE_ALONE
) -> None:
    """Give a contribution its first entry, place and docket number in the open stream."""

    def placed(db: Session, seq: int, docket: int | None) -> None:
        places = db.info.setdefault("places", {}).setdefault(with_place.statement, [])
        places.append({"contribution": row.id, "seq": seq, "number": docket, **with_place.values})
        when_numbered(db, _write_places)

    set_committed_value(row, "place", 0)  # listed from now on; the number itself is taken and written last
    _append_open(db, proceeding, row, row.state, content, placed)


def _write_places(db: Session) -> None:
    for statement, rows in db.info.pop("places").items():
        statement.run_many(cursor_in(db), rows)


def _append_open(
    db: Session, proceeding: Proceeding, row: Contribution, act: str, content: Content, then: Numbered | None
) -> None:
    commitments = commitments_of(row, content, OPEN, "open")
    stream, kind = open_stream(db, proceeding), f"{row.kind}.{act}"
    append(db, Pending(stream.id, kind, row.reference, now(), commitments, then is not None, then))


def standing(db: Session, row: Contribution) -> Content:
    """The content of the version that stands."""
    version = db.scalars(select(Version).where(Version.contribution_id == row.id, Version.number == row.version)).one()
    passages = db.scalars(select(Passage).where(Passage.version_id == version.id).order_by(Passage.number)).all()
    return Content(version.number, version.salts, passages, files_of_version(db, row.id, version.number))


def commitments_of(row: Contribution, content: Content, sight: Sight, audience: str) -> dict[str, str]:
    """What an entry commits to, for one audience (`open` or `desk`): text and identity where its readers are told them."""
    reading = Discloser(sight).disclose(row, content.passages, files=content.files)
    salts = content.salts
    found = {}
    if "text" not in reading.withheld:
        found["text"] = commit(salts[f"{audience}.text"], text_rendition(reading, content.number))
    if "name" not in reading.withheld and reading.name:
        found["identity"] = commit(salts[f"{audience}.identity"], identity_rendition(reading))
    if reading.files:
        found["files"] = commit(salts[f"{audience}.files"], files_rendition(reading, content.files))
    return found


def files_rendition(reading: Reading, files: Sequence[Attachment]) -> list[dict[str, object]]:
    """What the commitment `files` opens to: the copy of each file, and for whoever may have it what was sent, too."""
    sent = {one.public_id: one.digest for one in files}
    found: list[dict[str, object]] = []
    for one in reading.files:
        told: dict[str, object] = {name: getattr(one, name) for name in ("question", "media_type", "alt", "sha256")}
        original = {"original": sent[one.public_id]} if one.original else {}
        found.append({"id": one.public_id, **told, **original})
    return found


def text_rendition(reading: Reading, version: int) -> dict[str, object]:
    """What the commitment `text` opens to."""
    passages = [
        {"number": one.number, "question": one.question, "value": one.value, "text": one.text}
        for one in reading.passages
    ]
    return {"language": reading.language, "version": version, "passages": passages}


def identity_rendition(reading: Reading) -> dict[str, object]:
    """What the commitment `identity` opens to."""
    return {
        "name": reading.name,
        "category": reading.category,
        "on_behalf": reading.on_behalf,
        "organisation": reading.organisation,
        "coalition": reading.coalition,
        "country": reading.country,
    }


def release_waiting(db: Session, actor: Actor, *, proceeding_id: int) -> int:
    """Give all that waits in a proceeding its public entry, in an order that tells nothing; how many there were."""
    return release_chunk(db, actor, proceeding_id=proceeding_id, after="", limit=None).released


class Released(NamedTuple):
    """How many got their public entry, and the reference after which the next chunk begins."""

    released: int
    after: str


def release_chunk(db: Session, actor: Actor, *, proceeding_id: int, after: str, limit: int | None) -> Released:
    """The same for at most `limit` contributions whose references follow `after`.

    References are random, so neither the cut nor, after the shuffle, the order tells anything. Done when nothing was released.
    """
    proceeding = db.get_one(Proceeding, proceeding_id)
    waiting = list(
        db.scalars(
            select(Contribution)
            .where(
                Contribution.proceeding_id == proceeding_id,
                Contribution.place.is_(None),
                Contribution.state.in_(LISTED_STATES),
                listable(proceeding),
                Contribution.reference > after,
            )
            .order_by(Contribution.reference)
            .limit(limit)
            .with_for_update()
        )
    )
    last = waiting[-1].reference if waiting else after
    secrets.SystemRandom().shuffle(waiting)
    for row in waiting:
        content = standing(db, row)
        list_publicly(db, proceeding, row, content)
        index_contribution(db, proceeding, row, content.passages)
    return Released(len(waiting), last)
