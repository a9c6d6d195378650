"""Consultations, their questions, and sending a response; as anybody, for no cookie is read here."""

from typing import Any

from flask import Flask, current_app, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from consult.api.attachments import take_file
from consult.api.responses import receive
from consult.consultations.queries import asked
from consult.consultations.written import written_questionnaire
from consult.contributions.queries import held_counts, listed_counts
from consult.core.actors import ANYBODY
from consult.core.clock import now, rfc3339
from consult.core.errors import NotFound
from consult.core.localized import all_texts
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug, proceedings
from consult.web.limits import Limiter
from consult.web.site import reading
from consult.web.uploads import files_allowed

TRIES, SECONDS = 120, 60.0
TOLD = ("title", "lede", "about", "rules", "privacy")


def install(app: Flask) -> None:
    """Add the addresses; no token of a form is asked for, because no cookie is looked at."""
    app.extensions["consult.api_limiter"] = Limiter(TRIES, SECONDS)
    base = "/api/v1/consultations"

    @app.get(base, endpoint="api.consultations")
    def all_of_them() -> ResponseReturnValue:
        found = proceedings(reading(), ANYBODY, "consultation")
        return jsonify({"ok": True, "consultations": [_short(one) for one in found]})

    @app.get(f"{base}/<slug>", endpoint="api.consultation")
    def one(slug: str) -> ResponseReturnValue:
        return jsonify({"ok": True, "consultation": _long(found_at(slug))})

    @app.get(f"{base}/<slug>/questionnaire", endpoint="api.questionnaire")
    def questionnaire(slug: str) -> ResponseReturnValue:
        return jsonify({"ok": True, "questionnaire": _questionnaire(found_at(slug))})

    @app.post(f"{base}/<slug>/responses", endpoint="api.respond")
    def respond(slug: str) -> ResponseReturnValue:
        found = found_at(slug)
        limiter: Limiter = app.extensions["consult.api_limiter"]
        limiter.take(f"proceeding:{found.id}")
        return receive(found, request)

    @app.post(f"{base}/<slug>/attachments", endpoint="api.attach")
    @files_allowed
    def attach(slug: str) -> ResponseReturnValue:
        found = found_at(slug)
        limiter: Limiter = app.extensions["consult.api_limiter"]
        limiter.take(f"files:{found.id}")
        return take_file(found, request)

    for view in (respond, attach):
        app.extensions["csrf"].exempt(view)


def found_at(slug: str) -> Proceeding:
    """The consultation that anybody may see. Raises NotFound."""
    found = proceeding_by_slug(reading(), ANYBODY, "consultation", slug)
    g.zone = found.zone
    return found


def _address(endpoint: str, **values: Any) -> str:
    return f"{current_app.config['BASE_URL']}{url_for(endpoint, **values)}"


def _short(row: Proceeding) -> dict[str, Any]:
    texts = all_texts(reading(), row.owner)
    return {
        "slug": row.slug,
        "symbol": row.symbol or None,
        "phase": row.phase(now()),
        "language": row.language,
        "languages": row.languages,
        "title": texts.get("title", {}),
        "opens_at": rfc3339(row.opens_at) if row.opens_at else None,
        "closes_at": rfc3339(row.closes_at) if row.closes_at else None,
        "zone": row.zone,
        "page": _address("consultation", slug=row.slug, lang=row.language),
        "address": _address("api.consultation", slug=row.slug),
    }


def _long(row: Proceeding) -> dict[str, Any]:
    texts = all_texts(reading(), row.owner)
    counts = listed_counts(reading(), row.id)
    return _short(row) | {
        "texts": {name: texts[name] for name in TOLD if name in texts},
        "moderation": row.moderation,
        "publication": row.publication,
        "identities": row.identities,
        "confidentialities": row.confidentialities,
        "word_limit": row.word_limit,
        "listed": {kind: sum(one.number for one in counts if one.kind == kind) for kind in ("comment", "response")},
        "held_back": sum(held_counts(reading(), row).values()),
        "questionnaire": _address("api.questionnaire", slug=row.slug),
        "responses": _address("api.respond", slug=row.slug),
        "attachments": _address("api.attach", slug=row.slug),
    }


def _questionnaire(row: Proceeding) -> dict[str, Any]:
    version = asked(reading(), row, row.language)
    if version is None:
        raise NotFound
    written = written_questionnaire(reading(), row.id, published=True)
    ids = {question.key: question.public_id for question in version.questions()}
    sections = [
        {**part, "questions": [{"public_id": ids[one["key"]], **one} for one in part["questions"]]}
        for part in written.sections
    ]
    return {
        "public_id": version.public_id,
        "number": version.number,
        "published_at": rfc3339(version.published_at) if version.published_at else None,
        "paging": version.paging,
        "languages": row.languages,
        "sections": sections,
    }
