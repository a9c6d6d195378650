"""What the tests of the docket stand on: filings of organisations, coalitions and persons, filed by the one way there is."""

import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.contributions.operations.whom import Member
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.records.checking import differences
from consult.site import Site
from tests.factories import TEST

READER = Actor(sender="a browser")


def file(
    site: Site, room: Proceeding, text: str = "What we ask for.", *, kind: str = "submission", **values: Any
) -> str:
    """File one; its reference."""
    given = {"language": "en", "identity": "public", "name": "Ana Tesch", **values}
    passages = tuple(NewPassage(one) for one in text.split("\n"))
    new = NewContribution(kind=kind, client_id=str(uuid.uuid4()), passages=passages, **given)
    return site.work.run(submit_contribution, READER, proceeding_id=room.id, new=new).result.reference


def of_organisation(site: Site, room: Proceeding, name: str, country: str | None = None, **values: Any) -> str:
    """A submission in the name of an organisation that is not registered."""
    return file(site, room, name=name, on_behalf="organisation", country=country, **values)


def of_coalition(site: Site, room: Proceeding, name: str, **values: Any) -> str:
    """A joint submission of two."""
    members = (Member("One of us", "KE"), Member("Another of us", "FR"))
    return file(site, room, name=name, on_behalf="coalition", coalition=members, **values)


def row_of(site: Site, reference: str) -> Contribution:
    """The row."""
    with site.database.reading() as db:
        return db.scalars(select(Contribution).where(Contribution.reference == reference)).one()


def change(site: Site, reference: str, **values: Any) -> None:
    """Set columns of one of them, past every operation."""

    def write(db: Session, _actor: Actor) -> None:
        db.execute(update(Contribution).where(Contribution.reference == reference).values(**values))

    site.work.run(write, TEST)


def is_whole(site: Site) -> bool:
    """Whether `consult check` finds nothing; says what it found."""
    with site.database.snapshot() as db:
        found = list(differences(db))
    assert found == []
    return True
