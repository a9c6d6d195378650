"""One export in a process of its own: `python -m tests.bench.exporting DATABASE_URL FORM TARGET`, told as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from consult.core.actors import ANYBODY
from consult.core.db import Database
from consult.records.editions import edition_of, proceeding_named
from consult.records.exporting import export_folder


def main(database_url: str, form: str, target: str) -> None:
    """Write the public edition and say how long it took and how much memory it needed at most."""
    database = Database(database_url)
    started = time.perf_counter()
    with database.reading() as db:
        proceeding_id = proceeding_named(db, "busy").id
    export_folder(database, lambda db: edition_of(db, ANYBODY, proceeding_id, "public"), form, Path(target))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
