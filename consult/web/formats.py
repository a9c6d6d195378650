"""Dates, moments and numbers in words of the reader's language; digits are 0-9 in all of them."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, g
from markupsafe import Markup, escape

from consult.core.localized import Words
from consult.web.language import language
from consult.web.markdown import markdown

MONTHS_AR = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)


def install(app: Flask) -> None:
    """Add the filters for times and numbers, and for texts that staff wrote in several languages."""
    app.jinja_env.filters.update(
        day=lambda value: day_words(value, language()),
        moment=lambda value, in_zone=None: moment_words(value, language(), in_zone or zone()),
        clock=lambda value: clock_words(value, zone()),
        number=lambda value: number_words(value, language()),
        size=lambda value: Markup('<bdi dir="ltr">{}</bdi>').format(size_words(value, language())),
        foreign=lambda value: foreign(value, language()),
        spoken=lambda value: spoken(value, language()),
        markdown=markdown,
    )
    app.jinja_env.globals["own_months"] = own_months


def own_months() -> tuple[str, ...] | None:
    """The names of the months where they are not those that browsers know, for the scripts."""
    return MONTHS_AR if language() == "ar" else None


def size_words(size: int | None, code: str) -> str:
    """The size of a file, such as 1.4 MB."""
    number, unit = (size or 0) / 1_000_000, "MB"
    if number < 0.1:
        number, unit = max((size or 0) / 1_000, 0.1), "kB"
    said = format_decimal(round(number, 1 if number < 10 else 0), locale="en" if code == "ar" else code)
    return f"{said}\u00a0{unit}"


def zone() -> str:
    """The time zone of this page: that of its proceeding, else UTC."""
    return str(g.get("zone", "UTC"))


def foreign(words: Words, code: str) -> str | None:
    """The language of a text where it is another one than the page's."""
    return words.language if words.language and words.language != code else None


def spoken(words: Words, code: str) -> Markup:
    """A text of staff, marked with its language and direction where they are not the page's."""
    if foreign(words, code) is None:
        return escape(words.text)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(words.language, words.dir, words.text)


@lru_cache(maxsize=4096)
def day_words(day: date, code: str) -> str:
    """A day in words: 21 November 2026, 1er décembre 2026, 21 تشرين الثاني/نوفمبر 2026."""
    if code == "ar":
        return f"{day.day} {MONTHS_AR[day.month - 1]} {day.year}"
    words = format_date(day, "d MMMM y" if code != "zh" else "long", locale=code)
    return f"1er{words[1:]}" if code == "fr" and day.day == 1 else words


@lru_cache(maxsize=4096)
def moment_words(at: datetime, code: str, zone_name: str) -> str:
    """A moment to the minute, 24-hour clock, with its zone as an offset from UTC."""
    local = at.astimezone(ZoneInfo(zone_name))
    offset = format_datetime(local, "ZZZZ", locale="en").replace("GMT", "UTC")
    short = offset.replace("+0", "+").replace("-0", "-").replace(":00", "").removesuffix("+0")
    comma = "،" if code == "ar" else ","
    return f"{day_words(local.date(), code)}{comma} \u2066{local:%H:%M} ({short})\u2069"


class When(NamedTuple):
    """A day or moment as a page shows it: for programs, and in words."""

    at: str
    words: str


@lru_cache(maxsize=4096)
def when(at: date | datetime, code: str, zone_name: str) -> When:
    """A day in words, or a moment in the words of a zone."""
    words = moment_words(at, code, zone_name) if isinstance(at, datetime) else day_words(at, code)
    return When(at.isoformat(), words)


def clock_words(at: datetime, zone_name: str) -> str:
    """Hours and minutes."""
    return f"{at.astimezone(ZoneInfo(zone_name)):%H:%M}"


@lru_cache(maxsize=1024)
def number_words(number: int, code: str) -> str:
    """A whole number with the groups of the language and digits 0-9."""
    return format_decimal(number, locale="en" if code == "ar" else code)
