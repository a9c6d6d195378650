"""What is different between two versions of a questionnaire, question by question."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Item = Mapping[str, Any]


class Change(NamedTuple):
    """One difference: its kind, and the texts of the question or section that has it, by language."""

    kind: str
    words: Mapping[str, str]


KINDS = ("added", "taken_away", "words", "choices", "needed", "optional", "rule", "settings", "moved")


def changes_between(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """The differences, kind by kind in the order of KINDS; of a question that is new or gone no more is said."""
    before, after = _questions(old), _questions(new)
    found = [Change("added", _label(one)) for key, one in after.items() if key not in before]
    found += [Change("taken_away", _label(one)) for key, one in before.items() if key not in after]
    for key, one in after.items():
        if key in before:
            found += [Change(kind, _label(one)) for kind in _kinds(before[key], one)]
    parts = {part["key"]: part for part in old}
    for part in new:
        if part["key"] in parts:
            found += [Change(kind, part["title"]) for kind in _kinds_of_section(parts[part["key"]], part)]
    kept = [key for key in before if key in after]
    order = {key: place for place, key in enumerate(key for key in after if key in before)}
    found += [Change("moved", _label(after[key])) for place, key in enumerate(kept) if order[key] < place]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def _questions(sections: Sequence[Item]) -> dict[str, Item]:
    return {one["key"]: one for part in sections for one in part["questions"]}


def _label(one: Item) -> Mapping[str, str]:
    texts: Mapping[str, Mapping[str, str]] = one["texts"]
    return texts.get("label") or texts.get("text") or {}


def _kinds(old: Item, new: Item) -> list[str]:
    found = []
    lists = ("options", "rows")
    if any(old["settings"].get(name) != new["settings"].get(name) for name in lists):
        found.append("choices")
    if old["texts"] != new["texts"] and not (found and _common(old, new)):
        found.append("words")
    if old["required"] != new["required"]:
        found.append("needed" if new["required"] else "optional")
    if old["show_if"] != new["show_if"]:
        found.append("rule")
    rest = [{name: value for name, value in one["settings"].items() if name not in lists} for one in (old, new)]
    if rest[0] != rest[1]:
        found.append("settings")
    return found


def _common(old: Item, new: Item) -> bool:
    """Whether the texts that both have are the same."""
    return all(new["texts"][name] == words for name, words in old["texts"].items() if name in new["texts"])


def _kinds_of_section(old: Item, new: Item) -> list[str]:
    found = []
    if any(old[name] != new[name] for name in ("title", "text", "repeat_label")):
        found.append("words")
    if old["show_if"] != new["show_if"]:
        found.append("rule")
    if any(old[name] != new[name] for name in ("repeats_min", "repeats_max")):
        found.append("settings")
    return found
