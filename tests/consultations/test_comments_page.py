"""The page of comments: its stream, its order, its queries, and that it is kept for no other reader."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from consult.consultations.operations import save_paragraphs
from consult.core.prepared import Prepared
from consult.ledger.queries import stream_of
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.test_commenting import COMMENTS, stored
from tests.factories import (
    TEST,
    hidden,
    make_body,
    make_comment,
    make_proceeding,
    page,
    post_comment,
    send,
)


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site), word_limit=20)
    texts = [{"number": number, "heading": None, "text": {"en": f"Rule {number}."}} for number in (1, 2)]
    site.work.run(save_paragraphs, TEST, proceeding_id=made.id, paragraphs=texts)
    return made


def test_the_page_says_where_its_stream_stands(site, client, proceeding):
    post_comment(client)
    text = page(client, COMMENTS)
    with site.database.reading() as db:
        stream = stream_of(db, proceeding.id, "public")
    assert stream is not None
    assert f'data-stream="{stream.public_id}" data-epoch="{stream.epoch}" data-seq="1"' in text
    assert "data-stream" not in page(client, COMMENTS + "?before=1")


@pytest.mark.pages
def test_fifty_a_page_then_the_older_ones(site, client, proceeding):
    for number in range(52):
        make_comment(site, proceeding, f"Text {number:02}.", sender=f"browser {number}")
    first = page(client, COMMENTS)
    assert len(re.findall(r'<article class="comment" id=', first)) == 50
    assert "Text 51." in first
    assert "Text 01." not in first
    older = re.search(r'href="([^"]*before=\d+)"', first)
    assert older
    second = page(client, older[1].replace("&amp;", "&"))
    assert "Text 01." in second
    assert "Text 00." in second
    assert "Text 02." not in second


def statements(site: Site, client: FlaskClient, address: str) -> int:
    """How many queries make this page anew, with nothing kept from before; prepared ones pass below those that are heard."""
    seen: list[str] = []
    raw = Prepared.raw

    def count(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    def count_prepared(self: Prepared, *values: Any, **more: Any) -> Any:
        seen.append("SELECT")
        return raw(self, *values, **more)

    client.application.extensions["consult.kept"].forget()
    event.listen(site.database.readers, "before_cursor_execute", count)
    try:
        with patch.object(Prepared, "raw", count_prepared):
            page(client, address)
    finally:
        event.remove(site.database.readers, "before_cursor_execute", count)
    return len([one for one in seen if one.lstrip().upper().startswith("SELECT")])


@pytest.mark.pages
@pytest.mark.parametrize(
    "address", [COMMENTS, COMMENTS + "?paragraph=1", "/en/consultations/assemblies/", "/en/", "/en/consultations/"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(site: Site, app: Flask, proceeding, address):
    writer, reader = app.test_client(), app.test_client()
    post_comment(writer)
    page(reader, COMMENTS)  # the browser has its name from here on
    one = statements(site, reader, address)
    post_comment(writer)
    post_comment(writer)
    make_proceeding(site, make_body(site, "third"), "third")
    assert statements(site, reader, address) == one
    assert one <= 10  # with the ground of what is kept


def test_a_page_that_is_kept_shows_every_change_and_no_reader_anothers(site: Site, app: Flask, proceeding):
    writer, reader, voter = (app.test_client() for _browser in range(3))
    post_comment(writer, body="First.")
    first = page(reader, COMMENTS)
    reference = stored(site)[0].reference
    assert 'aria-pressed="true"' not in first
    assert f'value="agree:{reference}" aria-pressed="false">Agree <b>0</b>' in first
    send(voter, COMMENTS, {"vote": f"agree:{reference}"}, "/en/consultations/assemblies/vote")
    assert f'value="agree:{reference}" aria-pressed="true">Agree <b>1</b>' in page(voter, COMMENTS)
    after = page(reader, COMMENTS)
    assert f'value="agree:{reference}" aria-pressed="false">Agree <b>1</b>' in after
    assert hidden(after, "csrf_token") != hidden(page(voter, COMMENTS), "csrf_token")
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    assert "First." not in page(reader, COMMENTS)
    assert "First." not in page(voter, COMMENTS)
