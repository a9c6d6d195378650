"""The hall in words: once for the page as it is served, and the same sentences for the script that goes on from there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError

from consult.hearings.hall.queries import Hall, Listed, Running
from consult.web.formats import clock_words, zone
from consult.web.language import gettext as _
from consult.web.language import language, pgettext

MINUS = "\u2212"


def kinds() -> dict[str, str]:
    """The words of every kind of asking for the floor."""
    return {
        "point_of_order": _("Point of order"),
        "interposed_question": _("Interposed question"),
        "intervention": _("Intervention"),
        "contribution": pgettext("floor", "Contribution"),
        "right_of_reply": _("Right of reply"),
    }


def labels() -> dict[str, Any]:
    """Every sentence of the hall; places in braces are filled on the page and by the script alike."""
    return {
        "has_floor": _("Has the floor"),
        "nobody": _("Nobody has the floor"),
        "in_progress": _("The hearing is in progress"),
        "suspended": _("The item is suspended"),
        "withheld": _("Name known to the secretariat"),
        # NOTE: {language} is the name of a language
        "speaks": _("speaks {language}"),
        # NOTE: the clock of a speaker; {given} is minutes and seconds, {until} a time of day with seconds
        "left": _("Time given: {given}, until {until}"),
        "paused": _("Paused. Left of {given}"),
        # NOTE: for screen readers: {time} is minutes and seconds
        "clock": _("Time left: {time}"),
        "item": _("Item {label}: {title}"),
        "closed_item": _("closed to the public"),
        "list": _("List of speakers, item {label}"),
        "no_list": _("List of speakers"),
        "open": pgettext("list of speakers", "Open"),
        "closed": pgettext("list of speakers", "Closed"),
        "you": _("You:"),
        "speaking": pgettext("speaker", "speaking"),
        "passed": pgettext("speaker", "passed over"),
        # NOTE: state of a speaker: is called next
        "next": pgettext("speaker", "next"),
        "about": _("about {time}"),
        # NOTE: {time} is minutes and seconds
        "spoke": _("spoke {time}"),
        "own_place": _("You are number {place} on the list, about {time}."),
        "own_place_only": _("You are number {place} on the list."),
        "own_turn": _("You have the floor."),
        "now": pgettext("agenda item", "now"),
        "done": pgettext("agenda item", "done"),
        "stopped": pgettext("agenda item", "suspended"),
        "kinds": kinds(),
    }


def duration_words(length: timedelta) -> str:
    """Minutes and seconds, such as 2:14; below zero with a minus sign. A second that has begun counts as left."""
    seconds = -((-length) // timedelta(seconds=1))
    return f"{MINUS if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02}"


def seconds_words(at: datetime) -> str:
    """Hours, minutes and seconds in the zone of the page."""
    return f"{at.astimezone(ZoneInfo(zone())):%H:%M:%S}"


def language_words(code: str) -> str:
    """The name of a language in the language of the page; the code where it has none."""
    try:
        return Locale.parse(code).get_language_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def own_name(code: str) -> str:
    """The name of a language in that language; the code where it has none."""
    try:
        return Locale.parse(code).get_language_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


def title_in(titles: dict[str, str], original: str) -> tuple[str, str]:
    """A title and its language: in that of the page, else the original, else in any."""
    code = next((one for one in (language(), original) if one in titles), next(iter(titles), ""))
    return titles.get(code, ""), code


def floor_words(hall: Hall, said: dict[str, Any]) -> str:
    """Over the floor: that somebody has it, that nobody has, or what goes on instead."""
    if hall.turn is not None:
        return str(said["has_floor"])
    if hall.present is None:
        return str(said["in_progress"])
    return str(said["nobody" if hall.items[hall.present]["state"] == "current" else "suspended"])


def speaker_parts(one: dict[str, Any], said: dict[str, Any], categories: dict[str, str]) -> list[str]:
    """What is said of who has the floor, beside the name."""
    parts = [one["organisation"]] if one["organisation"] else []
    parts += [categories.get(one["category"], one["category"])] if one["category"] else []
    parts += [said["kinds"][one["kind"]]] if one["kind"] != "contribution" else []
    return [*parts, said["speaks"].format(language=language_words(one["language"]))]


def list_parts(one: dict[str, Any], said: dict[str, Any], categories: dict[str, str]) -> list[str]:
    """What is said of somebody on the list, beside the organisation, or the name where there is none."""
    parts = [one["name"]] if one["organisation"] and one["name"] else []
    parts += [categories.get(one["category"], one["category"])] if one["category"] else []
    return parts + ([said["kinds"][one["kind"]]] if one["kind"] != "contribution" else [])


def own_words(places: Sequence[Listed], said: dict[str, Any]) -> str:
    """Where the reader stands on the list, in a sentence; nothing for who is not on it."""
    if not places:
        return ""
    first = next((one for one in places if one.data["state"] == "speaking"), places[0])
    if first.data["state"] == "speaking":
        return str(said["own_turn"])
    if first.about is None:
        return str(said["own_place_only"].format(place=first.place))
    return str(said["own_place"].format(place=first.place, time=clock_words(first.about, zone())))


def clock_class(turn: Running | None) -> str:
    """The classes of a clock, each after a space."""
    if turn is None:
        return ""
    return (" is-paused" if turn.ends_at is None else "") + (" is-over" if turn.left <= timedelta() else "")
