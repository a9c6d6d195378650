"""A document that somebody brings becomes a draft: written on, looked at and sent like any other, once for its key."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.contributions.attachments.operations import add_file
from consult.contributions.attachments.storing import NewFile
from consult.contributions.drafts.ending import drop
from consult.contributions.drafts.operations import begin_draft, check_size, draft_of
from consult.contributions.drafts.queries import Which
from consult.contributions.operations.submit import check_once
from consult.core.actors import Actor
from consult.core.errors import Conflict


class Brought(NamedTuple):
    """A stored file that came within a document: the key of the question that it answers, of which there are `most` files.

    In a repeating group `group` is its key, and `number` counts its instances from 1.
    """

    file: NewFile
    key: str
    most: int
    group: str | None = None
    number: int = 1


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
    files: Sequence[Brought] = (),
    replace: bool = False,
) -> str:
    """Begin a draft with the answers of a document and the files that came in it, whose key makes it one response; its public id.

    It belongs to no account, for whoever uploads it need not have written it. Raises Conflict `sent_already` where it was
    sent by anybody, `draft_there` where this browser or account has begun another and did not say `replace`; Closed
    outside the dates of the proceeding; Invalid for more files than a question takes, or more of anything than a draft.
    """
    check_size(answers, sender)
    proceeding, row = draft_of(db, actor, which)
    check_once(db, proceeding, key)
    if row is not None and row.form_key != key and not replace:
        raise Conflict("draft_there")
    if row is not None:
        drop(db, row)
    values = {"answers": dict(answers), "sender": dict(sender), "form_key": key, "saves": 1}
    made = begin_draft(db, actor, proceeding, questionnaire, language, late_pass=which.late_pass, **values)
    if files:
        named = [(one, add_file(db, proceeding, made, one.file, one.most)) for one in files]
        made.answers = _with_names(answers, named)
        db.flush()
    return made.public_id


def _with_names(answers: Mapping[str, Any], named: Sequence[tuple[Brought, str]]) -> dict[str, Any]:
    """The answers, and in them the files by the names that they were given."""
    found = {key: [dict(one) for one in value] if _is_group(value) else value for key, value in answers.items()}
    for one, public_id in named:
        place = found
        if one.group is not None:
            rows = found.setdefault(one.group, [])
            rows += [{} for _missing in range(one.number - len(rows))]
            place = rows[one.number - 1]
        place[one.key] = [*place.get(one.key, ()), public_id]
    return found


def _is_group(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)
