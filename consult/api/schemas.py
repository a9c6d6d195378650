"""The shapes of /api/v1, as JSON Schema 2020-12."""

from typing import Any

from consult.consultations.models import PAGINGS, QUESTION_TYPES
from consult.consultations.shape.rules import TESTS
from consult.contributions.attachments.limits import ALT_CHARACTERS
from consult.contributions.models import BEHALVES, STATES
from consult.core.countries import REGIONS
from consult.proceedings.models import CONFIDENTIALITIES, IDENTITIES, PUBLICATIONS
from consult.proceedings.shape import LANGUAGES
from consult.web.language import NAMES

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT, "description": "language → text"}
KEY: Schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_]{0,59}$"}
LANGUAGE: Schema = {"enum": list(LANGUAGES)}


def _one_of(values: Any) -> Schema:
    return {"enum": list(values)}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _object(needed: Schema, may: Schema | None = None, **more: Any) -> Schema:
    return {
        "type": "object",
        "required": list(needed),
        "properties": {**needed, **(may or {})},
        "additionalProperties": False,
        **more,
    }


def _map(values: Schema, **more: Any) -> Schema:
    return {"type": "object", "additionalProperties": values, **more}


SHORT: Schema = {
    "slug": TEXT,
    "symbol": {"type": ["string", "null"]},
    "phase": _one_of(("soon", "open", "closed")),
    "language": LANGUAGE,
    "languages": _list(LANGUAGE),
    "title": TEXTS,
    "opens_at": MOMENT,
    "closes_at": MOMENT,
    "zone": {"type": "string", "description": "IANA time zone in which its dates are set"},
    "page": {"type": "string", "format": "uri"},
    "address": {"type": "string", "format": "uri"},
}
LONG: Schema = {
    "texts": _map(TEXTS, description="title, lede, about, rules, privacy"),
    "moderation": _one_of(("before", "after")),
    "publication": _one_of(PUBLICATIONS),
    "identities": _list(_one_of(IDENTITIES)),
    "confidentialities": _list(_one_of(CONFIDENTIALITIES)),
    "word_limit": WHOLE,
    "listed": _object({"comment": WHOLE, "response": WHOLE}),
    "held_back": {"type": "integer", "description": "Received and not listed by the policy of publication, once a day"},
    "questionnaire": {"type": "string", "format": "uri"},
    "responses": {"type": "string", "format": "uri"},
    "attachments": {"type": "string", "format": "uri"},
}
OTHER: Schema = _object({"other": TEXT})
VALUE: Schema = {
    "description": (
        "By the type of the question. Texts, dates (YYYY-MM-DD), country (ISO 3166 alpha-2), region "
        f"({', '.join(REGIONS)}), language (BCP 47): a string. Number: a decimal string or a number. Single choice: a key "
        'or {"other": text}. Multiple choice: keys and at most one {"other": text}. Scale, rating: an integer. Ranking: '
        "keys in order. Matrix: row → column, or row → columns. Consent: true. Budget: option → points. File: public ids "
        "of files that were sent ahead with the same client_id."
    ),
    "anyOf": [
        TEXT,
        {"type": "number"},
        {"type": "boolean"},
        {"type": "null"},
        _list({"anyOf": [TEXT, OTHER]}),
        _map({"anyOf": [TEXT, WHOLE, _list(TEXT)]}),
    ],
}
ANSWERS: Schema = {
    "type": "object",
    "description": "Key of a question → its value; key of a repeating section → a list of such objects.",
    "additionalProperties": {"anyOf": [{"$ref": "#/components/schemas/Value"}, _list(_map(VALUE))]},
}
RULE: Schema = {
    "description": "all, any or not of rules, or a test of an earlier question.",
    "oneOf": [
        _object({"all": _list({"$ref": "#/components/schemas/Rule"})}),
        _object({"any": _list({"$ref": "#/components/schemas/Rule"})}),
        _object({"not": {"$ref": "#/components/schemas/Rule"}}),
        _object({"question": KEY, "is": _one_of(TESTS)}, {"value": True, "row": TEXT}),
    ],
}
SHOW_IF: Schema = {"anyOf": [{"$ref": "#/components/schemas/Rule"}, {"type": "null"}]}
QUESTION: Schema = _object(
    {
        "public_id": {"type": "string", "description": "the same over all versions"},
        "key": KEY,
        "type": _one_of(QUESTION_TYPES),
        "required": {"type": "boolean"},
        "settings": {"type": "object"},
        "show_if": SHOW_IF,
        "texts": _map(
            TEXTS, description="label, hint, help, text, unit, option.<key>, row.<key>, min_label, max_label"
        ),
    }
)
SECTION: Schema = _object(
    {
        "key": KEY,
        "title": TEXTS,
        "text": TEXTS,
        "repeat_label": TEXTS,
        "repeats_min": WHOLE,
        "repeats_max": WHOLE,
        "show_if": SHOW_IF,
        "questions": _list({"$ref": "#/components/schemas/Question"}),
    }
)
SENDER: Schema = _object(
    {},
    {
        "identity": _one_of(IDENTITIES),
        "name": {"type": ["string", "null"], "maxLength": 200},
        "category": {
            "type": ["string", "null"],
            "description": "of the site, or one that the body of the consultation adds",
        },
        "confidentiality": _one_of(CONFIDENTIALITIES),
        "language": _one_of((*NAMES, "und")),
        "on_behalf": _one_of(BEHALVES),
        "organisation_name": TEXT,
        "country": {"type": "string", "description": "ISO 3166 alpha-2, of the organisation"},
        "coalition_name": TEXT,
        "members": {"type": "string", "description": "the members of the coalition, each on a line: name; country"},
    },
    description="Who may see the name, and who may read it; each is needed where the consultation offers several.",
)
RESPONSE: Schema = _object(
    {
        "questionnaire": {"type": "string", "description": "public id of the version that is answered"},
        "client_id": {
            "type": "string",
            "format": "uuid",
            "description": "Random, yours alone: it makes a repeated sending one response, and the codeword is drawn from it.",
        },
        "answers": {"$ref": "#/components/schemas/Answers"},
    },
    {
        "format": {"const": 1},
        "consultation": {"type": "string", "description": "the slug, to be sure"},
        "language": {"type": "string"},
        "sender": {"$ref": "#/components/schemas/Sender"},
        "to_attach": _map({}, description="names of files that are still to be added on the page"),
    },
)
PROBLEM: Schema = _object(
    {
        "key": {"type": "string", "description": "of the question, the group or the field of the sender"},
        "instance": {"type": "integer", "description": "which repetition of a group, from 1"},
        "row": {"type": ["string", "null"]},
        "problem": {"type": "string", "description": "a code"},
        "message": {"type": "string", "description": "a sentence in the language of Accept-Language"},
    }
)
REFUSAL: Schema = _object(
    {"ok": {"const": False}, "code": TEXT, "message": TEXT},
    {"field": TEXT, "retry_after_ms": WHOLE, "problems": _list({"$ref": "#/components/schemas/Problem"})},
)
FILED: Schema = _object(
    {
        "ok": {"const": True},
        "reference": TEXT,
        "state": _one_of(STATES),
        "receipt": {"type": "string", "format": "uri"},
        "codeword": {"type": "string", "description": "Seven words to come back with. They are told only here."},
        "dup": {"type": "boolean", "description": "whether this key was answered before"},
    }
)
ATTACHMENT: Schema = _object(
    {
        "client_id": {
            "type": "string",
            "format": "uuid",
            "description": "that of the response that will name the file",
        },
        "questionnaire": {"type": "string", "description": "public id of the version that is answered"},
        "question": KEY,
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
    },
    {
        "alt": {
            "type": "string",
            "maxLength": ALT_CHARACTERS,
            "description": "what a picture shows, for who cannot see it",
        },
        "keep_original": {
            "enum": ["yes"],
            "description": "keep the metadata of what was sent, for the secretariat alone; without it only the copy is kept",
        },
    },
)
ATTACHED: Schema = _object(
    {
        "ok": {"const": True},
        "file": _object(
            {
                "id": {"type": "string", "description": "what the answer names, within two days"},
                "name": TEXT,
                "media_type": TEXT,
                "size": {"type": "integer", "description": "bytes"},
            }
        ),
    }
)
EVENT: Schema = {
    "type": "object",
    "required": ["seq", "kind", "ref", "data"],
    "properties": {
        "seq": {"type": ["integer", "null"]},
        "kind": TEXT,
        "ref": TEXT,
        "at": MOMENT,
        "data": {"type": "object"},
    },
}
EVENTS: Schema = {
    "type": "object",
    "required": ["ok", "epoch"],
    "properties": {
        "ok": {"const": True},
        "epoch": TEXT,
        "head": WHOLE,
        "more": {"type": "boolean"},
        "events": _list({"$ref": "#/components/schemas/Event"}),
        "reset": {"const": True},
        "snapshot": _list({"$ref": "#/components/schemas/Event"}),
        "seq": WHOLE,
    },
}
SCHEMAS: Schema = {
    "Consultation": _object(SHORT),
    "WholeConsultation": _object({**SHORT, **LONG}),
    "Questionnaire": _object(
        {
            "public_id": TEXT,
            "number": WHOLE,
            "published_at": MOMENT,
            "paging": _one_of(PAGINGS),
            "languages": _list(LANGUAGE),
            "sections": _list({"$ref": "#/components/schemas/Section"}),
        }
    ),
    "Section": SECTION,
    "Question": QUESTION,
    "Rule": RULE,
    "Value": VALUE,
    "Answers": ANSWERS,
    "Sender": SENDER,
    "Response": RESPONSE,
    "Filed": FILED,
    "Attachment": ATTACHMENT,
    "Attached": ATTACHED,
    "Problem": PROBLEM,
    "Refusal": REFUSAL,
    "Event": EVENT,
    "Events": EVENTS,
}
