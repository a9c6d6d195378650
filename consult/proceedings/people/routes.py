"""The people of a body or a room at the desk, and the page that an invitation leads to."""

import secrets
from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.operations import start_session
from consult.accounts.queries import own_account
from consult.accounts.routes import renew_cookie
from consult.bodies.actors import token_hash
from consult.bodies.operations import Letter, create_body
from consult.bodies.words import role_words
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import texts_for
from consult.policy.access import SITE, holds, require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.proceedings.people import body_routes
from consult.proceedings.people.forms import AcceptForm, BodyForm, InviteForm
from consult.proceedings.people.operations import (
    accept_invitation,
    invite,
    remove_role,
    roles_to_give,
    withdraw_invitation,
)
from consult.proceedings.people.queries import (
    Offer,
    Place,
    holders,
    offer_by_token,
    place_at,
    places,
    untold_addresses,
    waiting_invitations,
)
from consult.proceedings.routes import DeskLink
from consult.web.errors import message_for
from consult.web.frame import Frame
from consult.web.frame import Place as Item
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run, this_site


def install(app: Flask) -> None:
    """Add the addresses, and the place at the desk."""
    people = "/<language:lang>/desk/people"
    app.add_url_rule(f"{people}/", "desk.people", overview)
    app.add_url_rule(f"{people}/new-body", "desk.new_body", new_body, methods=["GET", "POST"])
    app.add_url_rule(f"{people}/<any(body, room):kind>/<public_id>", "desk.place", show, methods=["GET", "POST"])
    for name, view in (("remove", remove), ("withdraw", withdraw)):
        address = f"{people}/<any(body, room):kind>/<public_id>/{name}"
        app.add_url_rule(address, f"desk.{name}", view, methods=["POST"])
    body_routes.install(app)
    link = "/<language:lang>/account/invitations/<token>"
    app.add_url_rule(link, "account.invitation", accept, methods=["GET", "POST"])
    app.extensions["consult.desk_links"].append(DeskLink(lambda: _("People"), room_address, may_invite))
    frame: Frame = app.extensions["consult.frame"]
    frame.desk.append(Item("people", lambda: _("People"), "/desk/people/", decides_on_people))


def room_address(room: Proceeding) -> str:
    """The page of the people of a room."""
    return url_for("desk.place", kind="room", public_id=room.public_id)


def may_invite(who: Actor, room: Proceeding) -> bool:
    """Whether the actor decides on the people of a room."""
    return holds(who, "room:invite", room.where)


def decides_on_people(who: Actor) -> bool:
    """Whether the actor decides on anybody's roles."""
    roles = MATRIX["room:invite"] | MATRIX["body:manage_members"]
    return any(held.role in roles for held in who.held)


def overview() -> ResponseReturnValue:
    """The bodies and rooms whose people the actor decides on."""
    if not decides_on_people(actor()):
        raise NotFound
    found = places(reading(), actor())
    words = texts_for(reading(), [place.owner for place in found], [language()])
    lines = [(place, words.get((place.owner, place.field))) for place in found]
    return render_template("people/overview.html", lines=lines, may_create=holds(actor(), "body:create", SITE))


def new_body() -> ResponseReturnValue:
    """Make a body; its page follows, where its secretariat is invited."""
    require(actor(), "body:create", SITE)
    form = BodyForm()
    if form.validate_on_submit():
        code = form.language.data
        try:
            made = run(create_body, slug=form.slug.data, names=form.names(), language=code).result
        except (Invalid, Conflict) as error:
            field: Any = form.slug if error.problem in ("not_a_slug", "slug_taken") else form[f"name_{code}"]
            field.errors = [message_for(error)]
        else:
            flash(_("The body is made. Invite its secretariat."), "ok")
            return redirect(url_for("desk.place", kind="body", public_id=made))
    return render_template("people/new_body.html", form=form), 422 if form.errors else 200


def show(kind: str, public_id: str) -> ResponseReturnValue:
    """Who holds which role, and the form to invite somebody."""
    place = place_at(reading(), actor(), kind, public_id)
    form, link = InviteForm(roles_to_give(actor(), place.scope, place.where)), None
    if form.validate_on_submit():
        try:
            link = invited(place, form.email.data or "", form.role.data)
        except Invalid as error:
            form.email.errors = [message_for(error)]
        else:
            flash(_("The invitation is sent to %(address)s.", address=form.email.data), "ok")
            if current_app.config["SENDS_MAIL"]:
                return redirect(url_for("desk.place", kind=kind, public_id=public_id))
    return render_template("people/place.html", form=form, link=link, **place_parts(kind, place)), (
        422 if form.errors else 200
    )


