"""One running site: settings, database and unit of work, put together the same way for web, commands and jobs."""

from dataclasses import dataclass
from functools import partial

from consult.bodies.actors import reload_actor
from consult.core.config import Settings
from consult.core.db import Database
from consult.core.storage import Storage
from consult.core.work import Work
from consult.ledger.append import take_numbers
from consult.live.leases import await_others
from consult.staff_log.acts import note_act


@dataclass(slots=True)
class Site:
    """What everything needs to run."""

    settings: Settings
    database: Database
    work: Work
    storage: Storage

    def close(self) -> None:
        """Finish what waits and give the connections back."""
        self.work.close()
        self.database.close()


def open_site(settings: Settings, work_class: type[Work] = Work) -> Site:
    """Connect the unit of work with the ledger and the grants."""
    database = Database(settings.database_url)
    work = work_class(database)
    work.reload_actor = reload_actor
    work.take_numbers = take_numbers
    work.note_act = note_act
    work.await_others = partial(await_others, database)
    return Site(settings, database, work, storage_of(settings))


def storage_of(settings: Settings) -> Storage:
    """Where the files of people lie."""
    return Storage(settings.data_dir / "attachments")
