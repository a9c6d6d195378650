"""The desk's editors of a consultation's text and questionnaire: everything works without JavaScript."""

from collections.abc import Callable

from flask import Flask, url_for

from consult.consultations.editing.routes.copying import bank, choose_source, forget, take_questions
from consult.consultations.editing.routes.outline import arrange, change_paging, edit_questionnaire
from consult.consultations.editing.routes.pages import may_edit
from consult.consultations.editing.routes.preview import forget_tried, preview, preview_form, trials
from consult.consultations.editing.routes.publishing import publish
from consult.consultations.editing.routes.questions import edit_question, take_question_away
from consult.consultations.editing.routes.sections import edit_section, take_section_away
from consult.consultations.editing.routes.text import edit_paragraph, edit_text
from consult.proceedings.models import Proceeding
from consult.proceedings.routes import DeskLink
from consult.web.language import gettext as _


def install(app: Flask) -> None:
    """Add the addresses under /<language>/desk/proceedings/consultation/<slug>/, and links to them."""
    base = "/<language:lang>/desk/proceedings/consultation/<slug>"
    get, send, both = ["GET"], ["POST"], ["GET", "POST"]
    rules = (
        ("text/", "edit_text", edit_text, get),
        ("text/new", "new_paragraph", edit_paragraph, both),
        ("text/<int:number>", "edit_paragraph", edit_paragraph, both),
        ("questionnaire/", "edit_questionnaire", edit_questionnaire, get),
        ("questionnaire/arrange", "arrange", arrange, send),
        ("questionnaire/paging", "change_paging", change_paging, send),
        ("questionnaire/section/new", "new_section", edit_section, both),
        ("questionnaire/section/<key>", "edit_section", edit_section, both),
        ("questionnaire/section/<key>/take-away", "take_section_away", take_section_away, both),
        ("questionnaire/question/new", "new_question", edit_question, both),
        ("questionnaire/question/<key>", "edit_question", edit_question, both),
        ("questionnaire/question/<key>/take-away", "take_question_away", take_question_away, both),
        ("questionnaire/take/", "choose_source", choose_source, get),
        ("questionnaire/take/<public_id>", "take_questions", take_questions, both),
        ("questionnaire/bank", "bank", bank, both),
        ("questionnaire/bank/forget", "forget_kept", forget, send),
        ("questionnaire/preview", "preview", preview, get),
        ("questionnaire/preview/form", "preview_form", preview_form, both),
        ("questionnaire/trials/", "trials", trials, get),
        ("questionnaire/trials/forget", "forget_trials", forget_tried, send),
        ("questionnaire/publish", "publish", publish, both),
    )
    for rule, name, view, methods in rules:
        app.add_url_rule(f"{base}/{rule}", f"consultations.{name}", view, methods=methods)
    app.extensions["consult.desk_links"] += [
        DeskLink(lambda: _("Text under discussion"), _address("edit_text"), may_edit),
        DeskLink(lambda: _("Questionnaire"), _address("edit_questionnaire"), may_edit),
    ]


def _address(name: str) -> Callable[[Proceeding], str]:
    return lambda row: url_for(f"consultations.{name}", slug=row.slug)
