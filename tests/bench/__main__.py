"""`python -m tests.bench [name]`: measure, print, and write build/bench.json."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    answering,
    bulk,
    campaigns,
    comparing,
    dockets,
    exports,
    hearings,
    live,
    pages,
    queue,
    rooms,
    search,
    uploads,
    writes,
)
from tests.bench.rows import TARGETS, Row
from tests.bench.tools import Missing

OUTPUT = Path("build/bench.json")
MEASURES: dict[Callable[[], list[Row]], tuple[str, ...]] = {
    pages.measure: ("page.cold.vs.static", "page.warm.vs.static"),
    writes.measure: ("write.http.vs.page-without-db",),
    live.measure: ("live.p99.ms",),
    hearings.measure: ("hearing.comment.p99.ms", "hearing.clock.p99.ms", "hearing.client.kb"),
    hearings.measure_burst: ("hearing.burst.acked",),
    exports.measure: ("export.csv.vs.sqlite3", "export.jsonl.vs.sqlite3", "export.rss.mb"),
    answering.measure_step: ("form.step.vs.static", "form.step.draft.vs.static"),
    answering.measure_submit: ("submit.60.vs.page-without-db",),
    uploads.measure: ("upload.rss.mb",),
    queue.measure: ("queue.open.ms.p99",),
    bulk.measure: ("bulk.decide.per.s", "bulk.comment.p99.ms"),
    campaigns.measure: ("group.campaigns.us.per.text", "group.campaigns.recall"),
    dockets.measure: ("docket.filter.vs.10k",),
    search.measure: ("search.p99.vs.like",),
    rooms.measure_thread: ("thread.last-page.vs.static",),
    rooms.measure_rooms: ("workspace.search.p99.ms", "visible.vs.unfiltered"),
    comparing.measure: ("compare.100-pages.s",),
}


def main(names: list[str]) -> int:
    """Measure the named rows, or all; 1 when one misses its target or could not be measured."""
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        print(f"there is no row {unknown[0]}; there are: {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    wanted = names or list(TARGETS)
    found: list[Row] = []
    missing = 0
    for measure, rows in MEASURES.items():
        if set(rows) & set(wanted):
            try:
                found += [one for one in measure() if one.name in wanted]
            except Missing as error:
                print(error, file=sys.stderr)
                missing += 1
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps([one.as_dict() for one in found], indent=1) + "\n")
    for one in found:
        sign = "≤" if one.better == "lower" else "≥"
        print(
            f"{one.name:32} {one.value:10.3f} {one.unit:6} {sign} {one.target:g}  {'holds' if one.holds else 'MISSES'}"
        )
    return 1 if missing or not all(one.holds for one in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
