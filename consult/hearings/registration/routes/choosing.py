"""Applying the published rule: the proposal, which the secretariat looks at, changes and confirms."""

from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.countries import region_of
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.hearings.programme.queries import plan_of
from consult.hearings.programme.words import rule_words as rule_name
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.selecting import confirm_selection, mark_of
from consult.hearings.registration.queries import Wanted, candidates, registrations
from consult.hearings.registration.routes.desk import about, office, place_words
from consult.hearings.registration.routes.parts import item_titles
from consult.hearings.registration.selection import Proposed, propose
from consult.hearings.registration.words import rule_words
from consult.organisations.words import category_words, region_words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

MOST_PLACES = 100_000


def install(app: Flask) -> None:
    """Add `registrations/rule`."""
    base = "/<language:lang>/desk/proceedings/hearing/<slug>/registrations/rule"
    app.add_url_rule(base, "registrations.rule", rule, methods=["GET", "POST"])


def rule(slug: str) -> ResponseReturnValue:
    """The proposal of the rule, and its confirmation as the secretariat changed it."""
    room = office(slug)
    if request.method != "POST":
        return page(room)
    try:
        accepted, waiting = run(
            confirm_selection, proceeding_id=room.id, seen=request.form.get("seen", "")[:64], chosen=chosen()
        ).result
    except NotFound:
        raise
    except ConsultError as error:
        return page(office(slug), error), 422 if isinstance(error, Invalid) else error.status
    flash(
        _("Confirmed: %(accepted)s are accepted, %(waiting)s wait in the reserve.", accepted=accepted, waiting=waiting),
        "ok",
    )
    return redirect(url_for("registrations.all", slug=slug), 303)


def chosen() -> list[Proposed]:
    """What the form holds: for each registration its state, and its place among those who wait."""
    found = []
    for name, value in request.form.items():
        if name.startswith("state."):
            public_id = name.removeprefix("state.")[:16]
            place = request.form.get(f"place.{public_id}", MOST_PLACES, type=int)
            found.append(Proposed(public_id, min(max(place, 1), MOST_PLACES), value))
    return found


def page(room: Proceeding, error: ConsultError | None = None) -> str:
    """The proposal; what was changed in it stays where it was refused and still fits."""
    plan, known = plan_of(reading(), room.id), candidates(reading(), room.id)
    rows = {row.public_id: row for row in registrations(reading(), actor(), room, Wanted(wish="speak"))}
    kept = {one.public_id: one for one in chosen()}
    proposed = propose(plan.rule, known, plan.places)
    return render_template(
        "desk/registrations/rule.html",
        **about(room),
        lines=[_line(kept.get(one.public_id, one), one, rows[one.public_id]) for one in proposed],
        seen=mark_of(plan.rule, plan.places, known),
        plan=plan,
        rule=rule_name(plan.rule),
        rule_text=rule_words(plan.rule),
        titles=item_titles(room),
        problem=message_for(error) if error is not None else None,
    )


def _line(shown: Proposed, proposed: Proposed, row: Registration) -> dict[str, Any]:
    return {
        "row": row,
        "position": shown.position,
        "state": shown.state,
        "changed": shown.state != proposed.state,
        "category": category_words(row.category),
        "region": region_words(region_of(row.country)) or place_words(row),
    }
