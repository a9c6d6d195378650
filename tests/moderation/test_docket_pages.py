"""The docket through its pages, at the desk and in public: filters, views, citations, codes, relations."""

import re

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.contributions.operations.coding import give_codes
from consult.contributions.operations.relating import relate
from tests.contributions.docketing import file, of_coalition, of_organisation, row_of
from tests.factories import TEST, make_account, make_body, make_proceeding, page, post, sign_in

pytestmark = pytest.mark.pages
DOCKET = "/en/consultations/assemblies/submissions/"


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body)


@pytest.fixture
def office(site, app, body):
    browser = app.test_client()
    sign_in(site, browser, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    return browser


def count_beside(text: str, words: str) -> str | None:
    """The number beside a value of a filter."""
    found = re.search(rf'<span dir="auto">{re.escape(words)}</span> <span class="count">([\d,]+)</span>', text)
    return found[1] if found else None


def test_everybody_filters_what_is_public(site, client, room):
    one = of_organisation(site, room, "Law Faculty", "FR", category="academia", language="fr")
    two = file(site, room, "A word", kind="comment", category="individual")
    text = page(client, DOCKET)
    assert "2 inputs" in text
    assert count_beside(text, "Academia") == "1"
    assert count_beside(text, "Western European and other States") is None  # one region divides nothing
    text = page(client, f"{DOCKET}?category=academia")
    assert one in text
    assert two not in text
    assert count_beside(text, "Individual") == "1"  # under the other filters
    assert "Take this filter away: Academia" in text
    assert "Nothing fits" in page(client, f"{DOCKET}?category=academia&language=en")
    for address in ("?since=2099-01-01", "?until=2001-01-01", "?code=AI", "?country=KE", "?organisation=nobody"):
        assert "Nothing fits" in page(client, DOCKET + address), address
    assert "2 inputs" in page(
        client, f"{DOCKET}?since=yesterday&page=x&sort=none&view=none"
    )  # what it cannot mean is left out


def test_a_withheld_organisation_is_found_by_the_secretariat_alone(site, client, office, room):
    of_organisation(site, room, "Marigold Watch", "KE", identity="secretariat", category="civil_society")
    site.work.run(
        give_codes, TEST, proceeding_id=room.id, codes={row_reference(site): "MW"}, seen={row_reference(site): None}
    )
    desk = f"/en/desk/docket/{room.public_id}"
    for address in ("?country=KE", "?region=africa", "?on_behalf=organisation", "?code=MW", "?coded=yes"):
        assert "Nothing fits" in page(client, DOCKET + address) or "0 inputs" in page(client, DOCKET + address), address
        assert "Marigold Watch" in page(office, desk + address), address
    for address in ("", "?view=table", "?view=reading", "?q=marigold", "?choose=organisation"):
        text = page(client, DOCKET + address)
        assert "Marigold Watch" not in text
        assert "Kenya" not in text
        assert ">MW<" not in text


def row_reference(site) -> str:
    """The reference of the only contribution."""
    with site.database.reading() as db:
        return str(db.scalars(select(Contribution.reference)).one())


@pytest.mark.parametrize("view", ["list", "table", "reading"])
def test_each_view_shows_the_same_rows(site, client, room, view):
    references = [file(site, room, f"First {number}\nSecond {number}") for number in range(3)]
    text = page(client, f"{DOCKET}?view={view}")
    assert [text.index(one) for one in references] == sorted(text.index(one) for one in references)
    if view == "reading":
        assert "Second 2" in text
        assert 'aria-label="Paragraph 2"' in text


def test_words_are_found_within_the_filters_with_their_place(site, client, room):
    one = file(site, room, "The lantern by the bridge", category="academia")
    two = file(site, room, "Another lantern", category="individual")
    text = page(client, f"{DOCKET}?q=lantern&category=academia")
    assert "<mark>lantern</mark>" in text
    assert one in text
    assert two not in text


def test_a_contribution_has_numbered_paragraphs_and_a_citation(site, client, room):
    reference = of_organisation(site, room, "Amnesty International", text="One.\nTwo.\nThree.")
    site.work.run(give_codes, TEST, proceeding_id=room.id, codes={reference: "AI"}, seen={reference: None})
    text = page(client, f"{DOCKET}{reference}")
    assert all(f'id="p{number}"' in text for number in (1, 2, 3))
    assert "No. 1 in the docket" in text
    assert re.search(r'id="cite-1"[^>]*value="AI"', text)
    full = re.search(r'id="cite-2"[^>]*>([^<]*)<', text)
    assert full
    for part in ("Amnesty International (AI)", "The title of assemblies", "Test Commission", reference, "accessed"):
        assert part in full[1]
    assert f"http://localhost{DOCKET}{reference}" in full[1]


def test_a_code_leads_to_its_contribution_also_when_it_was_changed(site, client, room):
    reference = of_organisation(site, room, "Amnesty International")
    for before, code in ((None, "AI"), ("AI", "AMI")):
        site.work.run(give_codes, TEST, proceeding_id=room.id, codes={reference: code}, seen={reference: before})
    for code in ("AI", "AMI"):
        answer = client.get(f"{DOCKET}{code}")
        assert (answer.status_code, answer.location) == (302, f"{DOCKET}{reference}")
    page(client, f"{DOCKET}XX", 404)
    assert "formerly" in page(client, f"{DOCKET}{reference}")


def test_relations_stand_on_both_pages(site, client, room):
    first, second = file(site, room, "First"), file(site, room, "Second")
    said = {"reference": second, "kind": "replaces", "other": first}
    site.work.run(relate, TEST, proceeding_id=room.id, **said)
    assert f'Replaces <a href="{DOCKET}{first}">' in page(client, f"{DOCKET}{second}")
    text = page(client, f"{DOCKET}{first}")
    assert f'Replaced by <a href="{DOCKET}{second}">' in text
    assert "Replaced</span>" in text
    assert first in page(client, f"{DOCKET}?mark=replaced")
    assert second not in page(client, f"{DOCKET}?mark=replaced")


def test_the_office_keeps_the_codes_that_are_suggested(site, office, room):
    one, two = of_organisation(site, room, "Amnesty International"), of_coalition(site, room, "Alliance")
    address = f"/en/desk/docket/{room.public_id}/codes"
    text = page(office, address)
    assert 'value="AI"' in text
    assert 'value="JS1"' in text
    fields = {f"code.{one}": "AI", f"seen.{one}": "", f"code.{two}": "AI", f"seen.{two}": ""}
    answer = post(office, address, fields)
    assert answer.status_code == 400
    assert "is taken" in answer.text
    assert row_of(site, one).code is None
    assert post(office, address, fields | {f"code.{two}": "JS1"}).status_code == 303
    assert (row_of(site, one).code, row_of(site, two).code) == ("AI", "JS1")


def test_the_office_relates_filings_on_the_page_of_one(site, office, room):
    first, second = file(site, room, "First"), file(site, room, "Second")
    address = f"/en/desk/docket/{room.public_id}/filings/{second}"
    assert "stands for itself" in page(office, address)
    assert post(office, f"{address}/relate", {"kind": "replaces", "other": "C1-NONE"}, form=address).status_code == 400
    answer = post(office, f"{address}/relate", {"kind": "replaces", "other": first.lower()}, form=address)
    assert answer.status_code == 303
    text = page(office, address)
    assert "Replaces <a" in text
    relation = re.search(r'name="relation" value="(\w+)"', text)
    assert relation
    assert post(office, f"{address}/unrelate", {"relation": relation[1]}, form=address).status_code == 303
    assert "stands for itself" in page(office, address)
    assert post(office, f"{address}/code", {"code": "bad code", "seen": ""}, form=address).status_code == 400
    assert post(office, f"{address}/code", {"code": "AI", "seen": ""}, form=address).status_code == 303
    assert row_of(site, second).code == "AI"


def test_an_organisation_is_chosen_from_a_list_with_counts(site, client, room):
    assert "No organisation on the public list" in page(client, f"{DOCKET}?choose=organisation")


def test_while_searching_the_filters_count_what_was_found(site, client, office, room, monkeypatch):
    for number in range(3):
        file(site, room, f"Lantern {number}", category="academia")
    file(site, room, "Lantern and whistle", category="individual")
    file(site, room, "Whistle", category="media")
    for browser, address in ((client, DOCKET), (office, f"/en/desk/docket/{room.public_id}")):
        text = page(browser, f"{address}?q=lantern")
        assert "4 inputs" in text
        assert (count_beside(text, "Academia"), count_beside(text, "Individual")) == ("3", "1")
        assert count_beside(text, "Media") is None
        text = page(browser, f"{address}?q=whistle&category=media")
        assert (count_beside(text, "Individual"), count_beside(text, "Media")) == ("1", "1")
    monkeypatch.setattr("consult.contributions.docket.found.COUNTED", 3)
    text = page(client, f"{DOCKET}?q=lantern")
    assert "At least 4 inputs" in text  # as many are ranked
    assert '<span class="count">at least ' in text
