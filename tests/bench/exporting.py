"""One export in a process of its own: `python -m tests.bench.exporting DATABASE_URL FORM TARGET`, told as JSON."""

import json
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
    print(json.dumps({"seconds": seconds, "mb": most_memory_mb()}))


def most_memory_mb() -> float:
    """The most memory this program held. Not `ru_maxrss`: that begins with what the parent held when it forked."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
