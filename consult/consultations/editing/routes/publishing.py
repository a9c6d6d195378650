"""The check before publishing, with the way to each problem, and the publishing."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, TextAreaField

from consult.consultations.editing.changes import changes_between
from consult.consultations.editing.checks import Finding, findings
from consult.consultations.editing.forms.fields import TextsForm, original_first, text_fields
from consult.consultations.editing.operations.publishing import publish_written
from consult.consultations.editing.queries import (
    Item,
    mark_of,
    newest_version,
    older_in,
    published_version,
    written_version,
)
from consult.consultations.editing.routes.pages import address, best, editable, shown
from consult.consultations.editing.words import changes_in_words, finding_words, type_words
from consult.core.errors import Conflict, Invalid
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import Later, refuse
from consult.web.language import gettext as _
from consult.web.site import reading, run


class PublishForm(TextsForm):
    """What is told to the public, and that what is missing was seen."""

    seen = HiddenField()
    confirmed = BooleanField(
        Later(
            lambda: _("Publish although words are missing or older: what is missing appears in the original language")
        )
    )


def publish(slug: str) -> ResponseReturnValue:
    """What stands in the way, what changes for respondents, and the button."""
    row = editable(slug)
    newest, published = newest_version(reading(), row.id), published_version(reading(), row.id)
    sections = written_version(reading(), newest.id) if newest else []
    before = written_version(reading(), published.id) if published else []
    older = older_in(reading(), newest.id) if newest else {}
    found = findings(sections, row.languages, row.language, older)
    form = publish_form(row)
    if request.method == "POST" and form.validate():
        try:
            given = {"note": form.written("note"), "confirmed": bool(form.confirmed.data)}
            run(publish_written, proceeding_id=row.id, seen=form.seen.data or "", **given)
        except Conflict as error:
            form.form_errors = [message_for(error)]
        except Invalid as error:
            refuse(form, error)
        else:
            flash(_("It is published."), "ok")
            return redirect(address(row, "edit_questionnaire"))
    form.seen.data = mark_of({"sections": sections})
    page = shown(
        "publish",
        row,
        form=form,
        grave=[told(row, one, sections) for one in found if one.grave],
        mild=[told(row, one, sections) for one in found if not one.grave],
        changes=changes_in_words(changes_between(before, sections), best) if published else [],
        published=published,
        nothing=newest is None or newest.published_at is not None,
    )
    return page, 422 if form.errors else 200


def publish_form(row: Proceeding) -> PublishForm:
    """The form with a box for each language."""
    tongues = original_first(row.languages, row.language)
    fields = text_fields({"note": TextAreaField}, tongues)
    form: PublishForm = type("WholePublishForm", (PublishForm,), {**fields, "languages": tongues})()
    return form


def told(row: Proceeding, found: Finding, sections: list[Item]) -> tuple[str, str, str]:
    """(sentence, where it is in words, the address where it is mended)."""
    asked = [one for part in sections for one in part["questions"]]
    names = {one["key"]: best(one["texts"].get("label", {}), type_words(one["type"])) for one in asked}
    if "other" in found.facts:
        found = found._replace(facts={"other": names.get(found.facts["other"], found.facts["other"])})
    words = finding_words(found)
    if found.question is not None:
        return words, names[found.question], address(row, "edit_question", key=found.question)
    part = next((one for one in sections if one["key"] == found.section), None)
    if part is None:
        return words, _("Questionnaire"), address(row, "edit_questionnaire")
    title = best(part["title"], _("Without a title"))
    return words, _("Section: %(title)s", title=title), address(row, "edit_section", key=part["key"])
