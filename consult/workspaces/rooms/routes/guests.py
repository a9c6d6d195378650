"""The guests of a room's documents: who they are, inviting them to one document, and sending them away."""

from typing import Any

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, Invalid
from consult.policy.access import require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.forms import GuestForm
from consult.workspaces.rooms.joining_queries import guests_of
from consult.workspaces.rooms.operations.guests import invite_guest, papers_of, remove_guest, withdraw_guest_invitation
from consult.workspaces.rooms.routes.inviting import fresh_key


def install(app: Flask, page: str) -> None:
    """Add the addresses."""
    base = f"{page}/<slug>/members/guests"
    app.add_url_rule(f"{base}/invite", "workspaces.invite_guest", invite, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/remove", "workspaces.remove_guest", remove, methods=["POST"])


def guests_shown(found: Proceeding) -> dict[str, Any]:
    """The guests with the titles of their documents, and whether there is a document to invite somebody to."""
    papers = {one.id: one for one in papers_of(reading(), found.id)}
    guests = guests_of(reading(), actor(), found, list(papers))
    return {"guests": [(one, papers[one.document_id]) for one in guests], "documents": bool(papers)}


def invite(slug: str) -> ResponseReturnValue:
    """One address, and the document that opens to it."""
    found = located("workspace", slug)
    require(actor(), "room:invite", found)
    form, link = GuestForm([(one.public_id, one.title) for one in papers_of(reading(), found.id)]), None
    if request.method == "GET":
        form.document.data = request.args.get("document")
    elif form.validate():
        key, made = fresh_key("guest")
        values = {"document": form.document.data, "email": form.email.data}
        try:
            run(invite_guest, proceeding_id=found.id, token_hash=key.token_hash, letter=key.letter, **values)
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(_("The invitation is sent to %(address)s.", address=form.email.data), "ok")
            if current_app.config["SENDS_MAIL"]:
                return redirect(url_for("workspaces.members", slug=slug), 303)
            link = made
    page = frame.framed("workspaces/guest.html", found, "members", form=form, link=link)
    return page, 422 if form.errors else 200


def remove(slug: str) -> ResponseReturnValue:
    """Send a guest away, or take the invitation of one back."""
    found = located("workspace", slug)
    require(actor(), "room:invite", found)
    grant = request.form.get("grant", type=int)
    if grant is not None:
        run(remove_guest, proceeding_id=found.id, grant_id=grant)
        flash(_("The guest is removed."), "ok")
    else:
        run(withdraw_guest_invitation, proceeding_id=found.id, public_id=request.form.get("invitation", ""))
        flash(_("The invitation is withdrawn."), "ok")
    return redirect(url_for("workspaces.members", slug=slug), 303)
