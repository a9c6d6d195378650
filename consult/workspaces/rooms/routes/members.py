"""Who sits in a room, one seat, and leaving it."""

from typing import Any

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.core.errors import Conflict, Invalid, NotFound
from consult.organisations.words import categories_offered, category_words
from consult.policy.access import holds, require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import roles_to_give
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.forms import RemoveForm, RoleForm, SeatForm
from consult.workspaces.rooms.joining_queries import gone_from, offers_to, requests_to
from consult.workspaces.rooms.operations.inviting import SEATED
from consult.workspaces.rooms.operations.leaving import change_role, edit_seat, leave_room, remove_member
from consult.workspaces.rooms.operations.news import News
from consult.workspaces.rooms.queries import SeatLine, seats_of
from consult.workspaces.rooms.routes.days import day_of
from consult.workspaces.rooms.routes.guests import guests_shown
from consult.workspaces.rooms.words import departure_words, news_of_a_room


def install(app: Flask, page: str) -> None:
    """Add the addresses."""
    base = f"{page}/<slug>/members"
    app.add_url_rule(f"{base}/", "workspaces.members", members, methods=["GET"])
    app.add_url_rule(f"{base}/<person>", "workspaces.member", member, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/<person>/role", "workspaces.role", role, methods=["POST"])
    app.add_url_rule(f"{base}/<person>/remove", "workspaces.remove", remove, methods=["GET", "POST"])
    app.add_url_rule(f"{page}/<slug>/leave", "workspaces.leave", leave, methods=["GET", "POST"])


def members(slug: str) -> str:
    """Everybody with organisation, category, office and term; for those who invite, who is on the way in or out too."""
    found = located("workspace", slug)
    seats = seats_of(reading(), actor(), found)
    may_invite = holds(actor(), "room:invite", found.where)
    more: dict[str, Any] = {"offers": [], "asked": [], "gone": [], "guests": [], "documents": []}
    if may_invite:
        more = {
            "offers": [
                (one, role_words(one.role), category_words(one.category), one.term_until and day_of(one.term_until))
                for one in offers_to(reading(), actor(), found)
            ],
            "asked": [(one, category_words(one.category)) for one in requests_to(reading(), actor(), found)],
            "gone": [(one, departure_words(one.departure)) for one in gone_from(reading(), actor(), found)],
            **guests_shown(found),
        }
    return frame.framed(
        "workspaces/members.html", found, "members", seats=[shown(one) for one in seats], may_invite=may_invite, **more
    )


def shown(one: SeatLine) -> dict[str, Any]:
    """One seat in words."""
    return {
        "line": one,
        "roles": ", ".join(role_words(role) for role in one.roles),
        "category": category_words(one.category),
        "until": day_of(one.term_until) if one.term_until else None,
        "mine": one.account_id == actor().account_id,
    }


def seat_at(found: Proceeding, person: str) -> SeatLine:
    """The seat of somebody, for those who decide on it. Raises NotFound."""
    require(actor(), "room:invite", found)
    seat = next((one for one in seats_of(reading(), actor(), found) if one.person == person), None)
    if seat is None:
        raise NotFound
    return seat


def member(slug: str, person: str) -> ResponseReturnValue:
    """One seat: what is told of it, its role, and taking it away."""
    found = located("workspace", slug)
    seat = seat_at(found, person)
    told = {name: getattr(seat, name) for name in ("organisation", "category", "office", "term_until")}
    form = SeatForm(categories_offered(reading(), found.body_id), data=told)
    if request.method == "POST" and form.validate():
        facts = form.facts()._replace(country=seat.country)
        if facts.organisation == seat.organisation:
            facts = facts._replace(organisation_id=seat.organisation_id)
        try:
            run(edit_seat, proceeding_id=found.id, person=person, facts=facts)
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("workspaces.members", slug=slug), 303)
    return seat_page(found, seat, form)


def seat_page(
    found: Proceeding, seat: SeatLine, form: SeatForm | None = None, role_form: RoleForm | None = None
) -> tuple[str, int]:
    """The page of one seat, with what was refused."""
    giving = roles_to_give(actor(), "proceeding", found.where)
    told = {name: getattr(seat, name) for name in ("organisation", "category", "office", "term_until")}
    form = form or SeatForm(categories_offered(reading(), found.body_id), formdata=None, data=told)
    role_form = role_form or RoleForm([one for one in SEATED if one in giving], formdata=None, data={"role": seat.role})
    may_change = set(seat.roles) <= set(giving)
    page = frame.framed(
        "workspaces/member.html",
        found,
        "members",
        seat=shown(seat),
        form=form,
        role_form=role_form,
        may_change=may_change,
    )
    return page, 422 if form.errors or role_form.errors else 200


def role(slug: str, person: str) -> ResponseReturnValue:
    """Give another role."""
    found = located("workspace", slug)
    seat = seat_at(found, person)
    form = RoleForm([one for one in SEATED if one in roles_to_give(actor(), "proceeding", found.where)])
    if form.validate():
        try:
            run(change_role, proceeding_id=found.id, person=person, role=form.role.data)
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(_("The role is changed."), "ok")
            return redirect(url_for("workspaces.members", slug=slug), 303)
    return seat_page(found, seat, role_form=form)


def remove(slug: str, person: str) -> ResponseReturnValue:
    """The question why, and the removal: confirmed only once no open page or socket is answered any more."""
    found = located("workspace", slug)
    seat, form = seat_at(found, person), RemoveForm()
    if request.method == "POST" and form.validate():
        try:
            run(remove_member, proceeding_id=found.id, person=person, reason=form.reason.data or "", news=news())
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(_("%(name)s is removed. Every open page and connection is closed.", name=seat.name), "ok")
            return redirect(url_for("workspaces.members", slug=slug), 303)
    page = frame.framed("workspaces/remove.html", found, "members", seat=shown(seat), form=form)
    return page, 422 if form.errors else 200


def leave(slug: str) -> ResponseReturnValue:
    """The question before one's own seat is given up, and giving it up."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    problem = None
    if request.method == "POST":
        try:
            run(leave_room, proceeding_id=found.id)
        except Conflict as error:
            if error.problem != "last_chair":
                raise
            problem = error
        else:
            flash(_("You have left the workspace."), "ok")
            return redirect(url_for("workspaces.index"), 303)
    return frame.framed("workspaces/leave.html", found, "members", refused=problem is not None), 409 if problem else 200


def news() -> News:
    """The mail to somebody about whom something was decided."""
    base = str(current_app.config["BASE_URL"])
    return news_of_a_room(str(current_app.config["SITE_NAME"]), base + url_for("workspaces.index"))
