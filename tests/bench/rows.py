"""What is measured, with its targets, and how a measurement is told."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

STATIC_HEALTHY = 2500.0  # requests/s; a ratio against a server that is slower by itself says nothing


@dataclass(frozen=True)
class Target:
    """A row's unit and limit; `better` tells on which side of it the good values lie."""

    unit: str
    target: float
    better: str


TARGETS = {
    "page.cold.vs.static": Target("times", 6, "lower"),
    "page.warm.vs.static": Target("times", 2, "lower"),
    "write.http.vs.page-without-db": Target("times", 0.3, "higher"),
    "live.p99.ms": Target("ms", 300, "lower"),
    "hearing.comment.p99.ms": Target("ms", 300, "lower"),
    "hearing.clock.p99.ms": Target("ms", 200, "lower"),
    "hearing.client.kb": Target("kB", 60, "lower"),
    "hearing.burst.acked": Target("share", 1.0, "higher"),
    "export.csv.vs.sqlite3": Target("times", 1.6, "lower"),
    "export.jsonl.vs.sqlite3": Target("times", 2, "lower"),
    "export.rss.mb": Target("MB", 96, "lower"),
    "form.step.vs.static": Target("times", 3, "lower"),
    "form.step.draft.vs.static": Target("times", 3, "lower"),
    "submit.60.vs.page-without-db": Target("times", 0.15, "higher"),
    "upload.rss.mb": Target("MB", 64, "lower"),
    "queue.open.ms.p99": Target("ms", 60, "lower"),
    "bulk.decide.per.s": Target("per s", 1000, "higher"),
    "bulk.comment.p99.ms": Target("ms", 300, "lower"),
    "group.campaigns.us.per.text": Target("µs", 100, "lower"),
    "group.campaigns.recall": Target("share", 0.95, "higher"),
    "docket.filter.vs.10k": Target("times", 1.5, "lower"),
    "search.p99.vs.like": Target("times", 0.1, "lower"),
    "thread.last-page.vs.static": Target("times", 2, "lower"),
    "workspace.search.p99.ms": Target("ms", 50, "lower"),
    "visible.vs.unfiltered": Target("times", 1.3, "lower"),
    "compare.100-pages.s": Target("s", 2, "lower"),
}


@dataclass(frozen=True)
class Row:
    """A row of build/bench.json."""

    name: str
    value: float
    unit: str
    target: float
    better: str
    holds: bool

    def as_dict(self) -> dict[str, Any]:
        """As it is written."""
        return asdict(self)


def row(name: str, value: float, *, healthy: bool = True) -> Row:
    """A measured value beside its target; it holds only where what it was compared with was healthy."""
    goal = TARGETS[name]
    good = value <= goal.target if goal.better == "lower" else value >= goal.target
    return Row(name, round(value, 3), goal.unit, goal.target, goal.better, good and healthy)


def interleaved(rounds: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Take the measures in turn, A B A B, so that what disturbs the machine disturbs all of them; values by measure."""
    found: list[list[float]] = [[] for _measure in measures]
    for _round in range(rounds):
        for values, measure in zip(found, measures, strict=True):
            values.append(measure())
    return found


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios, round by round."""
    return median(one / other for one, other in zip(above, below, strict=True))
