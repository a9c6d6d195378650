"""Erasing at the desk, and asking for it as an author."""

from flask import Flask, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.own import own_contribution
from consult.core.errors import Conflict, ConsultError, NotFound
from consult.core.localized import texts_for
from consult.moderation.item_queries import item
from consult.moderation.operations.proposing import propose_erasure, request_erasure
from consult.moderation.proposal_queries import may_erase, wants_two
from consult.moderation.redacting.forms import EraseForm, RequestForm
from consult.moderation.redacting.words import done_words
from consult.moderation.routes.withholding import after, proposal_parts
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses."""
    desk = "/<language:lang>/desk/items/<reference>/erase"
    app.add_url_rule(desk, "desk.erase", erase, methods=["GET", "POST"])
    own = "/<language:lang>/return/<reference>/erase"
    app.add_url_rule(own, "own_erasure", ask, methods=["GET", "POST"])


def erase(reference: str) -> ResponseReturnValue:
    """The ground, and what goes; then it goes, or waits for the second person."""
    found = item(reading(), actor(), reference)
    if not may_erase(actor(), found.proceeding) or found.reading.state == "erased":
        raise NotFound
    form = EraseForm()
    if form.validate_on_submit():
        values = {"ground": form.ground.data, "note": form.note.data or "", "hide": form.hide.data}
        try:
            state = run(propose_erasure, reference=reference, **values).result
        except Conflict as error:
            form.form_errors.append(message_for(error))
        else:
            flash(done_words("erase", state, reference), "ok")
            return redirect(after(state, reference), 303)
    words = texts_for(reading(), [found.proceeding.owner], [language()])
    return render_template(
        "moderation/erase.html",
        item=found,
        form=form,
        title=words.get((found.proceeding.owner, "title")),
        two_persons=wants_two(reading(), found.proceeding),
        **proposal_parts(reference, found.proceeding),
    ), 422 if form.errors else 200


def ask(reference: str) -> ResponseReturnValue:
    """An author asks for the own input to be erased; the desk decides."""
    one, form = own_contribution(reading(), actor(), reference), RequestForm()
    g.zone = one.proceeding.zone
    if one.reading.state == "erased":
        return redirect(url_for("own_input", reference=reference), 303)
    if form.validate_on_submit():
        try:
            run(request_erasure, reference=reference, note=form.note.data or "")
        except NotFound:
            raise
        except ConsultError as error:
            flash(message_for(error), "warn")
        else:
            flash(_("You have asked for it to be erased. The secretariat decides, and answers here."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)
    words = texts_for(reading(), [one.proceeding.owner], [language()])
    title = words.get((one.proceeding.owner, "title"))
    return render_template(
        "contributions/ask_erasure.html", own=one, form=form, title=title
    ), 422 if form.errors else 200
