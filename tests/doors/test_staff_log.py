"""Every door at which staff change something leaves a line in their log, and no other door does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.staff_log.models import StaffAct
from tests.doors.forms import UNSAFE, cases
from tests.doors.scene import Scene
from tests.doors.test_forms import Undone, fields_of, patience, post

__all__ = ["patience"]
pytestmark = [pytest.mark.timeout(300), pytest.mark.slow]
# One's own views of queue and docket are tools; what is done to them is done to nobody.
TOOLS = ("/desk/views/<public_id>", "/selections/<view>")
AUDIENCES = {door.rule: door.audience for door in UNSAFE}


@contextmanager
def noting(scene: Scene) -> Iterator[list[list[str]]]:
    """Let no operation come to its commit; for each that would have, the acts that it leaves."""
    left: list[list[str]] = []
    with scene.site.database.reading() as db:
        last = db.scalar(select(func.max(StaffAct.id))) or 0

    def stop(db: Session) -> Any:
        db.flush()
        left.append([row.act for row in db.scalars(select(StaffAct).where(StaffAct.id > last))])
        raise Undone

    work = scene.site.work
    before, work.take_numbers = work.take_numbers, stop
    try:
        yield left
    finally:
        work.take_numbers = before


def test_what_the_desk_changes_is_in_the_log_and_what_people_send_is_not(standing: Scene):
    wrong = []
    for case in (one for one in cases(standing) if one.may):
        fields = fields_of(standing, case)
        if case.rule.endswith(TOOLS):
            continue
        of_staff = AUDIENCES[case.rule] in ("desk", "office")
        for role in sorted(case.may)[:2]:
            with noting(standing) as left:
                post(standing, role, case, case.values, fields)
            if any(left) != of_staff and left:  # a page on the way may have noted who reads it
                wrong.append((role, case.rule, left))
    assert wrong == [], "\n".join(map(str, wrong))
