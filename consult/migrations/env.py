"""Alembic's entry: one connection, every table of Consult."""

from alembic import context

from consult.core.db import Database
from consult.schema import metadata


def run() -> None:
    """Migrate over a connection that may write."""
    database = Database(context.config.attributes["database_url"])
    with database.writers.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
    database.close()


run()
