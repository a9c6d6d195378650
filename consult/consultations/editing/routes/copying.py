"""Taking questions over: from an earlier consultation, or from the body's bank."""

from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.consultations.editing.operations.bank import forget_kept, take_from_bank
from consult.consultations.editing.operations.copying import Taken, take_from
from consult.consultations.editing.queries import written_version
from consult.consultations.editing.routes.pages import address, best, editable, shown, told
from consult.consultations.editing.routes.sections import written
from consult.consultations.editing.sharing import bank_items, bank_of, source_version, sources
from consult.consultations.editing.words import type_words
from consult.core.errors import Conflict, Invalid
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.language import gettext as _
from consult.web.language import language, ngettext
from consult.web.site import actor, reading, run


def choose_source(slug: str) -> ResponseReturnValue:
    """The consultations from which questions can be taken, and the bank."""
    row = editable(slug)
    found = sources(reading(), actor(), row)
    words = proceeding_words(reading(), found, language(), ("title", "name"))
    kept = len(bank_items(reading(), row.body_id)) if may_use_bank(row) else None
    return shown("sources", row, found=[(one, words[one.id]) for one in found], kept=kept)


def may_use_bank(row: Proceeding) -> bool:
    """Whether the reader may use the bank of this consultation's body."""
    return holds(actor(), "bank:use", bank_of(row))


def take_questions(slug: str, public_id: str) -> ResponseReturnValue:
    """The sections and questions of another consultation, to be ticked and taken."""
    row = editable(slug)
    source = next((one for one in sources(reading(), actor(), row) if one.public_id == public_id), None)
    version = source_version(reading(), actor(), source) if source else None
    if source is None or version is None:
        abort(404)
    if request.method == "POST":
        everything = "everything" in request.form
        chosen = [part["key"] for part in written_version(reading(), version.id)] if everything else None
        given: dict[str, Any] = {
            "sections": chosen if chosen is not None else request.form.getlist("sections"),
            "questions": [] if everything else request.form.getlist("questions"),
        }
        return _taken(row, lambda: run(take_from, **place_of(row), source_id=source.id, **given).result)
    words = proceeding_words(reading(), [source], language(), ("title",))[source.id]
    sections = written_version(reading(), version.id)
    return shown("take", row, source=words["title"], sections=sections, into=into(row), type_words=type_words)


def bank(slug: str) -> ResponseReturnValue:
    """The questions that the body keeps, to be ticked and taken."""
    row = editable(slug)
    if not may_use_bank(row):
        abort(404)
    if request.method == "POST":
        chosen = request.form.getlist("questions")
        return _taken(row, lambda: run(take_from_bank, **place_of(row), public_ids=chosen).result)
    return shown("bank", row, items=bank_items(reading(), row.body_id), into=into(row), type_words=type_words)


def forget(slug: str) -> ResponseReturnValue:
    """Take one question out of the bank."""
    row = editable(slug)
    if not may_use_bank(row):
        abort(404)
    run(forget_kept, proceeding_id=row.id, public_id=request.form.get("question", ""))
    flash(_("It is no longer in the bank. Where it was taken over it stays."), "ok")
    return redirect(address(row, "bank"))


def into(row: Proceeding) -> list[tuple[str, str]]:
    """The sections into which single questions can go."""
    return [(part["key"], best(part["title"], _("Without a title"))) for part in written(row)]


def place_of(row: Proceeding) -> dict[str, Any]:
    """This consultation, and the section chosen; none for a new one."""
    return {"proceeding_id": row.id, "into": request.form.get("into") or None}


def _taken(row: Proceeding, take: Any) -> ResponseReturnValue:
    try:
        taken: Taken = take()
    except (Conflict, Invalid) as error:
        return told(error, request.path)
    count = taken.questions
    flash(ngettext("%(num)s question was taken over.", "%(num)s questions were taken over.", count), "ok")
    if taken.rules:
        flash(
            ngettext(
                "%(num)s condition was left out, because it looks at a question that was not taken along.",
                "%(num)s conditions were left out, because they look at questions that were not taken along.",
                taken.rules,
            ),
            "warn",
        )
    return redirect(address(row, "edit_questionnaire"))
