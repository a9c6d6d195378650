"""Entering at the desk what came on paper, by e-mail or as a file; and a second person's look at what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.operations import add_undrafted
from consult.contributions.attachments.storing import NewFile
from consult.contributions.intake_models import MEDIA, Intake
from consult.contributions.models import Contribution
from consult.contributions.operations.late import Late
from consult.contributions.operations.listing import desk_stream, open_stream
from consult.contributions.operations.own import add_correction
from consult.contributions.operations.relating import check_replaceable
from consult.contributions.operations.submit import (
    Filed,
    NewContribution,
    NewPassage,
    answered_alike,
    check_choices,
    insert_contribution,
    keep_answer,
    sender_in,
)
from consult.contributions.operations.whom import settled
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.ledger.append import Pending, append
from consult.ledger.commitments import commit, new_salt
from consult.organisations.categories import CATEGORIES
from consult.organisations.queries import categories_for
from consult.policy.access import require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

LINE_CHARACTERS = 200
WORDS_CHARACTERS = 1_000
# Who sent it is no account of this site: what is filed belongs to nobody who can sign in.
SENDER = system("intake")


@dataclass(frozen=True, slots=True)
class Coming:
    """How something came. `received_on` is a day in the zone of the proceeding; `late_reason`: why it is taken after closing."""

    medium: str
    received_on: date
    sender: str = ""
    kept_at: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A stored file of it: what the desk alone keeps, or with `is_public` what readers get, too."""

    file: NewFile
    is_public: bool = False


def enter_contribution(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    new: NewContribution,
    coming: Coming,
    enclosed: Sequence[Enclosed] = (),
    replaces: str = "",
) -> Filed:
    """File what came otherwise than over this site, as its sender wanted it. `replaces` names the earlier filing that
    this is meant to replace: that can be said (`relate`) once this one has its number.

    What was received by the day of the closing came in time, whenever it is entered; later it needs the reason for which it is
    accepted. Raises NotFound for whoever may not enter here, Closed before the opening, Conflict for a key that was used for
    another text, Invalid for what cannot be taken, or (`replaces`) for what cannot be replaced.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "contribution:enter", proceeding)
    if proceeding.kind != "consultation":
        raise Conflict("wrong_state")
    stream = open_stream(db, proceeding)
    sender = sender_in(actor, f"{stream.public_id}:{new.client_id}")
    before = answered_alike(db, stream.id, sender, new)
    if before is not None:
        return before
    if replaces:
        check_replaceable(db, proceeding, replaces)
    late = _lateness(proceeding, coming)
    if new.category is not None and new.category not in {*CATEGORIES, *categories_for(db, proceeding.body_id)}:
        raise Invalid("category", "no_such_choice")
    held = replace(settled(db, SENDER, proceeding, new), late_pass=None, asks_late=False)
    check_choices(db, SENDER, proceeding, held)
    public, sources = _attach(db, proceeding, enclosed)
    held = replace(held, files=public, sources=sources)
    filed = insert_contribution(db, Actor(), proceeding, held, late)
    _note(db, actor, proceeding, filed, held.kind, coming)
    keep_answer(db, stream.id, sender, new, filed)
    return filed


def _lateness(proceeding: Proceeding, coming: Coming) -> Late | None:
    phase, present, zone = proceeding.phase(now()), now(), ZoneInfo(proceeding.zone)
    if phase not in ("open", "closed"):
        raise Closed("not_yet")
    if coming.received_on > present.astimezone(zone).date():
        raise Invalid("received_on", "not_yet_received")
    closing = min(proceeding.closes_at or present, present).astimezone(zone).date()
    if phase == "open" or coming.received_on <= closing:
        return None
    return Late("accepted", _line(coming.late_reason, "late_reason", WORDS_CHARACTERS, required=True))


def _attach(
    db: Session, proceeding: Proceeding, enclosed: Sequence[Enclosed]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows for files that nobody drafted; the public ids of those for readers, and of those for the desk."""
    public: list[str] = []
    sources: list[str] = []
    for one in enclosed:
        held = add_undrafted(db, proceeding, one.file, is_source=not one.is_public)
        (public if one.is_public else sources).append(held)
    return tuple(public), tuple(sources)


