"""Writing the text under discussion."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Paragraph
from consult.consultations.shape import check_paragraphs
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.core.localized import LocalizedText, set_texts
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


def save_paragraphs(
    db: Session, actor: Actor, *, proceeding_id: int, paragraphs: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Replace the text under discussion; the public ids in order. A number that stays keeps its id and its comments.

    Each paragraph is `{"number": int, "heading": {language: text} or None, "text": {language: text}}`. Raises Invalid
    for a missing text, a repeated number, or a paragraph taken away that has been commented on.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    check_paragraphs(paragraphs)
    kept = {one.number: one for one in db.scalars(select(Paragraph).where(Paragraph.proceeding_id == proceeding.id))}
    wanted = {int(one["number"]) for one in paragraphs}
    _drop_paragraphs(db, proceeding, [row for number, row in kept.items() if number not in wanted])
    for number in wanted - kept.keys():
        kept[number] = Paragraph(proceeding_id=proceeding.id, number=number)
        db.add(kept[number])
    db.flush()
    for one in paragraphs:
        row = kept[int(one["number"])]
        set_texts(db, row.owner, "heading", one.get("heading") or {}, proceeding.language)
        set_texts(db, row.owner, "text", one["text"], proceeding.language)
    return [kept[number].public_id for number in sorted(wanted)]


def _drop_paragraphs(db: Session, proceeding: Proceeding, rows: Sequence[Paragraph]) -> None:
    if not rows:
        return
    commented = select(func.count()).where(
        Contribution.proceeding_id == proceeding.id, Contribution.target.in_([row.public_id for row in rows])
    )
    if db.scalar(commented):
        raise Invalid("paragraphs", "paragraph_has_comments")
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_([row.owner for row in rows])))
    for row in rows:
        db.delete(row)
    db.flush()
