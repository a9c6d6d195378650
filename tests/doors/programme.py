"""A programme in the private hearing: a session, a closed item with a document, somebody on the panel, a link."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consult.hearings.programme.operations.channels import add_channel
from consult.hearings.programme.operations.items import add_item
from consult.hearings.programme.operations.papers import add_paper
from consult.hearings.programme.operations.people import add_person
from consult.hearings.programme.operations.sessions import add_session
from consult.hearings.programme.shape import NewChannel, NewItem, NewPaper, NewPerson, NewSession
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST


def plant_programme(site: Site, room: Proceeding, secret: str) -> dict[str, str]:
    """The public ids of what was planted; the document holds the secret."""

    def run(operation: Callable[..., str], **values: Any) -> str:
        return site.work.run(operation, TEST, proceeding_id=room.id, **values).result

    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.txt"
        path.write_text(f"Words. {secret}")
        stored = site.storage.store(path)
    session = NewSession(7, "Europe/Zurich", "2099-01-26T10:00", "2099-01-26T13:00")
    found = {"planned session": run(add_session, new=session)}
    run(add_item, new=NewItem({"title": {"en": "In public"}}))
    found["planned item"] = run(add_item, new=NewItem({"title": {"en": "In camera"}}, audience="closed"))
    found["further item"] = run(add_item, new=NewItem({"title": {"en": "Nobody wrote for it"}}))
    paper = NewPaper(stored.digest, stored.size, "paper.txt", "text/plain", "en")
    found["planned paper"] = run(add_paper, item=found["planned item"], new=paper)
    found["planned person"] = run(add_person, new=NewPerson("panel", name="Ann Other"))
    found["planned channel"] = run(add_channel, new=NewChannel("video", "https://video.example.org/"))
    return found
