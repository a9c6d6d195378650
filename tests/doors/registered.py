"""Somebody who registered at a private hearing with needs that the secretariat alone reads, and sent a statement ahead."""

from sqlalchemy import select

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.registering import NewRegistration, register
from consult.hearings.registration.operations.statements import NewStatement, send_statement
from consult.hearings.registration.queries import items_to_speak_on
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import actor_for


def plant_registration(site: Site, hearing: Proceeding, member: Account, needs: str, text: str) -> dict[str, str]:
    """The public id of the registration, and the reference of the statement, by name."""
    who = actor_for(site, member)
    with site.database.reading() as db:
        offered = items_to_speak_on(db, who, hearing)
    item = offered[0].public_id if offered else None
    new = NewRegistration("key of a registration", "speak", "secretariat", "The member", "en", item=item, needs=needs)
    made = site.work.run(register, who, proceeding_id=hearing.id, new=new).result
    sent = NewStatement("key of a statement", item, "written", "en", (text,))
    reference = site.work.run(send_statement, who, proceeding_id=hearing.id, new=sent).result.reference
    with site.database.reading() as db:
        assert (
            db.scalars(select(Registration.state).where(Registration.public_id == made.public_id)).one() == "accepted"
        )
        assert db.scalars(select(Contribution.place).where(Contribution.reference == reference)).one() is None
    return {"registration": made.public_id, "statement": reference}
