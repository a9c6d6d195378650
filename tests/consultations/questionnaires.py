"""Generated questionnaires with answers to them: fit ones, unfit ones, and anything at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.shape.settings import SETTINGS
from consult.core.countries import REGIONS
from consult.core.localized import Words

KEYS = [f"q{number}" for number in range(20)]
OPTIONS = ["a", "b", "c", "d"]
LETTERS = st.sampled_from("abzéßñ中文日عربي٣9 .,'\"<&>{}🙂-")
SENTENCES = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["a", "other", "b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*OPTIONS, "other", "x"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


def asked_of(sections: Sequence[Mapping[str, Any]], language: str = "en") -> Asked:
    """A version as it is asked, from the shape that `save_questionnaire` takes, without a database."""
    return Asked(1, "v" * 16, None, True, [_section(part, language) for part in sections], language)


def _section(part: Mapping[str, Any], language: str) -> AskedSection:
    def words(texts: Mapping[str, str] | None) -> Words | None:
        return Words(texts["en"], "en") if texts else None

    def question(one: Mapping[str, Any]) -> AskedQuestion:
        texts, settings = one["texts"], one["settings"]
        return AskedQuestion(
            f"{one['key']:_>16}",
            one["key"],
            one["type"],
            one["required"],
            settings,
            words(texts["label"]) or Words("", ""),
            options={key: Words(f"Option {key}", "en") for key in settings.get("options", ())},
            rows={key: Words(f"Row {key}", "en") for key in settings.get("rows", ())},
            text=words(texts.get("text")),
            show_if=one.get("show_if"),
        )

    return AskedSection(
        words(part["title"]),
        [question(one) for one in part["questions"]],
        key=part["key"],
        repeats_min=part.get("repeats_min", 1),
        repeats_max=part.get("repeats_max", 1),
        show_if=part.get("show_if"),
    )


@st.composite
def settings_of(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Settings that a question of this type can have."""
    options = OPTIONS[: draw(st.integers(2, 4))]
    low = draw(st.integers(-5, 5))
    total = draw(st.integers(1, 20))
    possible: dict[str, Any] = {
        "options": options,
        "rows": ["r", "s", "t"][: draw(st.integers(1, 3))],
        "other": draw(st.booleans()),
        "shuffle": draw(st.booleans()),
        "max_words": draw(st.integers(2, 9)),
        "min_words": draw(st.integers(1, 2)),
        "min_choices": draw(st.integers(0, 2)),
        "max_choices": 2,
        "max_ranked": draw(st.integers(1, len(options))),
        "min": low,
        "max": low + draw(st.integers(1, 9)),
        "decimals": draw(st.integers(0, 3)),
        "earliest": "2020-02-29",
        "latest": "2031-01-01",
        "max_files": 2,
        "version": "2026-01",
        "total": total,
    }
    if kind == "rating":
        possible["max"] = draw(st.integers(2, 10))
    optional = {"max_words", "min_words", "min_choices", "max_choices", "max_ranked", "earliest", "latest", "decimals"}
    if kind == "number":
        optional |= {"min", "max"}
    return {name: possible[name] for name in SETTINGS[kind] if name not in optional or draw(st.booleans())}


@st.composite
def rules(draw: st.DrawFn, earlier: Sequence[Mapping[str, Any]], depth: int = 2) -> Any:
    """A rule on earlier questions."""
    kind = draw(st.sampled_from(["test", "test", "all", "any", "not"])) if depth else "test"
    if kind == "not":
        return {"not": draw(rules(earlier, depth - 1))}
    if kind != "test":
        return {kind: draw(st.lists(rules(earlier, depth - 1), min_size=1, max_size=2))}
    one = draw(st.sampled_from(earlier))
    test = draw(st.sampled_from(["answered", "not_answered", "equals", "not_equals", "contains", "at_least", "one_of"]))
    rule = {"question": one["key"], "is": test}
    if test in ("answered", "not_answered"):
        return rule
    value = draw(st.sampled_from(["a", "b", "other", "x", 1, 3, "2026-01-01", True]))
    return rule | {"value": ["a", value] if test == "one_of" else value}


