"""What came of the closed consultation of the demo, and what the body of the open one aims at."""

from collections.abc import Mapping
from typing import Any

from consult.analysis.operations import add_target
from consult.consultations.editing.queries import mark_of
from consult.core.actors import Actor
from consult.core.work import Work
from consult.followup.operations.publishing import publish_results
from consult.followup.operations.writing import put_outcome, put_results
from consult.followup.queries import newest_results, written_results


def tell_results(
    work: Work, office: Actor, proceeding_id: int, says: Mapping[str, Any], references: Mapping[int, str]
) -> None:
    """Write and publish the results; `references` are those of the comments by their places in the story."""
    given: dict[str, Any] = {"proceeding_id": proceeding_id}
    work.run(put_results, office, **given, seen=mark_of({"text": {}}), text=says["text"])
    for one in says["outcomes"]:
        outcome = {"decision": one["decision"], "text": one["text"], "why": one.get("why", {})}
        cited = [references[place] for place in one["cited"]]
        new: dict[str, Any] = {"public_id": None, "seen": mark_of(None), "position": None}
        work.run(put_outcome, office, **given, **new, **outcome, cited=cited)
    with work.database.reading() as db:
        row = newest_results(db, proceeding_id)
        seen = mark_of(written_results(db, row).rendition()) if row else ""
    work.run(publish_results, office, **given, seen=seen)


def set_target(work: Work, office: Actor, proceeding_id: int) -> None:
    """At least ten organisations from each region."""
    target: dict[str, Any] = {"dimension": "region", "value": "each", "unit": "organisations", "at_least": 10}
    work.run(add_target, office, proceeding_id=proceeding_id, **target)
