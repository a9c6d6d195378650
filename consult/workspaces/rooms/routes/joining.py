"""The way in for outsiders: asking to join a room that is listed, and the answers of those who lead it."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, Invalid
from consult.core.localized import texts_for
from consult.organisations.words import categories_offered, category_words
from consult.policy.access import holds, require
from consult.proceedings.head import heads_of, located
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.forms import DecideForm, JoinForm
from consult.workspaces.rooms.joining_queries import listed_room, own_requests, request_at
from consult.workspaces.rooms.operations.joining import ask_to_join, decide_request, withdraw_request
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.rooms.routes.members import news
from consult.workspaces.rooms.words import asked_words, form_words


def install(app: Flask, page: str) -> None:
    """Add the addresses."""
    app.add_url_rule(f"{page}/<slug>/join", "workspaces.join", join, methods=["GET", "POST"])
    app.add_url_rule(f"{page}/<slug>/join/withdraw", "workspaces.take_back", take_back, methods=["POST"])
    rule = f"{page}/<slug>/members/requests/<wish>"
    app.add_url_rule(rule, "workspaces.decide", decide, methods=["GET", "POST"])


def join(slug: str) -> ResponseReturnValue:
    """Title and listing of a room that tells of itself, and the form to ask. Any other room is absent here."""
    found = listed_room(reading(), slug)
    if holds(actor(), "room:read", found.where):
        return redirect(url_for("workspaces.room", slug=slug))
    form, room = JoinForm(categories_offered(reading(), found.body_id)), room_of(reading(), found)
    if request.method == "POST" and form.validate():
        values = {"text": form.text.data, "organisation": form.organisation.data or "", "category": form.category.data}
        try:
            run(ask_to_join, slug=slug, language=language(), **values)
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(_("Your request is sent. You read the answer here."), "ok")
            return redirect(url_for("workspaces.join", slug=slug), 303)
    mine = [(one, asked_words(one.state)) for one, row in own_requests(reading(), actor()) if row.id == found.id]
    page = render_template(
        "workspaces/join.html",
        head=heads_of([found])[0],
        kind=form_words(room.form),
        listing=texts_for(reading(), [room.owner], [language()], ["listing"]).get((room.owner, "listing")),
        form=form,
        mine=mine,
        waits=any(one.state == "waiting" for one, _words in mine),
        signed_in=actor().account_id is not None,
    )
    return page, 422 if form.errors else 200


def take_back(slug: str) -> ResponseReturnValue:
    """Take one's own request back."""
    run(withdraw_request, slug=slug, public_id=request.form.get("request", ""))
    flash(_("Your request is taken back."), "ok")
    return redirect(url_for("workspaces.index"), 303)


def decide(slug: str, wish: str) -> ResponseReturnValue:
    """What somebody wrote who wants to join, and the answer."""
    found = located("workspace", slug)
    require(actor(), "room:invite", found)
    one, form = request_at(reading(), actor(), found, wish), DecideForm()
    if request.method == "POST" and form.validate():
        accept = request.form.get("act") == "accept"
        values = {"accept": accept, "role": form.role.data, "answer": form.answer.data or "", "news": news()}
        try:
            run(decide_request, public_id=wish, **values)
        except Invalid as error:
            refuse(form, error)
        else:
            flash(_("The answer is given."), "ok")
            return redirect(url_for("workspaces.members", slug=slug), 303)
    page = frame.framed(
        "workspaces/request.html", found, "members", asked=one, category=category_words(one.category), form=form
    )
    return page, 422 if form.errors else 200
