"""Bringing the tables of a room in, after the contributions that they point at."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.core.work import Work
from consult.records.carried import Carried
from consult.records.chunks import Progress, in_chunks
from consult.records.operations.rooms import Line, Names, replay_members, replay_room_rows
from consult.records.package_files import Package
from consult.records.polis import ACTOR
from consult.records.proceeding_file import NAMES as LEFT_OUT
from consult.records.workspaces.fields import A_MEMBER
from consult.records.workspaces.tables import ALL, MEMBERS
from consult.records.workspaces.votes import ELECTORS, OPEN_VOTES


def replay_room(
    work: Work, package: Package, proceeding_id: int, contributions: dict[str, int], progress: Progress
) -> None:
    """Every table that the package has, in the order in which they point at each other; nothing for another kind."""
    if MEMBERS not in package.shapes:
        return
    names: Names = {Contribution: contributions, Account: {}}
    for made in in_chunks(work, ACTOR, replay_members, _people(package), progress, proceeding_id=proceeding_id):
        names[Account] |= made
    for carried in ALL:
        if carried.name not in package.shapes:
            continue
        known = names.setdefault(carried.table, {})
        for made in in_chunks(
            work, ACTOR, replay_room_rows, _lines(package, carried), progress,
            proceeding_id=proceeding_id, carried=carried, names=names,
        ):  # fmt: skip
            known |= made


def _people(package: Package) -> Iterator[Line]:
    """Whom the package names; and where it names nobody, as many as must be told apart in one seat order or one vote."""
    yield from package.lines(MEMBERS)
    if LEFT_OUT not in package.proceeding["source"]:
        return
    places = {line["person"] for name in ("seats", "electors") for line in _told_apart(package.lines(name))}
    for place in sorted(places | {A_MEMBER}):
        if place.startswith(A_MEMBER):
            yield {"public_id": None, "name": place}


def _lines(package: Package, carried: Carried) -> Iterable[Line]:
    lines = package.lines(carried.name)
    if carried in (ELECTORS, OPEN_VOTES):
        return _told_apart(lines, "proposal")
    return _told_apart(lines) if carried.name == "seats" else lines


def _told_apart(lines: Iterable[Line], by: str | None = None) -> Iterator[Line]:
    """Rows of nobody in particular, each with a number under the same thing, for no two of them are of one account."""
    counted: Counter[Any] = Counter()
    for line in lines:
        if line["person"] != A_MEMBER:
            yield line
            continue
        key = line.get(by or "proposal")
        yield line | {"person": f"{A_MEMBER} {counted[key]}"}
        counted[key] += 1
