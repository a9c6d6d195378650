"""The public pages of hearings: the list and the page of each."""

from flask import Flask, render_template

from consult.hearings.chair import routes as chair_routes
from consult.hearings.chair.forms import ACTS
from consult.hearings.floor.expected import expected_turns
from consult.hearings.floor.forms import Act
from consult.hearings.hall import routes as hall_routes
from consult.hearings.hall.operations import choose_for_screen
from consult.hearings.hall.queries import on_screen
from consult.hearings.minutes import routes as minutes_routes
from consult.hearings.polls import routes as poll_routes
from consult.hearings.programme import routes as programme_routes
from consult.hearings.programme.routes.public import calls_of, shown_programme
from consult.hearings.record import routes as record_routes
from consult.hearings.registration import routes as registration_routes
from consult.hearings.registration.expected import EXPECTED
from consult.policy.access import holds
from consult.proceedings.head import ALL, head, located
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceedings
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add the addresses under /<language>/hearings/."""
    app.extensions["consult.frame"].public.append(Place("hearings", lambda: _("Hearings"), "/hearings/"))
    base = "/<language:lang>/hearings"
    app.add_url_rule(f"{base}/", "hearings.index", index, methods=["GET"])
    app.add_url_rule(f"{base}/<slug>/", "hearings.page", page, methods=["GET"])
    programme_routes.install(app)
    hall_routes.install(app)
    poll_routes.install(app)
    chair_routes.install(app)
    ACTS["choose_for_screen"] = Act(choose_for_screen, ("shown",), counted=False)
    chair_routes.ON_SCREEN[:] = [on_screen]
    record_routes.install(app)
    registration_routes.install(app)
    EXPECTED[:] = [expected_turns]
    minutes_routes.install(app)


def index() -> str:
    """All hearings that the reader may see: what is open first, then what comes, then the past."""
    return render_template("hearings/index.html", calls=calls_of(proceedings(reading(), actor(), "hearing")))


def page(slug: str) -> str:
    """What a hearing is about, when it is, its programme, and the way in."""
    found = located("hearing", slug)
    here = head(found, ALL)
    told = shown_programme(found, here.phase)
    may_note = holds(actor(), "hearing:note", found.where)
    return render_template("hearings/page.html", head=here, may_chair=may_chair(found), may_note=may_note, **told)


def may_chair(found: Proceeding) -> bool:
    """Whether the reader holds the chair of this hearing, or its office."""
    return holds(actor(), "proceeding:open", found.where)
