"""The timeline: where bars, ticks and today stand, in both directions, and what is drawn of unknown days."""

import re
from datetime import date, timedelta
from xml.dom.minidom import parseString

import pytest

from consult.workspaces.plan.drawing import Group, Line, Words, timeline

TODAY = date(2026, 3, 10)
WORDS = Words("A plan", "All of it.", "Today", lambda day, with_day: f"{day:%d %b}" if with_day else f"{day:%b %Y}")


def line(starts: date | None = None, due: date | None = None, kind: str = "planned", title: str = "A task") -> Line:
    return Line(title, "In words", starts, due, kind)


def drawn(*lines: Line, rtl: bool = False) -> str:
    found = timeline([Group("An aim", lines)], TODAY, WORDS, "plan", rtl=rtl)
    assert found is not None
    assert parseString(str(found)).documentElement  # noqa: S318 - our own drawing, which is to be well formed
    return str(found)


def bars(text: str) -> list[tuple[str, float, float]]:
    """Class, left edge and width of each bar."""
    found = re.findall(r'<rect class="plan-bar ([^"]+)" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', text)
    return [(kind, float(x), float(width)) for kind, x, width in found]


def today(text: str) -> float:
    found = re.search(r'class="plan-today" x1="([\d.]+)%"', text)
    assert found
    return float(found[1])


def test_a_bar_goes_from_its_start_to_the_end_of_its_due_day():
    text = drawn(line(date(2026, 3, 1), date(2026, 3, 10)), line(date(2026, 3, 11), date(2026, 3, 20)))
    (_first, left, width), (_second, after, other) = bars(text)
    assert left + width == pytest.approx(after, abs=0.02)
    assert width == pytest.approx(other, abs=0.02)
    assert left < today(text) < after
    assert after + other <= 100


def test_it_is_mirrored_where_one_reads_from_the_right():
    lines = (line(date(2026, 3, 1), date(2026, 3, 5)), line(date(2026, 3, 8), date(2026, 4, 20)))
    there, mirrored = drawn(*lines), drawn(*lines, rtl=True)
    for (kind, left, width), (same, other, as_wide) in zip(bars(there), bars(mirrored), strict=True):
        assert (kind, width) == (same, as_wide)
        assert left + width == pytest.approx(100 - other, abs=0.03)
    assert today(there) == pytest.approx(100 - today(mirrored), abs=0.02)
    assert 'class="chart-label" x="0"' in there
    assert 'class="chart-label" x="100%"' in mirrored


def test_one_known_day_is_a_mark_and_none_are_words_alone():
    text = drawn(line(due=date(2026, 3, 20)), line(starts=date(2026, 3, 2)), line(title="No day"))
    found = bars(text)
    assert [kind for kind, _left, _width in found] == ["plan-planned plan-open"] * 2
    assert all(width >= 1.2 for _kind, _left, width in found)
    assert "No day" in text


def test_without_any_day_there_is_no_drawing():
    assert timeline([Group("An aim", [line()])], TODAY, WORDS, "plan") is None
    assert timeline([], TODAY, WORDS, "plan") is None


def test_today_is_within_even_where_all_days_are_past_or_to_come():
    for day in (date(2020, 1, 1), date(2031, 1, 1)):
        place = today(drawn(line(due=day)))
        assert 0 < place < 100


@pytest.mark.parametrize("days", [1, 20, 44, 46, 100, 400, 1_000, 4_000, 40_000])
def test_there_are_some_ticks_and_never_more_than_four(days):
    text = drawn(line(TODAY, TODAY + timedelta(days=days)))
    ticks = re.findall(r'class="plan-tick" x1="([\d.]+)%"', text)
    assert 1 <= len(ticks) <= 4 + (days > 20_000)
    assert ticks == sorted(ticks, key=float)


def test_an_overdue_bar_says_so_by_its_class_and_its_words():
    text = drawn(Line("A task", "Overdue since 3 March", date(2026, 3, 1), date(2026, 3, 3), "overdue"))
    assert bars(text)[0][0] == "plan-overdue"
    assert "Overdue since 3 March" in text


def test_a_long_title_is_cut_and_signs_are_escaped():
    text = drawn(line(due=TODAY, title="<b>" + "word " * 30))
    label = re.search(r'class="chart-label plan-narrow"[^>]*>([^<]*)<', text)
    assert label
    assert label[1].startswith("\u2068&lt;b&gt;word")
    assert label[1].endswith("…\u2069")
    assert "style" not in text
