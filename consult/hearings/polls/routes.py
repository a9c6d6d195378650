"""Polls and live questions on pages that need no script."""

from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.hearings.polls import chair_routes
from consult.hearings.polls.operations.questions import support_question
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.hearings.polls.parts import card_of, live_questions
from consult.hearings.polls.queries import poll_by_public_id, polls_of
from consult.hearings.polls.words import electorate_words, phase_words, secret_promise
from consult.hearings.programme.queries import item_by_public_id
from consult.organisations.words import category_words
from consult.policy.access import holds
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.head import head, located
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, this_site


def install(app: Flask) -> None:
    """Add the addresses."""
    base = "/<language:lang>/hearings/<slug>"
    app.add_url_rule(f"{base}/polls/", "hearings.polls", polls, methods=["GET"])
    app.add_url_rule(f"{base}/polls/<poll>", "hearings.poll", poll, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/questions", "hearings.questions", questions, methods=["GET"])
    app.add_url_rule(f"{base}/questions/<reference>/support", "hearings.support", support, methods=["POST"])
    chair_routes.install(app)
    app.jinja_env.filters.update(
        poll_phase=phase_words, poll_electorate=lambda one: electorate_words()[one], refusal=message_for
    )
    app.jinja_env.globals.update(category_of_voter=category_words, secret_promise=secret_promise)


def polls(slug: str) -> str:
    """All polls of a hearing, the newest first."""
    found = located("hearing", slug)
    cards = [card_of(found, one) for one in polls_of(reading(), actor(), found)]
    return render_template("hearings/polls/list.html", head=head(found), cards=cards)


def poll(slug: str, poll: str) -> ResponseReturnValue:
    """One poll: the ballot while it is open, its result afterwards."""
    found = located("hearing", slug)
    asked = poll_by_public_id(reading(), actor(), found, poll)
    chosen = request.form.getlist("choice")[:20]
    if request.method == "GET":
        return render_template("hearings/polls/page.html", head=head(found), card=card_of(found, asked, whole=True))
    try:
        run(vote_in_poll, proceeding_id=found.id, poll=poll, choices=chosen, sealing=Sealing(this_site().secret_key))
    except NotFound:
        raise
    except ConsultError as error:
        card = card_of(found, poll_by_public_id(reading(), actor(), found, poll))
        text = render_template(
            "hearings/polls/page.html", head=head(found), card=card, problem=message_for(error), chosen=chosen
        )
        return text, error.status
    flash(_("Your vote is counted. Thank you."), "ok")
    if request.form.get("back") == "live":
        return redirect(url_for("hearings.live", slug=slug, _anchor=f"poll-{poll}"), 303)
    return redirect(url_for("hearings.poll", slug=slug, poll=poll), 303)


def questions(slug: str) -> str:
    """All questions of a hearing, or with `?item=` of one item, the most supported first."""
    found = located("hearing", slug)
    item = request.args.get("item") or None
    about = item_by_public_id(reading(), actor(), found, item) if item else None
    return render_template(
        "hearings/polls/questions.html",
        head=head(found),
        item=about,
        may_chair=holds(actor(), "hearing:chair", found.where),
        **live_questions(found, item=item, most=None),
    )


def support(slug: str, reference: str) -> ResponseReturnValue:
    """Support a question, or no longer."""
    found = located("hearing", slug)
    given: dict[str, Any] = {"reference": reference, "supports": request.form.get("supports") != "no"}
    try:
        run(support_question, proceeding_id=found.id, **given)
    except NotFound:
        raise
    except ConsultError as error:
        flash(message_for(error), "bad")
    back = "hearings.live" if request.form.get("back") == "live" else "hearings.questions"
    return redirect(url_for(back, slug=slug, _anchor=reference), 303)
