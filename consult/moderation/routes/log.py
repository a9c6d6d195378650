"""The log of what staff did, and apart from it the log of who read what was confided; both can be taken along."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.core.clock import rfc3339
from consult.core.csv_cells import csv_rows
from consult.core.errors import NotFound
from consult.moderation.log_words import detail_words, door_words, operation_words, role_told
from consult.moderation.routes import parts
from consult.moderation.words import reason_words
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.staff_log.queries import (
    PAGE,
    ActLine,
    LogFilter,
    ReadingLine,
    acts,
    all_acts,
    all_readings,
    known_acts,
    reads_log,
    reads_readings,
)
from consult.staff_log.queries import readings as readings_of
from consult.web.language import language
from consult.web.site import actor, reading, this_site

Line = dict[str, Any]


def install(app: Flask) -> None:
    """Add the two pages and their files."""
    desk = "/<language:lang>/desk/log"
    app.add_url_rule(f"{desk}/", "desk.log", show)
    app.add_url_rule(f"{desk}/acts.<any(csv,jsonl):form>", "desk.log_file", file)
    app.add_url_rule(f"{desk}/readings", "desk.readings", show_readings)
    app.add_url_rule(f"{desk}/readings.<any(csv,jsonl):form>", "desk.readings_file", readings_file)


def show() -> ResponseReturnValue:
    """What the staff did."""
    if not reads_log(actor()):
        raise NotFound
    rooms = known_rooms()
    wanted, page = chosen(rooms), parts.page_number()
    found, total = acts(reading(), actor(), wanted, page)
    return render_template(
        "moderation/log.html",
        lines=found,
        acts=[(one, operation_words(one)) for one in known_acts(reading(), actor())],
        words={
            "act": operation_words,
            "detail": detail_words,
            "role": role_told,
            "reason": reason_words,
        },
        sees_readings=reads_readings(actor()),
        **shared(rooms, total, page),
    )


def show_readings() -> ResponseReturnValue:
    """Who was shown what was confided."""
    if not reads_readings(actor()):
        raise NotFound
    rooms = known_rooms()
    wanted, page = chosen(rooms), parts.page_number()
    found, total = readings_of(reading(), actor(), wanted, page)
    return render_template("moderation/log_readings.html", lines=found, door=door_words, **shared(rooms, total, page))


def shared(rooms: dict[int, tuple[str, str]], total: int, page: int) -> dict[str, Any]:
    """What both pages print."""
    asked = {name: request.args.get(name, "")[:80] for name in ("person", "act", "on", "proceeding", "since", "until")}
    return {
        "asked": asked,
        "kept": {name: value for name, value in asked.items() if value},
        "rooms": {number: title for number, (_public_id, title) in rooms.items()},
        "places": sorted(rooms.values(), key=lambda one: one[1]),
        "total": total,
        "pages": parts.pages(total, page, PAGE),
    }


def known_rooms() -> dict[int, tuple[str, str]]:
    """The proceedings that the reader may know of: id → public id and title."""
    rows = reading().scalars(select(Proceeding).where(visible(actor()))).all()
    words = proceeding_words(reading(), rows, language(), ("title",))
    return {row.id: (row.public_id, words[row.id]["title"].text) for row in rows}


def chosen(rooms: dict[int, tuple[str, str]]) -> LogFilter:
    """The filter that the address holds; a proceeding that the reader may not know of finds nothing."""
    public_id = parts.argument("proceeding")
    room = next((number for number, (name, _title) in rooms.items() if name == public_id), -1) if public_id else None
    return LogFilter(
        parts.argument("person"), parts.argument("act"), parts.argument("on"), room, _day("since"), _day("until")
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def file(form: str) -> ResponseReturnValue:
    """The acts that the filter finds, as a file."""
    if not reads_log(actor()):
        raise NotFound
    rooms = known_rooms()
    wanted, who, site = chosen(rooms), actor(), this_site()

    def lines() -> Iterator[Line]:
        with site.database.reading() as db:
            for one in all_acts(db, who, wanted):
                yield _act_line(one, rooms)

    return sent(lines(), form, "staff-log", ACT_COLUMNS)


def readings_file(form: str) -> ResponseReturnValue:
    """The readings that the filter finds, as a file."""
    if not reads_readings(actor()):
        raise NotFound
    rooms = known_rooms()
    wanted, who, site = chosen(rooms), actor(), this_site()

    def lines() -> Iterator[Line]:
        with site.database.reading() as db:
            for one in all_readings(db, who, wanted):
                yield _reading_line(one, rooms)

    return sent(lines(), form, "confidential-readings", READING_COLUMNS)


ACT_COLUMNS = ("at", "name", "role", "act", "detail", "proceeding", "subject", "number", "reason", "note")
READING_COLUMNS = ("at", "name", "door", "proceeding", "reference", "number")


def _act_line(one: ActLine, rooms: dict[int, tuple[str, str]]) -> Line:
    found = {name: getattr(one, name) for name in ACT_COLUMNS if hasattr(one, name)}
    return found | {"at": rfc3339(one.at), "proceeding": _room(one.proceeding_id, rooms)}


def _reading_line(one: ReadingLine, rooms: dict[int, tuple[str, str]]) -> Line:
    found = {name: getattr(one, name) for name in READING_COLUMNS if hasattr(one, name)}
    return found | {"at": rfc3339(one.at), "proceeding": _room(one.proceeding_id, rooms)}


def _room(number: int | None, rooms: dict[int, tuple[str, str]]) -> str | None:
    if number is None:
        return None
    return rooms[number][0] if number in rooms else "private"


def sent(lines: Iterator[Line], form: str, name: str, columns: tuple[str, ...]) -> Response:
    """A file made while it is sent."""
    if form == "csv":
        rows = ([line.get(column) for column in columns] for line in lines)
        answer = Response(csv_rows(columns, rows), content_type="text/csv; charset=utf-8")
    else:
        answer = Response((orjson.dumps(line) + b"\n" for line in lines), content_type="application/x-ndjson")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