def invited(place: Place, email: str, role: str) -> str:
    """Invite, and give the link, which is shown here only where no mail goes out."""
    token = secrets.token_urlsafe(32)
    link = str(current_app.config["BASE_URL"]) + url_for("account.invitation", token=token)
    values = {"email": email, "role": role, "token_hash": token_hash(token), "letter": letter(role, link)}
    run(invite, scope=place.scope, scope_id=place.id, **values)
    return link


def letter(role: str, link: str) -> Letter:
    """The mail of an invitation. It names neither body nor room: others may see a mailbox."""
    site = this_site_name()
    subject = _("Invitation to %(site)s", site=site)
    text = _(
        "%(name)s invites you to take part on %(site)s as: %(role)s.\n\n"
        "Open this address to accept; it works once, within 14 days:\n%(link)s\n\n"
        "If you do not know what this is about, do nothing.",
        name=actor().name or site,
        site=site,
        role=role_words(role),
        link=link,
    )
    return Letter(subject, text, language())


def this_site_name() -> str:
    """How the site calls itself."""
    return str(current_app.config["SITE_NAME"])


def place_parts(kind: str, place: Place) -> dict[str, Any]:
    """What the template prints of a place."""
    title = texts_for(reading(), [place.owner], [language()]).get((place.owner, place.field))
    giving = roles_to_give(actor(), place.scope, place.where)
    lines = [(one, role_words(one.role), one.role in giving) for one in holders(reading(), place)]
    offers = waiting_invitations(reading(), place)
    untold = untold_addresses(reading(), offers)
    waiting = [(one, role_words(one.role), one.id not in untold) for one in offers]
    return {"kind": kind, "place": place, "title": title, "holders": lines, "waiting": waiting}


def remove(kind: str, public_id: str) -> ResponseReturnValue:
    """Take a role away."""
    place = place_at(reading(), actor(), kind, public_id)
    grant = request.form.get("grant", type=int)
    if grant not in [one.grant_id for one in holders(reading(), place)]:
        raise NotFound
    run(remove_role, grant_id=grant)
    flash(_("The role is removed."), "ok")
    return redirect(url_for("desk.people"))


def withdraw(kind: str, public_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    place_at(reading(), actor(), kind, public_id)
    run(withdraw_invitation, public_id=request.form.get("invitation", ""))
    flash(_("The invitation is withdrawn."), "ok")
    return redirect(url_for("desk.place", kind=kind, public_id=public_id))


def accept(token: str) -> ResponseReturnValue:
    """What is offered, and the button that takes it up; with a form for the account where there is none."""
    offer = offer_by_token(reading(), token)
    form = AcceptForm(offer.email)
    mine = offer.has_account and own_email() == offer.email
    if request.method == "POST" and mine:
        run(accept_invitation, token_hash=token_hash(token))
        return welcome(offer)
    if not offer.has_account and form.validate_on_submit():
        hashed = this_site().hasher.hash(form.password.data or "")
        values = {"name": form.name.data, "password_hash": hashed, "language": language()}
        accepted = run(accept_invitation, token_hash=token_hash(token), **values).result
        fresh = secrets.token_urlsafe(32)
        run(start_session, account_id=accepted.account_id, password_hash=hashed, token=fresh)
        renew_cookie(fresh)
        return welcome(offer)
    words = texts_for(reading(), [offer.owner], [language()]).get((offer.owner, offer.field))
    parts = {"form": form, "mine": mine, "signed_in": actor().account_id is not None, "title": words}
    page = render_template("people/accept.html", offer=offer, role=role_words(offer.role), **parts)
    return page, 422 if form.errors else 200


def own_email() -> str | None:
    """The address of who is signed in."""
    return own_account(reading(), actor()).email if actor().account_id is not None else None


def welcome(offer: Offer) -> ResponseReturnValue:
    """The first page after accepting."""
    flash(_("You take part now, as: %(role)s.", role=role_words(offer.role)), "ok")
    return redirect(url_for("account.home"))
