"""How a moderator arranges the queue: saved views, assigned lines, settings of the page."""

from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, Invalid
from consult.moderation.operations.claiming import assign
from consult.moderation.operations.settings import set_desk
from consult.moderation.operations.views import remove_view, rename_view, save_view
from consult.moderation.routes.filtering import as_arguments, chosen
from consult.policy.access import require_somewhere
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import ngettext
from consult.web.site import actor, run

NOBODY = "nobody"


def save() -> ResponseReturnValue:
    """Keep the filters of the address under a name."""
    query = urlencode(as_arguments(chosen()))
    try:
        run(save_view, place="queue", name=request.form.get("name", ""), query=query)
        flash(_("The view is saved."), "ok")
    except (Conflict, Invalid) as error:
        flash(_("The view is not saved. %(reason)s", reason=message_for(error)), "bad")
    return back()


def change(public_id: str) -> ResponseReturnValue:
    """Rename or remove an own view."""
    try:
        if request.form.get("act") == "remove":
            run(remove_view, public_id=public_id)
            flash(_("The view is removed."), "ok")
        else:
            run(rename_view, public_id=public_id, name=request.form.get("name", ""))
            flash(_("The view has its new name."), "ok")
    except (Conflict, Invalid) as error:
        flash(_("The view has kept its name. %(reason)s", reason=message_for(error)), "bad")
    return back()


def give() -> ResponseReturnValue:
    """Assign the chosen lines to a moderator, or to nobody."""
    to, references = request.form.get("account", ""), request.form.getlist("references")
    if not references:
        require_somewhere(actor(), "contribution:assign")
        flash(_("Choose at least one input first."), "bad")
        return back()
    try:
        done = run(assign, references=references, account=None if to == NOBODY else to).result
    except Invalid as error:
        flash(_("Nothing is assigned. %(reason)s", reason=message_for(error)), "bad")
        return back()
    if done.number:
        flash(ngettext("%(num)s input is assigned.", "%(num)s inputs are assigned.", done.number), "ok")
    if done.left:
        flash(_("These were left as they are: %(references)s.", references=", ".join(done.left)), "bad")
    return back()


def settings() -> ResponseReturnValue:
    """How this moderator wants the desk: every text veiled, keys on or off."""
    run(set_desk, veils_all=bool(request.form.get("veil")), keys_off=bool(request.form.get("keys_off")))
    flash(_("Your settings are saved."), "ok")
    return back()


def back() -> ResponseReturnValue:
    """The queue with the filters of the address."""
    return redirect(url_for("desk.home", **as_arguments(chosen())), 303)
