"""The chair's one screen of a hearing, and what it sends."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.core.clock import now, rfc3339
from consult.core.countries import country_names
from consult.core.errors import Conflict, ConsultError, NotFound
from consult.hearings.chair import comments
from consult.hearings.chair.acts import last_acts
from consult.hearings.chair.desk import desk_of
from consult.hearings.chair.forms import ACTS, pressed
from consult.hearings.chair.queries import comments_in_state
from consult.hearings.floor.forms import act_of
from consult.hearings.floor.words import kinds_in_words, lists_in_words, minutes_words, state_in_words
from consult.hearings.polls.parts import chair_polls
from consult.ledger.queries import stream_of
from consult.moderation.thread import thread_of
from consult.organisations.words import categories_offered, category_words, region_words
from consult.policy.access import require
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding, open_proceeding, reopen_proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run, wants_json

MOVES: dict[str, Callable[..., None]] = {
    "open": open_proceeding,
    "close": close_proceeding,
    "reopen": reopen_proceeding,
}
EXTENSION = 30
CHOSEN_FROM = 12
# What the screen of the room shows, as a room beside this one knows it: (session, proceeding id) → `<kind>.<reference>`.
ON_SCREEN: list[Callable[[Session, int], str]] = []


def install(app: Flask) -> None:
    """Add the chair's addresses."""
    base = "/<language:lang>/hearings/<slug>/chair"
    app.add_url_rule(base, "hearings.chair", chair, methods=["GET"])
    app.add_url_rule(f"{base}/floor", "hearings.chair_floor", floor, methods=["GET"])
    app.add_url_rule(f"{base}/act", "hearings.act", act, methods=["POST"])
    app.add_url_rule(f"{base}/<any({','.join(MOVES)}):move>", "hearings.move", move, methods=["POST"])
    comments.install(app, base)


def chaired(slug: str) -> Proceeding:
    """The hearing of this page; not found for whoever does not chair it."""
    found = located("hearing", slug)
    require(actor(), "hearing:chair", found)
    return found


def chair(slug: str) -> str:
    """The whole screen."""
    return screen(chaired(slug))


def screen(found: Proceeding, refusal: ConsultError | None = None, typed: Mapping[str, str] | None = None) -> str:
    """The screen as it is now; with what an act was refused for, and what was typed for it."""
    slug = found.slug
    # Both streams are read before the rows, so that nothing can fall between.
    thread, desk = thread_of(found, url_for("hearings.chair", slug=slug)), stream_of(reading(), found.id, "desk")
    if desk is None:
        raise NotFound
    return render_template(
        "hearings/chair.html",
        **parts_of(found),
        thread=thread,
        desk_stream=desk,
        move=next_move(found),
        categories=categories_offered(reading(), found.body_id),
        countries=country_names(language()),
        problem=message_for(refusal) if refusal else None,
        typed=typed or {},
    )


def floor(slug: str) -> str:
    """The parts that change with each act, for the script of the page."""
    return render_template("hearings/chair/parts.html", **parts_of(chaired(slug)))


def parts_of(found: Proceeding) -> dict[str, Any]:
    """What the parts of the screen are rendered from."""
    at = now()
    return {
        **chair_polls(found),
        "p": found,
        "back": "chair",
        "head": head(found),
        "on_screen": next((told(reading(), found.id) for told in ON_SCREEN), ""),
        "published": comments_in_state(reading(), actor(), found, "published")[:CHOSEN_FROM],
        "desk": desk_of(reading(), actor(), found, at),
        "waiting": comments.listed(found, found.slug, "pending"),
        "hidden": comments.listed(found, found.slug, "hidden", "declined"),
        "acts": last_acts(reading(), actor(), found),
        "at": rfc3339(at),
        "kinds": kinds_in_words(),
        "lists": lists_in_words(),
        "extension": EXTENSION,
        "category_words": category_words,
        "region_words": region_words,
        "state_words": state_in_words,
        "minutes": minutes_words,
        "rfc3339": rfc3339,
    }


def next_move(found: Proceeding) -> str:
    """The one change of state that makes sense now."""
    return {"open": "close", "closed": "reopen"}.get(found.phase(now()), "open")


def move(slug: str, move: str) -> ResponseReturnValue:
    """Open, close or open again the hearing itself."""
    found = chaired(slug)
    try:
        run(MOVES[move], proceeding_id=found.id)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        done = {
            "open": _("The hearing is open: comments are taken."),
            "close": _("The hearing is closed: no more comments are taken."),
            "reopen": _("The hearing is open again: comments are taken."),
        }
        flash(done[move], "ok")
    return redirect(url_for("hearings.chair", slug=slug), 303)


def act(slug: str) -> ResponseReturnValue:
    """One act; where it is refused, the screen as it is now, with the reason and what was typed."""
    found = chaired(slug)
    given = request.form.to_dict()
    if "do" in given:  # a button; the script of the page names the act itself
        given |= pressed(given["do"])
    try:
        asked = act_of(ACTS, given)
        done = run(asked.operation, proceeding_id=found.id, **asked.values)
    except NotFound:
        raise
    except ConsultError as error:
        if wants_json():
            raise
        return screen(located("hearing", slug), error, request.form), error.status
    if wants_json():
        return jsonify({"ok": True, "moves": done.result})
    return redirect(url_for("hearings.chair", slug=slug, _anchor=place_of(given)), 303)


def place_of(given: Mapping[str, str]) -> str:
    """Where on the page an act leads back to: the line of its speaker, or the part that it is about."""
    if given["act"] in ("move_speaker", "mark_present"):
        return f"speaker-{given['speaker']}"
    return "list" if given["act"].endswith("_speaker") else "floor"
