"""People with roles, and offers of roles, as the tests of this folder make them."""

from consult.bodies.actors import token_hash
from consult.bodies.models import Grant
from consult.bodies.operations import Letter
from consult.proceedings.people.operations import invite
from tests.factories import actor_for, make_account

LETTER = Letter("Invitation", "Open the link", "en")


def person(site, name, *roles):
    return actor_for(site, make_account(site, f"{name}@example.org", *roles))


def offer(site, actor, room, *, role="member", email="new@example.org", token="t", scope="proceeding"):
    values = {"scope": scope, "scope_id": room.id, "email": email, "role": role, "token_hash": hashed(token)}
    return site.work.run(invite, actor, letter=LETTER, **values).result


def hashed(token):
    return token_hash(token)


def grants(site, **which):
    with site.database.reading() as db:
        return [grant.role for grant in db.query(Grant).filter_by(ended_at=None, **which)]
