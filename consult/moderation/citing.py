"""How a contribution is cited: one line of words from its reading, so that what is withheld is in no footnote.

The forms follow the summaries of stakeholders' submissions of the Universal Periodic Review ("JS1, paras. 28 and 29"). The
words of each language stand here, not in the catalogues, for a citation is made in the language of a paper, whatever the page's.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from consult.contributions.disclosure import Reading
from consult.web.formats import day_words

STYLES = ("short", "full")
LRI, PDI = "\u2066", "\u2069"


class Words(NamedTuple):
    """How one language says one paragraph, two, and several; what joins the last; a range; and the day of access."""

    one: str
    two: str
    many: str
    joint: str
    between: str
    run: str
    accessed: str


WORDS = {
    "en": Words("para. {}", "paras. {}", "paras. {}", " and ", ", ", "{}–{}", "accessed {}"),
    "fr": Words("par. {}", "par. {}", "par. {}", " et ", ", ", "{} à {}", "consulté le {}"),
    "es": Words("párr. {}", "párrs. {}", "párrs. {}", " y ", ", ", "{} a {}", "consultado el {}"),
    "ar": Words("الفقرة {}", "الفقرتان {}", "الفقرات {}", " و", "، ", "من {} إلى {}", "اطُّلع عليه في {}"),
    "zh": Words("第{}段", "第{}段", "第{}段", "和", "、", "{}至{}", "访问日期：{}"),
    "ru": Words("п.\u00a0{}", "пп.\u00a0{}", "пп.\u00a0{}", " и ", ", ", "{}–{}", "дата обращения: {}"),
}
COMMA = {"ar": "، ", "zh": "，"}


def citation(
    reading: Reading,
    title: str,
    body: str,
    symbol: str,
    address: str,
    paragraphs: Sequence[int] = (),
    language: str = "en",
    *,
    style: str = "full",
    accessed: date | None = None,
) -> str:
    """A contribution, or some paragraphs of it, cited in a language: `short` is what stands in the text of a paper,
    "AI, para. 3", `full` what stands once in its list, with the address and the day on which it was read there.

    Empty words are left out. In Arabic whatever reads from the left is marked so.
    """
    words, marked = WORDS.get(language, WORDS["en"]), _marked if language == "ar" else _plain
    places = paragraph_words(paragraphs, language)
    cited = marked(reading.code or reading.reference)
    if style == "short":
        return _joined([cited, places], language)
    name = f"{reading.name} ({marked(reading.code)})" if reading.name and reading.code else reading.name
    parts = [
        name or (marked(reading.code) if reading.code else ""),
        title,
        body,
        marked(symbol) if symbol else "",
        marked(reading.reference),
        places,
        marked(address) if address else "",
    ]
    said = words.accessed.format(day_words(accessed, language)) if accessed is not None else ""
    return _joined(parts, language) + (f" ({said})" if said else "")


def paragraph_words(paragraphs: Iterable[int], language: str) -> str:
    """Some numbers of paragraphs in words, three and more that follow each other as a range; empty for none."""
    numbers = sorted(set(paragraphs))
    words = WORDS.get(language, WORDS["en"])
    pieces = [
        words.run.format(run[0], run[-1]) if len(run) > 1 else str(run[0]) for part in _runs(numbers) for run in part
    ]
    if not pieces:
        return ""
    said = pieces[0] if len(pieces) == 1 else words.joint.join((words.between.join(pieces[:-1]), pieces[-1]))
    form = words.one if len(numbers) == 1 else words.two if len(numbers) == 2 else words.many
    return form.format(said)


def _runs(numbers: Sequence[int]) -> Iterable[list[list[int]]]:
    """Numbers that follow each other, together: three and more as one run, fewer one by one."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield _cut(run)
            run = []
        run.append(number)
    if run:
        yield _cut(run)


def _cut(run: list[int]) -> list[list[int]]:
    return [run] if len(run) > 2 else [[number] for number in run]


def _joined(parts: Iterable[str | None], language: str) -> str:
    return COMMA.get(language, ", ").join(part for part in parts if part)


def _plain(text: str) -> str:
    return text


def _marked(text: str) -> str:
    return f"{LRI}{text}{PDI}"
