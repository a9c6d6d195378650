"""Prepared statements say what SQLAlchemy would say, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from consult.contributions.models import Sending
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import Base
from consult.core.errors import Invalid
from consult.core.prepared import Inserting, Prepared, cursor_in
from consult.ledger.models import GENESIS, Stream
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, make_body, make_proceeding

SENDINGS = Base.metadata.tables[Sending.__tablename__]
OF_SENDER = select(*SENDINGS.c).where(SENDINGS.c.sender == bindparam("sender")).order_by(SENDINGS.c.id)


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


def sending(stream: int, client_id: str, **values: Any) -> dict[str, Any]:
    answer = {"reference": "C1-AAAA-BBBB", "words": ["計程車", 'a "b" %s']}
    usual = {
        "stream_id": stream,
        "sender": "s",
        "client_id": client_id,
        "body_hash": "-",
        "answer": answer,
        "sent_at": now(),
    }
    return {**usual, **values}


def stream_id(db: Session, proceeding: Proceeding) -> int:
    return db.scalars(select(Stream.id).where(Stream.scope_id == proceeding.id).order_by(Stream.id)).all()[0]


def test_rows_are_those_of_sqlalchemy(site: Site, proceeding: Proceeding):
    prepared = Prepared(OF_SENDER)

    def op(db: Session, _actor: Actor) -> None:
        first = stream_id(db, proceeding)
        Inserting(SENDINGS).run(cursor_in(db), sending(first, "one"))
        later = [sending(first, "two", sent_at=now() + timedelta(days=1)), sending(first, "three")]
        Inserting(SENDINGS).run_many(cursor_in(db), later)
        told = [tuple(row) for row in db.execute(OF_SENDER, {"sender": "s"})]
        assert list(prepared.rows(cursor_in(db), sender="s")) == told
        assert len(told) == 3
        assert told[0][-1].tzinfo is not None
        assert list(prepared.rows(cursor_in(db), sender="nobody")) == []

    site.work.run(op, TEST)
    with site.database.reading() as db, site.database.cursor() as cursor:
        told = [tuple(row) for row in db.execute(OF_SENDER, {"sender": "s"})]
        assert list(prepared.rows(cursor, sender="s")) == told
        assert len(told) == 3


def test_a_column_that_is_not_given_has_its_default(site: Site, proceeding: Proceeding):
    streams = Inserting(Base.metadata.tables[Stream.__tablename__], returning=True)

    def op(db: Session, _actor: Actor) -> tuple[int, int]:
        new = [streams.new_id(cursor_in(db), {"scope_id": proceeding.id, "audience": one}) for one in ("x", "y")]
        return new[0], new[1]

    with site.database.reading() as db:
        first, second = (db.get_one(Stream, number) for number in site.work.run(op, TEST).result)
    assert (first.last_seq, first.last_docket, first.head_hash) == (0, 0, GENESIS)
    assert len({first.public_id, second.public_id, first.epoch, second.epoch}) == 4


def test_a_row_that_is_there_already_is_refused_as_sqlalchemy_refuses_it(site: Site, proceeding: Proceeding):
    def op(db: Session, _actor: Actor, *, many: bool) -> None:
        row = sending(stream_id(db, proceeding), "one")
        if many:
            Inserting(SENDINGS).run_many(cursor_in(db), [row, row])
        else:
            Inserting(SENDINGS).run(cursor_in(db), row)
            Inserting(SENDINGS).run(cursor_in(db), row)

    for many in (False, True):
        with pytest.raises(IntegrityError) as refused:
            site.work.run(op, TEST, many=many)
        assert "計程車" not in str(refused.value)
        assert refused.value.params is None


def test_what_the_session_holds_back_is_written_first(site: Site, proceeding: Proceeding):
    titles = Prepared(select(Proceeding.symbol).where(Proceeding.id == bindparam("number")))

    def op(db: Session, _actor: Actor) -> None:
        db.get_one(Proceeding, proceeding.id).symbol = "X/1"
        assert titles.raw(cursor_in(db), number=proceeding.id) == [("X/1",)]

    site.work.run(op, TEST)


def test_a_value_that_was_forgotten_is_an_error(site: Site, proceeding: Proceeding):
    with site.database.cursor() as cursor, pytest.raises((KeyError, OperationalError, ProgrammingError)):
        Prepared(OF_SENDER).raw(cursor)


def test_a_text_with_a_nul_is_refused_on_the_way_in(site: Site, proceeding: Proceeding):
    with site.database.cursor() as cursor, pytest.raises(Invalid):
        Prepared(OF_SENDER).raw(cursor, sender="a\x00b")


def test_a_cursor_changes_nothing(site: Site, proceeding: Proceeding):
    with site.database.cursor() as cursor:
        if site.database.is_sqlite:
            with pytest.raises(OperationalError):
                Inserting(SENDINGS).run(cursor, sending(1, "one"))
        else:
            with site.database.reading() as db:
                Inserting(SENDINGS).run(cursor, sending(stream_id(db, proceeding), "one"))
    with site.database.cursor() as cursor:
        assert list(Prepared(OF_SENDER).rows(cursor, sender="s")) == []
