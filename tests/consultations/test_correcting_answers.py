"""Correcting a response that was sent, through the pages of its questions."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.contributions.models import Contribution, Passage
from consult.core.clock import now, telling
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.respondent import Respondent, codeword_in, text_of
from tests.consultations.test_coming_back_to_answers import SECTIONS, drafts
from tests.factories import TEST, make_body, make_proceeding, page, post, publish

pytestmark = pytest.mark.pages


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, SECTIONS)
    return made


@pytest.fixture
def somebody(client: FlaskClient, proceeding: Proceeding) -> Respondent:
    return Respondent(client)


def filed(somebody: Respondent) -> tuple[str, str]:
    """A response with an answer of each kind; its address for its author, and the reference."""
    somebody.answer("first", short="Before.", one="yes")
    somebody.answer("people", **{"who.1": "Ama"})
    somebody.answer(
        "last", **{"rows.1.r1": "c1", "rows.1.r2": "c2", "day.1.day": "1", "day.1.month": "2", "day.1.year": "2026"}
    )
    somebody.you()
    answer = somebody.send()
    reference = hidden_reference(answer)
    back = post(somebody.client, "/en/return/", {"reference": reference, "codeword": codeword_in(answer)})
    return str(back.location), reference


def hidden_reference(answer: Any) -> str:
    """The reference on a receipt."""
    return str(answer.get_data(as_text=True).split('class="ref"')[1].split('class="symbol">')[1].split("<")[0])


class Corrector(Respondent):
    """The author of a response at its correction."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        super().__init__(client)
        self.start = f"{address}/correct"


def test_a_correction_goes_through_the_same_pages_and_is_read_again(site: Site, somebody: Respondent):
    def moderate(db: Any, _actor: Any) -> None:
        db.scalars(select(Proceeding)).one().moderation = "before"

    site.work.run(moderate, TEST)
    address, reference = filed(somebody)
    site.work.run(decide, TEST, reference=reference, act="approve", seen=1)
    one = Corrector(somebody.client, address)
    begun = post(somebody.client, f"{address}/correct")
    assert begun.location == f"{address}/correct/review"
    assert "1 February 2026" in one.read("review") or "2026-02-01" in one.read("review")
    assert one.answer("first", short="After.", one="yes") == f"{address}/correct/step/people"
    kept = one.press("people", act="save", **{"q_who.1": "Ama and Bo"})
    assert kept.location == address
    assert "You have begun a correction already" in text_of(somebody.client.get(f"{address}/correct"))
    assert "Before." in page(somebody.client, address)
    form = one.form("review")
    assert one.send(form).status_code == 303
    assert one.send(form).status_code == 303  # pressed twice
    assert "Your correction waits for a moderator" in text_of(somebody.client.get(address))
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        assert (row.version, row.latest, row.waiting) == (1, 2, True)
        texts = [passage.text for passage in db.scalars(select(Passage).order_by(Passage.id))]
    assert texts[:2] == ["Before.", "The option yes"]
    assert "After." in texts
    assert "Ama and Bo" in texts
    assert len(texts) == 12
    assert drafts(site) == []


def test_a_correction_is_for_its_author_and_until_the_closing(
    site: Site, app: Flask, somebody: Respondent, proceeding: Proceeding
):
    address, _reference = filed(somebody)
    post(somebody.client, f"{address}/correct")
    one = Corrector(somebody.client, address)
    open_page = one.form("first")
    stranger = app.test_client()
    for path in ("/correct", "/correct/review", "/correct/step/first"):
        page(stranger, address + path, 404)
    assert proceeding.closes_at is not None
    with somebody.client.session_transaction() as session:
        assert session["token"]
    with telling(now() + timedelta(minutes=1)):
        assert one.press("first", form=open_page, q_short="In time.", q_one="yes").status_code == 303
    form = one.form("review")

    def close(db: Any, _actor: Any) -> None:
        db.get(Proceeding, proceeding.id).state = "closed"

    site.work.run(close, TEST)
    late = one.send(form)
    assert late.status_code == 403
    assert "Your answers were not sent." in text_of(late)
    assert "In time." in text_of(late)
    assert "This can no longer be corrected." in text_of(somebody.client.get(f"{address}/correct"))
    assert len(drafts(site)) == 1
    post(somebody.client, f"{address}/withdraw")
    assert drafts(site) == []


def test_what_is_wrong_in_a_correction_is_said_and_nothing_is_sent(site: Site, somebody: Respondent):
    address, _reference = filed(somebody)
    post(somebody.client, f"{address}/correct")
    one = Corrector(somebody.client, address)
    assert one.press("first", q_short="Fine", q_one="perhaps").status_code == 400
    answer = one.send()
    assert answer.status_code == 400
    assert "Please choose one of the options given." in text_of(answer)
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).one().latest == 1
