"""Taking a response from a program: read, judged whole, then filed by the same operation as the form's."""

from dataclasses import replace
from typing import Any

from flask import Request, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answering.forms import kept_sender
from consult.consultations.answers import Problem, weigh
from consult.consultations.asked import Asked
from consult.consultations.documents import Document, once_key, read_document, read_json, sender_fields
from consult.consultations.operations import submit_document
from consult.consultations.queries import asked
from consult.contributions.drafts.ahead import files_ahead
from consult.contributions.forms import SenderForm
from consult.contributions.operations.codeword import codeword_for
from consult.contributions.operations.submit import Filed, NewContribution
from consult.core.actors import Actor
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.proceedings.models import Proceeding
from consult.web.errors import as_dict, message_for
from consult.web.language import language
from consult.web.site import reading, run_as, this_site

BROWSER = "api"


def receive(proceeding: Proceeding, request: Request) -> ResponseReturnValue:
    """The answer to a sending: 201 with reference, receipt and codeword, 200 for the same key and text again.

    Raises Closed, Conflict; what cannot be read is 400, what the rules forbid 422 with every problem.
    """
    if not request.is_json:
        return _told("invalid", 415, Invalid("body", "send_json"))
    try:
        document = read_document(read_json(request.get_data()))
        _check_place(proceeding, document)
        if document.files:
            raise Invalid(
                "files", "unknown_part", name="files"
            )  # only a file of answers holds them: here they come first
    except Invalid as error:
        return jsonify(as_dict(error)), 400
    version = _version(proceeding, document)
    if version is None:
        return _told("invalid", 422, Invalid("questionnaire", "no_such_version"))
    try:
        fields = sender_fields(proceeding, document)
    except Invalid as error:
        return jsonify(as_dict(error) | {"problems": [_of_sender(error)]}), 422
    key = once_key(proceeding, document)
    form = kept_sender(proceeding, Actor(sender=key), fields, key)
    problems = [] if form.validate() else _of_form(form)
    if problems:
        return _refused(problems)
    new = form.contribution("response", questionnaire=document.questionnaire)
    return _filed(proceeding, document, version, new)


def _refused(problems: list[dict[str, Any]]) -> ResponseReturnValue:
    return jsonify({"ok": False, "code": "invalid", "message": problems[0]["message"], "problems": problems}), 422


def _filed(proceeding: Proceeding, document: Document, version: Asked, new: NewContribution) -> ResponseReturnValue:
    files = files_ahead(reading(), Actor(sender=new.client_id), proceeding, new.client_id)
    weighed = weigh(version, document.answers, files=files)
    if weighed.problems:
        return _refused([_of_answer(one) for one in weighed.problems])
    try:
        filed, codeword = send(proceeding, document, new)
    except Invalid as error:
        return jsonify(as_dict(error) | {"problems": [_of_sender(error)]}), 422
    receipt = url_for("receipt", public_id=filed.receipt, lang=language())
    answer = {
        "ok": True,
        "reference": filed.reference,
        "state": filed.state,
        "receipt": f"{current_app.config['BASE_URL']}{receipt}",
        "codeword": codeword,
        "dup": filed.dup,
    }
    return jsonify(answer), 200 if filed.dup else 201


def send(proceeding: Proceeding, document: Document, new: NewContribution) -> tuple[Filed, str]:
    """File it under the key of the document, and give the words to come back with.

    The words are drawn from the key as it was sent, of which we keep only a hash: what is stored cannot make them again.
    """
    site = this_site()
    codeword = codeword_for(site.secret_key, BROWSER, document.client_id)
    new = replace(new, codeword_hash=site.hasher.hash(codeword))
    sender = Actor(sender=new.client_id)
    values: dict[str, Any] = {"proceeding_id": proceeding.id, "new": new, "answers": document.answers}
    values["privacy"] = proceeding.privacy_version
    return run_as(sender, submit_document, **values).result, codeword


def _check_place(proceeding: Proceeding, document: Document) -> None:
    if document.consultation not in (None, proceeding.slug):
        raise Invalid("consultation", "other_consultation", name=document.consultation)


def _version(proceeding: Proceeding, document: Document) -> Asked | None:
    """The version that is answered. Raises Conflict for one that is no longer asked."""
    version = asked(reading(), proceeding, language(), document.questionnaire)
    if version is not None and not version.newest:
        raise Conflict("questions_changed")
    return version


def _of_answer(problem: Problem) -> dict[str, Any]:
    message = message_for(Invalid(problem.key, problem.problem, **problem.facts))
    return {
        "key": problem.key,
        "instance": problem.instance,
        "row": problem.row,
        "problem": problem.problem,
        "message": message,
    }


def _of_form(form: SenderForm) -> list[dict[str, Any]]:
    """The sentences of the form, each with the field it stands beside."""
    return [
        {"key": name, "instance": 1, "row": None, "problem": "invalid", "message": str(sentence)}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _of_sender(error: Invalid) -> dict[str, Any]:
    return {
        "key": error.field,
        "instance": 1,
        "row": None,
        "problem": error.problem,
        "message": message_for(error),
    }


def _told(code: str, status: int, error: ConsultError) -> ResponseReturnValue:
    return jsonify(as_dict(error) | {"code": code}), status
