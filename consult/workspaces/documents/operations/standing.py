"""Where a document stands: adopted, withdrawn, and whether everybody reads its newest version."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict
from consult.proceedings.telling import tell
from consult.workspaces.documents.operations.ground import check_in_force, held_document
from consult.workspaces.rooms.queries import room_of


def adopt_document(db: Session, actor: Actor, *, document_id: int, seen: int) -> None:
    """Say that the room adopted the newest version, the one of number `seen`.

    Raises NotFound for whoever does not lead, Closed, Conflict without a version, after another one, or once withdrawn.
    """
    held = held_document(db, actor, document_id, "room:lead")
    check_in_force(held.document)
    if held.document.version == 0:
        raise Conflict("no_version")
    if held.document.version != seen:
        raise Conflict("changed_meanwhile")
    held.document.state = "adopted"
    tell(db, held.proceeding, "document.adopted", held.document.public_id)


def publish_document(db: Session, actor: Actor, *, document_id: int, confirmed: bool = False) -> None:
    """Let everybody read the newest version. Where the room's rule is not the open record, that has to be `confirmed`.

    Raises NotFound for whoever does not lead, Closed, Conflict without a version, unconfirmed, or once withdrawn.
    """
    held = held_document(db, actor, document_id, "room:lead")
    check_in_force(held.document)
    if held.document.version == 0:
        raise Conflict("no_version")
    if room_of(db, held.proceeding).rule != "open_record" and not confirmed:
        raise Conflict("confirm_publication")
    held.document.audience = "public"
    tell(db, held.proceeding, "document.published", held.document.public_id)


def unpublish_document(db: Session, actor: Actor, *, document_id: int) -> None:
    """Close the public address at once, also in a closed room. Raises NotFound for whoever does not lead."""
    held = held_document(db, actor, document_id, "room:lead", open_only=False)
    if held.document.audience != "members":
        held.document.audience = "members"
        tell(db, held.proceeding, "document.unpublished", held.document.public_id)


def withdraw_document(db: Session, actor: Actor, *, document_id: int) -> None:
    """End work on a document: it is read in the room and changed no more, and no longer public.

    Raises NotFound for whoever does not lead, Closed, Conflict where it was withdrawn already.
    """
    held = held_document(db, actor, document_id, "room:lead")
    check_in_force(held.document)
    held.document.state, held.document.audience = "withdrawn", "members"
    tell(db, held.proceeding, "document.withdrawn", held.document.public_id)
