"""A step for a browser that has begun to answer, before a request's machinery begins: where nothing is out of the ordinary.

Reader, draft, consultation and questions are read from the database each time, and the answers judged and printed each
time, by the same functions as in the application. Whatever it does not surely know it leaves to the application.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Flask, g
from werkzeug.http import parse_cookie

from consult.bodies.actors import actor_by, holds_rooms
from consult.consultations.answering.around import Asking, around, filled, is_kept, own_of, place_of
from consult.consultations.answering.loading import COOKIE, Sitting
from consult.consultations.answering.standing import still_standing
from consult.consultations.answering.steps import shown_steps
from consult.consultations.forms import form_for
from consult.contributions.drafts.queries import Which, begun_draft
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.core.prepared import Cursor
from consult.web.door import Environ, Shown
from consult.web.frame import looks_to, theme_in
from consult.web.language import INTERFACE
from consult.web.site import WebSite
from consult.web.stamps import Stamps

ADDRESS = re.compile(rf"/({'|'.join(INTERFACE)})/consultations/([a-z0-9-]+)/respond/step/([a-z0-9_]+)")
KNOWN = {"browser", "csrf_token", "token", "invited", COOKIE}  # a session that holds more may have something to say


def install(app: Flask) -> None:
    """Let the door ask here."""
    app.extensions["consult.openers"].append(partial(step_page, app, Stamps(app)))


def step_page(app: Flask, stamps: Stamps, environ: Environ) -> Shown | None:
    """The page at this address for this browser; None for any other, and where only the application can tell."""
    found = ADDRESS.fullmatch(environ["PATH_INFO"])
    if found is None or environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME"):
        return None
    cookies = parse_cookie(environ)
    session = stamps.opened(cookies.get(app.config["SESSION_COOKIE_NAME"]))
    if session is None or not session.keys() <= KNOWN or not {"browser", "csrf_token", COOKIE} <= session.keys():
        return None
    code, slug, key = found.groups()
    site: WebSite = app.extensions["consult"]
    with app.app_context(), site.database.cursor() as cursor:
        g.language = code
        g.actor = who = _actor(site, cursor, session)
        sitting = None if holds_rooms(who) else _sitting(cursor, slug, who, session)
        if sitting is None:
            return None
        looks = looks_to(who, sitting.proceeding.zone, theme_in(cookies))
        token: Callable[[], str] = stamps.token(session["csrf_token"]).decode
        page = _page(sitting, key, Asking(environ["PATH_INFO"], b"", looks, token))
    return Shown(page, "token" not in session) if page is not None else None


def _actor(site: WebSite, cursor: Cursor, session: Mapping[str, Any]) -> Actor:
    found = actor_by(cursor, session.get("token"), site.sender_key(session["browser"]))
    return replace(found, invitations=tuple(session["invited"])) if "invited" in session else found


def _sitting(cursor: Cursor, slug: str, who: Actor, session: Mapping[str, Any]) -> Sitting | None:
    """Somebody with a draft at questions that are as they were when it was begun."""
    stands = still_standing(cursor, slug)
    known = stands and session[COOKIE].get(stands.proceeding.public_id)
    if stands is None or not known:
        return None
    g.zone = stands.proceeding.zone
    which = Which(stands.proceeding.id, str(known))
    draft = begun_draft(cursor, who, which)
    return Sitting(stands.proceeding, stands.asked, which, draft, words=stands.words) if draft is not None else None


def _page(sitting: Sitting, key: str, asking: Asking) -> bytes | None:
    """The page from what is kept around its questions."""
    if sitting.is_changed or sitting.head.phase != "open":
        return None
    try:
        step = sitting.step(key)
    except NotFound:
        return None
    if any(one.type == "file" for part in step.parts for one in part.questions):
        return None
    weighed = sitting.weighed_at(step)
    part = form_for(
        sitting.asked,
        sitting.answers,
        keys=step.question_keys,
        seed=sitting.seed,
        attached=sitting.attached,
        weighed=weighed,
    )
    place = place_of(sitting, key, shown_steps(sitting.steps, weighed))
    around_it = around(sitting, *place, asking)
    return filled(around_it, own_of(sitting, part), asking) if around_it and is_kept(around_it) else None
