"""Writing the text and the questions of a consultation, publishing and answering them."""

from consult.consultations.operations.questionnaire import publish_first, publish_questionnaire, save_questionnaire
from consult.consultations.operations.responses import correct_response, submit_document, submit_response
from consult.consultations.operations.text import save_paragraphs

__all__ = [
    "correct_response",
    "publish_first",
    "publish_questionnaire",
    "save_paragraphs",
    "save_questionnaire",
    "submit_document",
    "submit_response",
]
