"""Drawings of tables as SVG, made by the server: no script, no style; widths are attributes, so that any page can hold them.

Places along a line are percentages and heights are pixels, so that a drawing fits every screen without shrinking its
words. Where the page is read from the right, it is mirrored.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

ROW, BAR, TEXT = 42, 12, 16
LONGEST = 42
COLUMNS = 150


class Bar(NamedTuple):
    """A bar: its words, its number in figures and in words, and a target, if there is one."""

    label: str
    number: int
    told: str
    target: int | None = None


def bar_chart(bars: Sequence[Bar], name: str, title: str, description: str, *, rtl: bool = False) -> Markup:
    """One bar for each group, its words above it; `name` is unique on the page."""
    most = max([1, *(max(bar.number, bar.target or 0) for bar in bars)])
    parts = [_bar(bar, place, most, rtl) for place, bar in enumerate(bars)]
    return _drawing(name, title, description, len(bars) * ROW, Markup().join(parts))


def _bar(bar: Bar, place: int, most: int, rtl: bool) -> Markup:
    top, width = place * ROW, 100 * bar.number / most
    near, far = ("100%", "0") if rtl else ("0", "100%")
    label = bar.label if len(bar.label) <= LONGEST else bar.label[: LONGEST - 1] + "…"
    drawn = Markup(
        '<text class="chart-label" x="{near}" y="{words}">{label}</text>'
        '<text class="chart-number" x="{far}" y="{words}" text-anchor="end">{told}</text>'
        '<rect class="chart-track" x="0" y="{top}" width="100%" height="{height}"/>'
        '<rect class="chart-bar" x="{x:.2f}%" y="{top}" width="{width:.2f}%" height="{height}"/>'
    ).format(
        near=near,
        far=far,
        words=top + TEXT,
        label=label,
        told=bar.told,
        top=top + TEXT + 6,
        height=BAR,
        x=100 - width if rtl else 0,
        width=width,
    )
    return drawn if bar.target is None else drawn + _mark(bar.target, top, most, rtl)


def _mark(target: int, top: int, most: int, rtl: bool) -> Markup:
    """Where the target stands, as a line across the bar."""
    at = 100 * target / most
    place = f"{100 - at if rtl else at:.2f}%"
    return Markup('<line class="chart-target" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>').format(
        x=place, top=top + TEXT + 2, bottom=top + TEXT + BAR + 10
    )


def column_chart(
    columns: Sequence[tuple[str, int | None]], name: str, title: str, description: str, *, rtl: bool = False
) -> Markup:
    """One column for each week, the first and the last with its day; without a number it is hatched."""
    most = max([1, *(number or 0 for _label, number in columns)])
    step = 100 / max(1, len(columns))
    parts = []
    for place, (_label, number) in enumerate(columns):
        left = step * (len(columns) - 1 - place if rtl else place)
        height = COLUMNS if number is None else round(COLUMNS * number / most)
        kind = "chart-hidden" if number is None else "chart-bar"
        parts.append(
            Markup('<rect class="{kind}" x="{x:.3f}%" y="{y}" width="{width:.3f}%" height="{height}"/>').format(
                kind=kind, x=left + step * 0.1, y=COLUMNS - height, width=step * 0.8, height=height
            )
        )
    near, far = ("100%", "0") if rtl else ("0", "100%")
    ends = Markup(
        '<line class="chart-axis" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        '<text class="chart-label" x="{near}" y="{words}">{first}</text>'
    ).format(y=COLUMNS + 0.5, near=near, words=COLUMNS + 18, first=columns[0][0] if columns else "")
    if len(columns) > 1:
        ends += Markup('<text class="chart-label" x="{far}" y="{words}" text-anchor="end">{last}</text>').format(
            far=far, words=COLUMNS + 18, last=columns[-1][0]
        )
    return _drawing(name, title, description, COLUMNS + 26, Markup().join(parts) + ends)


def _drawing(name: str, title: str, description: str, height: int, content: Markup) -> Markup:
    return Markup(
        '<svg class="drawing" role="img" aria-labelledby="{name}-t {name}-d" width="100%" height="{height}" focusable="false">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>{content}</svg>'
    ).format(name=escape(name), title=title, description=description, height=height, content=content)
