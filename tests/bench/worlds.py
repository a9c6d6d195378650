"""Sites to measure on: migrated databases filled with listed comments, without the time that filing each would take."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Passage, SearchRow, Version
from consult.contributions.operations.listing import new_salts
from consult.contributions.operations.submit import new_reference
from consult.contributions.search import index_rows
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.config import Settings
from consult.core.db import new_public_id
from consult.ledger.models import Stream
from consult.migrate import migrate
from consult.proceedings.models import Proceeding
from consult.site import Site, open_site
from tests.bench.texts import comment_texts
from tests.factories import TEST, make_body, make_proceeding
from tests.servers import free_port

AT_ONCE = 2000


@contextmanager
def new_site() -> Iterator[Site]:
    """An empty site in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="consult-bench-") as name:
        folder = Path(name)
        settings = Settings(
            database_url=f"sqlite:///{folder / 'consult.sqlite'}",
            secret_key="bench-secret-" + "x" * 40,
            base_url=f"http://127.0.0.1:{free_port()}",
            data_dir=folder,
            argon2_time=1,
            argon2_memory_kib=64,
        )
        migrate(settings)
        site = open_site(settings)
        try:
            yield site
        finally:
            site.close()


def filled(site: Site, comments: int, *, search: bool = False, **values: Any) -> Proceeding:
    """A consultation with so many listed comments of named authors."""
    proceeding = make_proceeding(site, make_body(site), "busy", **values)
    texts, place = iter(comment_texts(comments)), 0
    while chunk := list(islice(texts, AT_ONCE)):
        site.work.run(_file, TEST, bulk=True, proceeding_id=proceeding.id, texts=chunk, place=place, search=search)
        place += len(chunk)
    return proceeding


def _file(db: Session, _actor: Actor, *, proceeding_id: int, texts: list[str], place: int, search: bool) -> None:
    """The ids of all rows are the place, so that nothing has to be asked back."""
    proceeding = db.get_one(Proceeding, proceeding_id)
    numbers = range(place + 1, place + len(texts) + 1)
    rows = [_contribution(proceeding, number) for number in numbers]
    db.execute(insert(Contribution), rows)
    salts = new_salts()
    versions = [
        {"id": row["id"], "contribution_id": row["id"], "number": 1, "sent_at": row["submitted_at"], "salts": salts}
        for row in rows
    ]
    db.execute(insert(Version), versions)
    passages = [
        {"id": number, "version_id": number, "number": 1, "text": text}
        for number, text in zip(numbers, texts, strict=True)
    ]
    db.execute(insert(Passage), passages)
    stream = update(Stream).where(Stream.scope_id == proceeding_id, Stream.audience == "public")
    db.execute(stream.values(last_seq=place + len(texts), last_docket=place + len(texts)))
    if search:
        found = [
            one
            for row, passage in zip(rows, passages, strict=True)
            for one in index_rows(proceeding, Contribution(**row), [Passage(**passage)])
        ]
        db.execute(insert(SearchRow), found)


def _contribution(proceeding: Proceeding, place: int) -> dict[str, Any]:
    identity = ("public", "public", "secretariat", "none")[place % 4]
    return {
        "id": place,
        "public_id": new_public_id(),
        "reference": new_reference(proceeding.prefix),
        "proceeding_id": proceeding.id,
        "kind": "comment",
        "state": "hidden" if place % 97 == 0 else "published",
        "reason": "off_topic" if place % 97 == 0 else None,
        "identity": identity,
        "confidentiality": "secretariat" if place % 61 == 0 else "public",
        "author_name": None if identity == "none" else f"Author {place}",
        "category": ("individual", "academia", None)[place % 3],
        "language": "en",
        "target": f"p{place % 40}" if place % 2 else None,
        "submitted_at": now() - timedelta(minutes=place),
        "place": place,
        "docket": place,
        "agrees": place % 50,
        "disagrees": place % 9,
        "passes": place % 5,
    }


def stream_of(site: Site, proceeding: Proceeding) -> Any:
    """Public name, epoch and head of its open stream."""
    columns = (Stream.public_id, Stream.epoch, Stream.last_seq)
    query = select(*columns).where(Stream.scope_id == proceeding.id, Stream.audience == "public")
    with site.database.reading() as db:
        return db.execute(query).one()
