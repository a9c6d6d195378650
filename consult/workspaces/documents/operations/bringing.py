"""Taking the text of a Word file: as a new document, or as changes of the paragraphs of one that is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import DocumentFile, Paragraph
from consult.workspaces.documents.operations.amending import NewAmendment, suggest_amendment
from consult.workspaces.documents.operations.arranging import FIRST
from consult.workspaces.documents.operations.ground import (
    MOST_PARAGRAPHS,
    SAVED,
    Held,
    check_in_force,
    checked_style,
    checked_text,
    held_document,
    renumber,
    set_text,
    touch,
)
from consult.workspaces.documents.operations.lapsing import lapse
from consult.workspaces.documents.operations.making import Made, NewParagraph, make_document
from consult.workspaces.documents.operations.versions import present_text, text_digest
from consult.workspaces.documents.queries import paragraphs_of
from consult.workspaces.documents.word.reading import Suggested


class Came(NamedTuple):
    """The file in the storage that a text came from, and what people are told of it."""

    digest: str
    size: int
    name: str
    media_type: str
    told: dict[str, int]


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file: its paragraphs, each with the key of the one that it is or None, and what is to be suggested."""

    paragraphs: Sequence[tuple[str | None, NewParagraph]]
    suggested: Sequence[Suggested] = ()
    came: Came | None = None
    reason: str = field(default="")  # of every amendment that is made from a tracked change


class Taken(NamedTuple):
    """How many paragraphs were changed, added and removed, and how many amendments made."""

    changed: int
    added: int
    removed: int
    amendments: int


def make_from_word(db: Session, actor: Actor, *, proceeding_id: int, title: str, language: str, text: Text) -> Made:
    """Make a document of the text of a file. Raises as `make_document` and `suggest_amendment`."""
    rows = [new for _key, new in text.paragraphs]
    given = {"proceeding_id": proceeding_id, "title": title, "language": language}
    made = make_document(db, actor, paragraphs=tuple(rows), **given)  # type: ignore[arg-type]
    held = held_document(db, actor, made.id, "room:write")
    _keep_file(db, actor, held, text)
    _suggest(db, actor, held, text)
    return made


def bring_text(db: Session, actor: Actor, *, document_id: int, seen: str, text: Text) -> Taken:
    """Make a document say what a file says: what is known keeps its key and comments, the rest is added or taken away.

    `seen` is the digest of the text that was shown beside the file. Raises NotFound for whoever does not write there, Closed,
    Conflict where the text changed since or somebody writes one of the paragraphs, Invalid for what cannot be kept.
    """
    held = held_document(db, actor, document_id, "room:write")
    check_in_force(held.document)
    if text_digest(present_text(db, held.document)) != seen:
        raise Conflict("changed_meanwhile")
    if len(text.paragraphs) > MOST_PARAGRAPHS:
        raise Invalid("file", "too_many_paragraphs", number=len(text.paragraphs), limit=MOST_PARAGRAPHS)
    present = {row.key: row for row in paragraphs_of(db, held.document)}
    before = {key: row.revision for key, row in present.items()}
    kept = {key for key, _new in text.paragraphs if key in present}
    removed = [row for key, row in present.items() if key not in kept]
    for row in removed:
        touch(db, actor, row)
        row.removed_at, row.saved_by = now(), actor.account_id
    added = _in_order(db, actor, held, text, present)
    _tell_all(db, actor, held, added, removed)
    _keep_file(db, actor, held, text)
    changed = sum(row.revision != before[key] for key, row in present.items() if key in kept)
    return Taken(changed, len(added), len(removed), _suggest(db, actor, held, text))


def _in_order(db: Session, actor: Actor, held: Held, text: Text, present: dict[str, Paragraph]) -> list[Paragraph]:
    """Every paragraph of the file at its place: known ones with its words, new ones added."""
    added: list[Paragraph] = []
    gone = max((row.position for row in paragraphs_of(db, held.document, removed=True)), default=0)
    for place, (key, new) in enumerate(text.paragraphs, start=gone + 1):
        row = present.get(key or "")
        if row is None:
            row = Paragraph(
                document_id=held.document.id, text=checked_text(new.text), saved_by=actor.account_id, saved_at=now()
            )
            db.add(row)
            added.append(row)
        elif row.text != new.text.strip():
            touch(db, actor, row)
            set_text(db, actor, held, row, new.text, seen=row.revision)
        row.position, row.style = place, checked_style(new.style)
    renumber(db, held.document)
    return added


def _tell_all(db: Session, actor: Actor, held: Held, added: list[Paragraph], removed: list[Paragraph]) -> None:
    db.flush()
    for row in added:
        for keep in SAVED:
            keep(db, actor, row)
        tell(db, held.proceeding, "paragraph.added", row.key)
    for row in removed:
        tell(db, held.proceeding, "paragraph.removed", row.key)
        lapse(db, held, row.key)
    tell(db, held.proceeding, "document.arranged", held.document.public_id)


def _keep_file(db: Session, actor: Actor, held: Held, text: Text) -> None:
    if text.came is None:
        return
    came = text.came
    db.add(
        DocumentFile(
            document_id=held.document.id,
            name=came.name,
            media_type=came.media_type,
            size=came.size,
            digest=came.digest,
            told=[{"what": what, "number": number} for what, number in came.told.items()],
            brought_by=actor.account_id,
            brought_at=now(),
        )
    )


def _suggest(db: Session, actor: Actor, held: Held, text: Text) -> int:
    """The tracked changes as amendments of who brings the file."""
    rows = paragraphs_of(db, held.document)
    for one in text.suggested:
        row = rows[one.place] if one.place >= 0 else None
        seen = row.revision if row is not None else 0
        new = NewAmendment(one.kind, row.key if row is not None else FIRST, one.text, text.reason, seen)
        suggest_amendment(db, actor, document_id=held.document.id, new=new)
    return len(text.suggested)
