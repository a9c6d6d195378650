"""Printed comments: the same bytes as the template's, whatever people wrote."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from consult.contributions.disclosure import Reading
from consult.contributions.models import STATES
from consult.moderation.printing import MOST_PATTERNS, Around, Printer, printer
from consult.moderation.shown import shown
from consult.moderation.words import comment_words
from consult.web.places import HOLE, TOKEN, hole

pytestmark = pytest.mark.pages
HOSTILE = [
    "",
    "plain",
    "<script>alert(1)</script>",
    "\"quoted\" & 'apostrophes' > <",
    "100 % %s %(name)s %%",
    "{0} {name} {{ csrf_token() }} {% raw %}",
    "&amp; &lt;",
    "計程車 保險\n法律",
    "\u202eright to left\u202c \u05d0\u05d1",
    "العربية",
    f"{hole(0)} {hole(5)} {TOKEN}",
    "line\nends\r\n\ttabs",
    "\U0001f600" * 3,
]
AROUND = [
    Around("/en/consultations/a/submissions/", "/en/consultations/a/comments?reply=", "/en/report?ref=", True, True),
    Around("/en/consultations/a/submissions/", None, None, True, False),
    Around("/en/consultations/a/submissions/", "/x?paragraph=3&reply=", "/en/report?ref=", False, False, "h4"),
]


def some_reading(dice: random.Random) -> Reading:
    at = datetime(2026, dice.randint(1, 12), dice.randint(1, 28), dice.randint(0, 23), 30, tzinfo=UTC)
    counts: tuple[int | None, ...] = (
        tuple(dice.randrange(2000) for _one in range(3)) if dice.random() < 0.7 else (None,) * 3
    )
    moment = dice.choice([None, at, at + timedelta(microseconds=123456)])
    return Reading(
        reference=f"C1-{dice.randrange(16**4):04X}-7K4M",
        kind="comment",
        state=dice.choice(STATES),
        reason=dice.choice([None, "insult", "off_topic", "unknown <reason>"]),
        confidentiality="public",
        place=1,
        docket=1,
        version=1,
        mine=False,
        withheld=frozenset(),
        identity=dice.choice([None, "public", "secretariat", "none"]),
        name=dice.choice([None, *HOSTILE]),
        category=dice.choice([None, "academia", "state", "unknown & <category>"]),
        language=dice.choice([None, "", "en", "zh-Hant", '"><b>', "%s"]),
        moment=moment,
        day=dice.choice([None, at.date()]),
        agrees=counts[0],
        disagrees=counts[1],
        passes=counts[2],
        text=dice.choice([None, *HOSTILE]),
    )


def by_template(app: Flask, around: Around, row: Reading, label: str | None, my_vote: str | None) -> str:
    macro: Any = app.jinja_env.get_template("macros/comments.html").module.comment  # type: ignore[attr-defined]
    one = shown(row, around.address, votes=around.counts, target_label=label)
    one.my_vote = my_vote
    return f"{macro(one, comment_words(), around.votes, around.reply, around.report, around.heading)}\n"


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
def test_hundreds_of_comments_are_printed_as_the_template_prints_them(app: Flask, language: str, zone: str):
    dice = random.Random(f"{language} {zone}")
    with app.test_request_context():
        g.language, g.zone = language, zone
        for around in AROUND:
            printing = Printer(around)
            for _comment in range(150):
                row, label = some_reading(dice), dice.choice([None, *HOSTILE])
                my_vote = dice.choice([None, "agree", "disagree", "pass"])
                assert printing.printed(row, label, my_vote).decode() == by_template(app, around, row, label, my_vote)


def test_it_prints_outside_of_a_request_and_new_shapes_too(app: Flask):
    dice = random.Random(5)
    rows = [some_reading(dice) for _comment in range(60)]
    with app.test_request_context():
        g.language, g.zone = "ar", "UTC"
        printing = Printer(AROUND[0])
        told = [by_template(app, AROUND[0], row, None, None) for row in rows]
    assert [printing.printed(row).decode() for row in rows] == told


def test_a_hole_that_somebody_wrote_stays_what_was_written(app: Flask):
    with app.test_request_context():
        row = some_reading(random.Random(1))
        row.state, row.text, row.name = "published", f"{hole(0)}{hole(1)}", hole(5)
        text = Printer(AROUND[0]).printed(row).decode()
    assert f"<bdi>{hole(5)}</bdi>" in text
    assert len(HOLE.findall(text)) == 3


def test_no_more_patterns_are_kept_than_are_good(app: Flask):
    with app.test_request_context():
        row, printing = some_reading(random.Random(2)), Printer(AROUND[0])
        for number in range(MOST_PATTERNS + 5):
            row.language = f"x-{number}"
            printing.printed(row)
        assert len(printing._patterns) <= MOST_PATTERNS


def test_a_printer_is_kept_for_its_language_and_zone(app: Flask):
    with app.test_request_context():
        g.language, g.zone = "en", "UTC"
        first = printer(AROUND[0])
        assert printer(AROUND[0]) is first
        g.language = "fr"
        assert printer(AROUND[0]) is not first
