"""What a calendar tells: the sessions of hearings that its reader may see, cancelled ones among them, nothing closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.actors import reader_of_account
from consult.bodies.models import Body
from consult.core.actors import ANYBODY, Actor
from consult.core.errors import NotFound
from consult.core.localized import Words, texts_for
from consult.hearings.programme.coming import open_items
from consult.hearings.programme.models import CalendarAddress, HearingSession, Plan
from consult.hearings.programme.timing import hours_of
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words

MOST = 1_000
REMEMBERED = timedelta(days=366)  # so long a past session stays


@dataclass(frozen=True, slots=True)
class Planned:
    """A session with its hearing, their words, and the open items (label, title) that are held in it."""

    session: HearingSession
    proceeding: Proceeding
    form: str
    revision: int
    revised_at: datetime
    words: dict[str, Words]
    title: Words | None
    place: Words | None
    agenda: Sequence[tuple[str, str]]


def body_of(db: Session, slug: str) -> Body:
    """The body of this name. Raises NotFound."""
    found = db.scalar(select(Body).where(Body.slug == slug))
    if found is None:
        raise NotFound
    return found


def reader_by_token(db: Session, token_hash: str) -> Actor:
    """Whose calendar this token opens, with the roles that hold now. Raises NotFound where it opens none."""
    known = (CalendarAddress.token_hash == token_hash, CalendarAddress.ended_at.is_(None))
    account_id = db.scalar(select(CalendarAddress.account_id).where(*known))
    reader = reader_of_account(db, account_id) if account_id is not None else ANYBODY
    if reader.account_id is None:
        raise NotFound
    return reader


def own_address_since(db: Session, actor: Actor) -> datetime | None:
    """Since when the actor has a calendar address; None without one."""
    known = (CalendarAddress.account_id == actor.account_id, CalendarAddress.ended_at.is_(None))
    return db.scalar(select(CalendarAddress.made_at).where(*known))


def planned_sessions(
    db: Session,
    actor: Actor,
    language: str,
    at: datetime,
    *,
    proceeding_id: int | None = None,
    body_id: int | None = None,
) -> list[Planned]:
    """The sessions that a calendar of this reader tells, by their beginning; of one hearing or one body where it is given."""
    query = (
        select(HearingSession, Proceeding, Plan)
        .join(Proceeding, Proceeding.id == HearingSession.proceeding_id)
        .outerjoin(Plan, Plan.proceeding_id == Proceeding.id)
        .where(visible(actor), Proceeding.kind == "hearing", Proceeding.state != "draft")
    )
    if proceeding_id is not None:
        query = query.where(Proceeding.id == proceeding_id)
    else:
        query = query.where(HearingSession.ends_at > at - REMEMBERED)
    if body_id is not None:
        query = query.where(Proceeding.body_id == body_id)
    rows = db.execute(query.order_by(HearingSession.starts_at.desc(), HearingSession.id.desc()).limit(MOST)).all()
    return _with_words(db, [(row[0], row[1], row[2]) for row in reversed(rows)], language)


def _with_words(
    db: Session, rows: Sequence[tuple[HearingSession, Proceeding, Plan | None]], language: str
) -> list[Planned]:
    hearings = list({row.id: row for _session, row, _plan in rows}.values())
    words = proceeding_words(db, hearings, language, ("title", "lede", "name"))
    texts = texts_for(db, [session.owner for session, _row, _plan in rows], [language])
    agendas = _agendas(db, rows, language)
    return [
        Planned(
            session,
            row,
            plan.form if plan else "hearing",
            plan.revision if plan else 0,
            (plan.revised_at if plan else None) or row.created_at,
            words[row.id],
            texts.get((session.owner, "title")),
            texts.get((session.owner, "place")),
            agendas.get(session.id, ()),
        )
        for session, row, plan in rows
    ]


def _agendas(
    db: Session, rows: Sequence[tuple[HearingSession, Proceeding, Plan | None]], language: str
) -> dict[int, list[tuple[str, str]]]:
    """(label, title) of the open items of each session."""
    items = open_items(db, sorted({row.id for _session, row, _plan in rows}))
    titles = texts_for(db, [item.owner for some in items.values() for item in some], [language], ["title"])
    found: dict[int, list[tuple[str, str]]] = {}
    for some in items.values():
        hours = hours_of(some, [])
        for item in some:
            title, session = titles.get((item.owner, "title")), hours[item.id].session_id
            if title is not None and session is not None:
                found.setdefault(session, []).append((item.label, title.text))
    return found
