"""Sources as BibTeX, to be read by BibTeX and biblatex alike: UTF-8, names as they are written, capitals kept."""

from collections.abc import Iterable, Iterator

from consult.records.quoting.sources import Source

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"
REPORTS = (
    "submission",
    "response",
    "advice",
)  # of a body, with a number; everything else is of no type that BibTeX knows
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What biblatex calls the languages that it hyphenates.
LANGUAGES = {"en": "british", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic", "zh": "chinese"}
# A brace counts for BibTeX even behind a backslash: only words name one.
ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&%#_"},
    }
)


def bibtex(sources: Iterable[Source]) -> str:
    """All of them, each an entry."""
    return "\n".join(_entry(one) for one in sources)


def _entry(one: Source) -> str:
    kind = "techreport" if one.kind in REPORTS else "misc"
    fields = "".join(f",\n  {name} = {value}" for name, value in _fields(one, kind))
    return f"@{kind}{{{one.key}{fields}\n}}\n"


def _fields(one: Source, kind: str) -> Iterator[tuple[str, str]]:
    if one.author:
        yield "author", _whole(one.author)
    yield "title", _whole(one.title)
    if one.body:
        yield ("institution" if kind == "techreport" else "howpublished"), _whole(one.body)
    yield "number", _text(one.reference)
    if one.day is not None:
        yield "year", f"{{{one.day.year}}}"
        yield "month", MONTHS[one.day.month - 1]
        yield "date", f"{{{one.day.isoformat()}}}"
    if one.address:
        yield "url", f"{{{_address(one.address)}}}"
        yield "urldate", f"{{{one.accessed.isoformat()}}}"
    if one.language:
        yield "language", _text(one.language)
    if one.language in LANGUAGES:
        yield "langid", f"{{{LANGUAGES[one.language]}}}"
    if one.notes:
        yield "note", _text(". ".join(one.notes))


def escaped(text: str) -> str:
    """Words in one line, with nothing in them that TeX would take for a command."""
    return " ".join(text.split()).translate(ESCAPED)


def _text(text: str) -> str:
    return f"{{{escaped(text)}}}"


def _whole(text: str) -> str:
    """In two pairs of braces: a name is not taken apart, a title keeps its capitals."""
    return f"{{{{{escaped(text)}}}}}"


def _address(url: str) -> str:
    """An address is not escaped, for it is printed by a command that takes all signs; but its braces must not count."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
