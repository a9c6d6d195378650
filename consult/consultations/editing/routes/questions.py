"""Choosing a type, the form of a question of that type, and taking a question away."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.consultations.editing.forms.fields import name_texts
from consult.consultations.editing.forms.questions import QuestionForm, offer_places, question_form
from consult.consultations.editing.forms.rules import shortened, suggested
from consult.consultations.editing.operations.questions import LISTS, put_question, remove_question
from consult.consultations.editing.queries import Item, mark_of, published_keys, published_lists
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
from consult.consultations.editing.routes.sections import with_words, written
from consult.consultations.editing.words import GROUPS, group_words, type_hint, type_words
from consult.consultations.models import QUESTION_TYPES
from consult.core.errors import Conflict, Invalid
from consult.proceedings.models import Proceeding
from consult.web.language import NAMES
from consult.web.language import gettext as _
from consult.web.older import still_right
from consult.web.site import reading, run


class Stand(NamedTuple):
    """A question where it stands: what is stored of it, the place as its form names it, the questions before it."""

    stored: Item | None
    place: str
    earlier: dict[str, Item]


def stand_of(sections: Sequence[Item], key: str | None, section: str | None) -> Stand:
    """Where the question of a key stands; one to be made comes last in a section."""
    earlier: dict[str, Item] = {}
    for part in sections:
        before = ""
        for one in part["questions"]:
            if one["key"] == key:
                return Stand(one, f"{part['key']}:{before}", earlier)
            before, earlier[one["key"]] = one["key"], one
        if key is None and part["key"] == section:
            return Stand(None, f"{part['key']}:{before}", earlier)
    last = sections[-1] if sections else None
    before = last["questions"][-1]["key"] if last and last["questions"] else ""
    return Stand(None, f"{last['key']}:{before}" if last else "", earlier)


def edit_question(slug: str, key: str | None = None) -> ResponseReturnValue:
    """The form of a question, or of a new one in the section of `?section=`; without a type, the choice of one."""
    row = editable(slug)
    sections = written(row, key)
    stand = stand_of(sections, key, request.args.get("section"))
    old = stand.stored
    if not sections or (key is not None and old is None and request.method == "GET"):
        abort(404)
    kind = request.form.get("type") or request.args.get("type") or (old["type"] if old else None)
    if kind not in QUESTION_TYPES or "types" in request.args:
        return choose_type(row, key, old)
    is_published = old is not None and old["key"] in published_keys(reading(), row.id)
    posted = request.form if request.method == "POST" else None
    form = question_form(
        kind,
        {**(old or {}), "seen": mark_of(old), "place": stand.place},
        languages=row.languages,
        original=row.language,
        earlier=stand.earlier,
        fixed=tuple(published_lists(reading(), row.id, key)) if key and is_published else (),
        posted=posted,
    )
    offer_places(form, places(sections, key))
    if is_published:
        del form["key"]

    name_texts(form, [(name, words) for name, words, *_more in text_words(form)])
    names = {name: words for name, words, *_more in text_words(form)}
    names |= {LISTS[name]: words for name, words in list_words(form)}
    show_older_of(row, key, names)
    for name, words in list_words(form):
        numbers = range(1, len(form.lines(name)) + 1)
        name_texts(form, [(f"{name}_{n}", _("%(list)s, line %(number)s", list=words, number=n)) for n in numbers])

    def save() -> str:
        question = form.question()
        if form.errors:
            return ""
        was = key if old is not None or form.seen.data != mark_of(None) else None
        given = {"was": was, "seen": form.seen.data or "", "place": form.where()}
        made = run(put_question, proceeding_id=row.id, question=question, still=still_right(), **given).result
        if "next" in request.form:
            return address(row, "new_question", section=(form.place.data or "").partition(":")[0])
        return address(row, "edit_questionnaire", anchor=f"question-{made}")

    def differences() -> Present:
        form.seen.data = mark_of(old)
        return different(form, old)

    def page(present: Present) -> str:
        words = best(old["texts"].get("label", {}), type_words(old["type"])) if old else _("New question")
        more = {"heading": words, "present": present, "kinds": text_words(form), "lists": list_words(form)}
        given = {"kind": kind, "type_words": type_words, "is_published": is_published, "original": row.language}
        return shown(
            "question", row, form=form, key=key if old else None, **more, **given, suggested=suggested(stand.earlier)
        )

    return answered(row, form, save, page, differences, places_of_refusals(form, row.language))


def choose_type(row: Proceeding, key: str | None, old: Item | None) -> ResponseReturnValue:
    """The types in their groups, each with what it is good for."""
    groups = [
        (group_words(group), [(one, type_words(one), type_hint(one)) for one in types]) for group, types in GROUPS
    ]
    fixed = old is not None and old["key"] in published_keys(reading(), row.id)
    section = request.args.get("section")
    given = {"groups": groups, "key": key, "present": old["type"] if old else None, "section": section}
    return shown("types", row, is_published=fixed, type_words=type_words, **given)


def places(sections: Sequence[Item], key: str | None) -> list[tuple[str, str]]:
    """Where a question can stand: first in a section, or behind another question."""
    found = []
    for part in sections:
        title = shortened(best(part["title"], _("Without a title")), 40)
        found.append((f"{part['key']}:", _("%(section)s: at the beginning", section=title)))
        for one in part["questions"]:
            if one["key"] != key:
                label = shortened(best(one["texts"].get("label", {}), one["key"]), 60)
                words = _("%(section)s: after “%(question)s”", section=title, question=label)
                found.append((f"{part['key']}:{one['key']}", words))
    return found


def text_words(form: QuestionForm) -> list[tuple[str, str, str, int]]:
    """(name, words, hint, rows) of each text of this type, in the order of the form."""
    kind = form.type.data
    words = {
        "label": (_("Question") if kind != "section_text" else _("Heading"), "", 2),
        "text": (
            _("Statement that is agreed to") if kind == "consent" else _("Text"),
            _("Markdown: blank lines part paragraphs, - begins a list."),
            6,
        ),
        "hint": (_("Hint"), _("One sentence under the question."), 2),
        "help": (_("Help"), _("More, for those who open it."), 3),
        "unit": (_("Unit"), _("Such as “days” or “people”."), 1),
        "min_label": (_("Words of the lowest step"), "", 1),
        "max_label": (_("Words of the highest step"), "", 1),
    }
    return [(name, *about) for name, about in words.items() if name in form.kinds]


def list_words(form: QuestionForm) -> list[tuple[str, str]]:
    """(name, words) of each list of this type."""
    is_table = form.type.data in ("matrix_single", "matrix_multiple")
    words = {"rows": _("Rows"), "options": _("Columns") if is_table else _("Choices")}
    return [(name, words[name]) for name in ("rows", "options") if f"{name}_1_was" in form]


def different(form: QuestionForm, old: Item | None) -> Present:
    """What is stored now beside what was typed; when only settings were changed, that."""
    if old is None:
        return [(_("Question"), "", _("It was removed. Saving makes it anew."))]
    found = different_texts(form, [(name, words) for name, words, *_more in text_words(form)], old["texts"])
    for name, words in list_words(form):
        typed = [choice.words for choice in form.choices_of(name)]
        for code in form.languages:
            keys = old["settings"].get(name, ())
            stored = [old["texts"].get(f"{LISTS[name]}.{key}", {}).get(code, "") for key in keys]
            if stored != [one.get(code, "").strip() for one in typed]:
                found.append((words, NAMES[code], " · ".join(text or "–" for text in stored)))
    return found or [(_("Settings"), "", _("They were changed; the texts are the same."))]


def places_of_refusals(form: QuestionForm, original: str) -> Mapping[str, str]:
    """At which field of the form a refusal stands that the operations name otherwise."""
    found = {"show_if": "rule_1_question", "options": f"options_1_{original}", "rows": f"rows_1_{original}"}
    found |= {name: f"{name}_{original}" for name in ("label", "text")}
    if form.type.data == "date":
        found["max"] = "latest"
    for name, prefix in LISTS.items():
        numbers = range(1, len(form.lines(name)) + 1)
        found |= {f"{prefix}_{n}_{code}": f"{name}_{n}_{code}" for n in numbers for code in form.languages}
    return found


def take_question_away(slug: str, key: str) -> ResponseReturnValue:
    """The question before a question goes, and its going."""
    row = editable(slug)
    sections = written(row, key)
    old = stand_of(sections, key, None).stored
    if old is None:
        abort(404)
    if request.method == "POST":
        try:
            run(remove_question, proceeding_id=row.id, was=key, seen=request.form.get("seen", ""))
        except (Conflict, Invalid) as error:
            back = address(row, "edit_questionnaire", anchor=f"question-{key}")
            return told(with_words(error, sections), back)
        flash(_("It was removed."), "ok")
        return redirect(address(row, "edit_questionnaire"))
    values: dict[str, Any] = {"heading": _("Remove this question?"), "going": [], "key": key}
    return shown("take_away", row, seen=mark_of(old), what=best(old["texts"].get("label", {}), key), **values)
