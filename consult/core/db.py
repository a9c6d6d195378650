"""The database: column types, the declarative base, and how each engine must be set."""

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from gevent import monkey
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    NullPool,
    PoolProxiedConnection,
    QueuePool,
    cast,
    create_engine,
    event,
    func,
    literal,
    select,
)
from sqlalchemy import Text as SaText
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.expression import ColumnElement, FunctionElement
from sqlalchemy.types import String, TypeDecorator

from consult.core.errors import Invalid, SetupError
from consult.core.prepared import Cursor

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
ASK_SECONDS = 0.002  # between two tries to begin writing
native_sleep = monkey.get_original("time", "sleep")  # the writer is a native thread, where gevent has no loop
ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"  # 32 signs without i, l, o, u: read aloud without doubt


class UtcTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on the way in and out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """On SQLite straight from the text that is stored: a fifth of the way through a naive time."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=4096)  # lists are read again after each change, and most of their rows are the same
def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


class Text(TypeDecorator[str]):
    """A text of people: compared by code point on both databases, never with a NUL."""

    impl = SaText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TEXT(collation="C"))
        return dialect.type_descriptor(SaText())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and "\x00" in value:
            raise Invalid("text", "control_character")
        return value


class PublicId(String):
    """A random name for the outside: 16 characters, 80 bits, telling neither count nor time."""

    def __init__(self) -> None:
        super().__init__(16)


def new_public_id() -> str:
    """A fresh public id."""
    return drawn_signs(16)


def drawn_signs(count: int) -> str:
    """So many random signs of the alphabet, five bits each."""
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(count))


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime(), str: Text(), dict[str, Any]: JSON(), list[str]: JSON()}  # noqa: RUF012


class utc_day(FunctionElement[str]):
    """The day `YYYY-MM-DD` of a UtcTime column, in SQL."""

    type = SaText()
    inherit_cache = True


@compiles(utc_day, "sqlite")
def _day_sqlite(element: utc_day, compiler: Any, **kw: Any) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 10)"


@compiles(utc_day, "postgresql")
def _day_postgresql(element: utc_day, compiler: Any, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


def in_list(dialect: str, column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column has one of these values, however many there are: they go to that database as one parameter."""
    given = literal(json.dumps(list(values)), SaText())
    if dialect == "sqlite":
        each = select(func.json_each(given).table_valued("value").c.value)
    else:
        each = select(func.jsonb_array_elements_text(cast(given, postgresql.JSONB)).column_valued("value"))
    found: ColumnElement[bool] = column.in_(each)
    return found


def engine_url(database_url: str) -> URL:
    """A database address as SQLAlchemy wants it: SQLite, or PostgreSQL through psycopg 3."""
    refusal = SetupError("CONSULT_DATABASE_URL must begin with sqlite:/// or postgresql://")
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise refusal from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise refusal
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _set_sqlite(engine: Engine, writing: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        if writing:
            cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only let go
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        if not writing:
            connection.exec_driver_sql("BEGIN")
            return
        driver: sqlite3.Connection = connection.connection.dbapi_connection
        (patience,) = driver.execute("PRAGMA busy_timeout").fetchone()
        driver.execute("PRAGMA busy_timeout=0")
        try:
            if not _begun(driver, patience / 1000):
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises as SQLAlchemy does
        finally:
            driver.execute(f"PRAGMA busy_timeout={patience}")


def _begun(driver: sqlite3.Connection, seconds: float) -> bool:
    """Begin to write as soon as no other process does, asking often.

    SQLite itself asks ever more seldom, at last ten times a second, and misses the pauses that long work leaves for others.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            native_sleep(ASK_SECONDS)
        else:
            return True
    return False


class Database:
    """One database with its two sides: many readers, and writers that only the unit of work uses."""

    def __init__(self, database_url: str) -> None:
        url = engine_url(database_url)
        self.url = url
        self._watching: sqlite3.Connection | None = None
        self._at_hand: list[PoolProxiedConnection] = []
        self.is_sqlite = url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if url.database in (None, "", ":memory:"):
                raise SetupError("CONSULT_DATABASE_URL must name a file: readers and the writer share it")
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
            loose = {"check_same_thread": False}
            self.readers = create_engine(url, poolclass=QueuePool, pool_size=8, max_overflow=24, connect_args=loose)
            self.writers = create_engine(url, poolclass=NullPool, connect_args=loose)
            _set_sqlite(self.readers, writing=False)
            _set_sqlite(self.writers, writing=True)
        else:
            self.readers = create_engine(
                url, isolation_level="READ COMMITTED", pool_size=16, pool_timeout=10, pool_pre_ping=True
            )
            self.writers = self.readers

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries; whatever it did is rolled back at the end."""
        with Session(self.readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session whose every query sees one and the same moment: for exports and backups."""
        connection = self.readers.connect()
        if not self.is_sqlite:
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection, Session(connection, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """The driver's own cursor in a transaction that is rolled back at the end, for prepared queries.

        On SQLite a connection that served one stays at hand for the next: taking it from the pool and giving it back takes
        as long as a query.
        """
        connection: PoolProxiedConnection | None
        connection = self._at_hand.pop() if self._at_hand else self.readers.raw_connection()
        try:
            cursor = connection.cursor()
            if self.is_sqlite:
                cursor.execute("BEGIN")
            yield Cursor(cursor, self.readers.dialect)
            if self.is_sqlite:
                cursor.execute("ROLLBACK")
                self._at_hand.append(connection)
                connection = None
        finally:
            if connection is not None:
                connection.close()

    def mark(self) -> object:
        """What tells one state of the database from another: between equal marks nothing was committed by anybody.

        Taken before what is read with it, so that what is kept under a mark is never older than the mark.
        """
        if not self.is_sqlite:
            with self.readers.connect() as connection:
                return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()
        if self._watching is None:  # SQLite counts commits for each connection by itself, so one is kept for this
            self._watching = sqlite3.connect(str(self.url.database), isolation_level=None, check_same_thread=False)
        return self._watching.execute("PRAGMA data_version").fetchone()

    def close(self) -> None:
        """Give all connections back."""
        if self._watching is not None:
            self._watching.close()
            self._watching = None
        while self._at_hand:
            self._at_hand.pop().close()
        self.readers.dispose()
        self.writers.dispose()


def condition(value: bool) -> ColumnElement[bool]:
    """A truth value as an SQL clause that both databases accept."""
    from sqlalchemy import false, true

    return true() if value else false()
