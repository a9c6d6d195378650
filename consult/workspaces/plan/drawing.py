"""The timeline of a plan as SVG: no script and no style; places along it are percentages, so that words never shrink.

Each task has its words in two lines and below them its bar from the day it starts to the day it is due. A task with one
day alone is a mark there; a task without any has its words alone. Where the page is read from the right, it is mirrored.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

LONGEST, LONGEST_WIDE = 32, 100  # signs of a title that fit the narrowest screen, and one of 48 em
HEAD, GROUP, ROW, BAR, TODAY = 26, 34, 58, 12, 26
MARGIN = 0.04  # of the span, before the first day and after the last
MOST_TICKS = 4
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600)  # months between two ticks
SHORT = timedelta(days=45)  # of which the weeks are marked
WEEK = timedelta(days=7)


class Line(NamedTuple):
    """A task: its title, its state and day in words, its days where they are known; `kind` chooses how it looks."""

    title: str
    told: str
    starts: date | None
    due: date | None
    kind: str  # planned, going_on, done, dropped, overdue


class Group(NamedTuple):
    """An objective with the lines of its tasks."""

    title: str
    lines: Sequence[Line]


class Words(NamedTuple):
    """What is said in a drawing: its title, what it shows, today; `tick` tells a day of the scale, with day or year."""

    title: str
    description: str
    today: str
    tick: Callable[[date, bool], str]


class Span(NamedTuple):
    """The days from one end of a drawing to the other, and whether it is mirrored."""

    first: date
    days: float
    rtl: bool

    def at(self, day: date) -> float:
        """The place of the beginning of a day, in hundredths of the width."""
        place = 100 * (day - self.first).days / self.days
        return 100 - place if self.rtl else place


def timeline(groups: Sequence[Group], today: date, words: Words, name: str, *, rtl: bool = False) -> Markup | None:
    """The drawing; None where no task has any day. `name` is unique on the page."""
    lines = [one for group in groups for one in group.lines]
    days = [day for one in lines for day in (one.starts, one.due) if day is not None]
    if not days:
        return None
    span, near = _span([*days, today], rtl), "100%" if rtl else "0"
    bars: list[Markup] = []
    said: list[Markup] = []
    top = HEAD
    for group in groups:
        if group.lines:
            said += _said("plan-group", group.title, near, top + 22)
            top += GROUP
        for one in group.lines:
            bars.append(_bar(one, top + 38, span))
            said += [*_said("chart-label", one.title, near, top + 14), _text("plan-told", one.told, near, top + 31)]
            top += ROW
    # The line of today lies over the bars and under the words.
    parts = [*_ticks(span, top, words), *bars, _today(span, today, top, words.today), *said]
    return _drawing(name, words, top + TODAY, Markup().join(parts))


def _span(days: Sequence[date], rtl: bool) -> Span:
    first, last = min(days), max(days) + timedelta(days=1)
    edge = max(timedelta(days=2), (last - first) * MARGIN)
    first, last = first - edge, last + edge
    return Span(first, (last - first).days, rtl)


def _said(kind: str, title: str, near: str, y: int) -> list[Markup]:
    """A title; a long one twice, cut for narrow screens and for wide ones, of which the sheet shows one."""
    if len(title) <= LONGEST:
        return [_text(kind, _cut(title, LONGEST), near, y)]
    return [
        _text(f"{kind} plan-narrow", _cut(title, LONGEST), near, y),
        _text(f"{kind} plan-wide", _cut(title, LONGEST_WIDE), near, y),
    ]


def _text(kind: str, words: str, near: str, y: int) -> Markup:
    return Markup('<text class="{kind}" x="{near}" y="{y}">{words}</text>').format(
        kind=kind, near=near, y=y, words=words
    )


def _bar(one: Line, top: int, span: Span) -> Markup:
    """The bar from start to due day; a mark for the only day that is known; nothing without days."""
    if one.starts is None and one.due is None:
        return Markup()
    track = Markup('<rect class="chart-track" x="0" y="{y}" width="100%" height="{height}"/>').format(y=top, height=BAR)
    begins, ends = one.starts or one.due, one.due or one.starts
    if begins is None or ends is None:  # one of them is a day, as asked above
        return track
    kind = one.kind if one.starts is not None and one.due is not None else f"{one.kind} plan-open"
    near, far = span.at(begins), span.at(ends + timedelta(days=1))
    left, width = min(near, far), max(abs(far - near), 1.2)
    return track + Markup(
        '<rect class="plan-bar plan-{kind}" x="{x:.2f}%" y="{y}" width="{w:.2f}%" height="{h}"/>'
    ).format(kind=kind, x=left, y=top, w=width, h=BAR)


def _today(span: Span, today: date, bottom: int, words: str) -> Markup:
    place = span.at(today)
    label = _label("plan-today-label", place, words, span.rtl, y=bottom + TODAY - 8)
    return Markup('<line class="plan-today" x1="{x:.2f}%" x2="{x:.2f}%" y1="{top}" y2="{y}"/>{label}').format(
        x=place, top=HEAD - 6, y=bottom, label=label
    )


def _ticks(span: Span, bottom: int, words: Words) -> list[Markup]:
    days, with_day = _tick_days(span)
    return [
        Markup('<line class="plan-tick" x1="{x:.2f}%" x2="{x:.2f}%" y1="{top}" y2="{y}"/>{label}').format(
            x=span.at(day),
            top=HEAD - 6,
            y=bottom,
            label=_label("chart-number", span.at(day), words.tick(day, with_day), span.rtl, y=HEAD - 10),
        )
        for day in days
    ]


def _label(kind: str, place: float, words: str, rtl: bool, *, y: int) -> Markup:
    """Words at a place; towards the end of the line they end there instead of beginning there."""
    late = place > 75 if not rtl else place < 25
    return Markup('<text class="{kind}" x="{x:.2f}%" y="{y}"{anchor}>{words}</text>').format(
        kind=kind, x=place, y=y, anchor=Markup(' text-anchor="end"') if late else "", words=words
    )


def _tick_days(span: Span) -> tuple[list[date], bool]:
    """The days that are marked: Mondays of a short span, else first days of months, never so many that words would meet."""
    last = span.first + timedelta(days=span.days)
    if last - span.first <= SHORT:
        monday = span.first + timedelta(days=-span.first.weekday() % 7)
        weeks = [day for n in range(8) if (day := monday + n * WEEK) < last]
        return weeks[:: 1 + (len(weeks) - 1) // MOST_TICKS], True
    months = [
        date(year, month, 1)
        for year in range(span.first.year, last.year + 1)
        for month in range(1, 13)
        if span.first <= date(year, month, 1) < last
    ]
    step = next((one for one in STEPS if -(-len(months) // one) <= MOST_TICKS), STEPS[-1])
    return months[::step], False


def _cut(title: str, longest: int) -> str:
    """A title that fits, in the direction of its own letters."""
    return f"\u2068{title if len(title) <= longest else title[: longest - 1].rstrip() + '…'}\u2069"


def _drawing(name: str, words: Words, height: int, content: Markup) -> Markup:
    return Markup(
        '<svg class="drawing plan-drawing" role="img" aria-labelledby="{name}-t {name}-d" width="100%" height="{height}" '
        'focusable="false"><title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>{content}</svg>'
    ).format(name=name, height=height, title=words.title, description=words.description, content=content)
