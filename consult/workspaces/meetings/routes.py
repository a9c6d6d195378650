"""The pages of meetings: the list, planning one, and one with its attendance, decisions and minutes."""

from flask import Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.policy.access import holds, require
from consult.proceedings.head import located
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run
from consult.workspaces.meetings.forms import MeetingForm
from consult.workspaces.meetings.operations import mark_attendance, plan_meeting
from consult.workspaces.meetings.queries import (
    brief,
    check_part,
    markable,
    may_mark,
    meeting_by_public_id,
    meetings_of,
)
from consult.workspaces.rooms.frame import Part, framed, has

MOST = 500


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/<slug>/meetings/, the tab and the box of the overview."""
    base, both = "/<language:lang>/workspaces/<slug>/meetings", ["GET", "POST"]
    app.add_url_rule(f"{base}/", "workspaces.meetings", meetings, methods=["GET"])
    app.add_url_rule(f"{base}/new", "workspaces.new_meeting", new, methods=both)
    app.add_url_rule(f"{base}/<meeting>", "workspaces.meeting", one, methods=both)
    app.extensions["consult.room_parts"].append(Part("meetings", lambda: _("Meetings"), "meetings/", has("meetings")))
    app.extensions["consult.room_briefs"].append(("workspaces/meetings/brief.html", brief))


def meetings(slug: str) -> str:
    """What comes, the earliest first, and what is past, the latest first."""
    found = located("workspace", slug)
    rows = meetings_of(reading(), actor(), found, language())
    coming, past = [row for row in rows if not row.is_past], [row for row in rows if row.is_past][::-1]
    return framed("workspaces/meetings/list.html", found, "meetings", coming=coming, past=past)


def new(slug: str) -> ResponseReturnValue:
    """The form of a meeting."""
    found = located("workspace", slug)
    check_part(reading(), actor(), found)
    require(actor(), "room:lead", found)
    usual = language() if language() in found.languages else found.language
    form = MeetingForm(data={"zone": found.zone, "language": usual})
    form.label_all(found.languages)
    status = 200
    if request.method == "POST":
        try:
            made = run(plan_meeting, proceeding_id=found.id, new=form.meeting()).result
        except NotFound:
            raise
        except ConsultError as error:
            form.validate_on_submit()
            refuse(form, error)
            status = error.status
        else:
            flash(_("The meeting is planned. The members find it here and in their calendars."), "ok")
            return redirect(url_for("workspaces.meeting", slug=slug, meeting=made), 303)
    return framed("workspaces/meetings/form.html", found, "meetings", form=form), status


def one(slug: str, meeting: str) -> ResponseReturnValue:
    """One meeting; its note-taker says here who was there."""
    found = located("workspace", slug)
    row = meeting_by_public_id(reading(), actor(), found, meeting, language())
    if request.method == "POST":
        present = [int(one) for one in request.form.getlist("present")[:MOST] if one.isdigit() and len(one) < 12]
        run(mark_attendance, proceeding_id=found.id, meeting=meeting, present=present)
        flash(_("Who was there is kept."), "ok")
        return redirect(url_for("workspaces.meeting", slug=slug, meeting=meeting, _anchor="attendance"), 303)
    marks = may_mark(actor(), row.proceeding)
    return framed(
        "workspaces/meetings/page.html",
        found,
        "meetings",
        meeting=row,
        people=markable(reading(), found, row) if marks else [],
        may_mark=marks,
        may_plan=holds(actor(), "hearing:plan", row.proceeding.where),
    )
