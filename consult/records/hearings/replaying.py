"""Bringing the tables of a hearing in, after the contributions that they point at."""

from collections import deque

from consult.core.work import Work
from consult.hearings.programme.models import AgendaItem
from consult.records.chunks import Progress, in_chunks
from consult.records.hearings.tables import ALL
from consult.records.operations.hearings import Names, known_names, replay_parents, replay_rows
from consult.records.package_files import Package
from consult.records.polis import ACTOR


def replay_hearing(
    work: Work, package: Package, proceeding_id: int, contributions: dict[str, int], progress: Progress
) -> None:
    """Every table that the package has, in the order in which they point at each other; nothing for another kind."""
    if "items" not in package.shapes:
        return
    under = next((line.get("under") for line in package.lines("hearing_plan")), None)
    with work.database.reading() as db:
        names: Names = known_names(db, contributions, under)
    for carried in ALL:
        if carried.name not in package.shapes:
            continue
        known = names.setdefault(carried.table, {})
        for made in in_chunks(
            work, ACTOR, replay_rows, package.lines(carried.name), progress,
            proceeding_id=proceeding_id, carried=carried, names=names,
        ):  # fmt: skip
            known |= made
        if carried.table is AgendaItem:
            rows = package.lines(carried.name)
            deque(in_chunks(work, ACTOR, replay_parents, rows, proceeding_id=proceeding_id, names=names), maxlen=0)
