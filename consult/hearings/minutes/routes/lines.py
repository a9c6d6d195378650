"""One line: what it said before, and correcting or removing it."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, Invalid
from consult.hearings.minutes.forms import CorrectionForm, Turns
from consult.hearings.minutes.routes.writing import choosable, noted_hearing
from consult.hearings.minutes.sheets import column
from consult.hearings.minutes.words import kind_words, of_words, who_words
from consult.hearings.notes.operations.correcting import correct_line, remove_line
from consult.hearings.notes.queries import Said, line_by_public_id, wordings_of
from consult.hearings.notes.streams import told
from consult.hearings.programme.queries import item_by_public_id
from consult.policy.access import holds
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.errors import as_dict
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, wants_json


def line(slug: str, line: str) -> str:
    """A line with its earlier wordings."""
    found = located("hearing", slug)
    row = line_by_public_id(reading(), actor(), found, line)
    return render_template("hearings/minutes/line.html", head=head(found), **facts(found, row))


def facts(found: Proceeding, row: Said) -> dict[str, object]:
    """What the pages of one line show."""
    return {
        "line": row,
        "who": who_words(row.name, row.identity),
        "of": of_words(row.organisation, row.category),
        "column": column(row.language),
        "kinds": kind_words(),
        "earlier": [(one, who_words(one.name, one.identity)) for one in wordings_of(reading(), found, row.id)],
        "may_note": holds(actor(), "hearing:note", found.where),
    }


def correct(slug: str, line: str) -> ResponseReturnValue:
    """The form for another wording, and the button that removes the line; `act` of what is sent says which."""
    found = noted_hearing(slug)
    row = line_by_public_id(reading(), actor(), found, line)
    form = CorrectionForm(row, turns_on(found, row))
    more: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            return corrected(found, form, row)
        except (Invalid, Conflict) as error:
            row = line_by_public_id(reading(), actor(), found, line)
            if wants_json():
                return jsonify({**as_dict(error), "line": told(row)}), error.status
            refuse(form, error)
            more, status = [*form.form_errors], error.status
            form.form_errors = []
            form.seen.data = str(row.version)
    text = render_template("hearings/minutes/correct.html", head=head(found), form=form, more=more, **facts(found, row))
    return text, status


def turns_on(found: Proceeding, row: Said) -> Turns:
    """The turns to which a line can belong: those of its item."""
    if row.item is None:
        return []
    item = item_by_public_id(reading(), actor(), found, row.item)
    return [(turn, speaker) for turn, speaker in choosable(found) if turn.item_id == item.id]


def corrected(found: Proceeding, form: CorrectionForm, row: Said) -> ResponseReturnValue:
    """Store the correction or take the line out: back to the column, or the line itself for a script."""
    here = {"proceeding_id": found.id, "line": row.id, "seen": form.version}
    if request.form.get("act") == "remove":
        run(remove_line, **here)
        flash(_("The line is removed. It stays in the history for those who note."), "ok")
    else:
        run(correct_line, **here, correction=form.correction(row))
    if wants_json():
        return jsonify({"ok": True, "id": row.id, "line": told(line_by_public_id(reading(), actor(), found, row.id))})
    return redirect(url_for("hearings.minutes", slug=found.slug, language=row.language, _anchor=f"line-{row.id}"), 303)
