"""The site's first pages: choosing a language, what is open, and the list of consultations."""

from collections.abc import Iterable

from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consult.consultations.routes.loading import Head, head_of
from consult.proceedings.later import results_out
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words, proceedings
from consult.web.frame import Place
from consult.web.language import chosen_language, language
from consult.web.language import gettext as _
from consult.web.site import actor, reading

MOST_CLOSED = 6


def install(app: Flask) -> None:
    """Add `/`, the home page and `consultations/`."""
    app.extensions["consult.frame"].public.append(Place("consultations", lambda: _("Consultations"), "/consultations/"))

    @app.get("/")
    def choose_language() -> ResponseReturnValue:
        answer = redirect(f"/{chosen_language()}/", 302)
        answer.vary.add("Accept-Language")
        return answer

    @app.get("/<language:lang>/")
    def home() -> str:
        heads = list(_heads(one for one in proceedings(reading(), actor()) if one.audience == "public"))
        calls = [one for one in heads if one.proceeding.kind == "consultation"]
        return render_template(
            "home.html",
            open_calls=_in_phase(calls, "open"),
            soon=_in_phase(calls, "soon"),
            closed=_in_phase(calls, "closed")[:MOST_CLOSED],
            hearings=[one for one in heads if one.proceeding.kind == "hearing" and one.phase != "draft"],
        )

    @app.get("/<language:lang>/consultations/")
    def consultations() -> str:
        wanted = request.args.get("phase")
        calls = list(_heads(proceedings(reading(), actor(), "consultation")))
        counts = {phase: len(_in_phase(calls, phase)) for phase in ("open", "soon", "closed")}
        phase = wanted if wanted in counts else None
        shown = _in_phase(calls, phase) if phase else [one for key in counts for one in _in_phase(calls, key)]
        return render_template("consultations/index.html", calls=shown, counts=counts, phase=phase)


def _heads(found: Iterable[Proceeding]) -> Iterable[Head]:
    rows = list(found)
    words, out = proceeding_words(reading(), rows, language()), results_out(reading(), [one.id for one in rows])
    for one in rows:
        here = head_of(one, words[one.id])
        here.results_at = out.get(one.id)
        yield here


def _in_phase(heads: Iterable[Head], phase: str) -> list[Head]:
    """Those in a phase; what ends or begins soonest comes first, of the closed ones the latest."""
    found = [one for one in heads if one.phase == phase]
    dated = sorted((one for one in found if one.moment), key=lambda one: (one.moment, one.proceeding.id))
    if phase == "closed":
        dated.reverse()
    return dated + [one for one in found if not one.moment]
