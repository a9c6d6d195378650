"""What a form of a message holds beside its words: files that came with it, and how a refusal is shown."""

from flask import request
from werkzeug.datastructures import FileStorage

from consult.contributions.attachments.storing import NewFile, store_upload
from consult.core.errors import ConsultError, Invalid
from consult.core.storage import Incoming
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.workspaces.threads.forms import MessageForm
from consult.workspaces.threads.operations.sending import MOST_FILES


def files_sent() -> list[NewFile]:
    """The files of this request, looked at and stored. Raises Invalid (`files`) in a code that has a sentence."""
    sent = [one for one in request.files.getlist("files") if one.filename]
    if len(sent) > MOST_FILES:
        raise Invalid("files", "too_many_files", number=len(sent), limit=MOST_FILES)
    return [_stored(one) for one in sent]


def _stored(sent: FileStorage) -> NewFile:
    incoming: Incoming = sent.stream  # type: ignore[assignment]
    try:
        return store_upload(incoming, sent.filename or "", question="message")
    except Invalid as error:
        raise Invalid("files", error.problem, **error.facts) from error


def refused(form: MessageForm, error: ConsultError) -> list[str]:
    """A refusal beside its field, or as sentences of its own; files that came have to be chosen again, and that is said."""
    more = []
    if isinstance(error, Invalid) and error.field in ("title", "body", "told", "language") and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, message_for(error)]
    else:
        more.append(message_for(error))
    return more + unsent_files()


def unsent_files() -> list[str]:
    """That files which came with a form that was not taken have to be chosen again."""
    came = any(one.filename for one in request.files.getlist("files"))
    return [_("The files were not kept. Please choose them again.")] if came else []
