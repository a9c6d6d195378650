"""A questionnaire of sixty questions and the answers to it: what the desk types, what people fill in, what must come out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from consult.core.countries import region_names

CHOICES = ["choice_1", "choice_2", "choice_3"]
ROWS = [f"row_{number}" for number in range(1, 13)]
USES = {"rule_1_question": "single_choice_1", "rule_1_is": "equals", "rule_1_value": "Choice 1"}
MANY = {"rule_1_question": "number_1", "rule_1_is": "at_least", "rule_1_value": "2"}
NEVER = {"rule_1_question": "single_choice_1", "rule_1_is": "equals", "rule_1_value": "Choice 3"}
GROUP = "travellers"


@dataclass(frozen=True)
class Item:
    """A question: its number among those of its type, what the desk types, and the answers in each instance."""

    kind: str
    number: int
    answers: tuple[Any, ...]
    desk: dict[str, str] = field(default_factory=dict)
    lists: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it asks, in English."""
        return f"{self.kind.replace('_', ' ').capitalize()} {self.number}"

    @property
    def key(self) -> str:
        """The name that the program makes of it."""
        return f"{self.kind}_{self.number}"


def _items(kind: str, numbers: range, answer: Any, **desk: str) -> list[Item]:
    lists = {"matrix_single": ("rows", "options"), "matrix_multiple": ("rows", "options")}
    known = ("options",) if kind in ("single_choice", "multiple_choice", "ranking", "budget") else lists.get(kind, ())
    return [Item(kind, number, answer(number), dict(desk), known) for number in numbers]


def _once(value: Any) -> Any:
    return lambda _number: (value,)


SECTIONS: dict[str, list[Item]] = {
    "You": [
        *_items("single_choice", range(1, 2), _once("choice_1"), required="y"),
        *_items("number", range(1, 2), _once("12.5"), min="1", decimals="1"),
        *_items("country", range(1, 2), _once("YE")),
        *_items("region", range(1, 2), _once("asia_pacific")),
        *_items("language", range(1, 2), _once("ar")),
        *_items("date", range(1, 2), _once("2026-02-03")),
        *_items("multiple_choice", range(1, 2), _once(["choice_1", "choice_3", {"other": "شيء آخر"}]), other="y"),
        *_items("consent", range(1, 2), _once(True), version="2.1"),
    ],
    "Travellers": [
        *_items("short_text", range(1, 2), lambda _n: ("سلمى", "كريم"), required="y"),
        *_items("single_choice", range(2, 3), lambda _n: ("choice_2", "choice_3")),
        *_items("date", range(2, 3), lambda _n: ("2026-03-04", "2025-12-31")),
        *_items("number", range(2, 3), lambda _n: ("7", "33")),
    ],
    "Judgements": [
        *_items("scale", range(1, 5), lambda n: (n,)),
        *_items("rating", range(1, 5), lambda n: (6 - n,)),
        *_items("matrix_single", range(1, 2), _once({row: CHOICES[at % 3] for at, row in enumerate(ROWS)})),
        *_items("matrix_multiple", range(1, 2), _once({"row_1": ["choice_1", "choice_2"], "row_12": ["choice_3"]})),
        *_items("ranking", range(1, 2), _once(["choice_3", "choice_1", "choice_2"])),
        *_items("budget", range(1, 2), _once({"choice_1": 70, "choice_2": 30})),
    ],
    "Lines": [
        *_items("short_text", range(2, 5), lambda n: (f"سطر {n}",), **USES),
        *_items("short_text", range(5, 7), lambda n: (f"سطر {n}",), **MANY),
        *_items("short_text", range(7, 9), lambda _n: (), **NEVER),
        *_items("short_text", range(9, 17), lambda n: (f"سطر {n}",)),
    ],
    "Stories": _items("long_text", range(1, 12), lambda n: (f"قصة رقم {n}: انتظرنا ساعة.\nثم مشينا.",), max_words="50"),
    "Papers": [
        *_items("number", range(3, 12), lambda n: (str(n * 1000),)),
        *_items("file", range(1, 2), _once("photograph.png"), max_files="2"),
    ],
}


def questions() -> Iterator[tuple[str, Item]]:
    """Section and question, in order."""
    for title, items in SECTIONS.items():
        for one in items:
            yield title, one


class Sheet:
    """The fields of a questionnaire on a page: of the site, or in the file that works without a network."""

    def __init__(self, page: Page, *, offline: bool = False) -> None:
        self.page = page
        self.offline = offline
        self.regions = list(region_names("ar"))

    def fill(self, title: str, one: Item, value: Any, instance: int) -> None:
        """Give one answer."""
        grouped = title == "Travellers"
        name = f"q_{one.key}.{instance}" if grouped else f"q_{one.key}"
        inner = name if grouped or self.offline else f"{name}.1"
        given = {"choice_1": 0, "choice_2": 1, "choice_3": 2}
        if one.kind in ("short_text", "long_text", "number"):
            self._type(name, value)
        elif one.kind in ("country", "language"):
            self._at(name).select_option(value)
        elif one.kind == "date":
            for part, digits in zip(("year", "month", "day"), value.split("-"), strict=True):
                self._type(f"{inner}.{part}", digits)
        elif one.kind == "consent":
            self._tick(name)
        elif one.kind in ("scale", "rating"):
            self._tick(f"{name}-{value - 1}")
        elif one.kind == "region":
            self._tick(f"{name}-{self.regions.index(value)}")
        elif one.kind == "single_choice":
            self._tick(f"{name}-{given[value]}")
        else:
            self._fill_several(one, name, inner, value, given)

    def _fill_several(self, one: Item, name: str, inner: str, value: Any, given: dict[str, int]) -> None:
        if one.kind == "multiple_choice":
            for choice in value:
                if isinstance(choice, dict):
                    self._tick(f"{name}-other")
                    self._type(f"{inner}.other", choice["other"])
                else:
                    self._tick(f"{name}-{given[choice]}")
        elif one.kind == "ranking":
            for place, choice in enumerate(value, start=1):
                self._at(f"{inner}.{choice}").select_option(str(place))
        elif one.kind == "budget":
            for choice, points in value.items():
                self._type(f"{inner}.{choice}", str(points))
        else:
            for row, chosen in value.items():
                for choice in [chosen] if isinstance(chosen, str) else chosen:
                    self._tick(f"{inner}.{row}-{given[choice]}")

    def _at(self, identity: str) -> Any:
        return self.page.locator(f"[id='{identity}']")

    def _type(self, identity: str, words: str) -> None:
        self._at(identity).fill(words)

    def _tick(self, identity: str) -> None:
        self._at(identity).check(force=True)  # the words of some choices cover their box
        assert self._at(identity).is_checked()


def columns(file_name: str | None) -> dict[str, str]:
    """Column → cell of the export, written down from what was filled in; the file by its public id, which is drawn."""
    found: dict[str, str] = {}
    for title, one in questions():
        for instance, value in enumerate(one.answers, start=1):
            name = f"{one.key}.{instance}" if title == "Travellers" else one.key
            if one.kind.startswith("matrix"):
                found |= {f"{name}.{row}": _cell(chosen) for row, chosen in value.items()}
            elif one.kind == "file":
                found |= {name: file_name} if file_name else {}
            else:
                found[name] = "2.1" if one.kind == "consent" else _cell(value)
    return found


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(f"other: {one['other']}" if isinstance(one, dict) else one for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}={points}" for name, points in value.items())
    return str(value)
