"""The demo's questionnaires and answers in the shapes of the operations."""

from collections.abc import Mapping
from typing import Any

from consult.consultations.shape.settings import SETTINGS

TEXT_FIELDS = ("label", "hint", "help", "text", "unit", "min_label", "max_label")
SECTION_FIELDS = ("key", "text", "repeat_label", "repeats_min", "repeats_max", "show_if")
LISTS = {"options": "option", "rows": "row"}


def sections(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections of a questionnaire as `save_questionnaire` takes them."""
    return [
        {name: part[name] for name in SECTION_FIELDS if name in part}
        | {"title": part["title"], "questions": [_question(one) for one in part["questions"]]}
        for part in told["sections"]
    ]


def _question(one: Mapping[str, Any]) -> dict[str, Any]:
    texts = {field: one[field] for field in TEXT_FIELDS if field in one}
    settings = {name: one[name] for name in SETTINGS[one["type"]] if name in one}
    for name, kind in LISTS.items():
        if name in one:
            settings[name] = [option["key"] for option in one[name]]
            texts |= {f"{kind}.{option['key']}": option["label"] for option in one[name]}
    return {
        "key": one["key"],
        "type": one["type"],
        "required": one["required"],
        "settings": settings,
        "show_if": one.get("show_if"),
        "texts": texts,
    }
