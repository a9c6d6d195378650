"""Statements: sent before, under embargo until they are delivered, then published."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.operations import add_undrafted
from consult.contributions.attachments.storing import NewFile
from consult.contributions.models import Contribution
from consult.contributions.operations.listing import open_stream, record
from consult.contributions.operations.publishing import clear
from consult.contributions.operations.submit import (
    Filed,
    NewContribution,
    NewPassage,
    add_version,
    answered_alike,
    insert_contribution,
    keep_answer,
    sender_in,
)
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.programme.models import AgendaItem
from consult.hearings.registration.models import DELIVERIES, IN_FORCE_STATES, Registration, Statement
from consult.hearings.registration.operations.own import locked_own
from consult.hearings.registration.operations.registering import locked_hearing
from consult.hearings.registration.queries import items_to_speak_on
from consult.hearings.registration.statement_queries import STANDING
from consult.policy.access import require
from consult.proceedings.models import Proceeding

CHARACTERS = 100_000
MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement as it is sent: its paragraphs, and the stored document that they were read from, if there is one.

    `item` is the public id of an item of the agenda, None where the hearing has none.
    """

    client_id: str
    item: str | None
    delivery: str
    language: str
    paragraphs: tuple[str, ...]
    file: NewFile | None = None


def send_statement(db: Session, actor: Actor, *, proceeding_id: int, new: NewStatement) -> Filed:
    """Send the statement of the own registration on an item; one that was not delivered yet gets a new version.

    Nobody but its author, the desk and the panel is told it before it is delivered. Raises NotFound for whoever is not
    registered, Conflict `wrong_state` where the registration is not in force and `delivered` afterwards, Invalid, naming the
    field.
    """
    proceeding, own = locked_own(db, actor, proceeding_id)
    if own.state not in IN_FORCE_STATES:
        raise Conflict("wrong_state")
    item = _checked(db, actor, proceeding, own, new)
    sent = _contribution(own, new)
    stream = open_stream(db, proceeding)
    sender = sender_in(actor, f"{stream.public_id}:{new.client_id}")
    before = answered_alike(db, stream.id, sender, sent)
    if before is not None:
        return before
    filed = _filed(db, actor, proceeding, own, new, sent, item)
    keep_answer(db, stream.id, sender, sent, filed)
    return filed


def _filed(
    db: Session,
    actor: Actor,
    proceeding: Proceeding,
    own: Registration,
    new: NewStatement,
    sent: NewContribution,
    item: int | None,
) -> Filed:
    files = (add_undrafted(db, proceeding, new.file),) if new.file is not None else ()
    present = _present(db, own, item)
    if present is not None:
        return _replaced(db, proceeding, present, new, sent, files)
    filed = insert_contribution(db, actor, proceeding, replace(sent, files=files), None, embargoed=True)
    made = db.scalars(select(Contribution.id).where(Contribution.reference == filed.reference)).one()
    db.add(Statement(contribution_id=made, registration_id=own.id, item_id=item, delivery=new.delivery))
    db.flush()
    return filed


def _checked(db: Session, actor: Actor, proceeding: Proceeding, own: Registration, new: NewStatement) -> int | None:
    if new.delivery not in DELIVERIES or (own.wish == "attend" and new.delivery != "written"):
        raise Invalid("delivery", "no_such_choice")
    text = sum(map(len, new.paragraphs))
    if not any(one.strip() for one in new.paragraphs):
        raise Invalid("text", "required")
    if text > CHARACTERS:
        raise Invalid("text", "too_long", length=text, limit=CHARACTERS)
    if len(new.paragraphs) > MOST_PARAGRAPHS:
        raise Invalid("text", "too_many", limit=MOST_PARAGRAPHS)
    offered = {one.public_id: one.id for one in items_to_speak_on(db, actor, proceeding)}
    if new.item is None and not offered:
        return None
    if new.item not in offered:
        raise Invalid("item", "no_such_choice" if new.item else "required")
    return offered[new.item]


def _contribution(own: Registration, new: NewStatement) -> NewContribution:
    """Under the name, organisation and category that were registered."""
    for_organisation = bool(own.organisation_name)
    return NewContribution(
        kind="statement",
        client_id=new.client_id,
        passages=tuple(map(NewPassage, new.paragraphs)),
        language=new.language,
        identity=own.identity,
        name=own.organisation_name if for_organisation else own.name,
        category=own.category,
        target=new.item,
        on_behalf="organisation" if for_organisation else "self",
        organisation=own.organisation,
        country=own.country,
    )


def _present(db: Session, own: Registration, item: int | None) -> tuple[Statement, Contribution] | None:
    """The statement that was sent on this item and still stands. Raises Conflict once it was delivered."""
    query = select(Statement, Contribution).join(Contribution, Contribution.id == Statement.contribution_id)
    of_item = Statement.item_id.is_(None) if item is None else Statement.item_id == item
    found = db.execute(
        query.where(Statement.registration_id == own.id, of_item, Contribution.state.in_(STANDING)).with_for_update()
    ).first()
    if found is None:
        return None
    if found[0].delivered_at is not None:
        raise Conflict("delivered")
    return found[0], found[1]


def _replaced(
    db: Session,
    proceeding: Proceeding,
    present: tuple[Statement, Contribution],
    new: NewStatement,
    sent: NewContribution,
    files: tuple[str, ...],
) -> Filed:
    statement, row = present
    statement.delivery = new.delivery
    row.language = new.language
    row.latest += 1
    row.version = row.latest
    content = add_version(db, row, row.latest, sent.passages, None, files)
    record(db, proceeding, row, "edited", content)
    return Filed(row.reference, row.state, row.public_id)


def withdraw_statement(db: Session, actor: Actor, *, proceeding_id: int, reference: str) -> None:
    """Take an own statement back before it is delivered. Raises NotFound for any other, Conflict `delivered` afterwards."""
    proceeding, own = locked_own(db, actor, proceeding_id)
    query = select(Statement, Contribution).join(Contribution, Contribution.id == Statement.contribution_id)
    found = db.execute(
        query.where(Statement.registration_id == own.id, Contribution.reference == reference).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound
    statement, row = found
    if statement.delivered_at is not None:
        raise Conflict("delivered")
    if row.state not in STANDING:
        raise Conflict("wrong_state")
    row.state, row.reason, row.waiting = "withdrawn", None, False
    record(db, proceeding, row, "withdrawn")


def deliver_statement(db: Session, actor: Actor, *, statement_id: int) -> None:
    """Say that a statement is delivered: spoken, or taken to the record where it is a written one. It is published then, but on
    a closed item, of which outsiders learn nothing.

    Nothing happens a second time. Raises NotFound for whoever may not chair the hearing, Conflict for one that was taken back.
    """
    known = db.execute(
        select(Contribution.id, Contribution.proceeding_id)
        .join(Statement, Statement.contribution_id == Contribution.id)
        .where(Statement.id == statement_id)
    ).one_or_none()
    if known is None:
        raise NotFound
    proceeding = locked_hearing(db, actor, known.proceeding_id)
    require(actor, "hearing:chair", proceeding)
    row = db.scalars(select(Contribution).where(Contribution.id == known.id).with_for_update()).one()
    statement = db.scalars(select(Statement).where(Statement.id == statement_id).with_for_update()).one()
    if statement.delivered_at is not None:
        return
    if row.state not in STANDING:
        raise Conflict("wrong_state")
    statement.delivered_at = now()
    item = db.get(AgendaItem, statement.item_id) if statement.item_id is not None else None
    if not row.cleared and (item is None or item.audience == "public"):
        clear(db, proceeding, row)
