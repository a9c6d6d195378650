"""The whole programme of one hearing with its words, as the desk's page and the public page show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from consult.core.clock import now
from consult.core.countries import country_name
from consult.core.localized import Words
from consult.hearings.programme.models import HearingPerson, HearingSession, Plan
from consult.hearings.programme.queries import (
    Item,
    best,
    channels_of,
    items_of,
    people_of,
    plan_of,
    sessions_of,
    texts_of,
)
from consult.hearings.programme.words import (
    channel_words,
    form_words,
    item_state_words,
    length_words,
    part_words,
    selection_words,
    speaking_times,
    tongue_words,
    type_words,
)
from consult.organisations.words import category_words
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading


@dataclass(frozen=True, slots=True)
class Line:
    """An agenda item with its words and its planned time on the wall clock of its session."""

    item: Item
    title: Words | None
    note: Words | None
    type: str
    state: str
    starts: str | None
    papers: Sequence[tuple[Any, Words | None]]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session with its words, the difference of its zone from UTC, and the items that are held in it."""

    session: HearingSession
    title: Words | None
    place: Words | None
    offset: str
    ends_offset: str
    over_midnight: bool
    lines: Sequence[Line]

    @property
    def is_over(self) -> bool:
        """Whether it is past by the clock, or was closed."""
        return self.session.state == "closed" or self.session.ends_at <= now()


class Person(NamedTuple):
    """Somebody with a part, in words."""

    row: HearingPerson
    about: Sequence[str]
    languages: Sequence[str]


def whole_programme(row: Proceeding) -> dict[str, Any]:
    """What the templates of a programme show, all of it as this reader may have it."""
    plan = plan_of(reading(), row.id)
    sessions = sessions_of(reading(), row.id)
    zones = {one.id: one.zone for one in sessions}
    lines = [line_of(item, zones, row) for item in items_of(reading(), actor(), row)]
    texts = texts_of(reading(), [one.owner for one in sessions])
    return {
        "plan": plan,
        "form_words": form_words(plan.form),
        "selection": selection_words(plan),
        "times": speaking_times(plan),
        "budgets": [(category_words(one), length_words(given)) for one, given in sorted(plan.budgets.items())],
        "sittings": [sitting_of(one, texts.get(one.owner, {}), lines, row) for one in sessions],
        "unsettled": [line for line in lines if line.item.session_id not in zones],
        "lines": lines,
        "people": people_by_part(row),
        "channels": [(one, channel_words(one.kind, one.language)) for one in channels_of(reading(), row.id)],
    }


def line_of(item: Item, zones: Mapping[int, str], row: Proceeding) -> Line:
    """An item in words."""
    wanted = (language(), row.language)
    zone = zones.get(item.session_id or 0)
    starts = item.starts_at.astimezone(ZoneInfo(zone)).strftime("%H:%M") if item.starts_at and zone else None
    papers = [(one.paper, one.title(*wanted)) for one in item.papers]
    return Line(
        item,
        item.words("title", *wanted),
        item.words("note", *wanted),
        type_words(item.type),
        item_state_words(item.state),
        starts,
        papers,
    )


def sitting_of(
    session: HearingSession, texts: Mapping[str, Mapping[str, str]], lines: Sequence[Line], row: Proceeding
) -> Sitting:
    """A session in words, with its lines."""
    wanted = (language(), row.language)
    return Sitting(
        session,
        best(texts.get("title", {}), wanted),
        best(texts.get("place", {}), wanted),
        offset_words(session.starts_at, session.zone),
        offset_words(session.ends_at, session.zone),
        session.starts_local[:10] != session.ends_local[:10],
        [line for line in lines if line.item.session_id == session.id],
    )


def offset_words(at: datetime, zone: str) -> str:
    """How far a zone is from UTC at an instant, such as UTC+02:00."""
    sign = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{sign[:3]}:{sign[3:5]}" if sign.strip("+-0") else "UTC"


def people_by_part(row: Proceeding) -> list[tuple[str, list[Person]]]:
    """(part in words, people) for each part that somebody has, in order."""
    found: dict[str, list[Person]] = {}
    for one in people_of(reading(), row.id):
        told = (one.office, one.organisation, category_words(one.category), country_name(one.country, language()))
        spoken = [tongue_words(code) for code in one.languages]
        found.setdefault(part_words(one.role), []).append(Person(one, [text for text in told if text], spoken))
    return list(found.items())


def registration_words(plan: Plan) -> str:
    """Whether registration is open, in a sentence; its dates stand beside it."""
    at = now()
    if plan.registers_from is not None and at < plan.registers_from:
        return _("Registration is not open yet.")
    if plan.registers_until is not None and at >= plan.registers_until:
        return _("Registration is closed.")
    return _("Registration is open.")
