"""Bringing a Pol.is conversation in: checked whole, filed into a draft in chunks, released in a shuffled order, then visible."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from consult.contributions.jobs import release_all
from consult.contributions.models import Contribution
from consult.contributions.operations.tally import LAST_VOTE
from consult.core.actors import system
from consult.core.db import new_public_id
from consult.core.text import fold
from consult.core.work import Work
from consult.records.chunks import Progress, in_chunks
from consult.records.operations.drafts import (
    Draft,
    NewDraft,
    create_draft,
    make_visible,
    remove_contributions,
    remove_draft,
)
from consult.records.operations.filing import ALL_ROWS, enter_tally, file_comments, file_votes
from consult.records.polis_files import PolisSet

ACTOR = system("import")


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import brought, or would bring."""

    comments: int
    published: int
    declined: int
    pending: int
    vote_rows: int
    votes: int


def counts(found: PolisSet) -> Counts:
    """What a set holds; `votes` by the rule that the last one of each participant counts."""
    moderated = [comment.moderated for comment in found.comments]
    current = sum(vote.is_current for vote in found.votes)
    by_state = moderated.count(1), moderated.count(-1), moderated.count(0)
    return Counts(len(moderated), *by_state, len(found.votes), current)


def import_polis(
    work: Work, found: PolisSet, *, title: str, language: str, body: str | None, progress: Progress = lambda _n: None
) -> str:
    """Import a checked set and give the slug. Whatever fails, nothing of it has been or becomes visible."""
    draft = work.run(create_draft, ACTOR, bulk=True, new=new_draft(found, title, language), body=body).result
    with removed_on_failure(work, draft):
        contributions: dict[int, int] = {}
        for filed in in_chunks(work, ACTOR, file_comments, found.comments, progress, proceeding_id=draft.proceeding_id):
            contributions |= filed
        for _ in in_chunks(
            work, ACTOR, file_votes, found.votes, progress,
            proceeding_id=draft.proceeding_id, contributions=contributions,
        ):  # fmt: skip
            pass
        release_all(work, ACTOR, draft.proceeding_id)
        work.run(enter_tally, ACTOR, bulk=True, proceeding_id=draft.proceeding_id)
        work.run(make_visible, ACTOR, bulk=True, proceeding_id=draft.proceeding_id, state="closed")
    return draft.slug


def new_draft(found: PolisSet, title: str, language: str) -> NewDraft:
    """The proceeding that a set becomes: closed, with the days of its first and last row as its dates."""
    moments = [comment.submitted_at for comment in found.comments] + [vote.cast_at for vote in found.votes]
    about = found.summary.get("conversation-description", "")
    whole = counts(found)
    votes = {"counted": LAST_VOTE, "beside": ALL_ROWS, "rows": whole.vote_rows, "current": whole.votes}
    return NewDraft(
        slug=slug_of(title),
        language=language,
        texts={"title": {language: title}} | ({"about": {language: about}} if about.strip() else {}),
        opens_at=_day(min(moments)) if moments else None,
        closes_at=_day(max(moments)) + timedelta(days=1) if moments else None,
        source={"system": "polis", "summary": found.summary, "votes": votes},
    )


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def slug_of(title: str) -> str:
    """A name for addresses: ASCII letters and digits of the title, or a random one where it has none."""
    plain = re.sub("[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-")
    return plain or f"consultation-{new_public_id()[:6]}"


@contextmanager
def removed_on_failure(work: Work, draft: Draft) -> Iterator[None]:
    """Take a draft away again when what fills it fails or is interrupted."""
    try:
        yield
    except BaseException:
        with work.database.reading() as db:
            ids = select(Contribution.id).where(Contribution.proceeding_id == draft.proceeding_id)
            rows = list(db.scalars(ids))
        for _ in in_chunks(work, ACTOR, remove_contributions, rows):
            pass
        work.run(remove_draft, ACTOR, bulk=True, proceeding_id=draft.proceeding_id, own_body_id=draft.own_body_id)
        raise
