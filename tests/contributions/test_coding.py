"""Stakeholder codes: suggested, given, changed, and found by their former ones."""

import pytest
from sqlalchemy import select

from consult.contributions.codes import sort_key, suggested_code
from consult.contributions.docket.counting import count_docket
from consult.contributions.docket.models import GivenCode
from consult.contributions.docket.related import coded_reference, former_codes
from consult.contributions.docket.wanted import DocketFilter
from consult.contributions.operations.coding import give_codes
from consult.core.actors import ANYBODY
from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.site import Site
from tests.contributions.docketing import file, is_whole, of_coalition, of_organisation, row_of
from tests.factories import actor_for, make_account, make_body, make_proceeding


@pytest.fixture
def body(site: Site):
    return make_body(site)


@pytest.fixture
def room(site: Site, body):
    return make_proceeding(site, body)


@pytest.fixture
def office(site: Site, body):
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))


def give(site, who, room, codes, seen=None):
    return site.work.run(give_codes, who, proceeding_id=room.id, codes=codes, seen=seen or {}).result


@pytest.mark.parametrize(
    ("name", "behalf", "taken", "code"),
    [
        ("Amnesty International", "organisation", (), "AI"),
        ("Amnesty International", "organisation", ("AI",), "AI2"),
        ("CIVICUS", "organisation", (), "CIVICUS"),
        ("Union of the Deaf (UFD), Alvera", "organisation", (), "UFD"),
        ("Réseau des observateurs citoyens", "organisation", (), "ROC"),
        ("Écoute", "organisation", (), "ECOU"),
        ("مركز البرزخ للمساعدة القانونية", "organisation", ("S1",), "S2"),
        ("Anything", "coalition", ("JS1", "JS2"), "JS3"),
    ],
)
def test_a_code_is_suggested_as_the_summaries_use_them(name, behalf, taken, code):
    assert suggested_code(name, behalf, taken) == code


def test_codes_stand_in_the_order_of_their_numbers():
    assert sorted(["JS10", "JS2", "AI"], key=sort_key) == ["AI", "JS2", "JS10"]


def test_the_office_gives_changes_and_takes_codes_away(site, room, office):
    one, two = of_organisation(site, room, "Amnesty International"), of_coalition(site, room, "Alliance")
    assert give(site, office, room, {one: "AI", two: "JS1"}) == 2
    assert give(site, office, room, {one: "JS1", two: "AI"}, {one: "AI", two: "JS1"}) == 2  # they change places
    assert (row_of(site, one).code, row_of(site, two).code) == ("JS1", "AI")
    assert give(site, office, room, {one: None, two: "AI"}, {one: "JS1", two: "AI"}) == 1
    with site.database.reading() as db:
        assert former_codes(db, ANYBODY, [one]) == {one: ["JS1", "AI"]}
        assert coded_reference(db, ANYBODY, room, "AI") == two  # the present one before a former one
        assert coded_reference(db, ANYBODY, room, "JS1") == one
        assert count_docket(db, ANYBODY, room, DocketFilter(code="JS1")).total == 2  # both had it
        assert count_docket(db, ANYBODY, room, DocketFilter(coded="yes")).total == 1
        kinds = db.scalars(select(Entry.kind).where(Entry.reference == one, Entry.kind.like("%.coded"))).all()
        assert len(kinds) == 3
        roles = set(db.scalars(select(GivenCode.role)))
    assert roles == {"secretariat"}
    assert is_whole(site)


@pytest.mark.parametrize("code", ["ai", "A" * 17, "A I", "-A", "Ä1"])
def test_a_code_has_its_shape(site, room, office, code):
    one = of_organisation(site, room, "Amnesty International")
    with pytest.raises(Invalid, match="code_shape"):
        give(site, office, room, {one: code})
    assert row_of(site, one).code is None


def test_a_code_is_given_once_in_a_proceeding(site, body, room, office):
    one, two = of_organisation(site, room, "Amnesty International"), of_organisation(site, room, "Arts Inc")
    give(site, office, room, {one: "AI"})
    with pytest.raises(Invalid, match="code_taken"):
        give(site, office, room, {two: "AI"})
    with pytest.raises(Invalid, match="code_taken"):
        give(site, office, room, {one: "X1", two: "X1"}, {one: "AI"})
    other = make_proceeding(site, body, "other", prefix="C2")
    assert give(site, office, other, {of_organisation(site, other, "Amnesty International"): "AI"}) == 1


def test_two_who_change_a_code_do_not_overwrite_each_other(site, room, office):
    one = of_organisation(site, room, "Amnesty International")
    give(site, office, room, {one: "AI"})
    with pytest.raises(Conflict):
        give(site, office, room, {one: "AMI"}, {one: None})


def test_what_has_no_name_gets_no_code(site, room, office):
    with pytest.raises(Invalid, match="code_without_name"):
        give(site, office, room, {file(site, room, identity="none", name=None): "AI"})


@pytest.mark.parametrize("role", ["moderator", "rapporteur"])
def test_nobody_else_gives_codes(site, body, room, role):
    one = of_organisation(site, room, "Amnesty International")
    who = actor_for(site, make_account(site, f"{role}@example.org", (role, "body", body.id)))
    with pytest.raises(NotFound):
        give(site, who, room, {one: "AI"})
    with pytest.raises(NotFound):
        give(site, ANYBODY, room, {one: "AI"})


def test_a_code_is_withheld_with_the_name(site, room, office):
    kept = of_organisation(site, room, "Amnesty International", identity="secretariat")
    give(site, office, room, {kept: "AI"})
    with site.database.reading() as db:
        for wanted in (DocketFilter(code="AI"), DocketFilter(coded="yes"), DocketFilter(on_behalf="organisation")):
            assert count_docket(db, ANYBODY, room, wanted).total == 0
            assert count_docket(db, office, room, wanted).total == 1
        assert coded_reference(db, ANYBODY, room, "AI") is None
        assert former_codes(db, ANYBODY, [kept]) == {}
