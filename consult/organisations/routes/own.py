"""The organisations of an account: registering, the own people, asking to join, leaving."""

import secrets
from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.login import signed_in
from consult.bodies.actors import token_hash
from consult.bodies.operations import Letter
from consult.bodies.words import role_words
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.core.localized import all_texts
from consult.organisations.forms import JoinForm, MemberForm, NamesForm, OrganisationForm
from consult.organisations.member_queries import holders_of, requests_to, waiting_offers
from consult.organisations.models import Organisation
from consult.organisations.operations.facts import edit_organisation, fingerprint, register_organisation
from consult.organisations.operations.members import (
    ask_to_join,
    change_role,
    decide_request,
    end_membership,
    invite_member,
    withdraw_offer,
)
from consult.organisations.queries import organisation_at, own_organisations, with_names
from consult.policy.access import holds, holds_somewhere
from consult.web.errors import message_for
from consult.web.frame import Place
from consult.web.language import INTERFACE, language
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses under /<language>/account/organisations/, and asking to join."""
    base, both, post = "/<language:lang>/account/organisations", ["GET", "POST"], ["POST"]
    one = f"{base}/<organisation>"
    app.add_url_rule(f"{base}/", "organisations.own", own, methods=["GET"])
    app.add_url_rule("/<language:lang>/account/register-organisation", "organisations.register", register, methods=both)
    app.add_url_rule(f"{one}/", "organisations.people", people, methods=both)
    app.add_url_rule(f"{one}/edit", "organisations.edit", edit, methods=both)
    app.add_url_rule(f"{one}/role", "organisations.role", role, methods=post)
    app.add_url_rule(f"{one}/end", "organisations.end", end, methods=post)
    app.add_url_rule(f"{one}/request", "organisations.decide", decide, methods=post)
    app.add_url_rule(f"{one}/withdraw", "organisations.withdraw", withdraw, methods=post)
    app.add_url_rule("/<language:lang>/organisations/<organisation>/join", "organisations.join", join, methods=both)
    place = Place("organisations", lambda: _("Your organisations"), "/account/organisations/")
    app.extensions["consult.frame"].account.append(place)


@signed_in
def own() -> ResponseReturnValue:
    """The organisations that the account belongs to."""
    mine = own_organisations(reading(), actor(), language())
    lines = [(row, name, role_words(held)) for row, name, held in mine]
    return render_template("organisations/own.html", lines=lines)


@signed_in
def register() -> ResponseReturnValue:
    """Put an organisation on the list; who does becomes its representative."""
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            made = run(register_organisation, new=form.new()).result
        except Invalid as error:
            refuse_in(form, error)
        else:
            flash(_("The organisation is registered. A secretariat may verify it."), "ok")
            return redirect(url_for("organisations.people", organisation=made.slug), 303)
    return render_template("organisations/form.html", form=form, row=None, name=None), 422 if form.errors else 200


@signed_in
def edit(organisation: str) -> ResponseReturnValue:
    """Change what the organisation says of itself."""
    row = led(organisation)
    form = OrganisationForm(row, data=values_of(row))
    if form.validate_on_submit():
        try:
            run(edit_organisation, public_id=row.public_id, seen=form.seen.data or "", new=form.new())
        except Invalid as error:
            refuse_in(form, error)
        except Conflict as error:
            form.form_errors = [message_for(error)]
            form.seen.data = fingerprint(reading(), row)
        else:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("organisations.people", organisation=organisation), 303)
    status = 422 if form.errors else 200
    return render_template("organisations/form.html", form=form, row=row, name=name_of(row)), status


def values_of(row: Organisation) -> dict[str, Any]:
    """What the form of an existing organisation begins with."""
    names = all_texts(reading(), row.owner).get("name", {})
    values: dict[str, Any] = {name: getattr(row, name) or "" for name in ("country", "region", "website", "contact")}
    values |= {f"name_{code}": text for code, text in names.items() if code in INTERFACE}
    original = next((code for code in INTERFACE if code in names), language())
    return values | {
        "category": row.present_category,
        "language": language() if language() in names else original,
        "seen": fingerprint(reading(), row),
    }


def refuse_in(form: NamesForm, error: Invalid) -> None:
    """A refusal beside its field."""
    field: Any = form[form.field_named(error.field)]
    field.errors = [*field.errors, message_for(error)]


@signed_in
def people(organisation: str) -> ResponseReturnValue:
    """Who belongs to the organisation; its representatives invite, decide and take away."""
    row = belonging(organisation)
    form, link = MemberForm(), None
    if form.validate_on_submit():
        try:
            link = invited(row, form.email.data or "", form.role.data)
        except Invalid as error:
            field: Any = form.role if error.field == "role" else form.email
            field.errors = [message_for(error)]
        else:
            flash(_("The invitation is sent to %(address)s.", address=form.email.data), "ok")
            if current_app.config["SENDS_MAIL"]:
                return redirect(url_for("organisations.people", organisation=organisation), 303)
    speaks = holds(actor(), "organisation:speak", row.where)
    leads = speaks or holds_somewhere(actor(), "organisation:verify")
    text = render_template(
        "organisations/people.html",
        row=row,
        name=name_of(row),
        form=form,
        link=link,
        speaks=speaks,
        leads=leads,
        own_id=actor().account_id,
        holders=[(one, role_words(one.role)) for one in holders_of(reading(), row)],
        asked=requests_to(reading(), row) if speaks else [],  # who asks told the representatives alone
        offers=[(one, role_words(one.role)) for one in waiting_offers(reading(), row)] if leads else [],
    )
    return text, 422 if form.errors else 200


def invited(row: Organisation, email: str, role: str) -> str:
    """Invite, and give the link, which is shown here only where no mail goes out."""
    token = secrets.token_urlsafe(32)
    link = str(current_app.config["BASE_URL"]) + url_for("account.invitation", token=token)
    given = {"email": email, "role": role, "token_hash": token_hash(token), "letter": letter(role, link)}
    run(invite_member, public_id=row.public_id, **given)
    return link


def letter(role: str, link: str) -> Letter:
    """The mail of an invitation. It does not name the organisation: others may see a mailbox."""
    site = str(current_app.config["SITE_NAME"])
    text = _(
        "%(name)s invites you to belong to an organisation on %(site)s as: %(role)s.\n\n"
        "Open this address to accept; it works once, within 14 days:\n%(link)s\n\n"
        "If you do not know what this is about, do nothing.",
        name=actor().name or site,
        site=site,
        role=role_words(role),
        link=link,
    )
    return Letter(_("Invitation to %(site)s", site=site), text, language())


@signed_in
def role(organisation: str) -> ResponseReturnValue:
    """Change somebody's role."""
    row = belonging(organisation)
    values = {"grant_id": request.form.get("grant", 0, type=int), "role": request.form.get("role", "")}
    return done(row, change_role, _("The role is changed."), **values)


