"""Changing one paragraph of the text under discussion at a time, against what the editor had before them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.editing.operations.working import check_seen, cleaned, locked_consultation
from consult.consultations.operations import save_paragraphs
from consult.consultations.written import Item, written_paragraphs
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.proceedings.operations import record


def put_paragraph(
    db: Session, actor: Actor, *, proceeding_id: int, was: int | None, seen: str, paragraph: Mapping[str, Any] | None
) -> None:
    """Add a paragraph (`was` None), change the one of that number, or take it away (`paragraph` None).

    `seen` is the mark of what the editor read: Conflict when it was changed meanwhile. Raises Invalid for a number in
    use, and as `save_paragraphs` does; a paragraph with comments keeps its number.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    paragraphs = written_paragraphs(db, proceeding.id)
    old = _found(paragraphs, was)
    check_seen(old, seen)
    others = [one for one in paragraphs if one is not old]
    if paragraph is not None:
        if paragraph["number"] in {one["number"] for one in others}:
            raise Invalid("number", "number_taken")
        others.append({**paragraph, "heading": cleaned(paragraph["heading"] or {}, "heading")})
        others[-1]["text"] = cleaned(paragraph["text"], "text")
    save_paragraphs(db, actor, proceeding_id=proceeding.id, paragraphs=others)
    record(db, proceeding, "edited", at_desk_only=proceeding.state == "draft")


def _found(paragraphs: list[Item], number: int | None) -> Item | None:
    old = next((one for one in paragraphs if one["number"] == number), None)
    if number is not None and old is None:
        raise Conflict("changed_meanwhile")
    return old
