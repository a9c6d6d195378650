"""What a document says of itself: its identification, whom it refers to, its language, day and title."""

import re
from collections import Counter
from datetime import date
from typing import Any

from babel.core import get_global

from consult.records.akn.debate import Debate
from consult.records.akn.names import AKN, FRONT, PROPERTIES, REFERENCES, local
from consult.records.akn.words import line_of, words_of

TITLES = ("docTitle", "shortTitle", "session", "longTitle")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _first(element: Any, *path: str) -> Any:
    return element.find("/".join(f"{{{AKN}}}{name}" for name in path))


def identification(debate: Any, seen: Counter[str]) -> dict[str, list[list[Any]]]:
    """The properties of work and expression as they stand; the manifestation will be another."""
    found: dict[str, list[list[Any]]] = {}
    for level in ("FRBRWork", "FRBRExpression"):
        properties = []
        for one in _children(_first(debate, "meta", "identification", level)):
            if (name := local(one)) in PROPERTIES:
                properties.append([name, {key: one.get(key) for key in PROPERTIES[name] if one.get(key) is not None}])
                seen[name] += 1
        if properties:
            found[level] = properties
            seen[level] += 1
    if found:
        seen.update({"meta": 1, "identification": 1})
    return found


def _children(element: Any) -> Any:
    return () if element is None else element


def references(debate: Any, seen: Counter[str]) -> list[dict[str, str]]:
    """Everybody and everything that the document refers to by an identifier."""
    found, taken = [], set()
    for group in debate.iterfind(f"{{{AKN}}}meta/{{{AKN}}}references"):
        seen["references"] += 1
        for one in group:
            if local(one) not in REFERENCES or one.get("eId") in taken:
                continue
            taken.add(one.get("eId"))
            values = {name: one.get(name, "") for name in ("eId", "href", "showAs")}
            values |= {"name": one.get("name", "")} if local(one) == "TLCReference" else {}
            found.append({"element": str(local(one))} | values)
            seen[str(local(one))] += 1
    return found


def language_of(debate: Any) -> str | None:
    """Its first language as a tag such as `en`; None where it names none that is a tag."""
    one = _first(debate, "meta", "identification", "FRBRExpression", "FRBRlanguage")
    raw = "" if one is None else one.get("language", "").strip()
    known = get_global("language_aliases")
    tag = known.get(raw.lower(), raw)
    return tag if TAG.fullmatch(tag) else None


def day_of(debate: Any) -> date | None:
    """The day of the work, where it names one."""
    one = _first(debate, "meta", "identification", "FRBRWork", "FRBRdate")
    found = DAY.match("" if one is None else one.get("date", ""))
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def title_of(debate: Any) -> str:
    """What to call it: the title it gives itself, or its kind and day."""
    for name in TITLES:
        for part in FRONT:
            front = _first(debate, part)
            one = None if front is None else front.find(f".//{{{AKN}}}{name}")
            if one is not None and (text := line_of(one)):
                return text[:300]
    day = day_of(debate)
    return " ".join(filter(None, [debate.get("name") or "debate", day.isoformat() if day else ""]))


def front_of(debate: Any, seen: Counter[str], counted: Debate) -> dict[str, str]:
    """The words before and after the debate itself; tables of contents, which repeat the headings, are left out."""
    found = {}
    for name in FRONT:
        part = _first(debate, name)
        for toc in [] if part is None else list(part.iter(f"{{{AKN}}}toc")):
            toc.getparent().remove(toc)  # the counts of what is left out are taken from a copy of the whole
        if part is not None and (text := words_of(part)):
            found[name] = text
            seen[name] += 1
            for one in part.iter():
                if one is not part and words_of(one):
                    (seen if local(one) == "p" else counted.plain)[local(one) or str(one.tag)] += 1
    return found
