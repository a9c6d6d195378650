"""Uploads over a line that is cut: to a real server from a socket, and from Chromium with its script."""

import json
import re
import shutil
import socket
from collections.abc import Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from consult.site import Site, open_site
from tests.attachments import samples
from tests.attachments.conftest import SECTIONS
from tests.attachments.worker import rows
from tests.conftest import settings_for
from tests.factories import make_body, make_proceeding, publish
from tests.live.launch import Running, running
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
CONTENT = b"Many words. " * 500_000
STEP = "/en/consultations/assemblies/respond/step/part_1"


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A consultation with a question for files, on SQLite."""
    shutil.copy(sqlite_template, tmp_path / "consult.sqlite")
    opened = open_site(settings_for(f"sqlite:///{tmp_path / 'consult.sqlite'}", tmp_path))
    publish(opened, make_proceeding(opened, make_body(opened)), SECTIONS)
    yield opened
    opened.close()


@pytest.fixture
def server(site: Site) -> Iterator[Running]:
    """It is served by a process of its own."""
    with running(site.settings.database_url) as found:
        yield found


class Sender:
    """A browser's part in an upload, over plain sockets."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.headers: dict[str, str] = {"Host": server.url.removeprefix("http://")}
        link = HTTPConnection("127.0.0.1", server.port, timeout=20)
        link.request("GET", STEP, headers=self.headers)
        answer = link.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        assert token
        cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
        self.headers |= {"Cookie": cookie, "X-CSRFToken": unescape(token[1])}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> dict[str, Any]:
        """The JSON of an answer."""
        link = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request(method, path, body, headers={**self.headers, **named})
        told: dict[str, Any] = json.loads(link.getresponse().read())
        return told

    def cut(self, path: str, data: bytes, most: int) -> None:
        """Announce all of the data, send some of it, and be gone."""
        head = {
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(len(data)),
        }
        lines = [f"PATCH {path} HTTP/1.1", *(f"{name}: {value}" for name, value in {**self.headers, **head}.items())]
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as link:
            link.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + data[:most])


def test_what_arrived_before_the_cut_stays_and_the_rest_follows(site: Site, server: Running):
    sender, cut = Sender(server), len(CONTENT) * 99 // 100
    about = {"slug": "assemblies", "question": "q_papers", "name": "a.txt", "size": len(CONTENT)}
    upload = sender.ask("POST", "/en/uploads/", json.dumps(about).encode(), Content_Type="application/json")["upload"]
    path = f"/en/uploads/{upload}"
    sender.cut(path, CONTENT, cut)
    assert until(lambda: sender.ask("GET", path)["offset"] > cut - 300_000, 20)
    told: dict[str, Any] = {}

    def went_on() -> bool:
        """As the script does: ask how far it is, and send the rest; again while the server still holds the cut line."""
        offset = sender.ask("GET", path)["offset"]
        assert offset <= cut
        more = {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream"}
        told.update(sender.ask("PATCH", path, CONTENT[offset:], **more))
        return bool(told["ok"])

    assert until(went_on, 20), told
    (row,) = rows(site)
    assert (row.size, row.public_id) == (len(CONTENT), told["file"]["id"])


@pytest.mark.browser
def test_the_script_goes_on_after_a_cut_and_asks_what_a_picture_shows(site: Site, server: Running, chromium: Browser):
    context = chromium.new_context(base_url=server.url)
    page = context.new_page()
    cuts: list[str] = []

    def cut_once(route: Route) -> None:
        if route.request.method == "PATCH" and not cuts:
            cuts.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/**", cut_once)
    page.goto(STEP)
    files = [
        {"name": "seen.png", "mimeType": "image/png", "buffer": samples.telling_png()},
        {"name": "locked.pdf", "mimeType": "application/pdf", "buffer": samples.locked_pdf()},
    ]
    page.set_input_files("#u_q_papers", files)  # type: ignore[arg-type]
    expect(page.locator(".file-one").first).to_contain_text("Uploaded", timeout=30_000)
    expect(page.locator(".file-one").nth(1)).to_contain_text("password", timeout=30_000)
    assert len(cuts) == 1
    page.locator("[name^='alt.']").fill("A red square.")
    page.locator("main button[value=continue]").click()
    page.wait_for_url("**/respond/you")
    (row,) = rows(site)
    assert (row.name, row.alt) == ("seen.png", "A red square.")
    page.goto(STEP)
    expect(page.locator(".file-name")).to_have_text("seen.png")
    context.close()
