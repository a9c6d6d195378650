"""How much of what was confided to the secretariat an export gives out, for the log of who read it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution


def confided_in(db: Session, proceeding_id: int) -> int:
    """How many contributions of a proceeding have a confidential text or a withheld name."""
    confided = (Contribution.confidentiality != "public") | (
        (Contribution.identity != "public") & Contribution.author_name.is_not(None)
    )
    rows = select(func.count()).where(Contribution.proceeding_id == proceeding_id, confided)
    return db.scalar(rows.where(Contribution.state != "erased")) or 0
