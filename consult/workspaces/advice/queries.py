"""Reading advice: that of a room, what a body published, and where more may be given."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY, Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.workspaces.advice.access import is_out
from consult.workspaces.advice.models import Advice
from consult.workspaces.documents.models import Document, DocumentVersion


class Given(NamedTuple):
    """Advice with its text; `there` is the proceeding it was given to, `state` how it stands there."""

    advice: Advice
    document: Document
    version: DocumentVersion
    there: Proceeding | None = None
    state: str | None = None


_GIVEN = (
    select(Advice, Document, DocumentVersion, Proceeding, Contribution.state)
    .join(Document, Document.id == Advice.document_id)
    .join(
        DocumentVersion,
        (DocumentVersion.document_id == Advice.document_id) & (DocumentVersion.number == Advice.document_version),
    )
    .outerjoin(Proceeding, Proceeding.public_id == Advice.addressee)
    .outerjoin(Contribution, Contribution.reference == Advice.published_as)
)


def advice_of(db: Session, actor: Actor, room: Proceeding) -> list[Given]:
    """All advice of a room, the newest first. Raises NotFound outside of the room."""
    require(actor, "room:read", room)
    query = _GIVEN.where(Advice.proceeding_id == room.id).order_by(Advice.id.desc())
    return [Given(*row) for row in db.execute(query)]


def advice_in_room(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Given:
    """One piece of advice of a room. Raises NotFound."""
    require(actor, "room:read", room)
    row = db.execute(_GIVEN.where(Advice.proceeding_id == room.id, Advice.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return Given(*row)


def published_advice(db: Session, public_id: str) -> Given:
    """Advice as everybody may read it. Raises NotFound where it is not out."""
    row = db.execute(_GIVEN.where(is_out(), Advice.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return Given(*row)


def advice_under(db: Session, reference: str) -> Given | None:
    """The advice that stands under a reference in the proceeding it was given to, as everybody may read it."""
    row = db.execute(_GIVEN.where(is_out(), Advice.published_as == reference)).one_or_none()
    return Given(*row) if row is not None else None


def addressees(db: Session, room: Proceeding) -> Sequence[Proceeding]:
    """Where advice of this room may be given: the public consultations and hearings of its own body, the latest first."""
    query = select(Proceeding).where(
        visible(ANYBODY), Proceeding.body_id == room.body_id, Proceeding.kind.in_(("consultation", "hearing"))
    )
    return db.scalars(query.order_by(Proceeding.opens_at.desc().nulls_last(), Proceeding.id.desc())).all()


def versions_to_give(db: Session, actor: Actor, room: Proceeding) -> list[tuple[Document, DocumentVersion]]:
    """The versions of the documents of a room, the newest of each first. Raises NotFound for whoever does not lead."""
    require(actor, "room:lead", room)
    query = (
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.proceeding_id == room.id, Document.removed_at.is_(None), Document.state != "withdrawn")
        .order_by(Document.id.desc(), DocumentVersion.number.desc())
    )
    return [(row[0], row[1]) for row in db.execute(query)]


class BodyPage(NamedTuple):
    """What everybody finds of a body: its proceedings, and the advice that its groups published."""

    body: Body
    proceedings: Sequence[Proceeding]
    advice: list[Given]


def body_page(db: Session, slug: str) -> BodyPage:
    """The public page of a body. Raises NotFound for one that has nothing public: nobody learns that it exists."""
    body = db.scalar(select(Body).where(Body.slug == slug))
    if body is None:
        raise NotFound
    query = select(Proceeding).where(visible(ANYBODY), Proceeding.body_id == body.id)
    found = db.scalars(query.order_by(Proceeding.opens_at.desc().nulls_last(), Proceeding.id.desc()).limit(200)).all()
    rooms = select(Proceeding.id).where(Proceeding.body_id == body.id)
    given = _GIVEN.where(is_out(), Advice.proceeding_id.in_(rooms)).order_by(Advice.published_at.desc()).limit(200)
    advice = [Given(*row) for row in db.execute(given)]
    if not found and not advice:
        raise NotFound
    return BodyPage(body, found, advice)
