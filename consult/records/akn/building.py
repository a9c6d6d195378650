"""Making elements of Akoma Ntoso: words with their line ends, and identifiers that stand once."""

import re
from typing import Any

from lxml import etree

from consult.records.akn.names import AKN

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, /, *children: Any, **attributes: str | None) -> Any:
    """An element with its attributes (those that are None are left out) and children."""
    made = etree.Element(f"{{{AKN}}}{tag}", nsmap={None: AKN})
    for key, value in attributes.items():
        if value is not None:
            made.set(LANG if key == "lang" else key.rstrip("_"), clean(value))
    made.extend(children)
    return made


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return FORBIDDEN.sub("\ufffd", text)


def inline(tag: str, text: str, /, **attributes: str | None) -> Any:
    """An element with one line of words or several."""
    made = element(tag, **attributes)
    first, *rest = clean(text).split("\n")
    made.text = first
    for line in rest:
        end = etree.SubElement(made, f"{{{AKN}}}eol")
        end.tail = line
    return made


def paragraphs(text: str, /, **attributes: str | None) -> list[Any]:
    """Each paragraph of a text as an element; one without words for no text, since the schema wants one."""
    return [inline("p", one, **attributes) for one in text.split("\n\n")]


class Identifiers:
    """The identifiers of one document: what is asked for twice gets a number."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def given(self, wanted: str) -> str:
        """The identifier that was asked for, or the first of `-2`, `-3` ... that is free."""
        number, name = 1, re.sub(r"\s+", "-", clean(wanted)) or "x"
        first = name
        while name in self.taken:
            number += 1
            name = f"{first}-{number}"
        self.taken.add(name)
        return name


def written(root: Any) -> bytes:
    """The document as bytes, indented where that changes no words."""
    _indent(root, 0)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _indent(parent: Any, depth: int) -> None:
    if parent.text or any(child.tail for child in parent) or not len(parent):
        return  # words, or nothing within
    parent.text = "\n" + " " * (depth + 1)
    for child in parent:
        _indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    parent[-1].tail = "\n" + " " * depth
