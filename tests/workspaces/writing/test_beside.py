"""What the pages of a document tell of its writers."""

import pytest
from flask import Flask

from tests.factories import page, sign_in
from tests.workspaces.writing.world import Desk

pytestmark = pytest.mark.pages


def test_the_text_tells_who_writes_and_what_waits(desk: Desk, app: Flask) -> None:
    desk.take("ana")
    desk.save("bo", "From the side.")
    client = app.test_client()
    sign_in(desk.site, client, desk.people["cem"])
    text = page(client, desk.base)
    assert "<bdi>Ana</bdi> is writing this paragraph" in text
    assert "1 version to be merged" in text
    assert f'href="{desk.base}write#p-{desk.first.key}"' in text
    assert "Ana" in page(client, desk.base.partition("documents/")[0] + "documents/")
    assert f'href="{desk.base}write"' in text
    sign_in(desk.site, client, desk.people["olga"])
    assert "1 version to be merged" in page(client, desk.base)
