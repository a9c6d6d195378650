"""Answers that come as a document: in the body of a program's request, or in a file that the offline kit saved."""

from consult.consultations.documents.reading import Document, read_document, read_json
from consult.consultations.documents.sender import key_of, once_key, sender_fields

__all__ = ["Document", "key_of", "once_key", "read_document", "read_json", "sender_fields"]
