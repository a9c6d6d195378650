"""What stands beside the answers in a form: who sends them, or which version of them was corrected."""

from wtforms import HiddenField

from consult.consultations.asked import Asked
from consult.contributions.forms import SenderForm
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.web.forms import PageForm


class ResponseForm(SenderForm):
    """The sender; `questionnaire` is the version that was read."""

    questionnaire = HiddenField()


class AnswersForm(PageForm):
    """Answers corrected; `seen` is the version of the response that was corrected."""

    seen = HiddenField()


def response_form(asked: Asked, proceeding: Proceeding, actor: Actor) -> ResponseForm:
    """An empty or sent form for a version of the questionnaire."""
    form = ResponseForm(proceeding, actor)
    if not form.is_submitted():
        form.questionnaire.data = asked.public_id
    return form