def _note(db: Session, actor: Actor, proceeding: Proceeding, filed: Filed, kind: str, coming: Coming) -> None:
    if coming.medium not in MEDIA:
        raise Invalid("medium", "no_such_choice")
    row = Intake(
        contribution_id=db.scalars(select(Contribution.id).where(Contribution.reference == filed.reference)).one(),
        medium=coming.medium,
        received_on=coming.received_on.isoformat(),
        sender=_line(coming.sender, "sender", LINE_CHARACTERS),
        kept_at=_line(coming.kept_at, "kept_at", LINE_CHARACTERS),
        entered_by=actor.account_id,
        entered_role=role_of(actor, proceeding),
        entered_at=now(),
        salt=new_salt(),
    )
    db.add(row)
    _append(db, proceeding, kind, "entered", filed.reference, row)


def intake_rendition(row: Intake) -> dict[str, object]:
    """What the commitment `intake` opens to."""
    return {name: getattr(row, name) for name in ("medium", "received_on", "sender", "kept_at")}


def _append(db: Session, proceeding: Proceeding, kind: str, act: str, reference: str, row: Intake) -> None:
    commitments = {"intake": commit(row.salt, intake_rendition(row))} if row.salt else {}
    append(db, Pending(desk_stream(db, proceeding).id, f"{kind}.{act}", reference, now(), commitments))


def role_of(actor: Actor, proceeding: Proceeding) -> str:
    """The role in which the actor enters here, as the record names it."""
    where, roles = proceeding.where, MATRIX["contribution:enter"]
    reach = {("body", where.body_id), ("proceeding", where.proceeding_id)}
    held = (grant.role for grant in actor.held if grant.role in roles and (grant.scope, grant.scope_id) in reach)
    return actor.system or next(held, "secretariat")


def confirm_typing(db: Session, actor: Actor, *, reference: str, seen: int) -> None:
    """Say that what was typed is what stands on the paper. Raises Conflict `same_person` for whoever typed it, or
    `changed_meanwhile` where another version came or somebody has checked it."""
    proceeding, contribution, row = _to_check(db, actor, reference, seen)
    _checked(actor, proceeding, contribution, row, "checked", "")
    _append(db, proceeding, contribution.kind, "typing_checked", reference, row)


def correct_typing(
    db: Session, actor: Actor, *, reference: str, seen: int, passages: tuple[NewPassage, ...], corrections: str
) -> str:
    """Send what stands on the paper as a new version, with a list of what was wrong; the state.

    It goes the way of every correction. Raises as `confirm_typing`, and Invalid without a list or without words.
    """
    proceeding, contribution, row = _to_check(db, actor, reference, seen)
    listed = _line(corrections, "corrections", WORDS_CHARACTERS * 4, required=True)
    if not passages:
        raise Invalid("text", "required")
    state = add_correction(db, proceeding, contribution, passages)
    _checked(actor, proceeding, contribution, row, "corrected", listed)
    _append(db, proceeding, contribution.kind, "typing_corrected", reference, row)
    return state


def _to_check(db: Session, actor: Actor, reference: str, seen: int) -> tuple[Proceeding, Contribution, Intake]:
    known = db.scalar(select(Contribution.proceeding_id).where(Contribution.reference == reference))
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known)
    require(actor, "contribution:enter", proceeding)
    contribution = db.scalars(select(Contribution).where(Contribution.reference == reference).with_for_update()).one()
    row = db.scalar(select(Intake).where(Intake.contribution_id == contribution.id).with_for_update())
    if row is None:
        raise NotFound
    if row.entered_by is not None and row.entered_by == actor.account_id:
        raise Conflict("same_person")
    if row.state != "unchecked" or contribution.latest != seen or contribution.state not in ("pending", "published"):
        raise Conflict("changed_meanwhile")
    return proceeding, contribution, row


def _checked(
    actor: Actor, proceeding: Proceeding, contribution: Contribution, row: Intake, state: str, corrections: str
) -> None:
    row.state, row.corrections, row.checked_version = state, corrections, contribution.latest
    row.checked_by, row.checked_role, row.checked_at = actor.account_id, role_of(actor, proceeding), now()


def forget_intake(db: Session, row: Contribution) -> None:
    """Of something erased the record keeps by which way and on which day it came, not from whom nor where it lies."""
    intake = db.scalar(select(Intake).where(Intake.contribution_id == row.id).with_for_update())
    if intake is not None:
        intake.sender = intake.kept_at = intake.corrections = intake.salt = ""


def _line(raw: str, field: str, most: int, *, required: bool = False) -> str:
    text = clean_text(raw, field)
    if required and not text:
        raise Invalid(field, "required")
    if len(text) > most:
        raise Invalid(field, "too_long", length=len(text), limit=most)
    return text
