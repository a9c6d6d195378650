"""A questionnaire with every type of question, rules, a group and matrices, in any languages; and a long one of sixty."""

from collections.abc import Sequence
from typing import Any

WORDS = {
    "en": ("Question {}", "Choice {}", "Row {}", "Part {}", "A short hint for those who need one."),
    "ar": ("السؤال {}", "الخيار {}", "السطر {}", "الجزء {}", "تلميح قصير لمن يحتاج إليه."),
    "fr": ("Question {} (fr)", "Choix {}", "Ligne {}", "Partie {}", "Une courte indication pour qui en a besoin."),
    "es": ("Pregunta {}", "Opción {}", "Fila {}", "Parte {}", "Una breve indicación para quien la necesite."),
    "ru": ("Вопрос {}", "Вариант {}", "Строка {}", "Часть {}", "Краткая подсказка для тех, кому она нужна."),
    "zh": ("问题 {}", "选项 {}", "行 {}", "部分 {}", "给需要的人的简短提示。"),
}
THREE = ["a", "b", "c"]
Section = dict[str, Any]


def texts(languages: Sequence[str], place: int, name: object) -> dict[str, str]:
    """One text in every language."""
    return {code: WORDS[code][place].format(name) for code in languages}


def asked(languages: Sequence[str], key: str, kind: str, required: bool = False, **settings: Any) -> dict[str, Any]:
    """A question with everything that its type shows."""
    rule = settings.pop("show_if", None)
    said = {"label": texts(languages, 0, key), "hint": texts(languages, 4, key)}
    said |= {f"option.{one}": texts(languages, 1, one) for one in settings.get("options", ())}
    said |= {f"row.{one}": texts(languages, 2, one) for one in settings.get("rows", ())}
    if kind == "scale":
        said |= {"min_label": texts(languages, 1, 1), "max_label": texts(languages, 1, 5)}
    if kind in ("section_text", "consent"):
        said["text"] = texts(languages, 4, key)
    return {
        "key": key, "type": kind, "required": required, "settings": settings, "show_if": rule, "texts": said,
    }  # fmt: skip


def part(languages: Sequence[str], key: str, *questions: dict[str, Any], **more: Any) -> Section:
    """A section."""
    return {"key": key, "title": texts(languages, 3, key), "questions": list(questions), **more}


def every_type(languages: Sequence[str] = ("en", "ar")) -> list[Section]:
    """All eighteen types in five parts."""

    def ask(key: str, kind: str, required: bool = False, **settings: Any) -> dict[str, Any]:
        return asked(languages, key, kind, required, **settings)

    return [
        part(
            languages,
            "words",
            ask("intro", "section_text"),
            ask("short", "short_text", True),
            ask("long", "long_text", max_words=200),
            ask("one", "single_choice", True, options=THREE, other=True),
            ask("many", "multiple_choice", options=THREE, other=True),
        ),
        part(
            languages,
            "figures",
            ask("scale", "scale", min=1, max=5),
            ask("rating", "rating", max=5),
            ask("number", "number", min=0, max=10_000, decimals=2),
            ask("day", "date"),
            ask("budget", "budget", options=THREE, total=10),
            ask("order", "ranking", options=THREE),
        ),
        part(
            languages,
            "grids",
            ask("grid", "matrix_single", rows=["r1", "r2"], options=THREE),
            ask("grids_many", "matrix_multiple", rows=["r1", "r2"], options=THREE),
        ),
        part(
            languages,
            "people",
            ask("who", "short_text", True),
            ask("where", "country"),
            repeats_min=1,
            repeats_max=4,
            repeat_label=texts(languages, 3, ""),
        ),
        part(
            languages,
            "last",
            ask("region", "region"),
            ask("tongue", "language"),
            ask("paper", "file", max_files=2),
            ask("why", "long_text", show_if={"question": "one", "is": "equals", "value": "c"}),
            ask("agree", "consent", True, version="2026-1"),
        ),
    ]


def sixty(languages: Sequence[str] = tuple(WORDS)) -> list[Section]:
    """Sixty questions in ten parts, with rules, a group and matrices, in six languages."""
    return [_tenth(languages, number) for number in range(1, 11)]


def _tenth(languages: Sequence[str], number: int) -> Section:
    def ask(name: str, kind: str, **settings: Any) -> dict[str, Any]:
        return asked(languages, f"{name}{number}", kind, **settings)

    rule = {"question": f"one{number}", "is": "one_of", "value": ["a", "b"]}
    group = {"repeats_min": 0, "repeats_max": 3} if number == 10 else {}
    return part(
        languages,
        f"part{number}",
        ask("short", "short_text"),
        ask("one", "single_choice", options=[*THREE, "d"]),
        ask("many", "multiple_choice", options=[*THREE, "d", "e"]),
        ask("long", "long_text", max_words=300, show_if=rule),
        ask("grid", "matrix_single", rows=["r1", "r2", "r3"], options=THREE),
        ask("scale", "scale", min=1, max=5),
        **group,
    )
