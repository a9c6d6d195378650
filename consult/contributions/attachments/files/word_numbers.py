"""What the styles and the numbering of a Word file make of a paragraph."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from consult.contributions.attachments.files.packed import Packed
from consult.contributions.attachments.files.xml import local, parsed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 10  # styles that are based on each other, at most
LETTERS = ("lowerLetter", "upperLetter", "bullet", "arabicAlpha", "arabicAbjad")


class Style(NamedTuple):
    """A style: its name in small letters, the level of its heading (0 for none), and its own numbering."""

    name: str = ""
    heading: int = 0
    list: str | None = None
    level: int = 0


@dataclass(slots=True)
class Styles:
    """The paragraph styles by their ids."""

    known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def read(cls, packed: Packed) -> "Styles":
        """Those of a file; none where it says none."""
        if "word/styles.xml" not in packed.names:
            return cls()
        rows = [one for one in parsed(packed.read("word/styles.xml")) if local(one.tag) == "style"]
        elements = {one.get(f"{W}styleId", ""): one for one in rows}
        return cls({name: _style(elements, name) for name in elements})

    def of(self, about: Any) -> Style:
        """The style of a paragraph by its properties; an outline level of its own makes it a heading."""
        name = _value(about, "pStyle") or ""
        found = self.known.get(name, Style(name.lower(), _level_in(name)))
        outline = _number(_value(about, "outlineLvl"))
        return found._replace(heading=outline + 1) if outline is not None and outline < 9 else found


def _style(elements: dict[str, Any], name: str) -> Style:
    found = Style()
    for _step in range(DEEPEST):
        element = elements.get(name)
        if element is None:
            break
        about = element.find(f"{W}pPr")
        called = (_value(element, "name") or name).lower()
        outline = _number(_value(about, "outlineLvl"))
        heading = _level_in(called) or (outline + 1 if outline is not None and outline < 9 else 0)
        numbers = about.find(f"{W}numPr") if about is not None else None
        found = Style(
            found.name or called,
            found.heading or heading,
            found.list or _value(numbers, "numId"),
            found.level or _number(_value(numbers, "ilvl")) or 0,
        )
        name = _value(element, "basedOn") or ""
    return found


def _level_in(name: str) -> int:
    """The level in "heading 2", "Heading2" and the like."""
    words = name.lower().replace(" ", "")
    rest = words.removeprefix("heading")
    return int(rest) if rest != words and rest.isascii() and rest.isdigit() and len(rest) == 1 else 0


@dataclass(slots=True)
class Numbers:
    """How the lists of a file count: by list, the form of each level."""

    forms: dict[str, dict[int, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, packed: Packed) -> "Numbers":
        """Those of a file; none where it counts nothing."""
        if "word/numbering.xml" not in packed.names:
            return cls()
        root = parsed(packed.read("word/numbering.xml"))
        ways = {
            one.get(f"{W}abstractNumId"): {
                _number(level.get(f"{W}ilvl")) or 0: _value(level, "numFmt") or "decimal"
                for level in one
                if local(level.tag) == "lvl"
            }
            for one in root
            if local(one.tag) == "abstractNum"
        }
        lists = [one for one in root if local(one.tag) == "num"]
        return cls({one.get(f"{W}numId", ""): ways.get(_value(one, "abstractNumId"), {}) for one in lists})

    def kind(self, about: Any, style: Style) -> str | None:
        """What a paragraph is by its numbering: `paragraph`, `item` or `subitem`; None without a number."""
        own = about.find(f"{W}numPr") if about is not None else None
        name = _value(own, "numId") or style.list
        level = _number(_value(own, "ilvl"))
        level = style.level if level is None else level
        if name is None or name == "0":
            return None
        form = self.forms.get(name, {}).get(level, "decimal")
        if form == "none":
            return None
        if form.endswith("Roman"):
            return "subitem" if level > 0 else "item"
        if form in LETTERS:
            return "item" if level < 2 and not self._below_letters(name, level) else "subitem"
        return "paragraph" if level == 0 else "item" if level == 1 else "subitem"

    def _below_letters(self, name: str, level: int) -> bool:
        forms = self.forms.get(name, {})
        return level > 0 and forms.get(0) in LETTERS


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}") if element is not None else None
    value = found.get(f"{W}val") if found is not None else None
    return str(value) if value is not None else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 4 else None
