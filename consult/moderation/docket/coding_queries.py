"""Filings that get stakeholder codes: what organisations and coalitions formally sent, with suggestions for those without."""

from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.codes import suggested_code
from consult.contributions.disclosure import Reading, disclosed
from consult.contributions.docket.rows import told_in_order
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding

PAGE = 100
FORMAL = ("submission", "response", "statement")  # what papers cite by a code


class Coding(NamedTuple):
    """A filing, and the code that might be given to it; None where it has one, or where its name is not told."""

    reading: Reading
    suggested: str | None


class Codings(NamedTuple):
    """A page of them, and how many there are."""

    lines: list[Coding]
    total: int


def codes_page(db: Session, actor: Actor, proceeding: Proceeding, page: int = 1) -> Codings:
    """Those whose author may be told to this actor; no two suggestions of a page are alike, nor is one taken."""
    where = (
        Contribution.proceeding_id == proceeding.id,
        visible(actor),
        Contribution.state != "erased",
        or_(
            and_(Contribution.kind.in_(FORMAL), disclosed(actor, "on_behalf").in_(("organisation", "coalition"))),
            disclosed(actor, "code").is_not(None),
        ),
    )
    base = select(Contribution.id).join(Proceeding, Proceeding.id == Contribution.proceeding_id).where(*where)
    total = db.scalar(select(func.count()).select_from(base.subquery())) or 0
    order = (Contribution.docket.nulls_last(), Contribution.id)
    ids = db.scalars(base.order_by(*order).limit(PAGE).offset(PAGE * (page - 1))).all()
    held = select(Contribution.code).where(Contribution.proceeding_id == proceeding.id, Contribution.code.is_not(None))
    taken = {code for code in db.scalars(held) if code is not None}
    lines = []
    for told in told_in_order(db, actor, proceeding, ids):
        code = None
        if told.code is None and told.name and told.identity != "none":
            code = suggested_code(told.name, told.on_behalf, taken)
            taken.add(code)
        lines.append(Coding(told, code))
    return Codings(lines, total)
