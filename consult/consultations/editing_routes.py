"""The desk's editors of a consultation's text and questionnaire: one item a page, without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.editing import (
    mark_of,
    put_paragraph,
    put_question,
    put_section,
    written_paragraphs,
    written_sections,
)
from consult.consultations.editing_forms import ItemForm, paragraph_form, question_form, section_form, type_words
from consult.core.errors import Conflict, Invalid
from consult.core.localized import texts_for
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import desk_proceeding
from consult.proceedings.routes import DeskLink
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

Item = Mapping[str, Any]
# The refusals of a whole questionnaire, at the field of the question's form that they mean.
FIELD_OF = {"repeated_key": "key", "not_a_key": "key", "not_a_scale": "max", "not_a_limit": "max_words"}


def install(app: Flask) -> None:
    """Add the addresses under /<language>/desk/proceedings/consultation/<slug>/, and links to them."""
    base = "/<language:lang>/desk/proceedings/consultation/<slug>"
    both = ["GET", "POST"]
    app.add_url_rule(f"{base}/text/", "consultations.edit_text", edit_text, methods=["GET"])
    app.add_url_rule(f"{base}/text/new", "consultations.new_paragraph", edit_paragraph, methods=both)
    app.add_url_rule(f"{base}/text/<int:number>", "consultations.edit_paragraph", edit_paragraph, methods=both)
    asked = f"{base}/questionnaire"
    app.add_url_rule(f"{asked}/", "consultations.edit_questionnaire", edit_questionnaire, methods=["GET"])
    app.add_url_rule(f"{asked}/section/new", "consultations.new_section", edit_section, methods=both)
    app.add_url_rule(f"{asked}/section/<int:place>", "consultations.edit_section", edit_section, methods=both)
    app.add_url_rule(f"{asked}/question/new", "consultations.new_question", edit_question, methods=both)
    app.add_url_rule(f"{asked}/question/<key>", "consultations.edit_question", edit_question, methods=both)
    app.extensions["consult.desk_links"] += [
        DeskLink(lambda: _("Text under discussion"), _address("edit_text"), _may_edit),
        DeskLink(lambda: _("Questionnaire"), _address("edit_questionnaire"), _may_edit),
    ]


def _address(endpoint: str) -> Callable[[Proceeding], str]:
    return lambda row: url_for(f"consultations.{endpoint}", slug=row.slug)


def _may_edit(who: Any, row: Proceeding) -> bool:
    return row.kind == "consultation" and holds(who, "proceeding:edit", row.where)


def editable(slug: str) -> Proceeding:
    """The consultation of this page; not found for whoever may not edit it."""
    row = desk_proceeding(reading(), actor(), "consultation", slug)
    if not _may_edit(actor(), row):
        abort(404)
    g.zone = row.zone
    return row


def edit_text(slug: str) -> ResponseReturnValue:
    """All paragraphs, each with a link to its form."""
    row = editable(slug)
    return shown("text", row, paragraphs=written_paragraphs(reading(), row.id))


def edit_paragraph(slug: str, number: int | None = None) -> ResponseReturnValue:
    """The form of a paragraph, or of a new one."""
    row = editable(slug)
    paragraphs = written_paragraphs(reading(), row.id)
    old = next((one for one in paragraphs if one["number"] == number), None)
    if number is not None and old is None:
        abort(404)
    free = max((one["number"] for one in paragraphs), default=0) + 1
    form = paragraph_form(row.languages, {"number": free, **(old or {}), "seen": mark_of(old)})
    texts = [(_("Heading"), "heading", 1), (_("Text"), "text", 8)]

    def save() -> None:
        new = {"number": form.number.data or 0, "heading": form.written("heading"), "text": form.written("text")}
        paragraph = None if form.take_away.data else new
        run(put_paragraph, proceeding_id=row.id, was=number, seen=form.seen.data or "", paragraph=paragraph)

    stored = {name: (old or {}).get(name) or {} for name in ("heading", "text")}
    title = _("Paragraph %(number)s", number=number) if number else _("New paragraph")
    return answered(row, form, save, stored, texts, title, "edit_text", mark_of(old), {"paragraphs": "number"})


def edit_questionnaire(slug: str) -> ResponseReturnValue:
    """All sections and questions, each with a link to its form."""
    row = editable(slug)
    return shown("questionnaire", row, sections=written_sections(reading(), row.id), type_words=type_words)


def edit_section(slug: str, place: int | None = None) -> ResponseReturnValue:
    """The form of a section, or of a new one."""
    row = editable(slug)
    sections = written_sections(reading(), row.id)
    if place is not None and not 0 < place <= len(sections):
        abort(404)
    old = {"title": sections[place - 1]["title"]} if place else None
    values = {"place": place or len(sections) + 1, **(old or {}), "seen": mark_of(old)}
    form = section_form(row.languages, values)

    def save() -> None:
        title = None if form.take_away.data else form.written("title")
        given = {"was": place, "seen": form.seen.data or "", "title": title, "place": form.place.data or 1}
        run(put_section, proceeding_id=row.id, **given)

    title = _("Section %(number)s", number=place) if place else _("New section")
    texts = [(_("Title"), "title", 1)]
    return answered(row, form, save, old or {}, texts, title, "edit_questionnaire", mark_of(old), {})


def edit_question(slug: str, key: str | None = None) -> ResponseReturnValue:
    """The form of a question, or of a new one in the section of `?section=`."""
    row = editable(slug)
    sections = written_sections(reading(), row.id)
    old, section, place = located(sections, key)
    if not sections or (key is not None and old is None):
        abort(404)
    values = {"section": section, "place": place, **(old or {}), "seen": mark_of(old)}
    form = question_form(row.languages, values, [heading(row, part["title"]) for part in sections])
    if key is not None:
        del form["key"]

    def save() -> None:
        question = None if form.take_away.data else form.question(key)
        given = {"section": form.section.data or 0, "place": form.place.data or 1}
        run(put_question, proceeding_id=row.id, was=key, seen=form.seen.data or "", question=question, **given)

    texts = [
        (_("Question"), "label", 1),
        (_("Hint"), "hint", 2),
        (_("Words of the choices, in the order of their names, one in each line"), "choices", 5),
        (_("Words of the lowest step"), "min_label", 1),
        (_("Words of the highest step"), "max_label", 1),
    ]
    title = _("Question %(key)s", key=key) if key else _("New question")
    stored = (old or {}).get("texts", {})
    return answered(row, form, save, stored, texts, title, "edit_questionnaire", mark_of(old), FIELD_OF)


def located(sections: Sequence[Item], key: str | None) -> tuple[Item | None, int, int]:
    """(question, section, place) of a key; for a new one the end of the section asked for."""
    for number, part in enumerate(sections, start=1):
        for place, one in enumerate(part["questions"], start=1):
            if one["key"] == key:
                return one, number, place
    number = request.args.get("section", len(sections), type=int)
    inside = 0 < number <= len(sections)
    return None, number, len(sections[number - 1]["questions"]) + 1 if inside else 1


def heading(row: Proceeding, title: Mapping[str, str]) -> str:
    """The title of a section in the best language."""
    return title.get(language()) or title.get(row.language) or next(iter(title.values()), _("Without a title"))


def answered(
    row: Proceeding,
    form: ItemForm,
    save: Callable[[], None],
    stored: Mapping[str, Mapping[str, str]],
    texts: Sequence[tuple[str, str, int]],
    title: str,
    back: str,
    mark: str,
    field_of: Mapping[str, str],
) -> ResponseReturnValue:
    """The page of a form; or, once it is sent and taken, the way back to the list. A stale save shows both texts."""
    present: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.validate():
        try:
            save()
        except Conflict:
            form.form_errors = [_("Somebody else saved this meanwhile. Nothing of yours was stored yet; see below.")]
            present = stored_texts(form, stored, texts) or [(title, "", "–")]
            form.seen.data = mark
        except Invalid as error:
            error.field = field_of.get(error.problem) or field_of.get(error.field) or error.field
            refuse(form, error)
        else:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for(f"consultations.{back}", slug=row.slug))
    groups = [(words, form.texts(name), rows) for words, name, rows in texts]
    page = shown("item", row, form=form, groups=groups, heading=title, back=back, present=present, is_new=mark == "new")
    return page, 409 if present else 422 if form.errors else 200


def stored_texts(
    form: ItemForm, stored: Mapping[str, Mapping[str, str]], texts: Sequence[tuple[str, str, int]]
) -> list[tuple[str, str, str]]:
    """(text, language, what is stored now) for each field of a form."""
    return [
        (words, field.label.text, stored[name].get(field.name.rpartition("_")[2], ""))
        for words, name, _rows in texts
        if name in stored
        for field in form.texts(name)
    ]


def shown(template: str, row: Proceeding, **values: Any) -> str:
    """One of the editors' pages."""
    title = texts_for(reading(), [row.owner], [language(), row.language])[row.owner, "title"]
    return render_template(f"desk/consultations/{template}.html", row=row, title=title, words_of=heading, **values)
