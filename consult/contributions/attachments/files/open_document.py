"""OpenDocument texts (ODT): their paragraphs, and the same file without names, dates, notes of the margin and settings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from consult.contributions.attachments.files.kinds import ODT
from consult.contributions.attachments.files.packed import Packed
from consult.contributions.attachments.files.pictures import bare
from consult.contributions.attachments.files.problems import Unfit
from consult.contributions.attachments.files.xml import local, parsed, written

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
KEPT = ("mimetype", CONTENT, "styles.xml", MANIFEST)
DUBLIN, OFFICE, DRAW = (
    "{http://purl.org/dc/elements/1.1/}",
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}",
)
OUT = frozenset(
    {f"{DUBLIN}creator", f"{DUBLIN}date", f"{DRAW}object", f"{DRAW}object-ole"}
    | {f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "scripts", "event-listeners")}
)
SAID_NOWHERE = frozenset({"annotation", "tracked-changes", "note-citation", "sequence-decls", "desc", "title"})
PACKED_AT = (1980, 1, 1, 0, 0, 0)


def open_document_paragraphs(path: Path) -> list[str]:
    """The text of each paragraph and heading of the body, tables and lists included."""
    root = _content(path)
    body = next((one for one in root.iter() if local(one.tag) == "body"), root)
    return ["".join(_said(one)) for one in body.iter() if local(one.tag) in ("p", "h") and not _is_aside(one)]


def _is_aside(element: Any) -> bool:
    return any(local(one.tag) in (*SAID_NOWHERE, "p", "h") for one in element.iterancestors())


def _said(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child.tag)
        if name in ("s", "tab", "line-break"):
            yield " "
        elif name not in SAID_NOWHERE:
            yield from _said(child)
        yield child.tail or ""


def check_open_document(path: Path) -> None:
    """Raises Unfit for a file that cannot be opened, or only with a password."""
    with Packed(path) as packed:
        if MANIFEST in packed.names and any(
            local(one.tag) == "encryption-data" for one in parsed(packed.read(MANIFEST)).iter()
        ):
            raise Unfit("file_encrypted")
    _content(path)


def _content(path: Path) -> Any:
    with Packed(path) as packed:
        if CONTENT not in packed.names:
            raise Unfit("file_broken")
        return parsed(packed.read(CONTENT))


def clean_open_document(source: Path, target: Path) -> None:
    """Write the file anew with its text, styles and pictures alone."""
    with Packed(source) as packed, ZipFile(target, "w") as made:
        made.writestr(ZipInfo("mimetype", PACKED_AT), ODT, ZIP_STORED)
        for part, data in packed.each():
            name = part.filename
            if name != "mimetype" and _stays(name):
                cleaned = _without_people(name, data) if name.endswith(".xml") else bare(data)
                made.writestr(ZipInfo(name, PACKED_AT), cleaned, ZIP_DEFLATED)


def _stays(name: str) -> bool:
    return name in KEPT or name.startswith("Pictures/")


def _without_people(name: str, data: bytes) -> bytes:
    root = parsed(data)
    for one in list(root.iter()):
        parent = one.getparent()
        is_gone = name == MANIFEST and local(one.tag) == "file-entry" and not _is_listed(one)
        if parent is None or not (is_gone or one.tag in OUT):
            continue
        _give_tail(parent, one)
        parent.remove(one)
    return written(root)


def _is_listed(entry: Any) -> bool:
    path = next((value for name, value in entry.attrib.items() if local(name) == "full-path"), "")
    return path == "/" or _stays(path)


def _give_tail(parent: Any, one: Any) -> None:
    """The words after an element stay where they were when it goes."""
    if not one.tail:
        return
    before = one.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + one.tail
    else:
        parent.text = (parent.text or "") + one.tail
