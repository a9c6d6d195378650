"""The doors of those who write a document together: the text, one paragraph, its history, and what came too late."""

from typing import Any

from sqlalchemy import select

from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.writing.operations.saving import save_paragraph
from tests.doors.door import Door, L
from tests.factories import TEST

W = f"{L}/workspaces/<slug>/documents/<piece>"
EDIT, HISTORY, CONFLICT = f"{W}/paragraphs/<key>/edit", f"{W}/paragraphs/<key>/history", f"{W}/conflicts/<conflict>"
ACTS = "take_lock, renew_lock, release_lock, break_lock, save_paragraph"
WRITING = [
    Door("GET", f"{W}/write", "paragraphs_of, locks_of, conflicts_of", "room", ("roommessage",)),
    Door("GET", f"{W}/paragraphs/<key>/part", "paragraph_of", "room", ("roommessage",)),
    Door("GET", EDIT, "paragraph_of, lock_of", "room", ("roommessage",)),
    Door("POST", EDIT, ACTS, "room"),
    Door("GET", HISTORY, "history_of", "room", ("roommessage",)),
    Door("POST", HISTORY, "restore_text", "room"),
    Door("GET", CONFLICT, "conflict_by_public_id", "room", ("roommessage",)),
    Door("POST", CONFLICT, "merge_conflict, set_aside", "room"),
]


def plant_written(site: Site, room: Proceeding, message: str) -> dict[str, str]:
    """The public ids of a document of the room and of a version that came too late, and the key of its paragraph."""
    paragraphs = [NewParagraph(f"{message} at first.")]
    given: dict[str, Any] = {"title": message, "language": "en", "paragraphs": paragraphs}
    made = site.work.run(make_document, TEST, proceeding_id=room.id, **given).result
    with site.database.reading() as db:
        key = db.scalars(select(Paragraph.key).where(Paragraph.document_id == made.id)).one()

    def saved(text: str) -> str | None:
        at: dict[str, Any] = {"document_id": made.id, "key": key, "seen": 1, "text": text, "client_id": text}
        conflict: str | None = site.work.run(save_paragraph, TEST, **at).result.conflict
        return conflict

    saved(f"{message} now.")
    late = saved(f"{message} too late.")
    return {"written document": made.public_id, "written paragraph": key, "late version": str(late)}
