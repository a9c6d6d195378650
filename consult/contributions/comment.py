"""The shape of a comment as every door takes it: page, socket, API. Whatever breaks a rule is refused with its field."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.core.text import clean_text, count_words
from consult.proceedings.models import Proceeding
from consult.web.language import NAMES

CHARACTERS = 40_000
SHORT = 200


def new_comment(actor: Actor, proceeding: Proceeding, sent: Mapping[str, Any]) -> NewContribution:
    """A comment, or with the `kind` `question` a live question of a hearing, from what a program sent: `body`, `client_id`, and
    `language`, `identity`, `name`, `confidentiality`, `category`, `target`, `reply_to` as far as they are not the usual ones.

    Raises Invalid, naming the field.
    """
    body = _text(sent, "body", CHARACTERS, required=True)
    words = count_words(body or "")
    if words > proceeding.word_limit:
        raise Invalid("body", "too_many_words", words=words, limit=proceeding.word_limit)
    identity = _text(sent, "identity", 20) or ("public" if actor.account_id is not None else "none")
    name = _text(sent, "name", SHORT) or (actor.name if identity != "none" else None)
    language = _text(sent, "language", 20) or proceeding.language
    if language not in (*NAMES, "und"):
        raise Invalid("language", "no_such_choice")
    category = _text(sent, "category", SHORT)
    kind = _text(sent, "kind", 20) or "comment"
    if kind != "comment" and (kind, proceeding.kind) != ("question", "hearing"):
        raise Invalid("kind", "no_such_choice")
    return NewContribution(
        kind=kind,
        client_id=_key(sent),
        passages=(NewPassage(text=body),),
        language=language,
        identity=identity,
        name=name if identity != "none" else None,
        confidentiality=_text(sent, "confidentiality", SHORT) or "public",
        category=category,
        target=_text(sent, "target", SHORT),
        reply_to=_text(sent, "reply_to", SHORT) or _text(sent, "reply", SHORT),
    )


def _text(sent: Mapping[str, Any], field: str, limit: int, *, required: bool = False) -> str | None:
    raw = sent.get(field)
    if raw is None:
        raw = ""
    if not isinstance(raw, str):
        raise Invalid(field, "no_such_choice")
    if len(raw) > limit:
        raise Invalid(field, "too_long", length=len(raw), limit=limit)
    text = clean_text(raw, field)
    if required and not text:
        raise Invalid(field, "required")
    return text or None


def _key(sent: Mapping[str, Any]) -> str:
    try:
        return str(UUID(str(sent.get("client_id"))))
    except ValueError as error:
        raise Invalid("client_id", "required") from error
