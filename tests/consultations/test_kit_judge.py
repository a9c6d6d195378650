"""The script of the offline kit says of answers what the server says: the same shown, kept and refused."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from consult.consultations.answers import weigh
from consult.consultations.offline import kit_of
from consult.consultations.queries import asked
from consult.site import Site
from tests.consultations.all_kinds import ANSWERS, SECTIONS, ask_everything
from tests.factories import make_body, make_proceeding
from tests.servers import node

JUDGE = Path(__file__).with_name("judge.mjs")
CASES = 400
# For each key what somebody might have typed, fit or not.
TYPED: dict[str, list[Any]] = {
    "hero": ["Salma", "", " ", "one two three four five six", "a\u202eb", "名前", "x" * 1001],
    "story": ["One", "Two words", "word " * 20, "一二三四五六七八九十一二三", "a\u0007b"],
    "seen": ["yes", "no", "", {"other": "a thought"}, {"other": ""}],
    "why": ["because", ""],
    "both": ["both", ""],
    "many": [["a"], ["a", "b", "c"], ["c", "a", {"other": "d"}], ["a", "b", "c", {"other": "d"}], [{"other": ""}], []],
    "scale": [1, 5], "stars": [1, 5],
    "ranks": [{"first": "1"}, {"first": "1", "second": "1"}, {"second": "2", "first": "1"}, ["second", "first"]],
    "grid": [{"r1": "c1"}, {"r1": "c1", "r2": "c2"}, {}],
    "grids": [{"r1": ["c1"]}, {"r1": [], "r2": ["c1", "c2"]}],
    "many_km": ["0", "12.5", "1000", "1000.1", "-1", "1.25", "007", "x", "1.50"],
    "land": ["YE", ""], "part": ["africa"], "tongue": ["ar", ""], "agree": [True, False],
    "money": [{"roads": "30"}, {"roads": 60, "schools": "41"}, {"roads": "x"}, {"schools": 0}],
    "town": ["Aden", ""], "day": ["2026-02-03", "2025-12-31", "2026-02-30", "--", "x"],
    "again": ["yes", "no"], "when": ["Soon", ""],
}  # fmt: skip


def some(dice: random.Random, keys: list[str]) -> dict[str, Any]:
    return {key: dice.choice(TYPED[key]) for key in keys if key in TYPED and dice.random() < 0.7}


def answers(dice: random.Random) -> dict[str, Any]:
    """Answers to some of the questions."""
    found: dict[str, Any] = dict(ANSWERS) if dice.random() < 0.5 else {}
    for part in SECTIONS:
        keys = [one["key"] for one in part["questions"]]
        if part["key"] != "visits":
            found |= some(dice, dice.sample(keys, dice.randint(0, 4)))
        elif dice.random() < 0.8:
            found["visits"] = [some(dice, keys) for _one in range(dice.randint(0, 3))]
    return found


@pytest.mark.pages
def test_script_and_server_judge_alike(site: Site, app: Flask):
    proceeding = make_proceeding(site, make_body(site))
    version = ask_everything(site, proceeding)
    dice = random.Random(5)
    cases = [answers(dice) for _one in range(CASES)]
    with site.database.reading() as db, app.test_request_context():
        questions = asked(db, proceeding, "en", version)
        assert questions is not None
        kit = kit_of(proceeding, questions)
    sent = json.dumps({"kit": kit, "cases": cases})
    answer = subprocess.run(
        [node(), str(JUDGE)], input=sent, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    for given, told in zip(cases, json.loads(answer.stdout), strict=True):
        weighed = weigh(questions, given)
        assert told["kept"] == weighed.kept, given
        assert told["shown"] == sorted(f"{key}.{instance}" for key, instance in weighed.shown), given
        refused = [(one.key, one.instance, one.row, one.problem) for one in weighed.problems]
        assert sorted(map(tuple, told["problems"]), key=repr) == sorted(refused, key=repr), given
