"""Column types that say the same on both databases, and the schema that migrations make."""

import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.db import Database, new_public_id, utc_day
from consult.core.errors import Invalid, SetupError
from consult.core.jobs import Job
from consult.core.localized import LocalizedText
from consult.migrate import alembic_config, check_version, migrate
from consult.schema import metadata
from consult.site import Site
from tests.conftest import settings_for
from tests.core.streams import TEST, make_streams, note

ZONE = timezone(timedelta(hours=-9, minutes=-30))


def job_due(site: Site, due: datetime) -> None:
    def add(db: Session, actor: Actor) -> None:
        db.add(Job(kind="test", values={}, due_at=due))

    site.work.run(add, TEST)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 2, 28, 14, 29, 59, 999_999, tzinfo=ZONE), "2026-02-28"),
        (datetime(2026, 2, 28, 14, 30, tzinfo=ZONE), "2026-03-01"),
        (datetime(1999, 12, 31, 23, 59, 59, 1, tzinfo=UTC), "1999-12-31"),
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01"),
    ],
)
def test_an_instant_comes_back_in_utc_with_its_day(site: Site, at: datetime, day: str):
    job_due(site, at)
    with site.database.reading() as db:
        kept, in_sql = db.execute(select(Job.due_at, utc_day(Job.due_at))).one()
        assert kept == at
        assert kept.utcoffset() == timedelta(0)
        assert in_sql == day
        assert db.scalar(select(Job.id).where(Job.due_at == at)) is not None
        assert db.scalar(select(Job.id).where(Job.due_at < at)) is None


def test_a_naive_time_is_never_stored(site: Site):
    with pytest.raises(StatementError):
        job_due(site, datetime(2026, 1, 1))


def words_of(site: Site, texts: list[str]) -> list[str]:
    def add(db: Session, actor: Actor) -> None:
        for number, word in enumerate(texts):
            row = {"owner": str(number), "field": "f", "language": "en", "status": "original", "source_hash": ""}
            db.add(LocalizedText(text=word, **row))

    site.work.run(add, TEST)
    with site.database.reading() as db:
        return list(db.scalars(select(LocalizedText.text).order_by(LocalizedText.text)))


def test_texts_are_kept_and_ordered_by_code_point(site: Site):
    texts = ["a", "B", "é", "e\u0301", "Z", "ا", "計", "🙂", "\uffee", "a ", "a\n", "ä"]
    assert words_of(site, texts) == sorted(texts)


def test_texts_are_not_folded_when_compared(site: Site):
    words_of(site, ["Été"])
    with site.database.reading() as db:
        for other in ("été", "Ete", "E\u0301te\u0301", "Été "):
            assert db.scalar(select(LocalizedText.id).where(LocalizedText.text == other)) is None


def test_a_nul_is_refused_before_the_database(site: Site):
    with pytest.raises((Invalid, StatementError)) as caught:
        words_of(site, ["a\x00b"])
    assert "control_character" in str(caught.value)


def test_public_ids_are_random_and_readable():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(one) == 16 and one.isascii() and not set(one) & set("ilouILOU ") for one in ids)


def not_the_index(thing: object, name: str | None, *_where: object) -> bool:
    """The search index is made by hand for each database, and no model speaks of it."""
    return not str(name).startswith(("search_fts", "ix_search_row_tokens"))


def test_migrations_make_the_tables_of_the_models(site: Site):
    site.close()
    database = Database(site.settings.database_url)
    with database.writers.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": not_the_index})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_migrations_go_down_and_up_with_data(site: Site):
    (stream,) = make_streams(site, 1)
    site.work.run(note, TEST, streams=[stream], word="a word")
    site.close()
    config = alembic_config(site.settings.database_url)
    command.downgrade(config, "0001")
    with pytest.raises(SetupError):
        check_version(site.settings)
    database = Database(site.settings.database_url)
    with database.reading() as db:
        assert db.execute(text("SELECT text FROM localized_text")).scalars().all() == ["a word"]
        assert db.execute(text("SELECT last_seq FROM stream")).scalars().all() == [1]
    database.close()
    migrate(site.settings)
    check_version(site.settings)
    command.downgrade(config, "base")
    database = Database(site.settings.database_url)
    with database.readers.connect() as connection:
        left = set(connection.dialect.get_table_names(connection))
    database.close()
    assert left <= {"alembic_version"}
    migrate(site.settings)


def test_a_database_of_a_newer_version_is_left_alone(sqlite_template: Path, tmp_path: Path):
    path = tmp_path / "newer.sqlite"
    shutil.copy(sqlite_template, path)
    settings = settings_for(f"sqlite:///{path}", tmp_path)
    database = Database(settings.database_url)
    with database.writers.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = path.read_bytes()
    for start in (migrate, check_version):
        with pytest.raises(SetupError, match="newer version"):
            start(settings)
    assert path.read_bytes() == before
