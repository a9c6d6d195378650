"""The content of the demo keeps what it promises: languages, numbers, choices, limits, secret names."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from consult.proceedings.models import ROOM_FORMS

CONTENT = Path(__file__).parents[2] / "consult" / "demo" / "content"
SIX = {"en", "fr", "ar", "es", "zh", "ru"}
LIMIT = 4000
CATEGORIES = {
    "individual", "grassroots_movement", "civil_society", "civil_society_ecosoc", "indigenous_peoples",
    "persons_concerned", "nhri", "academia", "state", "un_entity", "international_organisation",
    "peacekeeping", "security", "private_sector", "trade_union", "religious_community", "media", "other",
}  # fmt: skip
REASONS = {"violence_or_hatred", "insult", "private_person", "off_topic", "spam", "unlawful", "other"}
STATES = {"published", "pending", "declined", "hidden", "withdrawn"}
HEARINGS = ["hearing", "hearing_soon", "hearing_past", "hearing_webinar"]
PROCEEDINGS = ["consultation", "consultation_closed", "consultation_soon", *HEARINGS, "workspace"]
PROCEEDINGS += [f"rooms/{number}" for number in range(3)]
FLOOR = ("en", "fr", "ar", "es")  # the languages of what is planned of a hearing
NOTED = ("en", "fr", "ar")  # of what is said in it


def load(name):
    if "/" in name:  # one of several in a file
        file, _, number = name.partition("/")
        return load(file)[int(number)]
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def all_rooms():
    return [load("workspace"), *load("rooms")]


def localized(value, path=""):
    """Every text in several languages below value, with the way to it."""
    if isinstance(value, dict):
        if "en" in value and all(len(key) == 2 for key in value):
            yield path, value
        else:
            for key, item in value.items():
                yield from localized(item, f"{path}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from localized(item, f"{path}/{number}")


def questions(proceeding):
    return [q for section in proceeding["questionnaire"]["sections"] for q in section["questions"]]


def contributions():
    yield from load("comments")
    yield from load("responses")
    yield from load("hearing")["comments"]
    yield from load("consultation_closed")["comments"]


@pytest.mark.parametrize("name", PROCEEDINGS)
def test_every_text_has_the_languages_its_proceeding_promises(name):
    proceeding = load(name)
    found = [one for one in localized(proceeding) if "/story/" not in one[0]]
    assert found
    for path, texts in found:
        assert set(texts) == set(proceeding["languages"]), path
        for language, text in texts.items():
            assert text.strip() == text, (path, language)
            assert 0 < len(text) <= LIMIT, (path, language)


def test_the_main_proceedings_and_bodies_speak_six_languages():
    for name in ("consultation", "hearing", "workspace"):
        assert set(load(name)["languages"]) == SIX
    for _, texts in localized(load("body")):
        assert set(texts) == SIX


@pytest.mark.parametrize("name", ["body", *PROCEEDINGS])
def test_typography_of_what_the_institution_writes(name):
    for path, texts in localized(load(name)):
        assert not re.search(r" [:;?!»]|« |'", texts.get("fr", "")), path
        assert not re.search(r"[٠-٩]|\w,|\w\?", texts.get("ar", "")), path
        assert not re.search(r"[ёЁ\"]", texts.get("ru", "")), path
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", texts.get("zh", "")), path


def test_bodies_and_slugs():
    bodies = {body["slug"]: body for body in load("body")}
    slugs = [load(name)["slug"] for name in PROCEEDINGS]
    assert len(slugs) == len(set(slugs))
    for name in PROCEEDINGS:
        proceeding = load(name)
        assert proceeding["symbol"].startswith(bodies[proceeding["body"]]["symbol_prefix"] + "/")
        assert set(proceeding["languages"]) <= SIX


def test_paragraph_numbers_have_no_gap():
    assert len(load("consultation")["paragraphs"]) == 16
    for name in ("consultation", "consultation_closed"):
        paragraphs = load(name)["paragraphs"]
        assert [p["number"] for p in paragraphs] == list(range(1, len(paragraphs) + 1))
    for paragraph in load("consultation")["paragraphs"]:
        assert 30 <= len(paragraph["text"]["en"].split()) <= 70


@pytest.mark.parametrize("name", ["consultation", "consultation_soon"])
def test_questions_are_well_formed(name):
    found = questions(load(name))
    assert len({q["key"] for q in found}) == len(found)
    for q in found:
        kind = q["type"]
        assert kind in {"short_text", "long_text", "single_choice", "multiple_choice", "scale"}
        assert ("options" in q) == kind.endswith("choice")
        assert ("max_words" in q) == kind.endswith("text")
        if kind == "scale":
            assert q["min"] < q["max"]
            assert q["min_label"]
            assert q["max_label"]
        keys = [option["key"] for option in q.get("options", [])]
        assert len(keys) == len(set(keys))


def test_answers_fit_their_questions():
    known = {q["key"]: q for q in questions(load("consultation"))}
    for row in load("responses"):
        assert set(row["answers"]) <= set(known)
        for key, q in known.items():
            if key not in row["answers"]:
                assert not q["required"], key
                continue
            value = row["answers"][key]
            choices = {option["key"] for option in q.get("options", [])}
            if q["type"] == "single_choice":
                assert value in choices
            elif q["type"] == "multiple_choice":
                assert value
                assert set(value) <= choices
                assert len(value) == len(set(value))
            elif q["type"] == "scale":
                assert q["min"] <= value <= q["max"]
            else:
                assert value.strip(), key
                assert len(value.split()) <= q["max_words"], value


def test_comments_stand_on_a_paragraph_and_answer_an_earlier_one():
    rows = load("comments")
    assert len(rows) >= 200
    assert {row["paragraph"] for row in rows} == set(range(1, 17))
    assert len({row["text"] for row in rows}) == len(rows)
    opened = load("consultation")["opened_days_ago"]
    for index, row in enumerate(rows):
        assert 0 < len(row["text"]) <= LIMIT
        assert len(row["text"].split()) <= 300
        assert 1 <= row["days_ago"] <= opened
        assert 0 <= row["hour"] <= 23
        if "reply_to" in row:
            assert row["reply_to"] < index
            parent = rows[row["reply_to"]]
            assert parent["paragraph"] == row["paragraph"]
            assert parent["days_ago"] >= row["days_ago"]
            assert parent["state"] == "published"
            assert parent["confidentiality"] == "public"
    assert {row["state"] for row in rows} == STATES


def test_contributions_use_known_words():
    for row in contributions():
        assert row["language"] in SIX
        assert row["category"] in CATEGORIES
        assert row["state"] in STATES
        assert (row["identity"] == "none") == ("name" not in row), row
        assert row["identity"] in {"public", "secretariat", "none"}
        assert row.get("confidentiality", "public") in {"public", "secretariat"}
        assert ("reason" in row) == (row["state"] in {"declined", "hidden"}), row
        assert row.get("reason", "other") in REASONS


def test_a_name_kept_by_the_secretariat_stands_in_no_text():
    rows = list(contributions())
    public = {row["name"] for row in rows if row["identity"] == "public"}
    public |= {person["name"] for person in load("people")}
    secret = {row["name"] for row in rows if row["identity"] == "secretariat"}
    assert not secret & public
    words = "\n".join(row.get("text") or json.dumps(row["answers"], ensure_ascii=False) for row in rows)
    words += json.dumps(load("workspace")["messages"], ensure_ascii=False)
    for name in secret:
        assert name not in words, name


def test_people_and_rooms_exist():
    people = {person["email"]: person for person in load("people")}
    assert len(people) == len(load("people"))
    scopes = {"site"} | {f"body:{body['slug']}" for body in load("body")}
    scopes |= {f"hearing:{load('hearing')['slug']}", *(f"workspace:{room['slug']}" for room in all_rooms())}
    for person in people.values():
        assert person["email"].endswith("@consult.example")
        assert person["language"] in SIX
        assert {role["scope"] for role in person["roles"]} <= scopes
    assert {room["form"] for room in all_rooms()} == set(ROOM_FORMS)
    for room in all_rooms():
        for member in room["members"]:
            held = {"role": member["role"], "scope": f"workspace:{room['slug']}"}
            assert held in people[member["email"]]["roles"]
            assert member.get("category", "other") in CATEGORIES
    room = load("workspace")
    writers = {m["email"] for m in room["members"] if m["role"] != "observer"}
    assert {message["author"] for message in room["messages"]} <= writers
    assert load("hearing")["chair"] in people


def test_live_comments_answer_an_earlier_one():
    rows = load("hearing")["comments"]
    assert len(rows) >= 25
    for index, row in enumerate(rows):
        assert row.get("reply_to", -1) < index
        assert 0 < len(row["text"]) <= LIMIT


@pytest.mark.parametrize("name", ["hearing_floor", *HEARINGS[1:]])
def test_what_happens_in_a_hearing_is_told_in_its_languages(name):
    told = load(name)
    names = {one["name"] for one in (*told["registered"], *told["part"])}
    items = {one["key"] for one in told["items"]}
    assert {one["item"] for one in told["registered"] if "item" in one} <= items
    for path, texts in localized({part: told[part] for part in ("sessions", "items")}):
        assert tuple(texts) == FLOOR, path
    for before, act in pairwise(told.get("story", [{"minute": -60}])):
        assert before["minute"] <= act["minute"], act
    for act in told.get("story", ()):
        assert act["do"] != "say" or tuple(act["text"]) == NOTED, act
        assert act["do"] != "floor" or act["name"] in names, act
        assert act.get("item", "1") in items, act


@pytest.mark.parametrize("name", ["hearing_floor", "hearing_past"])
def test_a_speaker_whose_name_is_withheld_is_named_in_no_line(name):
    told = load(name)
    withheld = [one["name"] for one in told["registered"] if one["identity"] == "secretariat"]
    said = json.dumps([act.get("text") for act in told["story"]], ensure_ascii=False)
    assert withheld
    assert not [one for one in withheld if one in said]
