"""From where questions can be taken over: other consultations, and the bank of the body."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from consult.consultations.editing.models import BankQuestion
from consult.consultations.editing.queries import Item, newest_version, published_version, texts_of
from consult.consultations.models import Questionnaire, QuestionnaireVersion
from consult.core.actors import Actor
from consult.policy.access import Where, holds
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.models import Proceeding


def source_version(db: Session, actor: Actor, proceeding: Proceeding) -> QuestionnaireVersion | None:
    """What may be taken over from a consultation: its editors' working version, or the published one."""
    if proceeding.kind != "consultation":
        return None
    may_edit = holds(actor, "proceeding:edit", proceeding.where)
    return newest_version(db, proceeding.id) if may_edit else published_version(db, proceeding.id)


def sources(db: Session, actor: Actor, proceeding: Proceeding) -> list[Proceeding]:
    """The other consultations from whose questionnaire the actor may take, the latest first."""
    published = select(Questionnaire.proceeding_id).join(
        QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id
    )
    asked = published.where(QuestionnaireVersion.published_at.is_not(None))
    may_edit = held_in_sql(actor, "proceeding:edit")
    query = select(Proceeding).where(
        visible(actor),
        Proceeding.kind == "consultation",
        Proceeding.id != proceeding.id,
        or_(Proceeding.id.in_(asked), and_(may_edit, Proceeding.id.in_(published))),
    )
    return list(db.scalars(query.order_by(Proceeding.opens_at.desc().nulls_last(), Proceeding.id.desc())))


def bank_of(proceeding: Proceeding) -> Where:
    """Where the bank of a consultation lies: at its body, also for a private room."""
    return Where(proceeding.body_id)


def bank_items(db: Session, body_id: int) -> list[Item]:
    """The questions of a body's bank with all their texts, the newest first."""
    query = select(BankQuestion).where(BankQuestion.body_id == body_id).order_by(BankQuestion.id.desc())
    rows = db.scalars(query).all()
    texts = texts_of(db, [row.owner for row in rows])
    return [
        {
            "public_id": row.public_id,
            "key": row.key,
            "type": row.type,
            "required": row.required,
            "settings": row.settings,
            "texts": texts[row.owner],
            "kept_at": row.kept_at,
        }
        for row in rows
    ]
