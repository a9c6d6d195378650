"""What the desk's pages of text and questionnaire have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.editing.queries import newest_version, owners_of
from consult.core.actors import Actor
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.core.localized import older_texts, texts_for
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import desk_proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.forms import PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.older import show_older
from consult.web.site import actor, reading

Present = list[tuple[str, str, str]]


def may_edit(who: Actor, row: Proceeding) -> bool:
    """Whether the actor may write this consultation's text and questions."""
    return row.kind == "consultation" and holds(who, "proceeding:edit", row.where)


def editable(slug: str) -> Proceeding:
    """The consultation of this page; not found for whoever may not edit it."""
    row = desk_proceeding(reading(), actor(), "consultation", slug)
    if not may_edit(actor(), row):
        abort(404)
    g.zone = row.zone
    return row


def address(row: Proceeding, name: str, anchor: str | None = None, **values: Any) -> str:
    """One of the editors' addresses."""
    return url_for(f"consultations.{name}", slug=row.slug, _anchor=anchor, **values)


def shown(template: str, row: Proceeding, **values: Any) -> str:
    """One of the editors' pages."""
    title = texts_for(reading(), [row.owner], [language(), row.language])[row.owner, "title"]
    return render_template(
        f"desk/consultations/{template}.html", row=row, title=title, language_names=NAMES, best=best, **values
    )


def best(texts: Mapping[str, str], otherwise: str = "") -> str:
    """A text in the language of the page, else in any."""
    return texts.get(language()) or next((text for text in texts.values() if text), otherwise)


def answered(
    row: Proceeding,
    form: PageForm,
    save: Callable[[], str],
    page: Callable[[Present], str],
    differences: Callable[[], Present],
    fields: Mapping[str, str],
) -> ResponseReturnValue:
    """The page of a form; or, once it is sent and taken, the address that `save` gives.

    A save over somebody else's shows what is stored beside what was typed; `fields` says at which field a refusal stands.
    """
    present: Present = []
    if request.method == "POST" and "show" not in request.form and form.validate():
        try:
            to = save()
            if not form.errors:
                flash(_("Your changes are saved."), "ok")
                return redirect(to)
        except Conflict:
            form.form_errors = [_("Somebody else saved this meanwhile. Nothing of yours was stored yet; see below.")]
            present = differences()
        except Invalid as error:
            error.field = fields.get(error.field, error.field)
            refuse(form, error)
    return page(present), 409 if present else 422 if form.errors else 200


def show_older_of(row: Proceeding, key: str | None, words: Mapping[str, str]) -> None:
    """Let the form of a section or question show which of its translations are older than their original."""
    version = newest_version(reading(), row.id)
    owner = owners_of(reading(), version.id).get(key) if version is not None and key is not None else None
    if owner is not None:
        show_older(older_texts(reading(), [owner]), words)


def told(error: ConsultError, back: str) -> ResponseReturnValue:
    """Say on the page where somebody came from why a press of a button did nothing."""
    flash(message_for(error), "bad")
    return redirect(back)


def different_texts(form: Any, kinds: Sequence[tuple[str, str]], stored: Mapping[str, Mapping[str, str]]) -> Present:
    """(text, language, what is stored now) for each text that is not as it was typed."""
    found = []
    for name, words in kinds:
        typed = form.written(name)
        for code in form.languages:
            now = stored.get(name, {}).get(code, "")
            if now != typed.get(code, "").replace("\r\n", "\n").strip():
                found.append((words, NAMES[code], now))
    return found
