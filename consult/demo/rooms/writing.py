"""The joint submission that the coalition writes: a paragraph with a long history, and one of which two versions wait."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.story import part_of
from consult.site import Site
from consult.workspaces.documents.models import Document
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.documents.queries import paragraphs_of
from consult.workspaces.writing.operations.saving import save_paragraph


def add_writing(site: Site, room: DemoRoom) -> None:
    """Write the document of the story, save by save."""
    says = part_of("room_writing", room)
    if says is None:
        return
    with telling(now() - timedelta(days=says["made"]["ago"])):
        document_id = _make(site, room, says)
    with site.database.reading() as db:
        keys = [row.key for row in paragraphs_of(db, db.get_one(Document, document_id))]
    revisions: dict[str, int] = {}
    for one in says["saves"]:
        key = keys[one["at"]]
        seen = one.get("seen", revisions.get(key, 1))
        at = {"document_id": document_id, "key": key, "seen": seen, "text": one["text"], "client_id": str(uuid4())}
        with telling(now() - timedelta(days=one["ago"])):
            revisions[key] = site.work.run(save_paragraph, room.people[one["by"]], **at).result.revision


def _make(site: Site, room: DemoRoom, says: Mapping[str, Any]) -> int:
    paragraphs = [NewParagraph(one["text"], one["style"]) for one in says["paragraphs"]]
    given = {"title": says["title"], "language": says["language"], "paragraphs": paragraphs}
    return site.work.run(make_document, room.people[says["made"]["by"]], proceeding_id=room.id, **given).result.id
