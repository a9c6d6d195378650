"""Comments on paragraphs: how many there are, what their targets are called, and that they reach a paragraph that stands."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.words import paragraph_words


def comment_counts(db: Session, actor: Actor, proceeding: Proceeding, keys: Sequence[str]) -> dict[str, int]:
    """How many comments the actor may see on each of these paragraphs."""
    query = (
        select(Contribution.target, func.count())
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(
            visible(actor),
            Contribution.proceeding_id == proceeding.id,
            Contribution.kind == "comment",
            Contribution.state == "published",
            Contribution.place.is_not(None),
            Contribution.target.in_(keys),
        )
    )
    return {str(row[0]): row[1] for row in db.execute(query.group_by(Contribution.target))}


def paragraph_names(db: Session, targets: Sequence[str]) -> dict[str, str]:
    """What each paragraph among the targets is called, with the title of its document."""
    query = select(Paragraph, Document.title).join(Document, Document.id == Paragraph.document_id)
    found = db.execute(query.where(Paragraph.key.in_(targets), Document.removed_at.is_(None)))
    return {
        row.key: _(
            "%(paragraph)s of “%(title)s”", paragraph=paragraph_words(row.style, row.label, row.text), title=title
        )
        for row, title in found
    }
