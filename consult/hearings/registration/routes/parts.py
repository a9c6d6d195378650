"""What the pages around a hearing show of registering: the way in, who will speak, and names in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from consult.core.clock import now
from consult.core.countries import country_name
from consult.core.localized import Words
from consult.hearings.programme.models import AgendaItem, HearingSession, Plan
from consult.hearings.programme.queries import best, item_rows, plan_of, sessions_of, texts_of
from consult.hearings.programme.words import rule_words as rule_name
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.forgetting import kept_until
from consult.hearings.registration.queries import Announced, accepted_speakers, announced_speakers, own_registration
from consult.hearings.registration.window import Window, window_of
from consult.hearings.registration.words import rule_words
from consult.organisations.words import category_words, region_words
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.web.language import language
from consult.web.site import actor, reading


@dataclass(frozen=True, slots=True)
class Call:
    """How registering for a hearing stands, whether the reader has registered, and may read statements ahead."""

    window: Window
    rule: str
    rule_text: str
    places: int | None
    taken: int
    statement_hours: int
    kept_until: datetime
    own: Registration | None
    reads_ahead: bool


def call_of(proceeding: Proceeding) -> Call:
    """The same for every page that leads to the form."""
    plan: Plan = plan_of(reading(), proceeding.id)
    sessions = sessions_of(reading(), proceeding.id)
    return Call(
        window_of(proceeding, plan, now()),
        rule_name(plan.rule),
        rule_words(plan.rule),
        plan.places,
        accepted_speakers(reading(), proceeding.id),
        plan.statement_hours,
        kept_until(proceeding, max((one.ends_at for one in sessions), default=None)),
        own_registration(reading(), actor(), proceeding.id),
        holds(actor(), "hearing:attend_closed", proceeding.where),
    )


class Line(NamedTuple):
    """An accepted speaker in words; `name` and `organisation` are None where readers are not told."""

    name: str | None
    organisation: str | None
    category: str | None
    place: str | None
    item: str | None


def speakers_of(proceeding: Proceeding) -> list[Line]:
    """Who is accepted to speak, as every reader is told it."""
    titles = item_titles(proceeding)
    return [_line(one, titles) for one in announced_speakers(reading(), actor(), proceeding)]


def _line(one: Announced, titles: dict[int, str]) -> Line:
    place = country_name(one.country, language()) or region_words(one.region)
    item = titles.get(one.item_id) if one.item_id is not None else None
    return Line(one.name, one.organisation, category_words(one.category), place, item)


def item_titles(proceeding: Proceeding) -> dict[int, str]:
    """Label and title of each public item of the agenda by its id, in the language of the page; of a closed one the label."""
    rows = item_rows(reading(), proceeding.id)
    texts = texts_of(reading(), [row.owner for row in rows])
    return {row.id: _title(row, texts.get(row.owner, {}).get("title", {}), proceeding.language) for row in rows}


def _title(row: AgendaItem, titles: Mapping[str, str], original: str) -> str:
    found = best(titles, (language(), original)) if row.audience == "public" else None
    return f"{row.label} {found.text}" if found is not None else row.label


class Sitting(NamedTuple):
    """A session with its title and place in words."""

    session: HearingSession
    title: Words | None
    place: Words | None


def sittings_of(proceeding: Proceeding) -> list[Sitting]:
    """The sessions of a hearing."""
    rows = sessions_of(reading(), proceeding.id)
    texts = texts_of(reading(), [row.owner for row in rows])

    def word(row: HearingSession, name: str) -> Words | None:
        return best(texts.get(row.owner, {}).get(name, {}), (language(), proceeding.language))

    return [Sitting(row, word(row, "title"), word(row, "place")) for row in rows]
