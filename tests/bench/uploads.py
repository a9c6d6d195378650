"""upload.rss.mb: by how much ten files of 50 MB that come in at the same time raise the server's memory above idle.

They come by both doors, in turn: with the form of a page, and in one piece of a resumable upload. Meanwhile somebody asks
every tenth of a second for the time that an answer takes.
"""

import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import orjson
from sqlalchemy import func, select

from consult.app import create_app
from consult.contributions.drafts.queries import mark_of
from consult.contributions.models import Attachment
from tests.bench.rows import Row, row
from tests.bench.serving import served
from tests.bench.worlds import new_site
from tests.factories import make_body, make_proceeding, publish
from tests.live.scene import Browser, browser_for

FILES, BYTES = 10, 50_000_000
PIECE = b"What I want to say takes a sentence or two. \n\n" * 1_000
STEP = "/en/consultations/assemblies/respond/step/part_1"
SECTIONS = [
    {
        "title": {"en": "The only part"},
        "questions": [
            {
                "key": "papers",
                "type": "file",
                "required": False,
                "settings": {"max_files": 3},
                "texts": {"label": {"en": "Your papers?"}},
            }
        ],
    }
]


def measure() -> list[Row]:
    """The higher of both doors."""
    with new_site() as site:
        publish(site, make_proceeding(site, make_body(site)), SECTIONS)
        app = create_app(site=site)
        people = [browser_for(app) for _number in range(FILES + 1)]
        with served(site) as server:
            for door in (by_form, by_piece):
                door(server.port, people[-1], 1_000_000)
            values = []
            for door in (by_form, by_piece):
                idle = memory(server.pid, "VmRSS")
                Path(f"/proc/{server.pid}/clear_refs").write_text("5")  # the peak begins anew
                slowest = at_once(server.port, [partial(door, server.port, who, BYTES) for who in people[:FILES]])
                values.append(memory(server.pid, "VmHWM") - idle)
                print(
                    f"  {door.__name__}: {values[-1]:.1f} MB above {idle:.1f}; slowest other answer {slowest * 1000:.0f} ms"
                )
        with site.database.reading() as db:
            assert db.scalar(select(func.count()).select_from(Attachment)) == 2 * FILES + 2
    return [row("upload.rss.mb", max(values))]


def memory(pid: int, name: str) -> float:
    """A figure of /proc/<pid>/status, in MB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024 / 1e6


def at_once(port: int, uploads: list[Callable[[], None]]) -> float:
    """Run all uploads at the same time; the seconds of the slowest answer that somebody else got meanwhile."""
    failed: list[BaseException] = []

    def run(upload: Callable[[], None]) -> None:
        try:
            upload()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(upload,)) for upload in uploads]
    for thread in threads:
        thread.start()
    slowest = 0.0
    while any(thread.is_alive() for thread in threads):
        begun = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            answer.read()
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(0.1)
    if failed:
        raise failed[0]
    return slowest


def content(size: int) -> Iterator[bytes]:
    """So many bytes of text."""
    for start in range(0, size, len(PIECE)):
        yield PIECE[: size - start]


def by_form(port: int, who: Browser, size: int) -> None:
    """Send a file with the form of a page, as a browser does."""
    edge = b"----edge----"
    fields = {"csrf_token": who.csrf, "act": "save", "asked": "papers.1", "seen": mark_of({}, ()), "page": "a page"}
    head = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (edge, name.encode(), value.encode())
        for name, value in fields.items()
    )
    head += (
        b'--%s\r\nContent-Disposition: form-data; name="u_q_papers"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n" % edge
    )
    tail = b"\r\n--%s--\r\n" % edge

    def body() -> Iterator[bytes]:
        yield head
        yield from content(size)
        yield tail

    headers = {
        "Content-Type": f"multipart/form-data; boundary={edge.decode()}",
        "Content-Length": str(len(head) + size + len(tail)),
    }
    status, told = ask(port, who, "POST", STEP, body(), headers)
    assert status in (200, 303), (status, told[:2000])


def by_piece(port: int, who: Browser, size: int) -> None:
    """Send a file as the script of the page does."""
    about = {"slug": "assemblies", "question": "q_papers", "name": "a.txt", "size": size}
    headers = {"X-CSRFToken": who.csrf, "Content-Type": "application/json"}
    status, told = ask(port, who, "POST", "/en/uploads/", orjson.dumps(about), headers)
    assert status == 200, told
    upload = orjson.loads(told)["upload"]
    headers |= {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0", "Content-Length": str(size)}
    status, told = ask(port, who, "PATCH", f"/en/uploads/{upload}", content(size), headers)
    assert status == 200, told


def ask(
    port: int, who: Browser, method: str, path: str, body: bytes | Iterator[bytes], headers: dict[str, str]
) -> tuple[int, bytes]:
    """Status and body of an answer."""
    link = HTTPConnection("127.0.0.1", port, timeout=300)
    link.request(method, path, body=body, headers={"Cookie": who.cookie, **headers})
    answer = link.getresponse()
    told = answer.status, answer.read()
    link.close()
    return told