@st.composite
def questionnaires(
    draw: st.DrawFn, kinds: Sequence[str] = tuple(SETTINGS), repeats: Sequence[int] = (1, 1, 3)
) -> list[dict[str, Any]]:
    """Sections in the shape of `save_questionnaire`, with rules that look back, and groups."""
    earlier: list[Mapping[str, Any]] = []
    keys = iter(KEYS)
    sections = []
    for number in range(draw(st.integers(1, 3))):
        inside: list[dict[str, Any]] = []
        show_if = draw(rules(earlier)) if earlier and draw(st.integers(0, 3)) == 0 else None
        for key in [next(keys) for _number in range(draw(st.integers(1, 4)))]:
            kind = draw(st.sampled_from(kinds))
            one: dict[str, Any] = {"key": key, "type": kind, "settings": draw(settings_of(kind))}
            one["required"] = draw(st.booleans())
            one["texts"] = {"label": {"en": f"Question {key}"}, "text": {"en": "A text."}}
            is_ruled: bool = draw(st.booleans())
            one["show_if"] = draw(rules(earlier)) if earlier and is_ruled else None
            inside.append(one)
            if kind != "section_text":
                earlier.append(one)
        most = draw(st.sampled_from(repeats))
        least = draw(st.integers(0, 2)) if most > 1 else 1
        part = {"key": f"part{number}", "title": {"en": f"Part {number}"}, "questions": inside, "show_if": show_if}
        sections.append(part | {"repeats_min": least, "repeats_max": most})
    return sections


FILES = ["file-one", "file-two", "file-three"]


@st.composite
def fit(draw: st.DrawFn, one: AskedQuestion) -> Any:
    """A canonical answer that the question takes, complete in itself."""
    kind, settings, options = one.type, one.settings, list(one.options)
    if kind in ("short_text", "long_text"):
        return draw(sentences(settings.get("min_words", 1), settings.get("max_words", 60)))
    if kind == "single_choice":
        return draw(st.sampled_from(options) | (other() if settings.get("other") else st.nothing()))
    if kind == "multiple_choice":
        return draw(several(options, settings))
    if kind in ("scale", "rating"):
        return draw(st.integers(settings.get("min", 1), settings["max"]))
    if kind == "ranking":
        order = draw(st.permutations(options))
        return order[: draw(st.integers(1, settings.get("max_ranked", len(options))))]
    if kind in ("matrix_single", "matrix_multiple"):
        return draw(matrices(one))
    if kind == "budget":
        found = dict.fromkeys(draw(st.lists(st.sampled_from(options), min_size=1, unique=True)), 0)
        return {key: 1 for key in options if key in list(found)[: settings["total"]]}
    return draw(plain(kind, settings))


@st.composite
def plain(draw: st.DrawFn, kind: str, settings: Mapping[str, Any]) -> Any:
    """Answers that are one value."""
    if kind == "number":
        return draw(numbers(settings))
    if kind == "date":
        return draw(st.sampled_from(["2020-02-29", "2026-11-07", "2031-01-01"]))
    if kind == "file":
        return draw(st.lists(st.sampled_from(FILES), min_size=1, max_size=settings.get("max_files", 1), unique=True))
    fixed = {"country": ["CH", "SS", "AX"], "region": list(REGIONS), "language": ["ar", "qu", "zh-Hant", "pt-BR"]}
    return True if kind == "consent" else draw(st.sampled_from(fixed[kind]))


@st.composite
def sentences(draw: st.DrawFn, least: int, most: int) -> str:
    """A text of so many words."""
    return " ".join(
        ["word"] * draw(st.integers(least, min(most, least + 3))) + draw(st.sampled_from([[], ["-", "<&>"]]))
    )


