"""Translations that are older than their original: shown in the forms of staff, and confirmed there as still right."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, g, request

from consult.core.localized import Older, direction
from consult.web.language import NAMES

BOX = "still_right"


class OlderText(NamedTuple):
    """One of them: the name under which it is confirmed, of which text and language it is, what its original was and is."""

    name: str
    words: str
    language: str
    dir: str
    was: str | None
    now: str
    is_confirmed: bool


def install(app: Flask) -> None:
    """Give templates `older_texts()`, those of the page's form, and `is_older(name)` of a field."""
    app.jinja_env.globals.update(older_texts=older_shown, is_older=is_older, BOX_STILL_RIGHT=BOX)


def show_older(found: Mapping[tuple[str, str, str], Older], words: Mapping[str, str]) -> None:
    """Let the form of this page show these; `words` name the texts, those of lists by what stands before the full stop."""
    confirmed = still_right()
    g.older_texts = [
        OlderText(
            f"{field}_{language}",
            words.get(field) or words.get(field.partition(".")[0], ""),
            NAMES.get(language, language),
            direction(language),
            older.was,
            older.now,
            f"{field}_{language}" in confirmed,
        )
        for (_owner, field, language), older in found.items()
    ]


def older_shown() -> list[OlderText]:
    """What the form of this page shows."""
    found: list[OlderText] = g.get("older_texts", [])
    return found


def is_older(name: str) -> bool:
    """Whether the field of this name holds such a text."""
    return any(one.name == name for one in older_shown())


def still_right() -> frozenset[str]:
    """The translations that were confirmed with the form that was sent, as `set_texts` names them."""
    return frozenset(request.form.getlist(BOX)) if request.method == "POST" else frozenset()