@signed_in
def end(organisation: str) -> ResponseReturnValue:
    """Leave, or take a role away."""
    row = belonging(organisation)
    return done(row, end_membership, _("The role is taken away."), grant_id=request.form.get("grant", 0, type=int))


@signed_in
def decide(organisation: str) -> ResponseReturnValue:
    """Take somebody who asked in, or not."""
    row, grant = belonging(organisation), request.form.get("grant") == "yes"
    said = _("The person belongs to the organisation now.") if grant else _("The request is declined.")
    return done(row, decide_request, said, request=request.form.get("request", "")[:40], grant=grant)


@signed_in
def withdraw(organisation: str) -> ResponseReturnValue:
    """Take an offer back."""
    row = belonging(organisation)
    said, offer = _("The invitation is withdrawn."), request.form.get("invitation", "")[:40]
    return done(row, withdraw_offer, said, invitation=offer)


def done(row: Organisation, operation: Any, said: str, **values: Any) -> ResponseReturnValue:
    """Run an act on the people of an organisation and go back to them, or to one's own where one has left."""
    try:
        run(operation, public_id=row.public_id, **values)
    except NotFound:
        raise
    except ConsultError as error:
        flash(message_for(error), "bad")
    else:
        flash(said, "ok")
    return redirect(url_for("organisations.people", organisation=row.slug), 303)


@signed_in
def join(organisation: str) -> ResponseReturnValue:
    """Ask the representatives for membership."""
    row = organisation_at(reading(), actor(), organisation)
    form = JoinForm()
    if form.validate_on_submit():
        try:
            run(ask_to_join, public_id=row.public_id, note=form.note.data or "")
        except ConsultError as error:
            form.form_errors = [message_for(error)]
        else:
            flash(_("The representatives are asked. They see your name and your address."), "ok")
            return redirect(url_for("organisations.page", organisation=organisation), 303)
    status = 422 if form.errors or form.form_errors else 200
    return render_template("organisations/join.html", form=form, row=row, name=name_of(row)), status


def belonging(slug: str) -> Organisation:
    """An organisation that the actor belongs to, or looks after at a desk. Raises NotFound."""
    row = organisation_at(reading(), actor(), slug)
    if holds(actor(), "organisation:draft", row.where) or holds_somewhere(actor(), "organisation:verify"):
        return row
    raise NotFound


def led(slug: str) -> Organisation:
    """An organisation that the actor speaks for. Raises NotFound."""
    row = organisation_at(reading(), actor(), slug)
    if not holds(actor(), "organisation:speak", row.where):
        raise NotFound
    return row


def name_of(row: Organisation) -> Any:
    """Its name in the reader's language."""
    return with_names(reading(), [row], language())[0][1]
