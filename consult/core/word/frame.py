"""The parts of a Word file around its words: types, relations, properties, styles, settings, the page."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from consult.core.word.markup import MAP, R, field, is_rtl, lang, paragraph, part, run, tag_of, w

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
DC, CP = "http://purl.org/dc/elements/1.1/", f"{PACKAGE}/metadata/core-properties"
PACKED_AT = (1980, 1, 1, 0, 0, 0)  # the same words give the same bytes
FONT = "Times New Roman"  # the one of the United Nations' documents; it has Latin, Cyrillic and Arabic letters
USUAL = {
    "styles": f"{WORD}.styles+xml",
    "settings": f"{WORD}.settings+xml",
    "header1": f"{WORD}.header+xml",
    "footer1": f"{WORD}.footer+xml",
}
NOTES = {"footnotes": f"{WORD}.footnotes+xml"}
NUMBERS = {"numbering": f"{WORD}.numbering+xml"}
COMMENTS = {"comments": f"{WORD}.comments+xml"}
Parts = Mapping[str, str]


class Sheet(Protocol):
    """What a Word file says of itself."""

    @property
    def title(self) -> str: ...

    @property
    def symbol(self) -> str: ...

    @property
    def language(self) -> str: ...


def content_types(parts: Parts) -> bytes:
    """What kind each part is of."""
    kinds = {f"/word/{name}.xml": kind for name, kind in parts.items()}
    kinds |= {"/word/document.xml": f"{WORD}.document.main+xml", "/docProps/core.xml": CORE}
    kinds["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    space = f"{PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for ending, kind in defaults.items():
        etree.SubElement(root, f"{{{space}}}Default", Extension=ending, ContentType=kind)
    for name, kind in kinds.items():
        etree.SubElement(root, f"{{{space}}}Override", PartName=name, ContentType=kind)
    return part(root)


def _relations(targets: list[tuple[str, str]]) -> bytes:
    space = f"{PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for number, (kind, target) in enumerate(targets, start=1):
        etree.SubElement(root, f"{{{space}}}Relationship", Id=f"rId{number}", Type=kind, Target=target)
    return part(root)


def package_relations() -> bytes:
    """Where a reader of the package begins."""
    return _relations(
        [
            (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ]
    )


def document_relations(parts: Parts) -> bytes:
    """The parts beside the document, in their order; none leads out of the file."""
    return _relations([(f"{OFFICE}/relationships/{name.rstrip('1')}", f"{name}.xml") for name in parts])


def core_properties(paper: Sheet) -> bytes:
    """Title and language: neither who made it nor when."""
    root = etree.Element(f"{{{CP}}}coreProperties", nsmap={"cp": CP, "dc": DC})
    for name, value in (("title", paper.title), ("identifier", paper.symbol), ("language", tag_of(paper.language))):
        if value:
            etree.SubElement(root, f"{{{DC}}}{name}").text = value
    return part(root)


def application() -> bytes:
    """The program that made it."""
    space = f"{OFFICE}/extended-properties"
    root = etree.Element(f"{{{space}}}Properties", nsmap={None: space})
    etree.SubElement(root, f"{{{space}}}Application").text = "Consult"
    return part(root)


def settings(paper: Sheet, *, notes: bool = False) -> bytes:
    """Which notes are Word's own lines, where there are any, and which language the whole is in."""
    lines = w("footnotePr", *(w("footnote", id=number) for number in (-1, 0))) if notes else None
    return part(
        w(
            "settings",
            w("zoom", percent=100),
            w("defaultTabStop", val=720),
            lines,
            w(
                "compat",
                w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15),
            ),
            w("themeFontLang", **_theme_language(paper.language)),
        )
    )


def _theme_language(language: str) -> dict[str, str]:
    return {"val": "en-GB", "bidi": tag_of(language)} if is_rtl(language) else {"val": tag_of(language)}


def section(paper: Sheet, parts: Parts) -> Any:
    """A4 with its margins, header and footer; of a language that runs from the right the page does, too."""
    refs = []
    for name in ("header", "footer"):
        reference = w(f"{name}Reference", type="default")
        reference.set(f"{{{R}}}id", f"rId{list(parts).index(f'{name}1') + 1}")
        refs.append(reference)
    size = w("pgSz", w=11906, h=16838)
    margins = w("pgMar", top=1440, right=1701, bottom=1440, left=1701, header=709, footer=709, gutter=0)
    return w("sectPr", *refs, size, margins, w("bidi") if is_rtl(paper.language) else None)


