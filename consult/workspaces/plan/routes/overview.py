"""The plan: its timeline, and its objectives with their tasks."""

from datetime import date

from babel.dates import format_skeleton
from flask import request
from markupsafe import Markup

from consult.core.localized import direction
from consult.policy.access import holds
from consult.proceedings.duties import today_in
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.formats import day_words
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading
from consult.workspaces.plan.drawing import Group, Line, Words, timeline
from consult.workspaces.plan.forms import filter_choices
from consult.workspaces.plan.queries import OPEN, Aim, Planned, Wanted, organisations_in, plan_of, removed_tasks
from consult.workspaces.plan.shape import mark_of
from consult.workspaces.plan.words import state_words
from consult.workspaces.rooms.frame import framed

PARAMETERS = ("show", "organisation")


def whole(slug: str) -> str:
    """The whole plan, or what a reader asks for of it."""
    found, who = located("workspace", slug), actor()
    given = {name: request.args.get(name, "") for name in PARAMETERS}
    wanted = Wanted(given["show"] == "mine", given["show"] == "overdue", given["organisation"])
    every = plan_of(reading(), who, found)
    aims = plan_of(reading(), who, found, wanted) if wanted != Wanted() else every
    is_narrow = wanted != Wanted()
    return framed(
        "workspaces/plan/plan.html",
        found,
        "plan",
        aims=[one for one in aims if one.tasks or not is_narrow],
        is_narrow=is_narrow,
        has_tasks=any(one.tasks for one in every),
        has_objectives=bool(every),
        drawing=drawn(found, aims),
        choices=filter_choices(given),
        organisations=organisations_in(every),
        chosen=given["organisation"],
        removed=removed_tasks(reading(), who, found),
        marks={one.objective.public_id: mark_of(one.objective) for one in every},
        may_lead=holds(who, "room:lead", found.where),
        moved=is_narrow,
    )


def drawn(found: Proceeding, aims: list[Aim]) -> Markup | None:
    """The timeline of what is shown."""
    groups = [Group(aim.objective.title, [line_of(one) for one in aim.tasks]) for aim in aims]
    words = Words(
        _("Timeline of the action plan"),
        _("Each task is a bar from the day it starts to the day it is due. The table holds the same, in words."),
        _("Today"),
        tick_words,
    )
    rtl = direction(language()) == "rtl"
    return timeline(groups, today_in(found.zone), words, "plan-timeline", rtl=rtl)


def line_of(one: Planned) -> Line:
    """A task as the timeline tells it."""
    days = [date.fromisoformat(day) if day else None for day in (one.task.starts_on, one.task.due_on)]
    kind = "overdue" if one.overdue else one.task.state
    return Line(one.task.title, told(one, days[1]), days[0], days[1], kind)


def told(one: Planned, due: date | None) -> str:
    """How far a task is and when it is due, in a few words."""
    if due is None:
        return _("%(state)s, without a due day", state=state_words(one.task.state))
    day = day_words(due, language())
    if one.overdue:
        return _("Overdue since %(day)s", day=day)
    if one.task.state not in OPEN:
        return state_words(one.task.state)
    return _("%(state)s, due on %(day)s", state=state_words(one.task.state), day=day)


def tick_words(day: date, with_day: bool) -> str:
    """A day of the scale: its day and month, or its month and year."""
    if language() == "ar":  # the names of its months are too long for a scale
        return f"{day.day}/{day.month}" if with_day else f"{day.month}/{day.year}"
    return str(format_skeleton("MMMd" if with_day else "yMMM", day, locale=language()))
