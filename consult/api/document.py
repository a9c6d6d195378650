"""The description of /api/v1 as OpenAPI 3.1: each path with its answers; the shapes stand in schemas.py."""

from importlib.metadata import version
from typing import Any

from consult.api.schemas import SCHEMAS
from consult.contributions.attachments.limits import DRAFT_BYTES, DRAFT_FILES, FILE_BYTES

Part = dict[str, Any]
REFUSED = {
    400: "The body cannot be read: no JSON, not the shape of a response, or not UTF-8.",
    403: "The consultation is not open now, or takes responses by invitation alone.",
    404: "There is no such thing, or it is not open to everybody; both look alike.",
    409: "The questions have changed since, the key was used for another text, or this document was sent already.",
    413: "The body is larger than 1 MB.",
    415: "The body is not application/json.",
    422: "The rules forbid it; `problems` names each.",
    429: "Too many at once; `retry_after_ms` says when to try again.",
    503: "Nothing was stored. Trying again is right.",
}


def document(base_url: str) -> Part:
    """The whole description for a site at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Consult",
            "version": version("consult"),
            "description": (
                "What programs may read and send. Everything here is done as anybody: cookies are not looked at by the "
                "addresses of consultations. Messages are in the language of Accept-Language. Times are RFC 3339 in UTC."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base_url}],
        "paths": {
            "/api/v1/consultations": {"get": _consultations()},
            "/api/v1/consultations/{slug}": {"get": _consultation()},
            "/api/v1/consultations/{slug}/questionnaire": {"get": _questionnaire()},
            "/api/v1/consultations/{slug}/responses": {"post": _respond()},
            "/api/v1/consultations/{slug}/attachments": {"post": _attach()},
            "/api/v1/streams/{stream}/events": {"get": _events()},
            "/api/v1/openapi.json": {"get": _document()},
        },
        "components": {"schemas": SCHEMAS},
    }


def _json(schema: Part) -> Part:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _good(description: str, name: str, content: Part) -> Part:
    schema = {
        "type": "object",
        "required": ["ok", name],
        "properties": {"ok": {"const": True}, name: content},
        "additionalProperties": False,
    }
    return {"description": description, **_json(schema)}


def _refusals(*codes: int) -> Part:
    return {str(code): {"description": REFUSED[code], **_json(_ref("Refusal"))} for code in codes}


def _in_path(name: str, description: str) -> Part:
    schema = {"type": "string", "maxLength": 200}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


SLUG = _in_path("slug", "The last part of the consultation's address.")


def _consultations() -> Part:
    answer = _good("All that everybody may see, the latest first.", "consultations", _array("Consultation"))
    return {
        "operationId": "listConsultations",
        "summary": "The consultations",
        "responses": {"200": answer, **_refusals(503)},
    }


def _array(name: str) -> Part:
    return {"type": "array", "items": _ref(name)}


def _consultation() -> Part:
    return {
        "operationId": "readConsultation",
        "summary": "One consultation with its texts and rules",
        "parameters": [SLUG],
        "responses": {
            "200": _good("The consultation.", "consultation", _ref("WholeConsultation")),
            **_refusals(404, 503),
        },
    }


def _questionnaire() -> Part:
    return {
        "operationId": "readQuestionnaire",
        "summary": "The version that is asked now, in all languages, with rules and settings",
        "parameters": [SLUG],
        "responses": {
            "200": _good("The questionnaire.", "questionnaire", _ref("Questionnaire")),
            **_refusals(404, 503),
        },
    }


def _respond() -> Part:
    return {
        "operationId": "sendResponse",
        "summary": "Send a response; judged by the same rules as the form",
        "parameters": [SLUG],
        "requestBody": {"required": True, **_json(_ref("Response"))},
        "responses": {
            "201": {"description": "It is stored.", **_json(_ref("Filed"))},
            "200": {"description": "The same was sent with this key before.", **_json(_ref("Filed"))},
            **_refusals(400, 403, 404, 409, 413, 415, 422, 429, 503),
        },
    }


def _attach() -> Part:
    refused = _refusals(400, 403, 404, 409, 415, 422, 429, 503)
    megabytes, whole = FILE_BYTES // 1_000_000, DRAFT_BYTES // 1_000_000
    return {
        "operationId": "sendAttachment",
        "summary": "Send a file ahead of the response that names it",
        "description": (
            f"At most {megabytes} MB each, {DRAFT_FILES} files and {whole} MB for one response; PDF, DOCX, ODT, TXT, JPEG, PNG. "
            "It is held for two days, and goes with the response that has the same client_id; a file that no answer names "
            "is dropped then. The scanner and the copies for readers are as for files of the pages."
        ),
        "parameters": [SLUG],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _ref("Attachment")}}},
        "responses": {
            "201": {"description": "It is stored.", **_json(_ref("Attached"))},
            **refused,
            "413": {"description": "The body is far larger than a file may be.", **_json(_ref("Refusal"))},
            "415": {"description": "The body is not multipart/form-data.", **_json(_ref("Refusal"))},
        },
    }


def _events() -> Part:
    number = {"type": "string", "pattern": "^[0-9]{1,12}$"}
    return {
        "operationId": "readEvents",
        "summary": "What happened in a stream since a number, as the socket tells it",
        "description": "A private stream is read with the session of somebody who may follow it.",
        "parameters": [
            _in_path("stream", "The public id of the stream."),
            {"name": "since", "in": "query", "schema": number, "description": "The last number seen."},
            {"name": "epoch", "in": "query", "schema": {"type": "string"}, "description": "The epoch it was seen in."},
        ],
        "responses": {"200": {"description": "Events in order.", **_json(_ref("Events"))}, **_refusals(400, 404, 503)},
    }


def _document() -> Part:
    schema = {"type": "object", "required": ["openapi", "paths"]}
    return {
        "operationId": "readDescription",
        "summary": "This description",
        "responses": {"200": {"description": "OpenAPI 3.1.", **_json(schema)}},
    }
