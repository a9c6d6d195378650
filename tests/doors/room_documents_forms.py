"""Requests of those who make, arrange, amend and publish documents."""

from consult.core.differences import Piece
from consult.workspaces.documents.operations.versions import present_text, text_digest
from consult.workspaces.documents.queries import document_by_public_id
from consult.workspaces.documents.word.writing import Copy, Line, word_document
from tests.doors.forms import ROOM_LEAD, WRITERS, Case
from tests.doors.room_documents import LIST, G, W
from tests.doors.scene import ROOM, Scene
from tests.factories import TEST


def documenting(scene: Scene) -> list[Case]:
    """One request for each door of documents that changes something."""
    at = {"slug": "private-workspace"}
    one = at | {"piece": scene.furniture["written document"]}
    row = one | {"key": scene.furniture["written paragraph"]}
    asked = one | {"amendment": scene.furniture["suggested amendment"]}
    made = {"title": "Another text", "language": "en", "text": "Words."}
    suggested = {"kind": "insert", "text": "More words.", "reason": "", "seen": "2"}
    comment = {"body": "Words.", "language": "en", "identity": "public", "category": "", "confidentiality": "public"}
    cases = [
        Case(f"{LIST}new", at, WRITERS, made, ROOM),
        Case(
            f"{W}paragraphs/new", one, WRITERS, {"after": "", "style": "quote", "text": "Words.", "arranged": "0"}, ROOM
        ),
        Case(f"{W}paragraphs/<key>/comments", row, WRITERS, comment | {"name": "Ana Tesch"}, ROOM),
        Case(f"{W}paragraphs/<key>/place", row, WRITERS, {"after": "", "style": "quote", "arranged": "0"}, ROOM),
        Case(f"{W}paragraphs/<key>/remove", row, WRITERS, {"seen": "2"}, ROOM),
        Case(f"{W}settings", one, WRITERS, {"title": "Another title"}, ROOM),
        Case(f"{W}settings/<act>", one | {"act": "publish"}, ROOM_LEAD, {"confirmed": "y"}, ROOM),
        Case(f"{W}settings/<act>", one | {"act": "remove"}, ROOM_LEAD, {}, ROOM),
    ]
    with scene.site.database.reading() as db:
        seen = text_digest(present_text(db, document_by_public_id(db, TEST, one["piece"])))
    file = word_document(Copy("A title", "en", "", "", [Line("paragraph", [Piece("same", "Other words.")])]))
    taken = {
        "file": file,
        "tracked": "accepted",
        "act": "take",
        "title": "Another text",
        "language": "en",
        "seen": seen,
    }
    cases += [Case(f"{LIST}word", at, WRITERS, taken, ROOM), Case(f"{W}word", one, WRITERS, taken, ROOM)]
    for base in (W, G):
        where = {name: value for name, value in one.items() if base == W or name != "slug"}
        key, amendment = {"key": row["key"]}, {"amendment": asked["amendment"]}
        decision = {"act": "reject", "reason": "Not now.", "text": "", "seen": "2"}
        cases += [
            Case(f"{base}suggest", where, WRITERS, suggested, ROOM),
            Case(f"{base}paragraphs/<key>/suggest", where | key, WRITERS, suggested, ROOM),
            Case(f"{base}amendments/<amendment>/", where | amendment, ROOM_LEAD, decision, ROOM),
            Case(f"{base}amendments/<amendment>/withdraw", where | amendment, {"member"}, {}, ROOM),
            Case(f"{base}versions/", where, ROOM_LEAD, {"note": "Another", "seen": "1"}, ROOM),
        ]
    return cases
