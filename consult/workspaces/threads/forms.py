"""What is typed in discussions: a message with whom it names, a title, and both together."""

from collections.abc import Sequence

from flask import request
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from consult.contributions.comment import CHARACTERS
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.web.fields import Checkboxes, offered
from consult.web.forms import OnceForm, PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written
from consult.workspaces.threads.operations.leading import TITLE_CHARACTERS
from consult.workspaces.threads.queries import Person


class MessageForm(OnceForm):
    """A message: its words, their language, what it answers, and the members who are told of it."""

    body = TextAreaField()
    language = SelectField(validators=[Chosen()], validate_choice=True)
    told = Checkboxes(validate_choice=True)
    reply = HiddenField(validators=[Written(characters=40, required=False)])

    def __init__(self, proceeding: Proceeding, people: Sequence[Person], **more: object) -> None:
        super().__init__(**more)
        self.proceeding = proceeding
        self.body.validators = [Written(characters=CHARACTERS, words=proceeding.word_limit)]
        self.body.flags.required = True
        self.body.label.text = _("Your message")
        self.language.label.text = _("In which language do you write?")
        self.language.choices = offered([*NAMES.items(), ("und", _("Another language"))])
        self.told.label.text = _("Tell these members")
        self.told.choices = offered((one.public_id, one.name) for one in people)
        if not self.is_submitted():
            self.language.data = language()
            self.reply.data = request.args.get("reply", "")[:40]

    def message(self, actor: Actor, target: str | None) -> NewContribution:
        """The message that was typed, under the name of the actor."""
        return NewContribution(
            kind="comment",
            client_id=str(self.client_id.data),
            passages=(NewPassage(self.body.data),),
            language=self.language.data,
            identity="public",
            name=actor.name,
            target=target,
            reply_to=self.reply.data or None,
        )


class OpeningForm(MessageForm):
    """A discussion with its first message."""

    title = StringField(validators=[Written(characters=TITLE_CHARACTERS)])

    def __init__(self, proceeding: Proceeding, people: Sequence[Person], **more: object) -> None:
        super().__init__(proceeding, people, **more)
        self.title.label.text = _("What is it about?")
        self.body.label.text = _("The first message")


class TitleForm(PageForm):
    """Another title."""

    title = StringField(validators=[Written(characters=TITLE_CHARACTERS)])

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.title.label.text = _("Title of the discussion")
