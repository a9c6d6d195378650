"""What a room is told of the meetings under it: when they sit, their agenda, who checked in, and what was noted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor
from consult.core.localized import Words, texts_for
from consult.hearings.notes.models import Agreement, Line
from consult.hearings.programme.coming import open_items
from consult.hearings.programme.models import AgendaItem, Channel, HearingSession
from consult.hearings.registration.models import Registration
from consult.policy.access import holds
from consult.proceedings.meetings import Held, Sitting
from consult.proceedings.models import Proceeding

MOST_SUMMED_UP = 20


def meetings_told(db: Session, actor: Actor, meetings: Sequence[Proceeding], language: str) -> Mapping[int, Held]:
    """What is told of each of these, which the actor may see, by id; nothing of what is closed."""
    ids = [one.id for one in meetings if holds(actor, "room:read", one.where) or one.audience == "public"]
    if not ids:
        return {}
    sittings, agendas = _sittings(db, ids, language), _agendas(db, ids, language)
    links, present, noted = _links(db, ids), _present(db, ids), _noted(db, ids)
    sums, agreed = _sums(db, ids), _agreed(db, ids)
    return {
        one: Held(
            sittings[one],
            agendas[one],
            links[one],
            present[one],
            noted[one],
            sums[one][:MOST_SUMMED_UP],
            one in agreed,
        )
        for one in ids
    }


def _sittings(db: Session, ids: Sequence[int], language: str) -> defaultdict[int, list[Sitting]]:
    rows = db.scalars(
        select(HearingSession).where(HearingSession.proceeding_id.in_(ids)).order_by(HearingSession.starts_at)
    ).all()
    places = texts_for(db, [row.owner for row in rows], [language], ["place"])
    found: defaultdict[int, list[Sitting]] = defaultdict(list)
    for row in rows:
        sitting = Sitting(row.starts_at, row.ends_at, row.zone, places.get((row.owner, "place")), row.state)
        found[row.proceeding_id].append(sitting)
    return found


def _agendas(db: Session, ids: Sequence[int], language: str) -> defaultdict[int, list[tuple[str, Words]]]:
    items = open_items(db, ids)
    titles = texts_for(db, [one.owner for some in items.values() for one in some], [language], ["title"])
    found: defaultdict[int, list[tuple[str, Words]]] = defaultdict(list)
    for number, some in items.items():
        found[number] = [(one.label, titles.get((one.owner, "title"), Words("", ""))) for one in some]
    return found


def _links(db: Session, ids: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(Channel.proceeding_id, Channel.url).where(Channel.proceeding_id.in_(ids)).order_by(Channel.position)
    for row in db.execute(query):
        found[row.proceeding_id].append(row.url)
    return found


def _present(db: Session, ids: Sequence[int]) -> defaultdict[int, list[tuple[int | None, str]]]:
    """Those who checked in and whose name the members may know."""
    found: defaultdict[int, list[tuple[int | None, str]]] = defaultdict(list)
    came = (
        Registration.proceeding_id.in_(ids),
        Registration.present_at.is_not(None),
        Registration.identity == "public",
    )
    for row in db.scalars(select(Registration).where(*came).order_by(Registration.name, Registration.id)):
        found[row.proceeding_id].append((row.account_id, row.name))
    return found


def _open_lines(ids: Sequence[int]) -> ColumnElement[bool]:
    """Lines that stand and are on nothing closed."""
    on_open = Line.item_id.is_(None) | (AgendaItem.audience == "public")
    return Line.proceeding_id.in_(ids) & (Line.state == "written") & on_open


def _noted(db: Session, ids: Sequence[int]) -> defaultdict[int, dict[str, int]]:
    query = select(Line.proceeding_id, Line.language, func.count()).outerjoin(AgendaItem, AgendaItem.id == Line.item_id)
    rows = db.execute(query.where(_open_lines(ids)).group_by(Line.proceeding_id, Line.language))
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row[0]][row[1]] = row[2]
    return found


def _sums(db: Session, ids: Sequence[int]) -> defaultdict[int, list[Words]]:
    """The lines that sum up, in the language in which they were written."""
    query = select(Line).outerjoin(AgendaItem, AgendaItem.id == Line.item_id)
    rows = db.scalars(query.where(_open_lines(ids), Line.kind == "summary").order_by(Line.position, Line.id))
    found: defaultdict[int, list[Words]] = defaultdict(list)
    for row in rows:
        found[row.proceeding_id].append(Words(row.text, row.language))
    return found


def _agreed(db: Session, ids: Sequence[int]) -> set[int]:
    query = select(AgendaItem.proceeding_id).join(Agreement, Agreement.item_id == AgendaItem.id)
    return set(db.scalars(query.where(AgendaItem.proceeding_id.in_(ids), Agreement.ended_at.is_(None))))
