"""The demo's questionnaires and answers in the shapes of the operations."""

from collections.abc import Mapping
from typing import Any

TEXT_FIELDS = ("label", "hint", "min_label", "max_label")
SETTINGS = ("max_words", "min", "max")


def sections(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections of a questionnaire as `save_questionnaire` takes them."""
    return [
        {"title": part["title"], "questions": [_question(one) for one in part["questions"]]}
        for part in told["sections"]
    ]


def _question(one: Mapping[str, Any]) -> dict[str, Any]:
    texts = {field: one[field] for field in TEXT_FIELDS if field in one}
    settings = {name: one[name] for name in SETTINGS if name in one}
    if "options" in one:
        settings["options"] = [option["key"] for option in one["options"]]
        texts |= {f"option.{option['key']}": option["label"] for option in one["options"]}
    return {
        "key": one["key"],
        "type": one["type"],
        "required": one["required"],
        "settings": settings,
        "texts": texts,
    }
