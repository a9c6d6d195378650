"""A PostgreSQL database that tests use one after the other, emptied in between: making one anew takes ten times as long."""

import uuid
from collections.abc import Callable

import psycopg
from sqlalchemy.engine import make_url

ROOMY = 60_000_000  # bytes: one that has grown beyond this is made anew, for it is slow to empty and to read
# What the schema is: a test that changes it gets no successor.
SCHEMA = """
    SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
        SELECT relname || relkind || relnatts || relchecks || relhastriggers || reltriggers AS line FROM (
            SELECT c.relname, c.relkind::text, c.relnatts::text, c.relchecks::text, c.relhastriggers::text,
                (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'O')::text AS reltriggers
            FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        ) AS relations
        UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ) AS lines
"""
NAMES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = '{}'"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Emptied:
    """The database of one worker; `make` and `drop` take a name."""

    def __init__(self, server: str, make: Callable[[str], None], drop: Callable[[str], None]) -> None:
        self._server, self._make, self._drop = server, make, drop
        self._name, self._schema = "", ""

    def url(self) -> str:
        """The address of the database, as empty as its template."""
        if not self._name:
            self._name = f"test_{uuid.uuid4().hex[:12]}"
            self._make(self._name)
            with self._connected() as connection:
                self._schema = str(connection.execute(SCHEMA).fetchone())
        return make_url(self._server).set(database=self._name).render_as_string(hide_password=False)

    def give_back(self) -> None:
        """End every connection that a test left, and take away what it wrote; the database too, where that is not enough."""
        with self._connected() as connection:
            connection.execute(OTHERS)
            is_small = connection.execute(f"SELECT pg_database_size(current_database()) < {ROOMY}").fetchone() == (
                True,
            )
            if is_small and str(connection.execute(SCHEMA).fetchone()) == self._schema:
                tables = [row[0] for row in connection.execute(NAMES.format("r")) if row[0] != "alembic_version"]
                sequences = [row[0] for row in connection.execute(NAMES.format("S"))]
                deleting = "; ".join(f'DELETE FROM "{one}"' for one in tables)
                beginning = ", ".join(f"setval('\"{one}\"', 1, false)" for one in sequences)
                # Triggers and foreign keys rest meanwhile.
                connection.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deleting}; COMMIT")
                connection.execute(f"SELECT {beginning}")
                return
        self.close()

    def close(self) -> None:
        """Drop it."""
        if self._name:
            self._drop(self._name)
            self._name = ""

    def _connected(self) -> "psycopg.Connection[tuple[object, ...]]":
        url = make_url(self._server).set(drivername="postgresql", database=self._name)
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
