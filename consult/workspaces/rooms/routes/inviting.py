"""Inviting into a room: by an address, or from the directory of organisations; and taking an invitation back."""

import secrets
from typing import Any

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.actors import token_hash
from consult.core.errors import Conflict, Invalid
from consult.organisations.words import categories_offered
from consult.policy.access import require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import roles_to_give, withdraw_invitation
from consult.proceedings.people.routes import letter
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language, ngettext
from consult.web.site import actor, reading, run
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.forms import DirectoryForm, InviteForm
from consult.workspaces.rooms.joining_queries import directory, speakers_of
from consult.workspaces.rooms.operations.inviting import SEATED, Key, invite_organisation, invite_to_room
from consult.workspaces.rooms.operations.seating import SeatFacts


def install(app: Flask, page: str) -> None:
    """Add the addresses."""
    base = f"{page}/<slug>/members"
    app.add_url_rule(f"{base}/invite", "workspaces.invite", invite, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/directory", "workspaces.directory", from_directory, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/withdraw", "workspaces.withdraw", withdraw, methods=["POST"])


def entered(slug: str) -> tuple[Proceeding, list[str]]:
    """A room into which the reader invites, and the roles that the reader may give. Raises NotFound."""
    found = located("workspace", slug)
    require(actor(), "room:invite", found)
    giving = roles_to_give(actor(), "proceeding", found.where)
    return found, [one for one in SEATED if one in giving]


def fresh_key(role: str) -> tuple[Key, str]:
    """A letter with a link of its own, and the link."""
    token = secrets.token_urlsafe(32)
    link = str(current_app.config["BASE_URL"]) + url_for("account.invitation", token=token)
    return Key(token_hash(token), letter(role, link)), link


def invite(slug: str) -> ResponseReturnValue:
    """One address, with the seat that waits for it."""
    found, roles = entered(slug)
    form, link = InviteForm(roles, categories_offered(reading(), found.body_id)), None
    if request.method == "POST" and form.validate():
        key, made = fresh_key(form.role.data)
        values: dict[str, Any] = {"email": form.email.data, "role": form.role.data, "key": key, "facts": form.facts()}
        try:
            run(invite_to_room, proceeding_id=found.id, **values)
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(_("The invitation is sent to %(address)s.", address=form.email.data), "ok")
            if current_app.config["SENDS_MAIL"]:
                return redirect(url_for("workspaces.members", slug=slug), 303)
            link = made
    page = frame.framed("workspaces/invite.html", found, "members", form=form, link=link)
    return page, 422 if form.errors else 200


def from_directory(slug: str) -> ResponseReturnValue:
    """A registered organisation, found by its name: whoever represents it is invited."""
    found, roles = entered(slug)
    asked = request.args.get("q", "").strip()
    rows = directory(reading(), actor(), asked, language()) if asked else []
    form = DirectoryForm([(row.public_id, name.text) for row, name in rows], roles)
    if request.method == "POST" and form.validate():
        keys = {account_id: fresh_key(form.role.data)[0] for account_id in whoever_speaks(form.organisation.data)}
        values: dict[str, Any] = {"organisation": form.organisation.data, "role": form.role.data, "keys": keys}
        try:
            given = run(
                invite_organisation, proceeding_id=found.id, facts=SeatFacts(term_until=form.term_until.data), **values
            ).result
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(ngettext("%(num)s person is invited.", "%(num)s persons are invited.", given), "ok")
            return redirect(url_for("workspaces.members", slug=slug), 303)
    page = frame.framed("workspaces/directory.html", found, "members", form=form, asked=asked, any_found=bool(rows))
    return page, 422 if form.errors else 200


def whoever_speaks(organisation: str) -> list[int]:
    """The accounts for which a letter is written; the operation decides which of them go out."""
    return speakers_of(reading(), actor(), organisation)


def withdraw(slug: str) -> ResponseReturnValue:
    """Take an invitation back before it is accepted."""
    entered(slug)
    run(withdraw_invitation, public_id=request.form.get("invitation", ""))
    flash(_("The invitation is withdrawn."), "ok")
    return redirect(url_for("workspaces.members", slug=slug), 303)
