"""Writing on pages without a script: taking a paragraph, saving, what came too late, and never losing what was typed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from consult.core.clock import now
from consult.workspaces.writing.operations.locks import take_lock
from consult.workspaces.writing.operations.saving import save_paragraph
from tests.factories import hidden, page, sign_in, without_token
from tests.workspaces.writing.world import TEXTS, Desk, document_of

pytestmark = pytest.mark.pages
Browsers = Callable[[str], FlaskClient]


@pytest.fixture
def browsers(app: Flask, desk: Desk) -> Browsers:
    """A browser in which somebody is signed in."""

    def of(who: str) -> FlaskClient:
        client = app.test_client()
        sign_in(desk.site, client, desk.people[who])
        return client

    return of


def edit(desk: Desk) -> str:
    return f"{desk.base}paragraphs/{desk.first.key}/edit"


def post(client: FlaskClient, desk: Desk, address: str, values: dict[str, Any]) -> Any:
    token = hidden(page(client, "/en/account/sign-in"), "csrf_token")
    return client.post(address, data={"csrf_token": token, **values})


def taken(client: FlaskClient, desk: Desk) -> tuple[str, dict[str, str]]:
    """The form of the first paragraph, taken, with its hidden fields."""
    answer = post(client, desk, edit(desk), {"act": "take"})
    assert answer.status_code == 303
    text = page(client, answer.location)
    return text, {name: hidden(text, name) for name in ("csrf_token", "client_id", "seen", "window")}


def test_a_paragraph_is_taken_written_and_saved(desk: Desk, browsers: Browsers) -> None:
    ana = browsers("ana")
    assert "Write a paragraph" not in page(ana, f"{desk.base}write")
    text, fields = taken(ana, desk)
    assert TEXTS[0] in text
    assert "You are writing this paragraph" in page(ana, f"{desk.base}write")
    bos = page(browsers("bo"), f"{desk.base}write")
    assert "<bdi>Ana</bdi> is writing this paragraph" in bos
    assert 'value="break"' not in bos
    assert 'value="break"' in page(browsers("dina"), f"{desk.base}write")
    answer = ana.post(edit(desk), data=fields | {"act": "save", "text": "Newer words."})
    assert answer.status_code == 303
    assert answer.location.endswith(f"write#p-{desk.first.key}")
    text = page(ana, f"{desk.base}write")
    assert "Newer words." in text
    assert "is writing" not in text
    page(ana, f"{desk.base.replace('/en/', '/ar/')}write")


def test_opening_by_get_takes_no_lock_and_who_writes_is_told_on_refusal(desk: Desk, browsers: Browsers) -> None:
    ana, bo = browsers("ana"), browsers("bo")
    assert "<textarea" not in page(ana, edit(desk))
    taken(ana, desk)
    answer = post(bo, desk, edit(desk), {"act": "take"})
    assert answer.status_code == 409
    assert "Ana is writing this paragraph. If they do not go on, it is free again at" in answer.text
    answer = post(ana, desk, edit(desk), {"act": "take"})
    assert answer.status_code == 409
    assert 'value="take_over"' in answer.text
    answer = post(ana, desk, edit(desk), {"act": "take_over", "window": hidden(answer.text, "window")})
    text = page(ana, answer.location)
    assert "<textarea" in text
    fields = {name: hidden(text, name) for name in ("csrf_token", "window")}
    assert ana.post(edit(desk), data=fields | {"act": "release"}).status_code == 303
    assert "is writing" not in page(bo, f"{desk.base}write")
    assert post(browsers("dina"), desk, edit(desk), {"act": "break"}).status_code == 409


def test_who_leads_ends_a_turn(desk: Desk, browsers: Browsers) -> None:
    ana = browsers("ana")
    _text, fields = taken(ana, desk)
    assert post(browsers("bo"), desk, edit(desk), {"act": "break"}).status_code == 404
    assert post(browsers("dina"), desk, edit(desk), {"act": "break"}).status_code == 303
    assert "is writing" not in page(ana, f"{desk.base}write")
    assert ana.post(edit(desk), data=fields | {"act": "save", "text": "Still saved."}).status_code == 303
    assert desk.first.text == "Still saved."


def test_what_came_too_late_leads_to_both_versions_and_is_merged(desk: Desk, browsers: Browsers) -> None:
    ana, bo = browsers("ana"), browsers("bo")
    _text, fields = taken(ana, desk)
    desk.save("ana", "The river belongs to all of us.", token=fields["window"])
    answer = ana.post(edit(desk), data=fields | {"act": "save", "text": "The wide river belongs to all."})
    assert "/conflicts/" in answer.location
    both = page(ana, answer.location)
    assert "<ins>wide" in both.replace("<ins> ", "<ins>")
    assert "The wide river belongs to all of us.</textarea>" in both
    assert "To be merged" in page(bo, f"{desk.base}write")
    mine = {name: hidden(both, name) for name in ("csrf_token", "client_id", "seen")}
    refused = ana.post(answer.location, data=mine | {"act": "merge", "seen": "1", "text": "Mine, typed at length."})
    assert refused.status_code == 409
    assert "Mine, typed at length.</textarea>" in refused.text
    done = ana.post(answer.location, data=mine | {"act": "merge", "text": "The wide river belongs to all of us."})
    assert done.status_code == 303
    assert desk.first.text == "The wide river belongs to all of us."
    assert "<bdi>Ana</bdi> merged this version" in page(bo, answer.location)
    history = page(bo, f"{desk.base}paragraphs/{desk.first.key}/history")
    for words in ("Revision 3", "This stands now", "<bdi>Ana</bdi> merged this version", "Restore this text"):
        assert words in history


def test_a_version_is_set_aside_by_who_may(desk: Desk, browsers: Browsers) -> None:
    desk.save("ana", "Newer.")
    late = desk.save("bo", "Late.", seen=1)
    address = f"{desk.base}conflicts/{late.conflict}"
    assert 'value="set_aside"' not in page(browsers("cem"), address)
    assert post(browsers("cem"), desk, address, {"act": "set_aside"}).status_code == 404
    assert post(browsers("bo"), desk, address, {"act": "set_aside"}).status_code == 303
    assert "<bdi>Bo</bdi> set this version aside" in page(browsers("cem"), address)


def test_an_earlier_text_stands_again(desk: Desk, browsers: Browsers) -> None:
    desk.save("ana", "Newer.")
    ana, address = browsers("ana"), f"{desk.base}paragraphs/{desk.first.key}/history"
    text = page(ana, address)
    fields = {name: hidden(text, name) for name in ("csrf_token", "client_id", "seen", "revision")}
    assert (fields["seen"], fields["revision"]) == ("2", "1")
    assert ana.post(address, data=fields | {"act": "restore"}).status_code == 303
    assert desk.first.text == TEXTS[0]
    assert "Restore this text" not in page(browsers("olga"), address)


def test_what_was_typed_comes_back_when_it_cannot_be_saved(desk: Desk, browsers: Browsers) -> None:
    ana = browsers("ana")
    _text, fields = taken(ana, desk)
    sent = fields | {"act": "save", "text": "Typed at length, in the bus."}
    for values, status in (({"text": "x" * 20_001}, 400), ({"client_id": "no"}, 400)):
        answer = ana.post(edit(desk), data=sent | values)
        assert answer.status_code == status
        assert (sent | values)["text"] in answer.text
    desk.change(desk.room, state="closed")
    answer = ana.post(edit(desk), data=sent)
    assert answer.status_code == 403
    assert "Typed at length, in the bus.</textarea>" in answer.text
    desk.change(desk.room, state="open")
    desk.remove("ana")
    gone = ana.post(edit(desk), data=sent)
    assert gone.status_code == 404
    assert "Typed at length, in the bus.</textarea>" in gone.text
    assert "The title of" not in gone.text
    absent = ana.post(edit(desk).replace(desk.public_id, "absent"), data=sent)
    assert absent.status_code == 404
    assert without_token(absent.text).replace("absent", desk.public_id) == without_token(gone.text)
    assert desk.first.text == TEXTS[0]


def test_who_signed_out_meanwhile_gets_back_what_was_typed(desk: Desk, browsers: Browsers, app: Flask) -> None:
    ana = browsers("ana")
    _text, fields = taken(ana, desk)
    with ana.session_transaction() as session:
        session["token"] = "ended"
    answer = ana.post(edit(desk), data=fields | {"act": "save", "text": "Words after the session."})
    assert "Words after the session.</textarea>" in answer.text
    stranger = app.test_client()
    answer = stranger.post(edit(desk), data=fields | {"act": "save", "text": "Words without a cookie."})
    assert answer.status_code == 400
    assert "Words without a cookie." in answer.text


def test_words_for_what_is_gone_are_shown_where_they_are_kept(desk: Desk, browsers: Browsers) -> None:
    ana = browsers("ana")
    _text, fields = taken(ana, desk)
    desk.change(desk.first, removed_at=now())
    answer = ana.post(edit(desk), data=fields | {"act": "save", "text": "For a paragraph that is gone."})
    both = page(ana, answer.location)
    assert "The words are kept here." in both
    assert "<textarea" not in both
    assert "Saved for paragraphs that are gone" in page(browsers("bo"), f"{desk.base}write")
    desk.change(document_of(desk), removed_at=now())
    assert "For a paragraph that is gone." in page(ana, answer.location)
    page(ana, f"{desk.base}write", 404)


def test_an_observer_reads_and_writes_nothing(desk: Desk, browsers: Browsers) -> None:
    olga = browsers("olga")
    text = page(olga, f"{desk.base}write")
    assert "You read here what is being written" in text
    assert 'value="take"' not in text
    for values in ({"act": "take"}, {"act": "save", "text": "", "seen": "1"}):
        assert post(olga, desk, edit(desk), values).status_code == 404
    desk.change(desk.room, state="closed")
    assert "This room is closed" in page(browsers("ana"), f"{desk.base}write")


def test_strangers_find_none_of_it(desk: Desk, browsers: Browsers, app: Flask) -> None:
    late = (desk.save("ana", "Newer."), desk.save("bo", "Late.", seen=1))[1]
    key = desk.first.key
    addresses = (
        "write",
        f"paragraphs/{key}/edit",
        f"paragraphs/{key}/part",
        f"paragraphs/{key}/history",
        f"conflicts/{late.conflict}",
    )
    for client in (browsers("stranger"), app.test_client()):
        for path in addresses:
            page(client, desk.base + path, 404)


def test_the_script_is_answered_in_json(desk: Desk, browsers: Browsers) -> None:
    ana, bo = browsers("ana"), browsers("bo")
    key = "6f2c4f0e-3a51-4a43-9f0e-0d9d2a5f7b11"

    def said(client: FlaskClient, act: str, **fields: str) -> dict[str, Any]:
        token = hidden(page(client, edit(desk)), "csrf_token")
        given = {"csrf_token": token, "window": "window-of-ana" if client is ana else "window-of-bo", "act": act}
        answer = client.post(edit(desk), data=given | fields, headers={"Accept": "application/json"})
        return {"status": answer.status_code, **json.loads(answer.data)}

    taken_here = said(ana, "take")
    assert (taken_here["ok"], taken_here["revision"], taken_here["text"]) == (True, 1, TEXTS[0])
    assert said(ana, "renew")["until"] >= taken_here["until"]
    refused = said(bo, "take")
    assert (refused["status"], refused["code"], refused["problem"]) == (409, "conflict", "being_written")
    saved = said(ana, "save", seen="1", text="By a script.", client_id=key)
    assert (saved["ok"], saved["state"], saved["revision"]) == (True, "saved", 2)
    assert said(ana, "save", seen="1", text="By a script.", client_id=key)["dup"]
    part = page(bo, f"{desk.base}paragraphs/{desk.first.key}/part")
    assert "By a script." in part
    assert "<html" not in part
    assert said(bo, "release") == {"status": 200, "ok": True}
    assert said(bo, "dance")["status"] == 404


def test_the_text_asks_as_often_for_many_paragraphs_as_for_one(desk: Desk, browsers: Browsers) -> None:
    def asked(client: FlaskClient) -> int:
        found: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            found.append(statement)

        event.listen(desk.site.database.readers, "before_cursor_execute", note)
        page(client, f"{desk.base}write")
        event.remove(desk.site.database.readers, "before_cursor_execute", note)
        return len(found)

    ana = browsers("ana")
    desk.take("ana")
    desk.save("bo", "One version.")
    few = asked(ana)
    for number, row in enumerate(desk.paragraphs()[1:]):
        desk.run(take_lock, "cem", key=row.key, token="window-of-cem")
        more = {"seen": 1, "text": f"Late {number}.", "client_id": str(number)}
        desk.run(save_paragraph, "bo", key=row.key, **more)
    assert asked(ana) == few
