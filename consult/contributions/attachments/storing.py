"""From a file that came in to one that can be attached: looked at, stored, a document read. No transaction is open."""

from dataclasses import dataclass

from consult.contributions.attachments.files import asking
from consult.contributions.attachments.files.kinds import DOCUMENTS
from consult.contributions.attachments.files.names import clean_name
from consult.contributions.attachments.limits import DOCUMENT_BYTES, FILE_BYTES
from consult.core.errors import Invalid
from consult.core.partial import Whole
from consult.core.storage import Incoming, Storage


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file in the storage, to be attached. `paragraphs` are what was read of a document, None for other files."""

    digest: str
    size: int
    name: str
    media_type: str
    question: str | None = None
    alt: str = ""
    keeps_original: bool = True
    paragraphs: tuple[str, ...] | None = None


def receive(storage: Storage) -> Incoming:
    """A file to be written to; one that is too large is read to its end and thrown away."""
    return storage.receive(FILE_BYTES)


def store_upload(
    incoming: Incoming | Whole, name: str, *, question: str | None = None, alt: str = "", keeps_original: bool = True
) -> NewFile:
    """Look at a file that came in, and keep it. Raises Invalid (field `file`), in a code that has a sentence.

    Without `question` it is a document: it must be one that can be read.
    """
    limit = FILE_BYTES if question is not None else DOCUMENT_BYTES
    if incoming.is_too_large or incoming.size > limit:
        raise Invalid("file", "file_over_limit", limit=limit // 1_000_000)
    media_type = asking.looked_at(incoming.path, name)
    paragraphs = None
    if question is None:
        if media_type not in DOCUMENTS:
            raise Invalid("file", "file_not_a_document")
        paragraphs = tuple(asking.paragraphs(incoming.path, media_type))
    stored = incoming.keep()
    called = clean_name(name, media_type)
    return NewFile(stored.digest, stored.size, called, media_type, question, alt, keeps_original, paragraphs)