def styles(paper: Sheet, more: Sequence[Any] = ()) -> bytes:
    """The styles by the names that Word knows them by, so that a reader's own template can take them over; `more` come last."""
    fonts = w("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT)
    usual = w("rPr", fonts, w("sz", val=22), w("szCs", val=24), _usual_language(paper.language))
    defaults = w(
        "docDefaults",
        w("rPrDefault", usual),
        w("pPrDefault", w("pPr", w("spacing", after=160, line=276, lineRule="auto"))),
    )
    return part(w("styles", defaults, *_styles(), *more))


def _usual_language(language: str) -> Any:
    found = lang(language)
    if not is_rtl(language):
        found.set(f"{{{MAP['w']}}}bidi", "ar-SA")
    return found


def style(
    name: str, called: str, *about: Any, kind: str = "paragraph", based: str | None = "Normal", after: str | None = None
) -> Any:
    """One style; `about` are its properties."""
    return w(
        "style",
        w("name", val=called),
        w("basedOn", val=based) if based else None,
        w("next", val=after) if after else None,
        w("qFormat"),
        *about,
        type=kind,
        styleId=name,
        **({"default": 1} if name == "Normal" else {}),
    )


def _size(half_points: int) -> list[Any]:
    return [w("sz", val=half_points), w("szCs", val=half_points)]


def bold(half_points: int) -> Any:
    """Bold letters of a size."""
    return w("rPr", w("b"), w("bCs"), *_size(half_points))


def _styles() -> list[Any]:
    def about(*inside: Any) -> Any:
        return w("pPr", *inside)

    return [
        style("Normal", "Normal", based=None),
        style("Title", "Title", about(w("keepNext"), w("spacing", before=0, after=120)), bold(36), after="Subtitle"),
        style("Subtitle", "Subtitle", about(w("spacing", after=60)), w("rPr", w("color", val="444444"))),
        style(
            "Heading1", "heading 1", about(w("keepNext"), w("spacing", before=480, after=120), w("outlineLvl", val=0)), bold(28),
            after="BodyText",
        ),
        style(
            "Heading2", "heading 2", about(w("keepNext"), w("spacing", before=320, after=120), w("outlineLvl", val=1)), bold(24),
            after="BodyText",
        ),
        style("BodyText", "Body Text", about(w("spacing", after=160))),
        style("Quote", "Quote", about(w("spacing", after=200), w("ind", start=567, end=567)), after="BodyText"),
        style("Mark", "Mark", about(w("spacing", after=200), w("ind", start=567, end=567)), w("rPr", w("color", val="555555"))),
        style("Header", "header", about(w("pBdr", w("bottom", val="single", sz=4, space=4, color="808080")))),
        style("Footer", "footer", about(w("jc", val="center")), w("rPr", *_size(18))),
        style("FootnoteText", "footnote text", about(w("spacing", after=40, line=240, lineRule="auto")), w("rPr", *_size(18))),
        style(
            "FootnoteReference", "footnote reference", w("rPr", w("vertAlign", val="superscript")), kind="character", based=None
        ),
    ]  # fmt: skip


def head_line(paper: Sheet) -> Any:
    """The symbol at the head of each page."""
    return paragraph("Header", paper.language, run(paper.symbol, "en"))


def foot_line(page_of: str, language: str) -> Any:
    """The words around the numbers of the page, `{page}` and `{pages}` in them, in the order of the language."""
    runs, rest = [], page_of
    while "{" in rest:
        before, _brace, rest = rest.partition("{")
        name, _brace, rest = rest.partition("}")
        runs += [run(before, language)] if before else []
        runs.append(field({"page": "PAGE", "pages": "NUMPAGES"}[name], language))
    return paragraph("Footer", language, *runs, *([run(rest, language)] if rest else []))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The package with these parts, as bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name, PACKED_AT), data, ZIP_DEFLATED)
    return made.getvalue()
