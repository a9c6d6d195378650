"""What kind of file it is: decided by its content, never by its name or by what the browser says."""

from pathlib import Path
from typing import NamedTuple

from consult.contributions.attachments.files.packed import Packed
from consult.contributions.attachments.files.problems import Unfit

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TXT = "text/plain"
JPEG = "image/jpeg"
PNG = "image/png"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = 1024


class Kind(NamedTuple):
    """A kind of file that is taken: the ending of its name, the other endings it may have, what people call it."""

    ending: str
    endings: tuple[str, ...]
    called: str


KINDS = {
    PDF: Kind("pdf", ("pdf",), "PDF"),
    DOCX: Kind("docx", ("docx",), "DOCX"),
    ODT: Kind("odt", ("odt",), "ODT"),
    TXT: Kind("txt", ("txt", "text", "md"), "TXT"),
    JPEG: Kind("jpg", ("jpg", "jpeg", "jpe"), "JPEG"),
    PNG: Kind("png", ("png",), "PNG"),
}
DOCUMENTS = (PDF, DOCX, ODT, TXT)
IMAGES = (JPEG, PNG)
ENDINGS = {ending: media_type for media_type, kind in KINDS.items() for ending in kind.endings}


def kind_of(path: Path) -> str:
    """The media type of a file. Raises Unfit for what is empty or of no kind that is taken."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unfit("file_empty")
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if b"%PDF-" in head:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unfit("file_old_word")
    if (b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))) or head.startswith(b"{\\rtf"):
        raise Unfit("file_kind")
    return TXT


def _packed(path: Path) -> str:
    """Word, OpenDocument, or another archive, which is not taken."""
    with Packed(path) as packed:
        if "mimetype" in packed.names and packed.read("mimetype", 200).strip() == ODT.encode():
            return ODT
        if "[Content_Types].xml" in packed.names:
            types = packed.read("[Content_Types].xml")
            if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in packed.names):
                raise Unfit("file_macros")
            if WORD.encode() in types:
                return DOCX
    raise Unfit("file_kind")


def check_name(name: str, media_type: str) -> None:
    """Raises Unfit where the ending of a name promises another kind than the content has."""
    _stem, dot, ending = name.rpartition(".")
    promised = ENDINGS.get(ending.lower()) if dot else None
    if promised is not None and promised != media_type:
        raise Unfit("file_lies", said=KINDS[promised].called, found=KINDS[media_type].called)
