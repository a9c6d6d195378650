"""What an organisation says of itself, and what a secretariat says of it."""

from typing import Any

import pytest

from consult.core.actors import ANYBODY
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.organisations.access import may_see, visible
from consult.organisations.models import Organisation
from consult.organisations.operations.facts import edit_organisation, register_organisation
from consult.organisations.operations.verifying import (
    add_category,
    end_category,
    list_organisation,
    verify_organisation,
    withdraw_verification,
)
from consult.organisations.queries import Filter, categories_for, organisations, organisations_to_verify
from consult.site import Site
from tests.factories import make_body
from tests.organisations.makers import again, described, found, registered, seen, somebody


def test_whoever_registers_becomes_the_representative_of_an_organisation_that_nobody_verified(site: Site):
    ana = somebody(site, "ana")
    row = registered(site, ana)
    assert (row.slug, row.region, row.verified_at) == ("harbour-watch", "latin_america_caribbean", None)
    assert [(held.role, held.scope, held.scope_id) for held in again(site, ana).held] == [
        ("representative", "organisation", row.id)
    ]


def test_without_an_account_nothing_is_registered(site: Site):
    with pytest.raises(Unauthenticated):
        site.work.run(register_organisation, ANYBODY, new=described())


@pytest.mark.parametrize("category", ["state", "nhri", "un_entity"])
def test_nobody_says_of_oneself_what_a_secretariat_says(site: Site, category: str):
    ana = somebody(site, "ana")
    with pytest.raises(Invalid, match="set_by_secretariat"):
        site.work.run(register_organisation, ana, new=described(category=category))
    row = registered(site, ana)
    given: dict[str, Any] = {"public_id": row.public_id, "seen": seen(site, row.public_id)}
    with pytest.raises(Invalid, match="set_by_secretariat"):
        site.work.run(edit_organisation, again(site, ana), new=described(category=category), **given)


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"name": " "}, "name", "required"),
        ({"name": "x" * 201}, "name", "too_long"),
        ({"category": "individual"}, "category", "no_such_choice"),
        ({"country": "XX"}, "country", "no_such_choice"),
        ({"country": None, "region": "moon"}, "region", "no_such_choice"),
        ({"website": "javascript:alert(1)"}, "website", "not_a_website"),
        ({"contact": "x" * 1001}, "contact", "too_long"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_field(site: Site, values: dict[str, str], field: str, problem: str):
    with pytest.raises(Invalid) as refused:
        site.work.run(register_organisation, somebody(site, "ana"), new=described(**values))
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_a_name_stands_once_in_a_country(site: Site):
    ana = somebody(site, "ana")
    registered(site, ana)
    with pytest.raises(Invalid, match="organisation_exists"):
        registered(site, ana, "HARBOUR  watch")
    assert registered(site, ana, country="CR").slug.startswith("harbour-watch-")


def test_only_a_representative_changes_it_and_not_over_somebody_else(site: Site):
    ana, stranger = somebody(site, "ana"), somebody(site, "ben")
    row = registered(site, ana)
    ana, mark = again(site, ana), seen(site, row.public_id)
    new = described(website="https://harbour.example")
    with pytest.raises(NotFound):
        site.work.run(edit_organisation, stranger, public_id=row.public_id, seen=mark, new=new)
    site.work.run(edit_organisation, ana, public_id=row.public_id, seen=mark, new=new)
    assert found(site, row.public_id).website == "https://harbour.example"
    with pytest.raises(Conflict, match="changed_meanwhile"):
        site.work.run(edit_organisation, ana, public_id=row.public_id, seen=mark, new=new)


def test_the_secretariat_of_any_body_says_what_it_is(site: Site):
    ana, body = somebody(site, "ana"), make_body(site)
    office = somebody(site, "office", ("secretariat", "body", body.id))
    row = registered(site, ana, category="other")
    given: dict[str, Any] = {
        "public_id": row.public_id,
        "seen": seen(site, row.public_id),
        "category": "nhri",
        "status": "A",
    }
    for other in (again(site, ana), somebody(site, "mod", ("moderator", "body", body.id))):
        with pytest.raises(NotFound):
            site.work.run(verify_organisation, other, **given)
    site.work.run(verify_organisation, office, **given)
    row = found(site, row.public_id)
    assert (row.present_category, row.category, row.status, row.verified_by) == (
        "nhri",
        "other",
        "A",
        office.account_id,
    )
    with pytest.raises(Conflict, match="changed_meanwhile"):
        site.work.run(verify_organisation, office, **given)
    with pytest.raises(Invalid, match="not_a_status"):
        site.work.run(verify_organisation, office, **given | {"seen": seen(site, row.public_id), "category": "media"})


def test_another_name_ends_a_verification_and_the_same_does_not(site: Site):
    ana = somebody(site, "ana")
    office = somebody(site, "office", ("secretariat", "body", make_body(site).id))
    row = registered(site, ana, category="other")
    ana = again(site, ana)

    def mark() -> dict[str, Any]:
        return {"public_id": row.public_id, "seen": seen(site, row.public_id)}

    site.work.run(verify_organisation, office, category="nhri", status="B", **mark())
    site.work.run(edit_organisation, ana, new=described(category="nhri", contact="another"), **mark())
    assert found(site, row.public_id).status == "B"
    site.work.run(edit_organisation, ana, new=described("Harbour Police", category="other"), **mark())
    changed = found(site, row.public_id)
    assert (changed.verified_at, changed.status, changed.present_category) == (None, None, "other")


def test_a_verification_is_taken_back_with_a_reason(site: Site):
    ana = somebody(site, "ana")
    office = somebody(site, "office", ("secretariat", "body", make_body(site).id))
    row = registered(site, ana)

    def mark() -> dict[str, Any]:
        return {"public_id": row.public_id, "seen": seen(site, row.public_id)}

    with pytest.raises(Conflict, match="wrong_state"):
        site.work.run(withdraw_verification, office, note="Never was.", **mark())
    site.work.run(verify_organisation, office, category="academia", **mark())
    with pytest.raises(Invalid, match="required"):
        site.work.run(withdraw_verification, office, note=" ", **mark())
    with pytest.raises(NotFound):
        site.work.run(withdraw_verification, again(site, ana), note="Mine.", **mark())
    site.work.run(withdraw_verification, office, note="It was another one.", **mark())
    assert found(site, row.public_id).present_category == "civil_society"


def test_off_the_list_it_is_seen_by_its_own_and_by_secretariats_alone(site: Site):
    ana, stranger = somebody(site, "ana"), somebody(site, "ben")
    office = somebody(site, "office", ("secretariat", "body", make_body(site).id))
    row, other = registered(site, ana), registered(site, ana, "Another")
    given: dict[str, Any] = {"public_id": row.public_id, "listed": False, "note": "It does not exist."}
    with pytest.raises(NotFound):
        site.work.run(list_organisation, again(site, ana), seen=seen(site, row.public_id), **given)
    site.work.run(list_organisation, office, seen=seen(site, row.public_id), **given)
    with pytest.raises(Conflict, match="wrong_state"):
        site.work.run(list_organisation, office, seen=seen(site, row.public_id), **given)
    row = found(site, row.public_id)
    with site.database.reading() as db:
        assert [one.id for one, _name in organisations(db, again(site, ana), Filter(), "en").rows] == [other.id]
        assert organisations_to_verify(db, office, Filter(), "en").total == 2
        with pytest.raises(NotFound):
            organisations_to_verify(db, stranger, Filter(), "en")
        for who, sees in ((ANYBODY, False), (stranger, False), (again(site, ana), True), (office, True)):
            in_sql = set(db.query(Organisation.id).where(visible(who)).all())
            assert may_see(who, row) is sees is ((row.id,) in in_sql)
            assert may_see(who, other)
            assert (other.id,) in in_sql


def test_lists_are_narrowed_and_counted_under_the_other_filters(site: Site):
    ana = somebody(site, "ana")
    for name, country, category in (("A", "PA", "media"), ("B", "PA", "academia"), ("C", "KE", "media")):
        registered(site, ana, name, country=country, category=category)
    with site.database.reading() as db:
        told = organisations(db, ANYBODY, Filter(category="media"), "en")
        assert [name.text for _row, name in told.rows] == ["A", "C"]
        assert dict(told.counts["country"]) == {"PA": 1, "KE": 1}
        assert dict(told.counts["category"]) == {"media": 2, "academia": 1}
        assert organisations(db, ANYBODY, Filter(region="africa", category="academia"), "en").total == 0


def test_a_body_adds_categories_that_its_proceedings_offer(site: Site):
    here, there = make_body(site), make_body(site, "elsewhere", "Another")
    office = somebody(site, "office", ("secretariat", "body", here.id))
    given: dict[str, Any] = {
        "key": "river_council",
        "names": {"en": "River council", "fr": "Conseil de rivière"},
        "language": "en",
    }
    with pytest.raises(NotFound):
        site.work.run(add_category, office, body_id=there.id, **given)
    made = site.work.run(add_category, office, body_id=here.id, **given).result
    with site.database.reading() as db:
        assert "river_council" in categories_for(db, here.id)
        assert "river_council" not in categories_for(db, there.id)
    for key, problem in (("river_council", "slug_taken"), ("media", "slug_taken"), ("Rivers!", "not_a_key")):
        with pytest.raises(Invalid, match=problem):
            site.work.run(add_category, office, body_id=here.id, **given | {"key": key})
    with pytest.raises(NotFound):
        site.work.run(end_category, somebody(site, "ben", ("secretariat", "body", there.id)), public_id=made)
    site.work.run(end_category, office, public_id=made)
    with pytest.raises(Conflict, match="wrong_state"):
        site.work.run(end_category, office, public_id=made)
    with site.database.reading() as db:
        assert "river_council" not in categories_for(db, here.id)
