"""Writing the files of a package back: rows that name contents which are in the storage already."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.contributions.attachments.files.kinds import KINDS
from consult.contributions.attachments.holding import ask_for_sweeps
from consult.contributions.models import Attachment
from consult.core.actors import Actor
from consult.core.clock import now
from consult.policy.access import require
from consult.proceedings.queries import locked_proceeding

Line = dict[str, Any]


def replay_attachments(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Attachments as they stood; of a public edition, the copies are all there is."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [
        {
            "proceeding_id": proceeding_id,
            "contribution_id": contributions[line["reference"]],
            "public_id": line["file"],
            "added_at": now().replace(minute=0, second=0, microsecond=0),
            "public_digest": line["sha256"],
            "public_size": line["bytes"],
            **{name: line[name] for name in ("question", "media_type", "alt")},
            **_kept(line),
        }
        for line in rows
    ]
    db.execute(insert(Attachment), values)
    ask_for_sweeps(db)


def _kept(line: Line) -> Line:
    called = line["name"] or f"file.{KINDS[line['media_type']].ending}"
    if "state" in line:
        names = ("first_version", "last_version", "state", "problem", "keeps_original", "is_source", "size")
        return {"name": called, "digest": line["original"], **{name: line[name] for name in names}}
    copy = {
        "digest": line["sha256"],
        "size": line["bytes"],
        "state": "clean",
        "keeps_original": False,
        "is_source": False,
    }
    return {"name": called, "first_version": 1, **copy}
