"""A draft from a document: what was answered without a network goes on where everything else is sent from."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from consult.contributions.drafts.ending import drop
from consult.contributions.drafts.operations import begin_draft, draft_of
from consult.contributions.drafts.queries import Which
from consult.contributions.operations.submit import check_once
from consult.core.actors import Actor
from consult.core.errors import Conflict


def upload_draft(
    db: Session,
    actor: Actor,
    *,
    which: Which,
    questionnaire: str,
    language: str,
    key: str,
    answers: Mapping[str, Any],
    sender: Mapping[str, Any],
    replace: bool = False,
) -> str:
    """Begin a draft with the answers of a document, whose key makes it one response; its public id.

    It belongs to no account, for whoever uploads it need not have written it. Raises Conflict `sent_already` where it was
    sent by anybody, `draft_there` where this browser or account has begun another and did not say `replace`; Closed
    outside the dates of the proceeding.
    """
    proceeding, row = draft_of(db, actor, which)
    check_once(db, proceeding, key)
    if row is not None and row.form_key != key and not replace:
        raise Conflict("draft_there")
    if row is not None:
        drop(db, row)
    values = {"answers": dict(answers), "sender": dict(sender), "form_key": key, "saves": 1}
    made = begin_draft(db, actor, proceeding, questionnaire, language, late_pass=which.late_pass, **values)
    return made.public_id
