"""Reading a file of XML from anywhere: no document type, no entities, no network, and not without measure."""

from pathlib import Path
from typing import Any

from lxml import etree

from consult.records.refusals import Broken, Refused

MOST_BYTES = 64 << 20
MOST_ELEMENTS = 1_000_000


def parsed(path: Path) -> Any:
    """The root element of a file. Raises Refused or Broken, in one line, for what cannot be read or is not safe to read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{path} is larger than {MOST_BYTES >> 20} MiB: it is not read")
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Broken(path.name, None, "it has a document type declaration, which is not read")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Broken(path.name, error.lineno or None, f"not XML ({error.msg})") from error
    except ValueError as error:
        raise Broken(path.name, None, f"not XML ({error})") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding in which the bytes above look otherwise
        raise Broken(path.name, None, "it has a document type declaration, which is not read")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Broken(path.name, None, f"it has more than {MOST_ELEMENTS} elements")
    return root
