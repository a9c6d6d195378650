"""The words of WordprocessingML: paragraphs and runs, each with its language and direction."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from consult.core.localized import direction

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
EAST_ASIAN = ("zh", "ja", "ko")
# Word wants a language with its region; for any other language the tag itself stands.
REGIONS = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN", "und": "x-none"}
FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def w(name: str, /, *children: Any, **values: Any) -> Any:
    """An element of Word's namespace; values become attributes of the same namespace."""
    made = etree.Element(f"{{{W}}}{name}", {f"{{{W}}}{key}": str(value) for key, value in values.items()}, nsmap=MAP)
    made.extend(one for one in children if one is not None)
    return made


MAP = {"w": W, "r": R}


def part(root: Any) -> bytes:
    """A part of the package as bytes."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def is_rtl(language: str) -> bool:
    """Whether the language runs from the right."""
    return direction(language.split("-")[0]) == "rtl"


def tag_of(language: str) -> str:
    """The language as Word names it."""
    return REGIONS.get(language, language)


def lang(language: str) -> Any:
    """The element that names a language, in the attribute of its script."""
    if is_rtl(language):
        return w("lang", bidi=tag_of(language))
    if language.split("-")[0] in EAST_ASIAN:
        return w("lang", eastAsia=tag_of(language))
    return w("lang", val=tag_of(language))


def run(text: str, language: str, style: str | None = None) -> Any:
    """Words in one language; line ends become breaks."""
    about = w("rPr", w("rStyle", val=style) if style else None, w("rtl") if is_rtl(language) else None, lang(language))
    return w("r", about, *_words(text))


def _words(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.translate(FORBIDDEN).split("\n")):
        if number:
            yield w("br")
        words = w("t")
        words.text = line
        words.set(f"{{{XML}}}space", "preserve")
        yield words


def paragraph(style: str, language: str, *runs: Any, keep_next: bool = False) -> Any:
    """A paragraph in the direction of its language."""
    about = [w("pStyle", val=style), w("keepNext") if keep_next else None, w("bidi") if is_rtl(language) else None]
    return w("p", w("pPr", *about), *runs)


def field(instruction: str, language: str) -> Any:
    """A field that Word counts itself, such as PAGE."""
    return w("fldSimple", run("1", language), instr=f" {instruction} ")