def other() -> st.SearchStrategy[dict[str, str]]:
    """Another choice in own words."""
    return SENTENCES.map(lambda text: {"other": text[:40]})


@st.composite
def several(draw: st.DrawFn, options: Sequence[str], settings: Mapping[str, Any]) -> list[Any]:
    """So many options in their order as the settings allow, perhaps with another one."""
    least = max(settings.get("min_choices", 0), 1)
    number = draw(st.integers(least, settings.get("max_choices", len(options))))
    chosen = draw(st.permutations(options))[:number]
    found: list[Any] = [key for key in options if key in chosen]
    if settings.get("other") and draw(st.booleans()):
        found = [*found[:-1], draw(other())]
    return found


@st.composite
def matrices(draw: st.DrawFn, one: AskedQuestion) -> dict[str, Any]:
    """All rows, or some where they are optional."""
    rows = list(one.rows)
    if not one.required:
        rows = rows[: draw(st.integers(1, len(rows)))]
    cell: st.SearchStrategy[Any] = st.sampled_from(list(one.options))
    if one.type == "matrix_multiple":
        chosen = st.sets(cell, min_size=1)
        cell = chosen.map(lambda ticked: [key for key in one.options if key in ticked])
    return {row: draw(cell) for row in rows}


@st.composite
def numbers(draw: st.DrawFn, settings: Mapping[str, Any]) -> str:
    """A number within its limits, canonical."""
    low = settings.get("min", -2_000_000)
    whole = draw(st.integers(low, settings.get("max", low + 4_000_000)))
    places = draw(st.integers(0, settings.get("decimals", 0)))
    rest = draw(st.integers(1, 9)) if places else 0
    if not rest or whole <= low or whole >= settings.get("max", 3_000_000):
        return str(whole)
    return f"{whole}.{'0' * (places - 1)}{rest}"


LOOSE = {"max_words": 60, "min_words": 1, "min_choices": 0, "max_choices": 4, "max_files": 3}


@st.composite
def almost(draw: st.DrawFn, one: AskedQuestion) -> Any:
    """What the question might take if it were less strict: often just past one of its limits."""
    loose = {name: value for name, value in LOOSE.items() if name in SETTINGS[one.type]}
    settings = {name: value for name, value in one.settings.items() if name not in ("max_ranked", "decimals")} | loose
    if one.type in ("scale", "number"):
        settings |= {"min": -9, "max": 19, "decimals": 4}
    if one.type in ("rating", "budget"):
        settings |= {"max": 19, "total": 40}
    options = one.options | {"z": Words("Z", "en")} if draw(st.integers(0, 3)) == 0 else one.options
    if one.type == "date":
        return draw(st.dates().map(str))
    wider = replace(one, settings=settings, options=options)
    found = draw(fit(wider))
    return {key: draw(st.integers(1, 21) | st.just(-1)) for key in found} if one.type == "budget" else found


@st.composite
def answers_to(draw: st.DrawFn, asked: Asked, unfit: bool = False) -> dict[str, Any]:
    """Answers to some of the questions; with `unfit` also what no question takes, and what nobody asks."""
    value = (lambda one: fit(one) | almost(one) | ANYTHING) if unfit else fit

    def some(section: AskedSection) -> dict[str, Any]:
        if section.repeats and draw(st.integers(0, 3)) == 0:
            return {}
        chosen = [one for one in section.questions if one.takes_answer and draw(st.integers(0, 3))]
        return {one.key: draw(value(one)) for one in chosen}

    found: dict[str, Any] = {}
    for section in asked.sections:
        if section.repeats:
            found[section.key] = [some(section) for _one in range(draw(st.integers(0, section.repeats_max)))]
        else:
            found |= some(section)
    if unfit and draw(st.booleans()):
        found |= draw(
            st.dictionaries(st.sampled_from([*KEYS[:6], "part0", "part1", "form", "zz"]), ANYTHING, max_size=3)
        )
    return found
