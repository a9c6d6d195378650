"""The docket counts, finds and orders what each reader is told, and nothing else: cells against `disclose`, row by row."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.access import VISIBLE, facts_of, is_mine, sight_of
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.docket.counting import count_docket, count_organisations
from consult.contributions.docket.rows import docket_page
from consult.contributions.docket.wanted import FACETS, DocketFilter, where
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.countries import region_of
from consult.proceedings.models import Proceeding
from tests.policy.compare import standing_file
from tests.policy.test_parity import noticing
from tests.policy.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def told(world: World, actor: Actor, room: Proceeding, listed: bool) -> list[tuple[Reading, dict[str, str | None]]]:
    """Every row of a docket that the actor may know of, as `disclose` tells it."""
    sight, found = sight_of(actor, room), []
    discloser = Discloser(sight)
    for row in world.rows:
        facts = facts_of(actor, row)
        if row.proceeding_id == room.id and VISIBLE.holds(sight, facts) and (row.place is not None or not listed):
            reading = discloser.disclose(row, (row,), mine=is_mine(actor, row), files=standing_file(world, row))
            found.append((reading, values_of(reading)))
    return found


def values_of(reading: Reading) -> dict[str, str | None]:
    """What the filters ask of a reading."""
    found: dict[str, Any] = {name: getattr(reading, name, None) for name in FACETS}
    party = "organisation" not in reading.withheld
    found["region"] = region_of(reading.country)
    found["files"] = None if "files" in reading.withheld else "yes" if reading.files else "no"
    found["coded"] = ("yes" if reading.code else "no") if party else None
    found["late"] = "late"
    return found


def counted(rows: list[tuple[Reading, dict[str, str | None]]], name: str, others: dict[str, str]) -> Counter[str]:
    """How many there are of each value under the other filters."""
    fitting = [values for _reading, values in rows if all(values[one] == value for one, value in others.items())]
    return Counter(str(values[name]) for values in fitting if values[name] is not None)


def differing(world: World, db: Session, actor: Actor, room: Proceeding, wanted: dict[str, Any]) -> list[str]:
    """The filters whose numbers are not those of the rows."""
    found = []
    for listed in (True, False):
        rows = told(world, actor, room, listed)
        counts = count_docket(db, actor, room, DocketFilter(**wanted), listed=listed)
        for name in FACETS:
            others = {one: value for one, value in wanted.items() if one != name}
            if name != "late" and counts.by[name] != counted(rows, name, others):
                found.append(name)
        fitting = [reading for reading, values in rows if all(values[one] == value for one, value in wanted.items())]
        if counts.total != len(fitting):
            found.append("total")
        page = docket_page(db, actor, room, DocketFilter(**wanted), counts, listed=listed, size=1000)
        if {one.reference for one in page.readings} != {one.reference for one in fitting}:
            found.append("page")
        organisations = Counter(one.organisation for one in fitting if one.organisation and one.on_behalf != "self")
        if count_organisations(db, actor, room, DocketFilter(**wanted), listed=listed) != organisations:
            found.append("organisations")
    return found


ALONE: tuple[str, ...] = ("category", "language", "target")


def filters_of(rows: list[tuple[Reading, dict[str, str | None]]]) -> list[dict[str, Any]]:
    """No filter, single ones and pairs of what is told of some row in the middle."""
    if not rows:
        return [{}]
    values: dict[str, Any] = {
        name: value for name, value in rows[len(rows) // 2][1].items() if value is not None and name != "late"
    }
    pairs = [("state", "kind"), ("files", "on_behalf"), ("coded", "confidentiality"), ("mark", "state")]
    chosen = [{one: values[one] for one in pair if one in values} for pair in pairs]
    return [{}, *chosen, *({name: values[name]} for name in ALONE if name in values)]


def test_every_number_of_the_docket_is_that_of_the_rows_told_so(world: World):
    different = []
    with world.site.database.reading() as db:
        for actor in noticing(world)[::6]:
            for room in list(world.proceedings.values())[::2]:
                for wanted in filters_of(told(world, actor, room, False)):
                    if names := differing(world, db, actor, room, wanted):
                        different.append((actor, room.slug, wanted, names))
    assert different == []


def test_a_withheld_organisation_is_not_found_by_filtering(world: World):
    """By its own id, or by its country: for everybody who is not told it."""
    asked = 0
    with world.site.database.reading() as db:
        for actor in noticing(world)[::6]:
            for row in world.rows[::37]:
                room = world.proceedings[row.proceeding_id]
                reading = Discloser(sight_of(actor, room)).disclose(row, (row,), mine=is_mine(actor, row))
                for name in ("organisation", "country"):
                    wanted = DocketFilter(**{name: getattr(row, name)})
                    known = VISIBLE.holds(sight_of(actor, room), facts_of(actor, row))
                    expected = int(known and getattr(reading, name) is not None)
                    query = (
                        select(func.count())
                        .select_from(Contribution)
                        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
                        .where(Contribution.id == row.id, *where(actor, wanted))
                    )
                    total = count_docket(db, actor, room, wanted).total
                    assert total == expected, (actor, row.reference, name)
                    assert (db.scalar(query) or 0) >= expected
                    asked += expected
    assert asked  # somebody was told, or the comparison would compare nothing
