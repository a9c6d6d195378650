"""The debates that the tests bring in, and a reading of them that shares nothing with ours."""

import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet

from tests.records.sets import SAMPLES, SHARED

REAL = SHARED / "data" / "hearings"
SCHEMA = SHARED / "schemas" / "akomantoso30.xsd"
HAS_REAL = REAL.is_dir() and SCHEMA.is_file()
NIGHT = SAMPLES / "debate.xml"
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
SPOKEN = {f"{AKN}{name}" for name in ("speech", "question", "answer")}


class Spoken(NamedTuple):
    """One speech, question or answer as it stands in a document: `text` without any blank, since mark-up may stand for one."""

    kind: str
    by: str | None
    role: str | None
    text: str


def every_debate() -> list[ParameterSet]:
    """Our own debate, and the real ones."""
    real = sorted(REAL.glob("akn_*.xml")) if HAS_REAL else []
    return [pytest.param(path, id=path.name) for path in (NIGHT, *real)]


def read(data: bytes) -> ElementTree.Element:
    """The root, as the standard library reads it."""
    return ElementTree.fromstring(data)  # noqa: S314 - our own samples and those of the real sets


def spoken(data: bytes) -> list[Spoken]:
    """Every speech, question and answer in the order of the document."""
    return [
        Spoken(one.tag.removeprefix(AKN), one.get("by"), one.get("as"), "".join("".join(one.itertext()).split()))
        for one in read(data).iter()
        if one.tag in SPOKEN
    ]


def sentences(data: bytes) -> list[list[str]]:
    """The paragraphs of each of them with who begins them, blanks included; those without words left out."""
    found = []
    for one in read(data).iter():
        if one.tag in SPOKEN:
            parts = (" ".join("".join(part.itertext()).split()) for part in one)
            found.append([part for part in parts if part])
    return found


def persons(data: bytes) -> list[tuple[str | None, ...]]:
    """Every person to whom a document refers."""
    root = read(data)
    return [(one.get("eId"), one.get("href"), one.get("showAs")) for one in root.iter(f"{AKN}TLCPerson")]


def elements(data: bytes) -> dict[str, int]:
    """How many elements of each name there are, with the namespace of those of others."""
    found: dict[str, int] = {}
    for one in read(data).iter():
        name = one.tag.removeprefix(AKN)
        found[name] = found.get(name, 0) + 1
    return found


def refusals(data: bytes) -> list[str]:
    """What the schema says against a document."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.validate(etree.fromstring(data))
    return [f"{one.line}: {one.message}" for one in schema.error_log]
