"""When a questionnaire can be asked: something is asked, and each rule looks back."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from consult.consultations.shape.rules import leaves
from consult.core.errors import Invalid

Item = Mapping[str, Any]


class Misplaced(NamedTuple):
    """A rule that can never be decided: the key of the section or question that has it, and the question it names."""

    key: str
    is_section: bool
    problem: str
    question: str


def check_publishable(sections: Sequence[Item]) -> None:
    """Raises Invalid for a questionnaire in the shape of `save_questionnaire` that cannot be asked."""
    if not any(one["type"] != "section_text" for part in sections for one in part["questions"]):
        raise Invalid("sections", "nothing_asked")
    for one in misplaced_rules(sections):
        facts = {"section" if one.is_section else "question": one.key, "rule": one.question}
        raise Invalid("sections", one.problem, **facts)


def misplaced_rules(sections: Sequence[Item]) -> list[Misplaced]:
    """The rules on questions that are not there, come later, or have no such row."""
    known = {one["key"]: one for part in sections for one in part["questions"]}
    earlier: set[str] = set()
    found: list[Misplaced] = []
    for part in sections:
        found += _misplaced(part.get("key") or "", True, part.get("show_if"), earlier, known)
        for one in part["questions"]:
            found += _misplaced(one["key"], False, one.get("show_if"), earlier, known)
            earlier.add(one["key"])
    return found


def _misplaced(key: str, is_section: bool, rule: Any, earlier: set[str], known: Mapping[str, Item]) -> list[Misplaced]:
    found = []
    for leaf in leaves(rule):
        name = leaf["question"]
        if name not in known or known[name]["type"] == "section_text":
            found.append(Misplaced(key, is_section, "rule_on_unknown", name))
        elif name not in earlier:
            found.append(Misplaced(key, is_section, "rule_on_later", name))
        elif leaf.get("row") and leaf["row"] not in _rows(known[name]):
            found.append(Misplaced(key, is_section, "rule_on_unknown", name))
    return found


def _rows(one: Item) -> Sequence[str]:
    settings = one.get("settings") or {}
    found: Sequence[str] = settings.get("rows") or settings.get("options") or ()
    return found
