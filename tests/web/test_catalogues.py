"""The catalogues: complete, with the places of the source, the plurals of each language, and French spaces."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parents[2]
CODES = ("ar", "fr")
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
INVISIBLE = re.compile("[\u2066-\u2069]")
NO_BREAK = "\u00a0\u202f"
FRENCH_TOO = {
    "%(num)s documents",
    "%(num)s messages",
    "%(num)s minutes",
    "%(num)s organisations",
    "%(num)s passages",
    "%(num)s questions",
    "%(num)s sections",
    "%(num)s votes",
    "%(title)s, version %(number)s",
    "Absent",
    "CSV",
    "Coalition",
    "Code %(code)s",
    "Code",
    "Consensus",
    "Consultation",
    "Consultations",
    "Contributions",
    "Date",
    "Dates",
    "Discussions",
    "Document",
    "Documents",
    "Institution",
    "Intervention",
    "Interventions",
    "Invitation",
    "JSON Lines",
    "Message %(reference)s",
    "Message",
    "Messages",
    "Note",
    "Objections",
    "Options",
    "Organisation",
    "Organisations",
    "Original",
    "Pages",
    "Passage %(number)s",
    "Pause",
    "Phase",
    "Place",
    "Programme",
    "Public",
    "Publication",
    "Question %(key)s",
    "Question",
    "Questionnaire",
    "Questions",
    "Section %(number)s",
    "Section",
    "Type",
    "Version %(number)s",
    "Versions",
    "Vote",
    "Votes",
    "version %(number)s",
}


@cache
def read(code: str) -> Catalog:
    with (ROOT / "translations" / code / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=code)


@cache
def compiled(code: str) -> Translations:
    """The catalogue as the site reads it, compiled here so that no old file is tested."""
    made = BytesIO()
    write_mo(made, read(code))
    made.seek(0)
    return Translations(fp=made)


def messages(code: str) -> list[Message]:
    return [message for message in read(code) if message.id]


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def source(message: Message) -> str:
    """The English words; of a plural the form with its number."""
    return message.id if isinstance(message.id, str) else message.id[1]


@pytest.mark.parametrize("code", CODES)
def test_every_message_has_words(code):
    assert len(messages(code)) > 600
    assert [source(m) for m in messages(code) if not forms(m) or not all(map(str.strip, forms(m)))] == []
    assert [source(m) for m in messages(code) if m.fuzzy] == []
    assert list(read(code).obsolete) == []


@pytest.mark.parametrize("code", CODES)
def test_each_translation_has_the_places_of_its_source(code):
    wrong = []
    for message in messages(code):
        wanted = sorted(PLACE.findall(source(message)))
        # A form for one number may say it as a word: يومان.
        unnumbered = [place for place in wanted if place != "%(num)s"]
        for form in forms(message):
            found = sorted(PLACE.findall(form))
            if found != wanted and not (message.pluralizable and code == "ar" and found == unnumbered):
                wrong.append(form)
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_forms_for_many_numbers_say_the_number(code):
    many = {"ar": (3, 4, 5), "fr": (0, 1)}[code]
    for message in messages(code):
        if message.pluralizable and "%(num)s" in source(message):
            assert [n for n in many if "%(num)s" not in forms(message)[n]] == []


def said(code: str, one: str, many: str, number: int) -> str:
    return compiled(code).ungettext(one, many, number) % {"num": number}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا إسهامات"),
        (1, "إسهام واحد"),
        (2, "إسهامان"),
        (3, "3 إسهامات"),
        (10, "10 إسهامات"),
        (11, "11 إسهاماً"),
        (99, "99 إسهاماً"),
        (100, "100 إسهام"),
        (101, "101 إسهام"),
        (103, "103 إسهامات"),
        (111, "111 إسهاماً"),
    ],
)
def test_arabic_numbers_take_their_form(number, words):
    assert said("ar", "%(num)s input", "%(num)s inputs", number) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 jour"), (1, "1 jour"), (2, "2 jours")])
def test_french_counts_nought_as_one(number, words):
    assert said("fr", "%(num)s day", "%(num)s days", number) == words


def test_french_has_no_break_spaces_and_its_own_apostrophe():
    wrong = [
        form
        for message in messages("fr")
        for form in forms(message)
        if re.search(rf"[^\s{NO_BREAK}][;!?»]|[ ][:;!?»]|[^\s{NO_BREAK}]:(?:\s|$)|«(?![{NO_BREAK}])|'", form)
    ]
    assert wrong == []


def test_arabic_has_its_own_punctuation():
    wrong = [form for message in messages("ar") for form in forms(message) if re.search(r"[,;?](?:\s|$)", form)]
    assert wrong == []


def test_what_reads_from_the_left_is_set_apart_in_arabic():
    """A reference in an Arabic sentence is isolated, and every isolate is closed again."""
    for message in messages("ar"):
        for form in forms(message):
            assert form.count("\u2066") + form.count("\u2068") == form.count("\u2069"), form
            assert INVISIBLE.sub("", form.replace("\u2066%(reference)s\u2069", "")).count("%(reference)s") == 0, form


@pytest.mark.parametrize("code", CODES)
def test_words_are_not_left_in_english(code):
    """Alike in English and French are only a few words; in Arabic none."""
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    known = {source(m) for m in messages(code) if source(m) in forms(m)}
    alike = {one for one in known if re.search("[A-Za-z]{3}", places.sub("", one))}
    assert alike <= (FRENCH_TOO if code == "fr" else set())
