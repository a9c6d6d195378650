"""What who leads decides about a document: its title, adoption, publication, withdrawal, and taking it away."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.policy.access import require
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.documents.forms import TitleForm, whole_number
from consult.workspaces.documents.operations import standing
from consult.workspaces.documents.operations.making import remove_document, rename_document
from consult.workspaces.documents.place import MEMBERS, Place, placed
from consult.workspaces.documents.routes.addresses import members
from consult.workspaces.rooms.queries import room_of


def install(app: Flask) -> None:
    """Add the addresses."""
    members(app, "settings", "settings", settings, ["GET", "POST"])
    members(app, "settings/<act>", "act", acted, ["POST"])


def settings(slug: str, piece: str) -> ResponseReturnValue:
    """The title, and every act with what it means."""
    place = placed(piece, slug)
    require(actor(), "room:write", place.document)
    form = TitleForm(place.document.title)
    status = 200
    if form.validate_on_submit():
        try:
            run(rename_document, document_id=place.document.id, title=form.title.data or "")
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            status = error.status
        else:
            return redirect(place.url("settings"), 303)
    return page(place, form), status


def page(place: Place, form: TitleForm, more: tuple[str, ...] = ()) -> str:
    """The page, with sentences that belong to no field."""
    is_open = room_of(reading(), place.proceeding).rule == "open_record"
    return place.page("workspaces/documents/settings.html", form=form, more=more, open_record=is_open)


def acts() -> dict[str, tuple[Callable[..., Any], str]]:
    """Each act by its name: the operation, and what is said once it is done."""
    return {
        "adopt": (standing.adopt_document, _("The newest version is adopted.")),
        "publish": (standing.publish_document, _("Everybody can read the newest version now.")),
        "unpublish": (standing.unpublish_document, _("The document is private again. Its public address is closed.")),
        "withdraw": (standing.withdraw_document, _("The document is withdrawn.")),
        "remove": (remove_document, _("The document is taken away.")),
    }


def acted(slug: str, piece: str, act: str) -> ResponseReturnValue:
    """Do one of the acts."""
    place = placed(piece, slug)
    require(actor(), "room:lead", place.document)
    if act not in acts():
        raise NotFound
    operation, done = acts()[act]
    more: dict[str, Any] = {}
    if act == "adopt":
        more["seen"] = whole_number(request.form.get("seen"))
    if act == "publish":
        more["confirmed"] = request.form.get("confirmed") == "y"
    try:
        run(operation, document_id=place.document.id, **more)
    except NotFound:
        raise
    except ConsultError as error:
        return page(placed(piece, slug), TitleForm(place.document.title), (message_for(error),)), error.status
    flash(done, "ok")
    if act == "remove":
        return redirect(url_for(f"{MEMBERS}.index", slug=slug), 303)
    return redirect(place.url("settings"), 303)
