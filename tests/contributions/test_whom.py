"""For whom an input is sent: who may say so, what the record keeps, and who is told."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consult.contributions.members_text import members_in, members_text
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.contributions.operations.whom import Member
from consult.contributions.organisation_queries import public_inputs_of
from consult.contributions.queries import whole_reading
from consult.core.actors import ANYBODY, Actor
from consult.core.errors import Invalid
from consult.moderation.operations.deciding import decide
from consult.organisations.models import Organisation
from consult.organisations.operations.verifying import add_category, verify_organisation
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, make_body, make_proceeding, release
from tests.organisations.makers import again, registered, seen, somebody
from tests.organisations.test_members import joined

TWO = (Member("Ligue du Maray"), Member("Harbour Clinic", "PA"))


@pytest.fixture
def call(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def ana(site: Site) -> Actor:
    return somebody(site, "ana")


@pytest.fixture
def row(site: Site, ana: Actor) -> Organisation:
    return registered(site, ana)


def send(site: Site, call: Proceeding, who: Actor, **more: Any) -> str:
    new = NewContribution("comment", uuid.uuid4().hex, (NewPassage("A text."),), "en", "public", name="A typed name")
    given = replace(new, **more)
    return str(site.work.run(submit_contribution, who, proceeding_id=call.id, new=given).result.reference)


def stored(site: Site, reference: str) -> Contribution:
    with site.database.reading() as db:
        return db.scalars(select(Contribution).where(Contribution.reference == reference)).one()


def test_the_record_says_what_is_registered_whatever_was_typed(
    site: Site, call: Proceeding, ana: Actor, row: Organisation
):
    office = somebody(site, "office", ("secretariat", "body", call.body_id))
    given: dict[str, Any] = {"public_id": row.public_id, "seen": seen(site, row.public_id)}
    site.work.run(verify_organisation, office, category="nhri", status="A", **given)
    typed = {"category": "media", "country": "KE", "coalition": TWO}
    reference = send(site, call, again(site, ana), on_behalf="organisation", organisation=row.public_id, **typed)
    one = stored(site, reference)
    assert (one.on_behalf, one.organisation, one.author_name) == ("organisation", row.public_id, "Harbour Watch")
    assert (one.category, one.country, one.coalition, one.author_id) == ("nhri", "PA", None, ana.account_id)


def test_a_member_drafts_and_a_representative_sends(site: Site, call: Proceeding, ana: Actor, row: Organisation):
    ben = joined(site, row, somebody(site, "ben"), again(site, ana))
    given = {"on_behalf": "organisation", "organisation": row.public_id}
    with pytest.raises(Invalid, match="only_representative"):
        send(site, call, ben, **given)
    for who in (somebody(site, "eve"), Actor(sender="somebody")):
        with pytest.raises(Invalid) as refused:
            send(site, call, who, **given)
        assert (refused.value.field, refused.value.problem) == ("organisation", "no_such_choice")
    assert stored(site, send(site, call, again(site, ana), **given)).organisation == row.public_id


def test_all_members_of_a_coalition_are_named(site: Site, call: Proceeding, row: Organisation):
    members = (*TWO, Member("whatever was typed", "KE", row.public_id))
    one = stored(site, send(site, call, Actor(sender="s"), on_behalf="coalition", name="Coalition", coalition=members))
    assert (one.on_behalf, one.author_name, one.organisation) == ("coalition", "Coalition", None)
    assert one.coalition == [
        {"name": "Ligue du Maray", "country": None, "organisation": None},
        {"name": "Harbour Clinic", "country": "PA", "organisation": None},
        {"name": "Harbour Watch", "country": "PA", "organisation": row.public_id},
    ]


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        (TWO[:1], "too_few_members"),
        ((TWO[0], TWO[0]), "repeated_member"),
        ((TWO[0], Member(" ")), "required"),
        ((TWO[0], Member("x" * 201)), "too_long"),
        ((TWO[0], Member("A", "XX")), "no_such_country"),
        ((TWO[0], Member("A", None, "a" * 16)), "no_such_organisation"),
        (tuple(Member(str(number)) for number in range(301)), "too_many"),
    ],
)
def test_a_coalition_that_cannot_be_is_refused(site: Site, call: Proceeding, members: Any, problem: str):
    with pytest.raises(Invalid) as refused:
        send(site, call, Actor(sender="s"), on_behalf="coalition", coalition=members)
    assert (refused.value.field, refused.value.problem) == ("members", problem)


def test_without_an_identity_nothing_is_kept_of_an_organisation(
    site: Site, call: Proceeding, ana: Actor, row: Organisation
):
    for given in (
        {"on_behalf": "organisation", "organisation": row.public_id},
        {"on_behalf": "coalition", "coalition": TWO},
        {"on_behalf": "organisation", "country": "PA"},
    ):
        one = stored(site, send(site, call, again(site, ana), identity="none", **given))
        told = (one.on_behalf, one.organisation, one.coalition, one.country, one.author_name, one.author_id)
        assert told == ("self", None, None, None, None, None)


def test_categories_are_those_of_the_site_and_of_the_body(site: Site, call: Proceeding):
    who = Actor(sender="s")
    for category in ("state", "nhri", "un_entity"):
        with pytest.raises(Invalid, match="set_by_secretariat"):
            send(site, call, who, category=category)
    with pytest.raises(Invalid, match="no_such_choice"):
        send(site, call, who, category="river_council")
    words: dict[str, Any] = {"names": {"en": "River council"}, "language": "en"}
    site.work.run(add_category, TEST, body_id=call.body_id, key="river_council", **words)
    assert stored(site, send(site, call, who, category="river_council")).category == "river_council"
    other = make_proceeding(site, make_body(site, "elsewhere", "Another"), "elsewhere")
    with pytest.raises(Invalid, match="no_such_choice"):
        send(site, other, who, category="river_council")


def test_what_is_typed_for_an_organisation_stays_and_what_cannot_be_is_refused(site: Site, call: Proceeding):
    who = Actor(sender="s")
    one = stored(site, send(site, call, who, on_behalf="organisation", name="A group", country="KE"))
    assert (one.on_behalf, one.organisation, one.author_name, one.country) == ("organisation", None, "A group", "KE")
    assert stored(site, send(site, call, who, country="KE")).country is None  # of oneself no country is kept
    for field, given in (
        ("country", {"on_behalf": "organisation", "country": "XX"}),
        ("on_behalf", {"on_behalf": "king"}),
    ):
        with pytest.raises(Invalid) as refused:
            send(site, call, who, **given)
        assert refused.value.field == field


def test_a_withheld_organisation_is_not_found_by_its_page(site: Site, call: Proceeding, ana: Actor, row: Organisation):
    leader, given = again(site, ana), {"on_behalf": "organisation", "organisation": row.public_id}
    shown = send(site, call, leader, **given)
    quiet = send(site, call, leader, identity="secretariat", **given)
    hidden = send(site, call, leader, **given)
    sealed = send(site, call, leader, confidentiality="secretariat", **given)
    site.work.run(decide, TEST, reference=hidden, act="hide", seen=1, reason="insult", note="")
    release(site, call)
    with site.database.reading() as db:
        rows, total = public_inputs_of(db, row.public_id, limit=10, offset=0)
        assert ([one.reference for _room, one in rows], total) == ([shown], 1)
        for reference in (quiet, hidden, sealed):
            told = whole_reading(db, ANYBODY, reference)[1]
            assert (told.name, told.on_behalf, told.organisation, told.country) == (None, None, None, None)
            assert "organisation" in told.withheld
        office = somebody(site, "office", ("secretariat", "body", call.body_id))
        assert whole_reading(db, office, quiet)[1].organisation == row.public_id
        rapporteur = somebody(site, "rapporteur", ("rapporteur", "body", call.body_id))
        assert whole_reading(db, rapporteur, quiet)[1].organisation is None


def test_members_are_read_line_by_line(site: Site, row: Organisation):
    text = f"Ligue du Maray; Suisse\n\nHarbour Clinic ; pa\nhttps://consult.example/fr/organisations/{row.slug}\nA; Nowhere\n; KE"
    with site.database.reading() as db:
        members, wrong = members_in(db, text + "\norganisations/nobody", "fr")
        assert members[:2] == (Member("Ligue du Maray", "CH"), Member("Harbour Clinic", "PA"))
        assert members[2].organisation == row.public_id
        assert wrong == [(5, "no_such_country"), (6, "required"), (7, "no_such_organisation")]
        assert members_in(db, members_text(db, members, "fr"), "fr") == (members, [])
