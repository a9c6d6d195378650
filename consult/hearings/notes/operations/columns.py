"""The lines of a hearing in one language, held by who writes in them; the others of that language wait."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.hearings.notes.models import Agreement
from consult.hearings.notes.queries import name_key, withheld_names
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

LONGEST = 4000
LONGEST_NAME = 200


def noted(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The hearing whose minutes the actor takes. Raises NotFound for others, Closed before it has opened."""
    row = locked_proceeding(db, actor, proceeding_id)
    if row.kind != "hearing":
        raise NotFound
    require(actor, "hearing:note", row)
    if row.phase(now()) in ("draft", "soon"):
        raise Closed("not_yet")
    return row


def hold_column(db: Session, proceeding: Proceeding, language: str) -> None:
    """Let nobody else write in this language until the end of the transaction. Raises Invalid for one that is not offered.

    SQLite has one writer anyhow.
    """
    if language not in proceeding.languages:
        raise Invalid("language", "no_such_choice")
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(proceeding.id, func.hashtext(language))))


def refuse_agreed(db: Session, item_id: int | None, language: str) -> None:
    """Raises Conflict where the text of the item is agreed in this language."""
    if item_id is not None and agreement(db, item_id, language) is not None:
        raise Conflict("agreed")


def agreement(db: Session, item_id: int, language: str) -> Agreement | None:
    """The agreement in force on an item in a language."""
    query = select(Agreement).where(Agreement.item_id == item_id, Agreement.language == language)
    return db.scalar(query.where(Agreement.ended_at.is_(None)))


def checked_words(raw: str) -> str:
    """The words of a line. Raises Invalid for none, for too many, and for signs that nobody sees."""
    words = clean_text(raw, "text")
    if not words:
        raise Invalid("text", "required")
    if len(words) > LONGEST:
        raise Invalid("text", "too_long", length=len(words), limit=LONGEST)
    return words


def checked_name(db: Session, proceeding: Proceeding, raw: str) -> str | None:
    """A typed name, None for none. Raises Invalid for the name of somebody who asked that readers do not learn it."""
    name = " ".join(clean_text(raw, "speaker").split())
    if len(name) > LONGEST_NAME:
        raise Invalid("speaker", "too_long", length=len(name), limit=LONGEST_NAME)
    if name and name_key(name) in withheld_names(db, proceeding.id):
        raise Invalid("speaker", "name_withheld")
    return name or None
