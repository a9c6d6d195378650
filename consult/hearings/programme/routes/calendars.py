"""`/calendar/*.ics`: one hearing, all public ones, those of a body, and the own ones by a secret address."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date

from flask import Flask, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.login import signed_in
from consult.bodies.actors import token_hash
from consult.core.actors import ANYBODY, Actor
from consult.core.clock import now
from consult.core.localized import texts_for
from consult.hearings.programme.ical import MIME, DueDay, Entry, calendar
from consult.hearings.programme.operations.calendars import make_calendar_address, revoke_calendar_address
from consult.hearings.programme.planned import Planned, body_of, own_address_since, planned_sessions, reader_by_token
from consult.hearings.programme.words import form_words
from consult.proceedings.duties import Duty, duties_of
from consult.proceedings.head import address_of
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug, proceeding_words
from consult.web.frame import Place
from consult.web.language import DEFAULT, INTERFACE, language
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses, and the page of the own one."""
    app.add_url_rule("/calendar/hearings.ics", "calendar.all", every, methods=["GET"])
    app.add_url_rule("/calendar/hearings/<slug>.ics", "calendar.one", one, methods=["GET"])
    app.add_url_rule("/calendar/bodies/<body>.ics", "calendar.body", of_body, methods=["GET"])
    app.add_url_rule("/calendar/own/<token>.ics", "calendar.own", own, methods=["GET"])
    app.add_url_rule("/<language:lang>/account/calendar", "account.calendar", address, methods=["GET", "POST"])
    app.extensions["consult.frame"].account.append(Place("calendar", lambda: _("Calendar"), "/account/calendar"))
    app.jinja_env.globals["calendar_of_all"] = lambda: url_for("calendar.all", language=language())


def calendar_url(row: Proceeding) -> str:
    """The calendar file of one hearing, in the language of this page."""
    return url_for("calendar.one", slug=row.slug, language=language())


def every() -> Response:
    """All public hearings of the site."""
    speak()
    name = _("Hearings: %(site)s", site=current_app.config["SITE_NAME"])
    return answered(name, planned_sessions(reading(), ANYBODY, language(), now()))


def of_body(body: str) -> Response:
    """The public hearings of one body."""
    speak()
    found = body_of(reading(), body)
    words = texts_for(reading(), [found.owner], [language()], ["name"]).get((found.owner, "name"))
    name = _("Hearings: %(body)s", body=words.text if words else found.slug)
    return answered(name, planned_sessions(reading(), ANYBODY, language(), now(), body_id=found.id))


def one(slug: str) -> Response:
    """One hearing, to be put into a calendar: a file for whoever may see its page."""
    row = proceeding_by_slug(reading(), actor(), "hearing", slug)
    speak(row.language)
    sessions = planned_sessions(reading(), actor(), language(), now(), proceeding_id=row.id)
    words = texts_for(reading(), [row.owner], [language()], ["title"]).get((row.owner, "title"))
    answer = answered(words.text if words else row.slug, sessions, private=row.audience != "public")
    answer.headers["Content-Disposition"] = f"attachment; filename={row.slug}.ics"
    return answer


def own(token: str) -> Response:
    """What the account behind a secret address may see now: its roles are looked at each time."""
    reader = reader_by_token(reading(), token_hash(token))
    speak()
    name = _("My hearings: %(site)s", site=current_app.config["SITE_NAME"])
    sessions = planned_sessions(reading(), reader, language(), now())
    return answered(name, sessions, private=True, days=due_days(reader))


@signed_in
def address() -> ResponseReturnValue:
    """The own calendar address: whether there is one, making it (shown this once), and taking it back."""
    made = None
    if request.method == "POST" and request.form.get("act") == "revoke":
        run(revoke_calendar_address)
        flash(_("Your calendar address is taken back. It opens nothing any more."), "ok")
        return redirect(url_for("account.calendar"), 303)
    if request.method == "POST":
        token = secrets.token_urlsafe(32)
        run(make_calendar_address, token_hash=token_hash(token))
        path = url_for("calendar.own", token=token, language=language())
        made = current_app.config["BASE_URL"] + path
    return render_template("hearings/programme/calendar.html", made=made, since=own_address_since(reading(), actor()))


def speak(otherwise: str = DEFAULT) -> None:
    """Let the calendar speak the language that was asked for, else the one of the hearing, else ours."""
    wanted = request.args.get("language", "")
    g.language = next((code for code in (wanted, otherwise) if code in INTERFACE), DEFAULT)


def answered(name: str, sessions: Sequence[Planned], *, private: bool = False, days: Sequence[DueDay] = ()) -> Response:
    """The calendar, or that nothing has changed in it."""
    document = calendar(name, language(), [entry_of(planned) for planned in sessions], days)
    answer = Response(document, content_type=MIME)
    answer.set_etag(hashlib.sha256(document).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache" if private else "no-cache"
    answer.make_conditional(request)
    return answer


def due_days(reader: Actor) -> list[DueDay]:
    """The days by which the reader has to do something in a workspace, with the rights that hold now; nobody else is named."""
    found = [one for one in duties_of(reading(), reader) if one.due_on is not None]
    rooms = list({one.proceeding.id: one.proceeding for one in found}.values())
    words = proceeding_words(reading(), rooms, language(), ("title",))
    return [due_day(one, words[one.proceeding.id]["title"].text) for one in found]


def due_day(one: Duty, room: str) -> DueDay:
    """Something that is due, in words."""
    base = current_app.config["BASE_URL"]
    page = base + address_of(one.proceeding) + one.path
    host = base.rpartition("/")[2].partition(":")[0]
    return DueDay(
        f"due-{one.public_id}@{host}",
        one.revision,
        one.proceeding.created_at,
        date.fromisoformat(one.due_on or ""),
        _("Due: %(what)s", what=one.title),
        f"{room}\n\n{page}",
        page,
        language(),
    )


def entry_of(told: Planned) -> Entry:
    """A session in words; its hearing is named with what it is called."""
    row, session = told.proceeding, told.session
    title = told.words["title"]
    page = current_app.config["BASE_URL"] + address_of(row)
    parts = [told.title.text] if told.title else []
    parts += [told.words["lede"].text] if "lede" in told.words else []
    agenda = "\n".join(f"{label} {words}" for label, words in told.agenda)
    description = "\n\n".join([*parts, *([agenda] if agenda else []), page])
    host = current_app.config["BASE_URL"].rpartition("/")[2].partition(":")[0]
    return Entry(
        f"{session.public_id}@{host}",
        told.revision,
        told.revised_at,
        session.zone,
        session.starts_at,
        session.ends_at,
        f"{form_words(told.form)}: {title.text}",
        description,
        told.place.text if told.place else "",
        told.place.language if told.place else "",
        page,
        title.language or language(),
        cancelled=session.state == "cancelled",
        private=row.audience != "public",
    )
