"""Writing a page of quotations as a Word file: real headings, quotations and footnotes, and nothing that leads out of it.

Written by ourselves: the library that many use, python-docx, has no footnotes (docs/decisions/0040).
"""

from collections.abc import Iterator
from typing import Any

from consult.core.word import frame
from consult.core.word.markup import paragraph, part, run, w
from consult.records.quoting.paper import Block, Comment, Heading, Paper, Quotation

PARTS = frame.USUAL | frame.NOTES
FIRST_NOTE = 1  # Word keeps -1 and 0 for its lines above the notes


def word_file(paper: Paper) -> bytes:
    """The file as bytes."""
    notes: list[tuple[str, str]] = []
    body = [paragraph("Title", paper.title_language, run(paper.title, paper.title_language))]
    body += [paragraph("Subtitle", language, run(text, language)) for text, language in paper.about]
    for block in paper.blocks:
        body += _block(block, paper.language, notes)
    parts = {
        "[Content_Types].xml": frame.content_types(PARTS),
        "_rels/.rels": frame.package_relations(),
        "docProps/core.xml": frame.core_properties(paper),
        "docProps/app.xml": frame.application(),
        "word/document.xml": part(w("document", w("body", *body, frame.section(paper, PARTS)))),
        "word/_rels/document.xml.rels": frame.document_relations(PARTS),
        "word/styles.xml": frame.styles(paper),
        "word/settings.xml": frame.settings(paper, notes=True),
        "word/footnotes.xml": _footnotes(notes, paper.language),
        "word/header1.xml": part(w("hdr", frame.head_line(paper))),
        "word/footer1.xml": part(w("ftr", frame.foot_line(paper.page_of, paper.language))),
    }
    return frame.packed(parts)


def _block(block: Block, language: str, notes: list[tuple[str, str]]) -> Iterator[Any]:
    if isinstance(block, Heading):
        yield paragraph(f"Heading{block.level}", block.language, run(block.text, block.language))
    elif isinstance(block, Comment):
        for text in filter(None, block.text.split("\n")):
            yield paragraph("BodyText", block.language, run(text, block.language))
    elif isinstance(block, Quotation):
        lines = [line for line in block.text.split("\n") if line.strip()]
        for line in lines[:-1]:
            yield paragraph("Quote", block.language, run(line, block.language), keep_next=True)
        yield paragraph(
            "Quote", block.language, run(lines[-1], block.language), _reference(block.note, language, notes)
        )
    else:
        note = [_reference(block.note, language, notes)] if block.note else []
        yield paragraph("Mark", language, run(block.text, language), *note)


def _reference(note: str, language: str, notes: list[tuple[str, str]]) -> Any:
    notes.append((note, language))
    number = FIRST_NOTE + len(notes) - 1
    return w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteReference", id=number))


def _footnotes(notes: list[tuple[str, str]], language: str) -> bytes:
    """The notes, after the two lines that Word draws above them."""
    separators = [
        w("footnote", w("p", w("r", w(name))), type=kind, id=number)
        for number, kind, name in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    ]
    made = []
    for number, (text, of) in enumerate(notes, start=FIRST_NOTE):
        mark = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
        made.append(w("footnote", paragraph("FootnoteText", of, mark, run(f" {text}", of)), id=number))
    return part(w("footnotes", *separators, *made))
