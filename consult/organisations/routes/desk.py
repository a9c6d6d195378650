"""Organisations at the desk: the list of all, and the page on which a secretariat says what one is."""

from typing import Any

from flask import Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.organisations.forms import VerifyForm
from consult.organisations.member_queries import history_of, holders_of
from consult.organisations.models import Organisation
from consult.organisations.operations.facts import fingerprint
from consult.organisations.operations.verifying import (
    list_organisation,
    verify_organisation,
    withdraw_verification,
)
from consult.organisations.queries import (
    organisation_at,
    organisations_to_verify,
    with_names,
)
from consult.organisations.routes.public import line_of, page_number, pages, selects, wanted_filter
from consult.organisations.words import act_words, category_words, status_words
from consult.policy.access import holds_somewhere, require_somewhere
from consult.web.errors import message_for
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

ACTS = ("verify", "unverify", "list", "unlist")


def install(app: Flask) -> None:
    """Add the addresses under /<language>/desk/organisations/."""
    base = "/<language:lang>/desk/organisations"
    app.add_url_rule(f"{base}/", "organisations.desk", index, methods=["GET"])
    app.add_url_rule(f"{base}/<organisation>", "organisations.verify", show, methods=["GET"])
    app.add_url_rule(
        f"{base}/<organisation>/<any(verify,unverify,list,unlist):act>", "organisations.act", act, methods=["POST"]
    )
    place = Place("organisations", lambda: _("Organisations"), "/desk/organisations/", verifies)
    app.extensions["consult.frame"].desk.append(place)


def verifies(who: Actor) -> bool:
    """Whether the actor sits in some secretariat."""
    return holds_somewhere(who, "organisation:verify")


def index() -> ResponseReturnValue:
    """All organisations, or those that wait for a word of a secretariat."""
    wanted, at = wanted_filter(), page_number()
    found = organisations_to_verify(reading(), actor(), wanted, language(), at)
    return render_template(
        "organisations/desk.html",
        lines=[line_of(row, name) for row, name in found.rows],
        total=found.total,
        verified=wanted.verified,
        selects=selects(wanted, found),
        pages=pages(found.total, at, wanted, "organisations.desk"),
    )


def show(organisation: str) -> ResponseReturnValue:
    """What an organisation says, who belongs to it, what was decided, and the form to decide."""
    return _page(_row(organisation), None)


def act(organisation: str, act: str) -> ResponseReturnValue:
    """Verify, take a verification back, take off the list or put back."""
    row, form = _row(organisation), VerifyForm()
    if not form.validate_on_submit():
        return _page(row, form), 422
    common = {"public_id": row.public_id, "seen": form.seen.data or "", "note": form.note.data or ""}
    try:
        if act == "verify":
            run(verify_organisation, category=form.category.data, status=form.status.data or None, **common)
        elif act == "unverify":
            run(withdraw_verification, **common)
        else:
            run(list_organisation, listed=act == "list", **common)
    except Invalid as error:
        field: Any = form[error.field]
        field.errors = [*field.errors, message_for(error)]
        return _page(row, form), 422
    except Conflict as error:
        form.form_errors = [message_for(error)]
        form.seen.data = fingerprint(reading(), row)
        return _page(_row(organisation), form), 409
    flash(_("That is written down."), "ok")
    return redirect(url_for("organisations.verify", organisation=organisation), 303)


def _row(slug: str) -> Organisation:
    require_somewhere(actor(), "organisation:verify")
    row = organisation_at(reading(), actor(), slug)
    if row is None:
        raise NotFound
    return row


def _page(row: Organisation, form: VerifyForm | None) -> str:
    if form is None:
        given = {"category": row.present_category, "status": row.status or "", "seen": fingerprint(reading(), row)}
        form = VerifyForm(formdata=None, data=given)
    return render_template(
        "organisations/verify.html",
        one=line_of(row, with_names(reading(), [row], language())[0][1]),
        row=row,
        declared=category_words(row.category),
        form=form,
        holders=[(one, role_words(one.role)) for one in holders_of(reading(), row)],
        history=[(one, act_words(one.act), _facts_words(one.facts)) for one in history_of(reading(), row)],
    )


def _facts_words(facts: dict[str, Any]) -> str:
    found = [category_words(facts.get("category")), status_words(facts.get("status"))]
    return ", ".join(str(one) for one in found if one)
