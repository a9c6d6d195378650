"""What a body wants of its desk: the page of its settings."""

from typing import Any

from flask import Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.operations import edit_body
from consult.core.errors import Invalid
from consult.core.localized import texts_for
from consult.proceedings.people.forms import SettingsForm
from consult.proceedings.people.queries import body_to_edit, changes_of
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language, pgettext
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the address."""
    app.add_url_rule("/<language:lang>/desk/bodies/<public_id>", "desk.body", show, methods=["GET", "POST"])


def show(public_id: str) -> ResponseReturnValue:
    """The settings, and who changed them before."""
    body = body_to_edit(reading(), actor(), public_id)
    form = SettingsForm(obj=body)
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("undo_minutes", "two_persons", "flags_hide")}
        try:
            run(edit_body, public_id=public_id, **values)
        except Invalid as error:
            field: Any = form[error.field]
            field.errors = [message_for(error)]
        else:
            flash(_("The settings are stored."), "ok")
            return redirect(url_for("desk.body", public_id=public_id), 303)
    title = texts_for(reading(), [body.owner], [language()]).get((body.owner, "name"))
    changes = [
        (one, setting_words(one.setting), value_words(one.before), value_words(one.after))
        for one in changes_of(reading(), body)
    ]
    page = render_template("people/body.html", body=body, title=title, form=form, changes=changes)
    return page, 422 if form.errors else 200


def setting_words(name: str) -> str:
    """A setting as a line of the history names it."""
    words = {
        "undo_minutes": pgettext("setting", "Minutes for undoing"),
        "two_persons": pgettext("setting", "Two persons"),
        "flags_hide": pgettext("setting", "Flags that hide"),
    }
    return words.get(name, name)


def value_words(value: Any) -> str:
    """What a setting was or became, in a word."""
    if value is None:
        return pgettext("setting", "never")
    if isinstance(value, bool):
        return pgettext("setting", "yes") if value else pgettext("setting", "no")
    return str(value)
