"""The way through what is decided at once: a group of near-identical texts, the confirmation, the result."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page

from consult.moderation import jobs
from consult.moderation.operations.likening import group_new_texts
from consult.site import open_site
from tests.conftest import settings_for
from tests.journeys.people import Visitor
from tests.live.launch import SECRET

LETTER = "The square has always been open to everybody who has something to say, and it should stay open."


def many(visitor: Visitor) -> Iterator[tuple[str, str, Page]]:
    """Three people send the same; their texts are read as one, and decided at once."""
    writer = visitor.world.visitor(script=False)
    for end in ("", " Please!", " I walked there as a child."):
        writer.comment(f"{LETTER}{end}")
    group_texts(visitor)
    page = visitor.sign_in("secretariat").go("desk/")
    visitor.press(page.locator(".group-link").first)
    yield "group", "desk.group", page
    visitor.fill(act="decline", reason="spam", note="It was sent many times.")
    visitor.press(page.locator(".many .btn-primary"))
    yield "bulk", "desk.bulk", page
    visitor.press(page.locator(".actions .btn-primary"))
    yield "bulk-done", "desk.bulk", page


def group_texts(visitor: Visitor) -> None:
    """What the worker does after a while; the server of a journey has none."""
    server = visitor.world.server
    settings = settings_for(server.environment["CONSULT_DATABASE_URL"], Path(server.environment["CONSULT_DATA_DIR"]))
    site = open_site(replace(settings, secret_key=SECRET))
    try:
        while site.work.run(group_new_texts, jobs.WORKER, limit=25).result:
            pass
    finally:
        site.close()
