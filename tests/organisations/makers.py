"""Makers of organisations and their people."""

from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.organisations.models import Organisation
from consult.organisations.operations.facts import NewOrganisation, fingerprint, register_organisation
from consult.site import Site
from tests.factories import actor_for, make_account


def somebody(site: Site, name: str, *grants: tuple[str, str, int | None]) -> Actor:
    """An account with a session, as an actor."""
    return actor_for(site, make_account(site, f"{name}@example.org", *grants, name=name.title()))


def described(name: str = "Harbour Watch", **more: Any) -> NewOrganisation:
    """An organisation as it describes itself."""
    given: dict[str, Any] = {"category": "civil_society", "country": "PA", "contact": "+507 000", **more}
    return NewOrganisation({"en": name}, "en", **given)


def registered(site: Site, who: Actor, name: str = "Harbour Watch", **more: Any) -> Organisation:
    """A registered organisation; whoever registers becomes its representative."""
    made = site.work.run(register_organisation, who, new=described(name, **more)).result
    return found(site, made.public_id)


def found(site: Site, public_id: str) -> Organisation:
    """The organisation as it stands now."""
    with site.database.reading() as db:
        return db.scalars(select(Organisation).where(Organisation.public_id == public_id)).one()


def seen(site: Site, public_id: str) -> str:
    """The mark of what stands of it now."""
    with site.database.reading() as db:
        return fingerprint(db, found(site, public_id))


def grant_of(site: Site, who: Actor) -> int:
    """The id of somebody's grant in force in an organisation."""
    held = select(Grant.id).where(Grant.account_id == who.account_id, Grant.ended_at.is_(None))
    with site.database.reading() as db:
        return db.scalars(held.where(Grant.scope == "organisation")).one()


def again(site: Site, who: Actor) -> Actor:
    """The same person with the grants of now, as the next request would load them."""
    with site.database.reading() as db:
        account = db.get_one(Account, who.account_id)
    return actor_for(site, account)
