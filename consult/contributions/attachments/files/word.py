"""Word files (DOCX): their paragraphs, and the same file without names, dates and whatever else Word notes down."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from consult.contributions.attachments.files.packed import Packed
from consult.contributions.attachments.files.pictures import bare
from consult.contributions.attachments.files.problems import Unfit
from consult.contributions.attachments.files.xml import local, parsed, written

DOCUMENT = "word/document.xml"
# Parts that tell about people or machines, or that can do something: left out with everything that points at them.
LEFT_OUT = (
    "docProps/", "customXml/", "_xmlsignatures", "word/comments", "word/people", "word/vba", "word/activeX", "word/embeddings",
    "word/printerSettings", "word/glossary", "word/webSettings", "word/keyMapCustomizations", "word/attachedToolbars",
    "word/documentTasks",
)  # fmt: skip
ELEMENTS_OUT = frozenset(
    {
        "rsids", "rsid", "rsidRoot", "attachedTemplate", "documentProtection", "writeProtection", "mailMerge", "docVars", "docId",
        "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "OLEObject", "control", "proofErr",
        "saveThroughXslt", "lastRenderedPageBreak",
    }
)  # fmt: skip
SOMEBODY = "Author"  # Word wants a name at each tracked change
PACKED_AT = (1980, 1, 1, 0, 0, 0)


CHANGES = ("ins", "del", "moveFrom", "moveTo")
GONE, NEW = ("del", "moveFrom"), ("ins", "moveTo")


def word_paragraphs(path: Path, *, before: bool = False) -> list[str]:
    """The text of each paragraph of the body, tables included, as tracked changes leave it, or (`before`) found it."""
    with Packed(path) as packed:
        root = parsed(packed.read(DOCUMENT))
    left_out = (NEW if before else (*GONE, "delText"), "delText" if before else "t")
    return [
        "".join(_said(one, *left_out))
        for one in root.iter()
        if local(one.tag) == "p" and local(one.getparent().tag) != "txbxContent"
    ]


def _said(element: Any, left_out: tuple[str, ...], also: str) -> Iterator[str]:
    for child in element:
        name = local(child.tag)
        if name in ("t", also):
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "\u2011"
        elif name not in ("pPr", "rPr", "instrText", "Fallback", *left_out):
            yield from _said(child, left_out, also)


def word_marks(path: Path) -> dict[str, int]:
    """How many changes are tracked in the body, and how many comments stand beside it."""
    with Packed(path) as packed:
        names = [local(one.tag) for one in parsed(packed.read(DOCUMENT)).iter()]
    return {"changes": sum(name in CHANGES for name in names), "comments": names.count("commentReference")}


def check_word(path: Path) -> None:
    """Raises Unfit for a Word file that cannot be opened."""
    with Packed(path) as packed:
        if DOCUMENT not in packed.names:
            raise Unfit("file_broken")
        parsed(packed.read(DOCUMENT))


def clean_word(source: Path, target: Path) -> None:
    """Write the file anew, part by part. Changes stay tracked, under a name that is nobody's."""
    with Packed(source) as packed, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for part, data in packed.each():
            if part.filename.startswith(LEFT_OUT):
                continue
            made.writestr(ZipInfo(part.filename, PACKED_AT), _clean_part(part.filename, data), ZIP_DEFLATED)


def _clean_part(name: str, data: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return _types(data)
    if name.endswith(".rels"):
        return _relations(name, data)
    if name.endswith(".xml"):
        return _content(data)
    return bare(data) if name.startswith("word/media/") else data if name.endswith(".odttf") else b""


def _types(data: bytes) -> bytes:
    root = parsed(data)
    for one in list(root):
        if one.get("PartName", "").lstrip("/").startswith(LEFT_OUT):
            root.remove(one)
    return written(root)


def _relations(name: str, data: bytes) -> bytes:
    """Links to other sites stay, as text does; nothing else leads out of the file, nor to a part that is left out."""
    root, home = parsed(data), posixpath.dirname(posixpath.dirname(name))
    for one in list(root):
        target = one.get("Target", "")
        leads_out = one.get("TargetMode") == "External"
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(home, target))
        if (leads_out and not one.get("Type", "").endswith("/hyperlink")) or (
            not leads_out and inside.startswith(LEFT_OUT)
        ):
            root.remove(one)
    return written(root)


def _content(data: bytes) -> bytes:
    root = parsed(data)
    for one in list(root.iter()):
        if local(one.tag) in ELEMENTS_OUT and one.getparent() is not None:
            one.getparent().remove(one)
            continue
        for attribute in list(one.attrib):
            name = local(attribute)
            if name == "author":
                one.set(attribute, SOMEBODY)
            elif name.startswith("rsid") or name in (
                "date",
                "initials",
                "dateUtc",
                "userId",
                "providerId",
                "paraId",
                "textId",
            ):
                del one.attrib[attribute]
    return written(root)
