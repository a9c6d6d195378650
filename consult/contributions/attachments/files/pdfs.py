"""PDF files: whether they open, and the same pages without metadata, scripts, comments and files within the file."""

from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from consult.contributions.attachments.files.pictures import bare_jpeg
from consult.contributions.attachments.files.problems import Unfit

MOST_PAGES = 1_000
BOXES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
PAGE_KEYS = frozenset(
    f"/{name}" for name in ("Type", "Parent", "Resources", "Contents", "Rotate", "Group", "UserUnit", *BOXES)
)
# What may stand anywhere in a PDF and tells who made it, with what and when, or does something.
KEYS_OUT = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/OpenAction", "/CreatorInfo", "/EmbeddedFiles", "/AF", "/EF",
    "/Perms", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/SpiderInfo", "/OPI", "/PTEX.FileName",
    "/PTEX.InfoDict", "/Alternates",
)  # fmt: skip
BROKEN = (
    PyPdfError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    NotImplementedError,
)


def check_pdf(path: Path) -> None:
    """Raises Unfit for a PDF that is broken, too long, or opens only with a password."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise Unfit("file_encrypted")
        count = len(reader.pages)
        if count:
            _ = reader.pages[0].mediabox, reader.pages[count - 1].mediabox
    except BROKEN as error:
        raise Unfit("file_broken") from error
    if count == 0:
        raise Unfit("file_broken")
    if count > MOST_PAGES:
        raise Unfit("file_bomb")


def clean_pdf(source: Path, target: Path) -> None:
    """Write the pages into a new file. Links to other sites stay; other notes, form logic and tags do not."""
    try:
        reader, writer = PdfReader(source), PdfWriter()
        for page in reader.pages:
            links = [*_links(page), *_filled_in(page, writer)]
            others = [key for key in page if key not in PAGE_KEYS]
            made = writer.add_page(page, excluded_keys=others)
            if links:
                made[NameObject("/Annots")] = ArrayObject(writer._add_object(one) for one in links)
        _keep_language(reader, writer)
        for one in writer._objects:
            _strip(one)
        writer.metadata = None
        writer.write(target)
    except BROKEN as error:
        raise Unfit("file_broken") from error


def _keep_language(reader: PdfReader, writer: PdfWriter) -> None:
    language = reader.root_object.get("/Lang")
    if isinstance(language, str):
        writer.root_object[NameObject("/Lang")] = language


def _links(page: Any) -> list[DictionaryObject]:
    """The page's links to addresses of the web, as new annotations."""
    found = []
    for one in page.get("/Annots") or ():
        note = one.get_object()
        action = note.get("/A")
        action = action.get_object() if action is not None else {}
        if note.get("/Subtype") == "/Link" and action.get("/S") == "/URI":
            uri = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): action["/URI"]})
            found.append(_annotation(note, "/Link", {"/A": uri, "/Border": ArrayObject()}))
    return found


def _filled_in(page: Any, writer: PdfWriter) -> list[DictionaryObject]:
    """What was filled into a form, as it looks and without its logic."""
    found = []
    for one in page.get("/Annots") or ():
        note = one.get_object()
        looks = note.get("/AP", {}).get("/N") if note.get("/Subtype") == "/Widget" else None
        look = looks.get_object() if looks is not None else None
        if look is not None and not isinstance(look, StreamObject):
            look = look.get(note.get("/AS", "/Off"))  # one look for each state of a box
            look = look.get_object() if look is not None else None
        if isinstance(look, StreamObject):
            looks_like = DictionaryObject({NameObject("/N"): writer._add_object(look.clone(writer))})
            found.append(_annotation(note, "/Stamp", {"/AP": looks_like, "/F": note.get("/F", NumberObject(4))}))
    return found


def _annotation(note: Any, subtype: str, more: dict[str, Any]) -> DictionaryObject:
    made = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(subtype)})
    made[NameObject("/Rect")] = ArrayObject(note["/Rect"])
    for key, value in more.items():
        made[NameObject(key)] = value
    return made


def _strip(found: Any) -> None:
    """Take the keys away that tell or do something, in this object and in those that it holds itself."""
    if isinstance(found, DictionaryObject):
        for key in KEYS_OUT:
            found.pop(NameObject(key), None)
        if isinstance(found, StreamObject) and _is_photo(found):
            found._data = bare_jpeg(found._data)
        for value in found.values():
            _strip(value)
    elif isinstance(found, ArrayObject):
        for value in found:
            _strip(value)


def _is_photo(stream: StreamObject) -> bool:
    return stream.get("/Filter") in ("/DCTDecode", ["/DCTDecode"])
