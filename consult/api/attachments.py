"""Taking a file from a program, before the answers that name it; looked at and stored as those of the pages are."""

from typing import Any
from uuid import UUID

from flask import Request, jsonify
from flask.typing import ResponseReturnValue

from consult.consultations.asked import Asked, AskedQuestion
from consult.consultations.documents import key_of
from consult.consultations.queries import asked
from consult.contributions.attachments.storing import NewFile, store_upload
from consult.contributions.drafts.ahead import hold_file
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.core.storage import Incoming
from consult.proceedings.models import Proceeding
from consult.web.errors import as_dict, message_for
from consult.web.language import language
from consult.web.site import reading, run_as
from consult.web.uploads import sent_files

PARTS = ("client_id", "questionnaire", "question")


def take_file(proceeding: Proceeding, request: Request) -> ResponseReturnValue:
    """The answer to a file: 201 with the id that answers name; what is missing is 400, what cannot be taken 422.

    Raises Closed, Conflict.
    """
    if request.mimetype != "multipart/form-data":
        return jsonify(as_dict(Invalid("body", "send_multipart")) | {"code": "invalid"}), 415
    try:
        key, (incoming, name) = _key(proceeding, request), _file()
    except Invalid as error:
        return jsonify(as_dict(error)), 400
    try:
        version, question = _question(proceeding, request)
        keeps = request.form.get("keep_original") == "yes"
        alt = request.form.get("alt", "")
        file = store_upload(incoming, name, question=question.public_id, alt=alt, keeps_original=keeps)
        public_id = _held(proceeding, key, version, question, file)
    except Invalid as error:
        return jsonify(as_dict(error) | {"problems": [_problem(error, request)]}), 422
    told = {"id": public_id, "name": file.name, "media_type": file.media_type, "size": file.size}
    return jsonify({"ok": True, "file": told}), 201


def _key(proceeding: Proceeding, request: Request) -> str:
    for name in PARTS:
        if not request.form.get(name):
            raise Invalid(name, "missing_part", name=name)
    try:
        return key_of(proceeding, str(UUID(request.form["client_id"])))
    except ValueError as error:
        raise Invalid("client_id", "not_a_uuid") from error


def _file() -> tuple[Incoming, str]:
    found = sent_files("file")
    if len(found) != 1:
        raise Invalid("file", "missing_part", name="file")
    return found[0]


def _question(proceeding: Proceeding, request: Request) -> tuple[Asked, AskedQuestion]:
    """Raises Invalid where nothing asks for a file there, Conflict for a version that is no longer asked."""
    version = asked(reading(), proceeding, language(), request.form["questionnaire"])
    if version is None:
        raise Invalid("questionnaire", "no_such_version")
    if not version.newest:
        raise Conflict("questions_changed")
    question = version.question(request.form["question"])
    if question is None or question.type != "file":
        raise Invalid("question", "no_such_question")
    return version, question


def _held(proceeding: Proceeding, key: str, version: Asked, question: AskedQuestion, file: NewFile) -> str:
    values: dict[str, Any] = {"proceeding_id": proceeding.id, "key": key, "file": file}
    values |= {"questionnaire": version.public_id, "language": language(), "most": version.most_files(question.key)}
    return str(run_as(Actor(sender=key), hold_file, **values).result)


def _problem(error: Invalid, request: Request) -> dict[str, Any]:
    key = request.form["question"][:60] if error.field == "file" else error.field
    return {"key": key, "instance": 1, "row": None, "problem": error.problem, "message": message_for(error)}
