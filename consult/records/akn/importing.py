"""Bringing a debate in: read whole, filed into an unpublished hearing in chunks, then visible; all of it or nothing."""

from collections import deque
from datetime import UTC, datetime, time, timedelta

from consult.core.work import Work
from consult.records.akn.debate import Debate
from consult.records.chunks import Progress, in_chunks
from consult.records.operations.debates import file_sayings, file_sections, file_session
from consult.records.operations.drafts import NewDraft, create_draft, make_visible
from consult.records.polis import ACTOR, removed_on_failure, slug_of


def import_debate(work: Work, found: Debate, *, body: str | None, progress: Progress = lambda _n: None) -> str:
    """Import a debate that was read, and give the slug of its hearing. Whatever fails, nothing of it becomes visible."""
    draft = work.run(create_draft, ACTOR, bulk=True, new=new_draft(found), body=body).result
    room = {"proceeding_id": draft.proceeding_id}
    with removed_on_failure(work, draft):
        session = work.run(file_session, ACTOR, bulk=True, day=found.day, **room).result if found.day else None
        items: dict[int, int] = {}
        for made in in_chunks(
            work, ACTOR, file_sections, found.sections, progress, session_id=session, items=items, **room
        ):
            items |= made
        deque(in_chunks(work, ACTOR, file_sayings, found.sayings, progress, items=items, **room), maxlen=0)
        work.run(make_visible, ACTOR, bulk=True, state="closed", **room)
    return draft.slug


def new_draft(found: Debate) -> NewDraft:
    """The hearing that a debate becomes: closed, on its day."""
    begins = datetime.combine(found.day, time(), UTC) if found.day else None
    front = "\n\n".join(text for name, text in found.source["front"].items() if name != "conclusions")
    return NewDraft(
        kind="hearing",
        slug=slug_of(found.title),
        language=found.language,
        texts={"title": {found.language: found.title}} | ({"about": {found.language: front}} if front else {}),
        opens_at=begins,
        closes_at=begins + timedelta(days=1) if begins else None,
        source=found.source,
    )


def report(found: Debate) -> list[str]:
    """Every element in lines: those that are kept, those whose words alone are kept, those that are left out."""
    groups = (
        ("kept", found.kept),
        ("kept as words, without the mark-up", found.plain),
        ("left out", found.lost),
    )
    return [f"{name}: {element} {count}" for name, counts in groups for element, count in sorted(counts.items())]
