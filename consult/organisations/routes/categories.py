"""The stakeholder categories that a body adds, at the desk."""

from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.bodies.models import Body
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import texts_for
from consult.organisations.forms import CategoryForm
from consult.organisations.operations.verifying import add_category, end_category
from consult.organisations.queries import own_categories
from consult.organisations.words import site_categories
from consult.policy.access import holds
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses under /<language>/desk/categories/."""
    base = "/<language:lang>/desk/categories"
    app.add_url_rule(f"{base}/", "organisations.categories", index, methods=["GET"])
    app.add_url_rule(f"{base}/<public_id>", "organisations.body_categories", show, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/<public_id>/end", "organisations.end_category", end, methods=["POST"])


def index() -> ResponseReturnValue:
    """The bodies whose categories the actor decides on."""
    bodies = [
        body for body in reading().scalars(select(Body).order_by(Body.slug)) if holds(actor(), "body:edit", body.where)
    ]
    if not bodies:
        raise NotFound
    words = texts_for(reading(), [body.owner for body in bodies], [language()], ["name"])
    return render_template(
        "organisations/bodies.html", lines=[(body, words.get((body.owner, "name"))) for body in bodies]
    )


def show(public_id: str) -> ResponseReturnValue:
    """The categories of one body, and the form to add one."""
    body, form = _body(public_id), CategoryForm()
    if form.validate_on_submit():
        given = {"key": form.key.data or "", "names": form.names(), "language": form.language.data or language()}
        try:
            run(add_category, body_id=body.id, **given)
        except Invalid as error:
            field: Any = form[form.field_named(error.field)]
            field.errors = [*field.errors, message_for(error)]
        else:
            flash(_("The category is added. The proceedings of this body offer it from now on."), "ok")
            return redirect(url_for("organisations.body_categories", public_id=public_id), 303)
    text = render_template(
        "organisations/categories.html",
        body=body,
        name=texts_for(reading(), [body.owner], [language()], ["name"]).get((body.owner, "name")),
        form=form,
        own=own_categories(reading(), language(), body.id),
        common=site_categories(),
    )
    return text, 422 if form.errors else 200


def end(public_id: str) -> ResponseReturnValue:
    """Offer a category no more."""
    _body(public_id)
    try:
        run(end_category, public_id=request.form.get("category", "")[:40])
    except Conflict as error:
        flash(message_for(error), "bad")
    else:
        flash(_("The category is offered no more. What was sent with it keeps it."), "ok")
    return redirect(url_for("organisations.body_categories", public_id=public_id), 303)


def _body(public_id: str) -> Body:
    body = reading().scalar(select(Body).where(Body.public_id == public_id))
    if body is None or not holds(actor(), "body:edit", body.where):
        raise NotFound
    return body
