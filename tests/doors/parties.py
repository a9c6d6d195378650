"""Organisations with their people, a joint submission, and invitations to answer, for the scene of the doors."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.actors import token_hash
from consult.bodies.models import Grant
from consult.bodies.operations import Letter
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.contributions.operations.whom import Member
from consult.core.clock import now
from consult.organisations.models import JoinRequest, Organisation, OwnCategory
from consult.organisations.operations.members import ask_to_join, invite_member
from consult.organisations.operations.verifying import add_category
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.models import Respondent
from consult.proceedings.respondents.operations import NewAddress, add_addresses, make_link
from consult.site import Site
from tests.factories import TEST, actor_for, saved, words

LISTED, QUIET, LINK = "harbour-watch", "quiet-group", "token-of-a-link"
LETTER = Letter("An invitation", "Please come.", "en")


def marked(secret: str) -> str:
    """The word that gives a secret away."""
    return f"zq{secret}qz"


def make_organisations(site: Site) -> dict[str, Organisation]:
    """One that everybody finds, and one that was taken off the list."""
    found = {}
    for slug, name, listed in ((LISTED, "Harbour Watch", True), (QUIET, marked("unlistedname"), False)):
        row = Organisation(
            slug=slug,
            sort_name=name.casefold(),
            category="civil_society",
            country="PA",
            region="latin_america_caribbean",
            contact=marked("organisationcontact"),
            is_listed=listed,
            created_at=now(),
        )
        found[slug] = saved(site, row)
        words(site, found[slug].owner, {"name": {"en": name}})
    return found


def grants_in(organisations: dict[str, Organisation], role: str) -> list[tuple[str, str, int | None]]:
    """The same role in all of them."""
    return [(role, "organisation", one.id) for one in organisations.values()]


def plant_parties(
    site: Site, public: Proceeding, room: Proceeding, people: dict[str, Account], organisations: dict[str, Organisation]
) -> dict[str, str]:
    """What the forms act on, by name; and the reference of a joint submission whose members only the secretariat knows."""
    author, listed = actor_for(site, people["author"]), organisations[LISTED]
    coalition = (Member(marked("secretmember"), "PA"), Member("Another member"))
    new = NewContribution("comment", "joint", (NewPassage("A joint text."),), "en", "secretariat", name="A coalition")
    new = replace(new, on_behalf="coalition", coalition=coalition)
    filed = site.work.run(submit_contribution, author, proceeding_id=public.id, new=new).result
    offer: dict[str, Any] = {
        "email": "guest@example.org",
        "role": "organisation_member",
        "token_hash": token_hash("an offer"),
    }
    found = {"joint": filed.reference}
    found["organisation offer"] = site.work.run(
        invite_member, TEST, public_id=listed.public_id, letter=LETTER, **offer
    ).result
    asker = actor_for(site, people["former"])
    site.work.run(ask_to_join, asker, public_id=listed.public_id, note="Please.")
    given: dict[str, Any] = {"key": "river_council", "names": {"en": "River council"}, "language": "en"}
    found["category"] = site.work.run(add_category, TEST, body_id=public.body_id, **given).result
    for number, one in enumerate((public, room)):
        token = LINK if number == 0 else "token-of-a-room"
        made: dict[str, Any] = {"label": "A network", "most": None, "token_hash": token_hash(token)}
        found[f"link {one.slug}"] = site.work.run(make_link, TEST, proceeding_id=one.id, **made).result
    address = NewAddress(f"{marked('respondentemail')}@example.org", "en", token_hash("of an address"), LETTER)
    site.work.run(add_addresses, TEST, proceeding_id=public.id, rows=[address])
    with site.database.reading() as db:
        found["request"] = db.scalars(select(JoinRequest.public_id)).one()
        held = select(Grant.id).where(Grant.role == "organisation_member", Grant.scope_id == listed.id)
        found["organisation member"] = str(db.scalars(held).one())
        assert db.scalars(select(OwnCategory.public_id)).all() == [found["category"]]
        assert len(db.scalars(select(Respondent.id)).all()) == 3
    return found
