"""Filing what a Pol.is conversation holds: its comments, its votes, and one entry for the tally."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.contributions.access import RESTRICTED
from consult.contributions.models import Contribution, Passage, SearchRow, Version, Vote
from consult.contributions.operations.listing import Content, commitments_of, desk_stream, new_salts
from consult.contributions.operations.submit import new_reference
from consult.contributions.operations.tally import append_tally
from consult.contributions.search import index_rows
from consult.core.actors import Actor
from consult.core.clock import now
from consult.ledger.append import Pending, append
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.records.polis_files import STATES, PolisComment, PolisVote

ALL_ROWS = "every row of the source counts, repeated votes included"


def file_comments(db: Session, actor: Actor, *, proceeding_id: int, rows: list[PolisComment]) -> dict[int, int]:
    """File comments with the state their source gave them; Pol.is number → contribution id.

    A rejected one is declined for `other`, since Pol.is keeps no reasons. Authors are pseudonyms: we know no identity.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    filed = [_contribution(proceeding, comment) for comment in rows]
    db.add_all(filed)
    db.flush()
    versions = [Version(contribution_id=row.id, number=1, sent_at=row.submitted_at, salts=new_salts()) for row in filed]
    db.add_all(versions)
    db.flush()
    passages = [
        Passage(version_id=version.id, number=1, text=comment.text)
        for version, comment in zip(versions, rows, strict=True)
    ]
    db.add_all(passages)
    db.flush()
    stream_id, found = desk_stream(db, proceeding).id, []
    for row, version, passage in zip(filed, versions, passages, strict=True):
        _enter(db, stream_id, row, Content(1, version.salts, [passage]))
        if row.state == "pending":  # the others are indexed with their public entry
            found += index_rows(proceeding, row, [passage])
    if found:
        db.execute(insert(SearchRow), found)
    return {comment.number: row.id for comment, row in zip(rows, filed, strict=True)}


def _contribution(proceeding: Proceeding, comment: PolisComment) -> Contribution:
    state = STATES[comment.moderated]
    return Contribution(
        reference=new_reference(proceeding.prefix),
        proceeding_id=proceeding.id,
        kind="comment",
        state=state,
        reason="other" if state == "declined" else None,
        waiting=state == "pending",
        identity="none",
        confidentiality="public",
        language=proceeding.language,
        submitted_at=comment.submitted_at,
        agrees=comment.last[1],
        disagrees=comment.last[-1],
        passes=comment.last[0],
        source={
            "comment": comment.number,
            "author": comment.author,
            "moderated": comment.moderated,
            "all_rows": {"agrees": comment.rows[1], "disagrees": comment.rows[-1], "passes": comment.rows[0]},
            "columns": {"agrees": comment.columns[0], "disagrees": comment.columns[1]},
        },
    )


def _enter(db: Session, stream_id: int, row: Contribution, content: Content) -> None:
    """At the desk: received when its source says; decided when we took the decision over, for its own time is not known."""
    commitments = commitments_of(row, content, RESTRICTED, "desk")
    append(db, Pending(stream_id, "comment.received", row.reference, row.submitted_at, commitments))
    if row.state != "pending":
        append(db, Pending(stream_id, f"comment.{row.state}", row.reference, now(), commitments))


def file_votes(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[int, int], rows: list[PolisVote]
) -> None:
    """Keep every row as vote history, in the order of the source."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    values = [
        {
            "contribution_id": contributions[vote.comment],
            "voter": vote.voter,
            "value": vote.value,
            "cast_at": vote.cast_at,
            "is_current": vote.is_current,
        }
        for vote in rows
    ]
    db.execute(insert(Vote), values)


def enter_tally(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """One salted tally entry for each stream, as at a closing."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:create", proceeding)
    append_tally(db, proceeding)
