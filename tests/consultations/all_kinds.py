"""A questionnaire with every type of question, a rule, a repeating group and piping, and answers to all of it."""

from typing import Any

from consult.consultations.operations import publish_questionnaire, save_questionnaire
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST

ARABIC = {
    "Who you are": "من أنت",
    "Your visits": "زياراتك",
    "All other kinds": "كل الأنواع الأخرى",
    "Your name in the story": "اسمك في القصة",
    "What happened?": "ماذا حدث؟",
    "Yes": "نعم",
    "No": "لا",
    "visit": "زيارة",
}


def both(english: str) -> dict[str, str]:
    """A text in English and Arabic."""
    return {"en": english, "ar": ARABIC.get(english, f"{english} بالعربية")}


def question(key: str, kind: str, label: str = "", *, required: bool = False, **more: Any) -> dict[str, Any]:
    """A question with words for all that it offers."""
    rule, texts = more.pop("show_if", None), {"label": both(label or f"About {key}?")}
    texts |= {f"option.{one}": both(f"The option {one}") for one in more.get("options", ())}
    texts |= {f"row.{one}": both(f"The row {one}") for one in more.get("rows", ())}
    if kind == "scale":
        texts |= {"min_label": both("never"), "max_label": both("always")}
    texts |= more.pop("texts", {})
    return {"key": key, "type": kind, "required": required, "settings": more, "show_if": rule, "texts": texts}


SECTIONS: list[dict[str, Any]] = [
    {
        "key": "you",
        "title": both("Who you are"),
        "questions": [
            question("intro", "section_text", texts={"text": both("Please **read** this first.")}),
            question("hero", "short_text", "Your name in the story", required=True, max_words=5),
            question("story", "long_text", "What happened?", max_words=12, min_words=2),
            question("seen", "single_choice", "Did you see it?", required=True, options=["yes", "no"], other=True),
            question(
                "why",
                "short_text",
                "Why did {{hero}} not see it?",
                required=True,
                show_if={"question": "seen", "is": "equals", "value": "no"},
            ),
            question(
                "both",
                "short_text",
                show_if={
                    "all": [
                        {"question": "seen", "is": "not_equals", "value": "no"},
                        {
                            "any": [
                                {"question": "hero", "is": "contains", "value": "sal"},
                                {"question": "story", "is": "answered"},
                            ]
                        },
                    ]
                },
            ),
        ],
    },
    {
        "key": "visits",
        "title": both("Your visits"),
        "repeat_label": both("visit"),
        "repeats_min": 1,
        "repeats_max": 3,
        "questions": [
            question("town", "short_text", required=True),
            question("day", "date", earliest="2026-01-01", latest="2026-12-31"),
            question("again", "single_choice", options=["yes", "no"]),
            question("when", "short_text", show_if={"question": "again", "is": "equals", "value": "yes"}),
        ],
    },
    {
        "key": "rest",
        "title": both("All other kinds"),
        "questions": [
            question("many", "multiple_choice", options=["a", "b", "c"], other=True, max_choices=3),
            question("scale", "scale", min=1, max=5),
            question("stars", "rating", max=5),
            question("ranks", "ranking", options=["first", "second", "third"], max_ranked=2),
            question("grid", "matrix_single", rows=["r1", "r2"], options=["c1", "c2"]),
            question("grids", "matrix_multiple", rows=["r1", "r2"], options=["c1", "c2"]),
            question("many_km", "number", min="0", max="1000", decimals=1, texts={"unit": both("km")}),
            question("land", "country"),
            question("part", "region"),
            question("tongue", "language"),
            question("proof", "file", max_files=2),
            question("agree", "consent", required=True, version="1", texts={"text": both("I agree to the notice.")}),
            question("money", "budget", options=["roads", "schools"], total=100),
        ],
    },
]

ANSWERS: dict[str, Any] = {
    "hero": "Salma",
    "story": "Two words and more.",
    "seen": "no",
    "why": "It was dark.",
    "visits": [{"town": "Aden", "day": "2026-02-03", "again": "yes", "when": "Soon"}, {"town": "Sana'a"}],
    "many": ["a", "c", {"other": "something else"}],
    "scale": 4,
    "stars": 3,
    "ranks": ["second", "first"],
    "grid": {"r1": "c2", "r2": "c1"},
    "grids": {"r1": ["c1", "c2"]},
    "many_km": "12.5",
    "land": "YE",
    "part": "asia_pacific",
    "tongue": "ar",
    "agree": True,
    "money": {"roads": 30, "schools": 60},
}


def ask_everything(site: Site, proceeding: Proceeding) -> str:
    """Publish the questionnaire; the public id of its version."""
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=SECTIONS)
    version: str = site.work.run(publish_questionnaire, TEST, proceeding_id=proceeding.id).result
    return version
