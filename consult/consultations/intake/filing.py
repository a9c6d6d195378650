"""From a valid form to an entered input: its file, its text, its codeword."""

import re
from dataclasses import replace
from typing import Any, NamedTuple

from flask import current_app, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.consultations.asked import Asked
from consult.consultations.forms import answers_in
from consult.consultations.intake.forms import IntakeForm
from consult.consultations.operations.entering import enter_response
from consult.contributions.attachments.files import asking
from consult.contributions.attachments.files.asking import Marks
from consult.contributions.attachments.files.kinds import DOCUMENTS
from consult.contributions.attachments.storing import NewFile, store_upload
from consult.contributions.codewords import Codewords
from consult.contributions.operations.entering import Enclosed, enter_contribution
from consult.contributions.operations.submit import Filed, NewPassage
from consult.core.actors import ANYBODY
from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.proceedings.models import Proceeding
from consult.web.site import run, this_site
from consult.web.uploads import sent_files

HOURS = 12
SCAN = "scan"  # any kind of file that is taken, read or not
BREAK = re.compile(r"\n[ \t]*\n")
MOST_PARAGRAPHS = 2_000


def signer() -> URLSafeTimedSerializer:
    """Signs what a form carries of a file that was stored before it is entered."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="intake")


def file_of(form: IntakeForm) -> NewFile | None:
    """The file that came now, or the one that came with an earlier page of this form. Raises Invalid (field `file`)."""
    for incoming, name in sent_files("file"):
        file = store_upload(incoming, name, question=SCAN)
        form.kept.data = signer().dumps([file.digest, file.size, file.name, file.media_type])
        return file
    try:
        kept = signer().loads(form.kept.data, max_age=HOURS * 3600) if form.kept.data else None
    except BadSignature:
        kept = None
    if kept is None or not this_site().storage.has(kept[0]):
        form.kept.data = ""
        return None
    return NewFile(*kept)


class Read(NamedTuple):
    """What was read of a file: its text, a blank line between paragraphs, and what of it is not simply text."""

    text: str
    marks: Marks


def read_text(file: NewFile, *, before: bool) -> Read:
    """The text of a stored document. Raises Invalid (field `file`) for one that cannot be read."""
    if file.media_type not in DOCUMENTS:
        raise Invalid("file", "file_not_a_document")
    path = this_site().storage.path(file.digest)
    found = asking.paragraphs(path, file.media_type, before=before)
    return Read("\n\n".join(found), asking.marks(path, file.media_type))


def marks_of(file: NewFile | None) -> Marks:
    """The tracked changes and comments of a file, which are shown as long as it lies with the form."""
    if file is None or file.media_type not in DOCUMENTS:
        return Marks(0, 0)
    return asking.marks(this_site().storage.path(file.digest), file.media_type)


def paragraphs_in(text: str) -> tuple[str, ...]:
    """The paragraphs of a typed text. Raises Invalid (field `text`) for too many."""
    found = tuple(" ".join(one.split()) for one in BREAK.split(clean_text(text, "text")) if one.strip())
    if len(found) > MOST_PARAGRAPHS:
        raise Invalid("text", "too_many", limit=MOST_PARAGRAPHS)
    return found


class Entered(NamedTuple):
    """What was filed, and the words that its sender can come back with; they are printed this once."""

    filed: Filed
    codeword: str | None


def enter(proceeding: Proceeding, version: Asked | None, form: IntakeForm, file: NewFile | None) -> Entered:
    """Run the operation. Raises what it raises."""
    paragraphs = paragraphs_in(form.text.data or "")
    new = form.contribution("submission", *map(NewPassage, paragraphs))
    registered = form.registered() if new.on_behalf == "organisation" else None
    site = this_site()
    codeword = Codewords(site.secret_key, site.hasher).make(
        ANYBODY, session.get("browser"), new.client_id, new.identity
    )
    new = replace(new, organisation=registered or new.organisation, codeword_hash=codeword.hash if codeword else None)
    enclosed = [Enclosed(file, bool(form.is_public.data))] if file is not None else []
    given: dict[str, Any] = {"proceeding_id": proceeding.id, "coming": form.coming(), "enclosed": enclosed}
    given["replaces"] = form.earlier
    if version is not None:
        answers = answers_in(version, request.form)
        new = replace(new, questionnaire=version.public_id, passages=())
        filed = run(enter_response, **given, new=new, answers=answers, paragraphs=paragraphs).result
    elif not paragraphs:
        raise Invalid("text", "required")
    else:
        filed = run(enter_contribution, **given, new=new).result
    return Entered(filed, codeword.words if codeword else None)
