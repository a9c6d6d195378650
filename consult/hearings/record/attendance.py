"""Who came to a hearing, counted by stakeholder category, so that no small group can be told from what is shown."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.withholding import shown
from consult.hearings.record.reading import Attendance
from consult.hearings.registration.models import Registration
from consult.organisations.categories import CATEGORIES

NO_CATEGORY = ""


def attendance_of(db: Session, proceeding_id: int, *, whole: bool) -> Attendance:
    """Those who checked in, by category; groups under five are withheld unless the reader may have the `whole`."""
    query = (
        select(Registration.category, func.count())
        .where(Registration.proceeding_id == proceeding_id, Registration.present_at.is_not(None))
        .group_by(Registration.category)
    )
    counted = {row[0] or NO_CATEGORY: row[1] for row in db.execute(query)}
    groups = {name: counted.get(name, 0) for name in (*CATEGORIES, *sorted(set(counted) - set(CATEGORIES)))}
    if whole:
        return Attendance({name: number for name, number in groups.items() if number}, 0, sum(groups.values()))
    told = shown(groups)
    if told is None:
        return Attendance(None, 0, None)
    return Attendance(
        {name: number for name, number in told.groups.items() if number}, told.others, sum(groups.values())
    )
