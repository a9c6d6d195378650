"""All statements of a hearing for its panel, also those under embargo; the chair takes written ones to the record."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, NotFound
from consult.hearings.registration.operations.statements import deliver_statement
from consult.hearings.registration.routes.parts import item_titles
from consult.hearings.registration.statement_queries import Told, statements_ahead
from consult.hearings.registration.words import delivered_words, delivery_words
from consult.policy.access import holds
from consult.proceedings.head import head, located
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add `statements`."""
    base = "/<language:lang>/hearings/<slug>/statements"
    app.add_url_rule(base, "hearings.statements", statements, methods=["GET", "POST"])


def statements(slug: str) -> ResponseReturnValue:
    """The list for whoever attends what is closed, and what the chair's button sends. Raises NotFound for others."""
    found = located("hearing", slug)
    told = statements_ahead(reading(), actor(), found)
    if request.method == "POST":
        deliver(told, request.form.get("reference", ""))
        return redirect(url_for("hearings.statements", slug=slug), 303)
    return render_template(
        "hearings/registration/statements.html",
        head=head(found),
        statements=told,
        titles=item_titles(found),
        delivery=delivery_words(),
        delivered=delivered_words,
        may_deliver=holds(actor(), "hearing:chair", found.where),
    )


def deliver(told: list[Told], reference: str) -> None:
    """Take one statement of the list to the record. Raises NotFound for any other, and for whoever is not in the chair."""
    wanted = next((one.id for one in told if one.reading.reference == reference), None)
    if wanted is None:
        raise NotFound
    try:
        run(deliver_statement, statement_id=wanted)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        flash(_("The statement is in the record, and published."), "ok")
