"""The form of a section, and taking it away."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.consultations.editing.forms.rules import shortened, suggested
from consult.consultations.editing.forms.sections import section_form
from consult.consultations.editing.operations.sections import FIRST, put_section, remove_section
from consult.consultations.editing.queries import Item, mark_of, newest_version, written_version
from consult.consultations.editing.routes.pages import (
    Present,
    address,
    answered,
    best,
    different_texts,
    editable,
    show_older_of,
    shown,
    told,
)
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.older import still_right
from consult.web.site import reading, run

FIELDS = {"show_if": "rule_1_question"}


def written(row: Proceeding, key: str | None = None) -> list[Item]:
    """The sections as they are being written, in the words of the page; that of the key, or its question, in all languages."""
    version = newest_version(reading(), row.id)
    return written_version(reading(), version.id, briefly=(language(), row.language), key=key) if version else []


def edit_section(slug: str, key: str | None = None) -> ResponseReturnValue:
    """The form of a section, or of a new one."""
    row = editable(slug)
    sections = written(row, key)
    old = next((part for part in sections if part["key"] == key), None)
    if key is not None and old is None and request.method == "GET":
        abort(404)
    bare = without_questions(old)
    at = sections.index(old) if old is not None else len(sections)
    values = {**(bare or {}), "seen": mark_of(bare), "after": sections[at - 1]["key"] if at else FIRST}
    earlier = {one["key"]: one for part in sections[:at] for one in part["questions"]}
    posted = request.form if request.method == "POST" else None
    form = section_form(
        values,
        languages=row.languages,
        original=row.language,
        earlier=earlier,
        places=places(sections, key),
        posted=posted,
    )
    kinds = [
        ("title", _("Title")),
        ("text", _("Text under the title")),
        ("repeat_label", _("What is answered each time, such as “member”")),
    ]

    show_older_of(row, key, dict(kinds))

    def save() -> str:
        section = form.section()
        if form.errors:
            return ""
        was = key if old is not None or form.seen.data != mark_of(None) else None
        given = {"was": was, "seen": form.seen.data or "", "after": form.after.data}
        made = run(put_section, proceeding_id=row.id, section=section, still=still_right(), **given).result
        return address(row, "edit_questionnaire", anchor=f"section-{made}")

    def differences() -> Present:
        form.seen.data = mark_of(bare)
        changed = (_("Settings"), "", _("They were changed; the texts are the same."))
        return different_texts(form, kinds, bare or {}) or [changed]

    def page(present: Present) -> str:
        title = _("Section: %(title)s", title=best(old["title"], _("Without a title"))) if old else _("New section")
        more = {"kinds": kinds, "heading": title, "present": present, "suggested": suggested(earlier)}
        return shown("section", row, form=form, key=key if old else None, **more)

    return answered(row, form, save, page, differences, FIELDS)


def without_questions(part: Mapping[str, Any] | None) -> Item | None:
    """A section alone, as its mark is made from it."""
    return {name: value for name, value in part.items() if name != "questions"} if part else None


def with_words(error: ConsultError, sections: Sequence[Item]) -> ConsultError:
    """The refusal with the words of the sections and questions that it names."""
    names = {
        one["key"]: best(one["texts"].get("label", {}), one["key"]) for part in sections for one in part["questions"]
    }
    names |= {part["key"]: best(part["title"], part["key"]) for part in sections}
    if "others" in error.facts:
        error.facts["others"] = ", ".join(_("“%(words)s”", words=names.get(key, key)) for key in error.facts["others"])
    return error


def places(sections: Sequence[Item], key: str | None) -> list[tuple[str, str]]:
    """Where a section can stand."""
    others = [part for part in sections if part["key"] != key]
    after = [
        (part["key"], _("After: %(title)s", title=shortened(best(part["title"], _("Without a title")))))
        for part in others
    ]
    return [(FIRST, _("First of all")), *after]


def take_section_away(slug: str, key: str) -> ResponseReturnValue:
    """The question before a section goes with its questions, and its going."""
    row = editable(slug)
    old = next((part for part in written(row, key) if part["key"] == key), None)
    if old is None:
        abort(404)
    if request.method == "POST":
        try:
            run(remove_section, proceeding_id=row.id, was=key, seen=request.form.get("seen", ""))
        except (Conflict, Invalid) as error:
            return told(with_words(error, written(row)), address(row, "edit_questionnaire", anchor=f"section-{key}"))
        flash(_("It was removed."), "ok")
        return redirect(address(row, "edit_questionnaire"))
    title = best(old["title"], _("Without a title"))
    going = [best(one["texts"].get("label", {}), one["key"]) for one in old["questions"]]
    values = {"heading": _("Remove this section?"), "what": title, "going": going}
    return shown("take_away", row, seen=mark_of(without_questions(old)), key=key, **values)
