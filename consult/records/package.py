"""Bringing a package in: checked whole, replayed into a draft in chunks, then visible."""

from collections import deque
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from consult.contributions.models import Contribution, Passage, Version
from consult.core.storage import Storage
from consult.core.work import Work
from consult.records.chunks import Progress, in_chunks
from consult.records.hearings.replaying import replay_hearing
from consult.records.operations import replay
from consult.records.operations.attachments import replay_attachments
from consult.records.operations.correspondence import replay_appeals, replay_escalations, replay_letters
from consult.records.operations.drafts import make_visible
from consult.records.operations.proposals import replay_proposals
from consult.records.operations.relations import replay_codes, replay_relations
from consult.records.operations.replay_intake import replay_intake
from consult.records.package_files import Package
from consult.records.polis import ACTOR, removed_on_failure
from consult.records.refusals import Broken, Refused
from consult.records.workspaces.replaying import replay_room


def read_package(path: Path) -> Package:
    """A package, checked whole. Raises Broken or Refused in one line."""
    try:
        return Package(path)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Broken("proceeding.json", None, f"it is not shaped as it should be ({error})") from error


def import_package(
    work: Work, package: Package, progress: Progress = lambda _n: None, *, storage: Storage | None = None
) -> str:
    """Import a checked package, its files into `storage`, and give its slug.

    Raises Refused for a taken slug or reference; nothing stays then, but for contents that the next sweep removes.
    """
    refuse_taken(work, package)
    store_contents(package, storage)
    try:
        draft = work.run(replay.replay_proceeding, ACTOR, bulk=True, document=package.proceeding).result
        with removed_on_failure(work, draft):
            _replay(work, package, draft.proceeding_id, progress)
            state = package.proceeding["state"]
            work.run(make_visible, ACTOR, bulk=True, proceeding_id=draft.proceeding_id, state=state)
    except IntegrityError as error:
        raise Refused("something of this package has a name that is taken here: nothing was imported") from error
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Broken("proceeding.json", None, f"it is not shaped as it should be ({error})") from error
    return draft.slug


def store_contents(package: Package, storage: Storage | None) -> None:
    """Put the files of a package into the storage, before any row names them."""
    names = ("attachments", "papers", "document_files")
    for line in chain.from_iterable(package.lines(name) for name in names if name in package.shapes):
        for path, digest in package.contents(line):
            if storage is None:
                raise Refused("there are files in this package, and no storage to put them into")
            if storage.store(path).digest != digest:
                raise Broken("attachments.jsonl", None, f"{path.name} was changed while it was read")


def refuse_taken(work: Work, package: Package) -> None:
    """Raises Refused where this site has a reference of the package already."""
    with work.database.reading() as db:
        taken = replay.taken_references(db, package.references)
    if taken is not None:
        raise Refused(f"the reference {taken} is taken here: nothing was imported")


def _replay(work: Work, package: Package, proceeding_id: int, progress: Progress) -> None:
    def each(operation: Callable[..., Any], rows: Iterable[Any], **values: Any) -> Iterable[Any]:
        return in_chunks(work, ACTOR, operation, rows, progress, proceeding_id=proceeding_id, **values)

    contributions: dict[str, int] = {}
    for some in each(replay.replay_contributions, package.lines("contributions")):
        contributions |= some
    versions: dict[tuple[str, int], int] = {}
    for known in each(replay.replay_versions, package.lines("versions"), contributions=contributions):
        versions |= known
    steps = [
        each(replay.replay_passages, package.lines("passages"), versions=versions),
        each(replay.replay_decisions, package.lines("decisions"), contributions=contributions),
        each(replay.replay_entries, package.lines("entries")),
    ]
    steps.append(each(replay_attachments, package.lines("attachments"), contributions=contributions))
    steps.append(each(replay_relations, package.lines("relations"), contributions=contributions))
    steps.append(each(replay_codes, package.lines("codes"), contributions=contributions))
    if "proposals" in package.shapes:
        steps.append(each(replay_proposals, package.lines("proposals"), contributions=contributions))
    if "appeals" in package.shapes:
        steps.append(each(replay_appeals, package.lines("appeals"), contributions=contributions))
        steps.append(each(replay_letters, package.lines("letters"), contributions=contributions))
    if "escalations" in package.shapes:
        steps.append(each(replay_escalations, package.lines("escalations"), contributions=contributions))
    came = package.lines("intake") if "intake" in package.shapes else _came(package)
    steps.append(each(replay_intake, came, contributions=contributions))
    if "votes" in package.shapes:
        steps.append(each(replay.replay_votes, package.lines("votes"), contributions=contributions))
    _run(chain(*steps))
    replay_hearing(work, package, proceeding_id, contributions, progress)
    replay_room(work, package, proceeding_id, contributions, progress)
    _run(in_chunks(work, ACTOR, replay.fill_empty, _empty_versions(work, proceeding_id)))
    _run(each(replay.index_again, list(contributions.values())))


def _came(package: Package) -> Iterable[dict[str, Any]]:
    """What a public edition tells of how things came."""
    return (line for line in package.lines("contributions") if line["medium"] is not None)


def _run(steps: Iterable[Any]) -> None:
    deque(steps, maxlen=0)


def _empty_versions(work: Work, proceeding_id: int) -> list[int]:
    with work.database.reading() as db:
        query = (
            select(Version.id)
            .join(Contribution, Contribution.id == Version.contribution_id)
            .where(Contribution.proceeding_id == proceeding_id, ~exists().where(Passage.version_id == Version.id))
        )
        return list(db.scalars(query))
