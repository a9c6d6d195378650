"""The list of all sections and questions, and what one press of a button does to it."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.consultations.editing.operations.arranging import copy_question, copy_section, move_question, move_section
from consult.consultations.editing.operations.bank import keep_question
from consult.consultations.editing.operations.sections import set_paging
from consult.consultations.editing.outline import outline
from consult.consultations.editing.routes.pages import address, editable, shown, told
from consult.consultations.editing.sharing import bank_of
from consult.consultations.editing.words import finding_words, paging_words, type_words
from consult.consultations.models import PAGINGS
from consult.core.errors import Conflict, Invalid
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def edit_questionnaire(slug: str) -> ResponseReturnValue:
    """All sections and questions, each with a link to its form and its buttons."""
    row = editable(slug)
    return shown(
        "questionnaire",
        row,
        outline=outline(reading(), row, language()),
        type_words=type_words,
        finding_words=finding_words,
        pagings=[(one, paging_words(one)) for one in PAGINGS],
        may_keep=holds(actor(), "bank:use", bank_of(row)),
    )


def arrange(slug: str) -> ResponseReturnValue:
    """Move, copy or keep what the pressed button names: `question up minutes`."""
    row = editable(slug)
    what, act, key = [*request.form.get("act", "").split(" "), "", ""][:3]
    try:
        return redirect(address(row, "edit_questionnaire", anchor=_done(row, what, act, key)))
    except (Conflict, Invalid) as error:
        return told(error, address(row, "edit_questionnaire"))


def _done(row: Proceeding, what: str, act: str, key: str) -> str:
    """Do it; the place of the page to go back to."""
    if act in ("up", "down") and what in ("section", "question"):
        move = move_section if what == "section" else move_question
        run(move, proceeding_id=row.id, key=key, step=act)
        return f"{what}-{key}"
    if act == "copy" and what in ("section", "question"):
        copied = run(copy_section if what == "section" else copy_question, proceeding_id=row.id, key=key).result
        flash(_("It was copied. Please change the words of the copy."), "ok")
        return f"{what}-{copied}"
    if (what, act) == ("question", "keep"):
        run(keep_question, proceeding_id=row.id, key=key)
        flash(_("It is kept in the bank of questions, with all its languages."), "ok")
        return f"{what}-{key}"
    abort(404)


def change_paging(slug: str) -> ResponseReturnValue:
    """What stands on one page."""
    row = editable(slug)
    try:
        run(set_paging, proceeding_id=row.id, paging=request.form.get("paging", ""))
    except Invalid as error:
        return told(error, address(row, "edit_questionnaire"))
    flash(_("Your changes are saved."), "ok")
    return redirect(address(row, "edit_questionnaire"))
