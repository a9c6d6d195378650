"""The settings of a room: its form, its rule, its parts, its terms, and whether outsiders are told of it."""

from collections.abc import Mapping

from flask import Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, Invalid
from consult.core.localized import all_texts
from consult.policy.access import require
from consult.proceedings.head import located
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.forms import SettingsForm, settings_form
from consult.workspaces.rooms.models import RULES
from consult.workspaces.rooms.operations.shaping import edit_room, room_fingerprint
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.rooms.shape import FIELDS
from consult.workspaces.rooms.words import rule_words


def install(app: Flask, page: str) -> None:
    """Add the address."""
    app.add_url_rule(f"{page}/<slug>/settings", "workspaces.settings", settings, methods=["GET", "POST"])


def settings(slug: str) -> ResponseReturnValue:
    """The form for whoever leads the room; a save over somebody else's change shows both."""
    found = located("workspace", slug)
    require(actor(), "room:lead", found)
    room = room_of(reading(), found)
    texts, seen = all_texts(reading(), room.owner), room_fingerprint(reading(), found)
    form = settings_form(found, room, texts, seen)
    present: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.validate():
        try:
            run(edit_room, proceeding_id=found.id, seen=form.seen.data or "", new=form.written())
        except Conflict as error:
            if error.problem != "changed_meanwhile":
                raise
            form.form_errors = [_("Somebody else saved this meanwhile. Nothing of yours was stored yet; see below.")]
            present = differences(form, texts)
            form.seen.raw_data, form.seen.data = [seen], seen
        except Invalid as error:
            refuse(form, error)
        else:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("workspaces.settings", slug=slug), 303)
    page = frame.framed(
        "workspaces/settings.html",
        found,
        "settings",
        form=form,
        hints={one: rule_words(one)[1] for one in RULES},
        texts=[(field_words(name), form.texts(name)) for name in FIELDS],
        present=present,
    )
    return page, 409 if present else 422 if form.errors else 200


def field_words(name: str) -> str:
    """What a text of a room is called."""
    return _("Terms of reference") if name == "terms" else _("What outsiders are told")


def differences(form: SettingsForm, texts: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """(text, language, what is stored now) for each text that differs from what was typed."""
    found = []
    for name in FIELDS:
        for field in form.texts(name):
            stored = texts.get(name, {}).get(field.name[-2:], "")
            if stored != (field.data or "").replace("\r\n", "\n").strip():
                found.append((field_words(name), field.label.text, stored))
    return found or [(_("Dates and choices"), "", _("They were changed; the texts are the same."))]
