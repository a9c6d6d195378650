"""Publishing what was written: checked, confirmed where something is missing, with a sentence for the public."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult.consultations.editing.checks import findings
from consult.consultations.editing.operations.working import check_seen, cleaned, locked_consultation
from consult.consultations.editing.queries import newest_version, older_in, published_version, written_version
from consult.consultations.operations import publish_questionnaire
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.core.localized import set_texts
from consult.proceedings.models import Proceeding


def publish_written(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    seen: str,
    note: Mapping[str, str] | None = None,
    confirmed: bool = False,
) -> str:
    """Ask the working version from now on; its public id. `note` tells the public what is new, by language.

    `seen` is the mark of `{"sections": [...]}` as they were checked. Raises Conflict when they were changed meanwhile or
    nothing was, Invalid for what cannot be asked, and `not_confirmed` where only words are missing in some language, or
    older there than the original.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = newest_version(db, proceeding.id)
    if version is None or version.published_at is not None:
        raise Conflict("nothing_to_publish")
    sections = written_version(db, version.id)
    check_seen({"sections": sections}, seen)
    found = findings(sections, proceeding.languages, proceeding.language, older_in(db, version.id))
    if any(one.grave for one in found):
        raise Invalid("form", "not_publishable")
    if found and not confirmed:
        raise Invalid("confirmed", "not_confirmed")
    words = cleaned(note or {}, "note")
    public_id = publish_questionnaire(db, actor, proceeding_id=proceeding.id)
    set_texts(db, version.owner, "note", words, proceeding.language)
    return public_id


def check_first(db: Session, proceeding: Proceeding) -> None:
    """Before announcing or opening publishes what was written: raises Invalid where something cannot be asked."""
    version = newest_version(db, proceeding.id)
    if version is None or published_version(db, proceeding.id) is not None:
        return
    sections = written_version(db, version.id)
    is_empty = not any(part["questions"] for part in sections)
    if not is_empty and any(one.grave for one in findings(sections, proceeding.languages, proceeding.language)):
        raise Invalid("form", "not_publishable")
