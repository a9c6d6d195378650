"""Creating and migrating the database with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from consult.core.config import Settings
from consult.core.db import Database
from consult.core.errors import SetupError


def alembic_config(database_url: str) -> Config:
    """Alembic's settings for one database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["database_url"] = database_url
    return config


def migrate(settings: Settings) -> None:
    """Bring the database to this version of Consult."""
    check_version(settings, may_be_older=True)
    command.upgrade(alembic_config(settings.database_url), "head")


def check_version(settings: Settings, *, may_be_older: bool = False) -> None:
    """Raises SetupError when the database is of a newer or an older version than this program."""
    script = ScriptDirectory.from_config(alembic_config(settings.database_url))
    database = Database(settings.database_url)
    with database.readers.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    database.close()
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise SetupError("the database was made by a newer version of Consult: update the program, nothing was changed")
    if not may_be_older and current != script.get_current_head():
        raise SetupError("the database is not ready for this version: run consult init")
