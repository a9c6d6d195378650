"""What the public pages show of programmes: the list, the page of a hearing, and what is held under a consultation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from consult.core.clock import now
from consult.core.localized import Words
from consult.hearings.programme.coming import forms_of, held_under, next_sessions, seen_above
from consult.hearings.programme.models import HearingSession
from consult.hearings.programme.routes.calendars import calendar_url
from consult.hearings.programme.routes.whole import offset_words, registration_words, whole_programme
from consult.hearings.programme.words import form_words, progress_words, standing_words, tongue_words
from consult.proceedings.head import Head, head_of, heads_of
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.language import language
from consult.web.site import actor, reading

ORDER = {"open": 0, "soon": 1, "draft": 2, "closed": 3}


@dataclass(frozen=True, slots=True)
class Call:
    """A hearing in a list: what it is called, and its next session where there is one."""

    head: Head
    called: str
    next: HearingSession | None
    offset: str | None


def install(app: Flask) -> None:
    """Give the pages of consultations and workspaces what is held under them."""
    app.jinja_env.globals["held_under"] = under
    app.jinja_env.globals["language_name"] = tongue_words


def under(row: Proceeding) -> list[Call]:
    """The hearings held under a consultation or workspace, those to come first."""
    return calls_of(held_under(reading(), actor(), row.id))


def calls_of(rows: Sequence[Proceeding]) -> list[Call]:
    """A list of hearings: what is open, then what comes, by the next date; then the past, the latest first."""
    if not rows:
        return []
    ids, at = [one.id for one in rows], now()
    forms, nexts = forms_of(reading(), ids), next_sessions(reading(), ids, at)
    found = []
    for head in heads_of(list(rows)):
        number = head.proceeding.id
        coming = nexts.get(number)
        offset = offset_words(coming.starts_at, coming.zone) if coming else None
        found.append(Call(head, form_words(forms[number]), coming, offset))
    return sorted(found, key=lambda one: _place(one, at))


def _place(one: Call, at: datetime) -> tuple[int, float]:
    row, order = one.head.proceeding, ORDER[one.head.phase]
    if one.head.phase == "closed":
        ended = row.closes_at or row.opens_at
        return order, -(ended.timestamp() if ended else 0.0)
    begins = one.next.starts_at if one.next else row.opens_at
    return order, begins.timestamp() if begins else at.timestamp() + 1e9


def shown_programme(row: Proceeding, phase: str) -> dict[str, Any]:
    """What the page of a hearing shows of its programme."""
    told = whole_programme(row)
    plan = told["plan"]
    above = seen_above(reading(), actor(), plan)
    return {
        **told,
        "progress": progress_words(plan.form),
        "standing": standing_words(plan.form, phase) if phase != "open" else None,
        "registration": registration_words(plan),
        "above": head_of(above, _words_of(above)) if above is not None else None,
        "calendar": calendar_url(row) if told["sittings"] else None,
    }


def _words_of(row: Proceeding) -> dict[str, Words]:
    return proceeding_words(reading(), [row], language(), ("title",))[row.id]
