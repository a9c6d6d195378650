"""One number among many: the same rows however many numbers there are, on both databases."""

import pytest
from sqlalchemy import literal, select, union_all
from sqlalchemy.sql.expression import ColumnElement

from consult.core.among import FEW, among
from consult.site import Site


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, 500])
def test_the_same_rows_however_many_numbers_there_are(site: Site, count: int) -> None:
    wanted = list(range(0, 2 * count, 2))
    rows = union_all(*(select(literal(number).label("number")) for number in range(20))).subquery()
    number: ColumnElement[int] = rows.c.number
    with site.database.reading() as db:
        found = db.scalars(select(number).where(among(number, wanted)).order_by(number)).all()
    assert found == [one for one in range(20) if one in wanted]
