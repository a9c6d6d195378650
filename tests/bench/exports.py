"""export.*: 100,000 rows as an edition, against the sqlite3 shell with the same SELECTs, disclosure and prefixing."""

import json
import shutil
import subprocess
import sys
import time
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import ColumnElement

from consult.records.columns import Table
from consult.records.editions import edition_of
from consult.records.exporting import tables_of
from consult.records.writing import DANGEROUS
from consult.site import Site
from tests.bench.rows import Row, interleaved, ratio, row
from tests.bench.tools import sqlite3_shell
from tests.bench.worlds import filled, new_site
from tests.factories import TEST

ROWS, ROUNDS = 100_000, 3
FORMS = ("csv", "jsonl")


def measure() -> list[Row]:
    """Both forms in turn with the shell; the memory is the most that the process of an export ever held."""
    shell, found, memory = sqlite3_shell(), [], [0.0]
    with new_site() as site:
        proceeding = filled(site, ROWS)
        for form in FORMS:
            script = shell_script(site, proceeding.id, form)
            ours, theirs = interleaved(
                ROUNDS, partial(by_export, site, form, memory), partial(by_shell, shell, site, script)
            )
            print(f"  export {form}: {median(ours):.2f} s; sqlite3 shell: {median(theirs):.2f} s; {ROWS:,} rows")
            found.append(row(f"export.{form}.vs.sqlite3", ratio(ours, theirs)))
    return [*found, row("export.rss.mb", max(memory))]


def by_export(site: Site, form: str, memory: list[float]) -> float:
    """Seconds of one export in a process of its own; notes its memory."""
    target = site.settings.data_dir / "edition"
    start = [sys.executable, "-m", "tests.bench.exporting", site.settings.database_url, form, str(target)]
    told = json.loads(subprocess.run(start, check=True, capture_output=True, text=True).stdout)
    shutil.rmtree(target)
    memory.append(told["mb"])
    return float(told["seconds"])


def by_shell(shell: str, site: Site, script: str) -> float:
    """Seconds of the shell for the same tables."""
    database = site.settings.data_dir / "consult.sqlite"
    started = time.perf_counter()
    subprocess.run([shell, "-readonly", str(database)], input=script, text=True, check=True, stderr=subprocess.PIPE)
    return time.perf_counter() - started


def shell_script(site: Site, proceeding_id: int, form: str) -> str:
    """What the shell is told: the statements of the edition's tables, each into a file."""
    lines = [".headers on", f".mode {'csv' if form == 'csv' else 'json'}"]
    with site.database.reading() as db:
        edition = edition_of(db, TEST, proceeding_id, "public")
        for table in tables_of(edition, form):
            lines += [f".output {site.settings.data_dir / table.name}", f"{statement(table, form)};"]
    return "\n".join(lines) + "\n"


def statement(table: Table, form: str) -> str:
    """The statement of a table as text, with the apostrophes of the CSV edition."""
    columns = [prefixed(one.read, one.type, form).label(one.name) for one in table.columns]
    made = table.statement.with_only_columns(*columns)
    text = str(made.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    return " ".join(text.split("\n"))


def prefixed(read: ColumnElement[Any], kind: str, form: str) -> ColumnElement[Any]:
    """A text column as our CSV writes it."""
    if form != "csv" or kind != "string":
        return read
    first = func.unicode(read)
    return case((first.in_([ord(sign) for sign in sorted(DANGEROUS)]), func.char(39).op("||")(read)), else_=read)
