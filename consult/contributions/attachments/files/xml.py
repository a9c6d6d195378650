"""XML from a stranger: no entities, no network, no document type."""

from typing import Any

from lxml import etree

from consult.contributions.attachments.files.problems import Unfit


def parsed(data: bytes) -> Any:
    """The root element. Raises Unfit for what is no XML, or says what a well-meant part never says."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unfit("file_broken")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit("file_broken") from error
    return root


def written(root: Any) -> bytes:
    """The part as bytes again."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def local(name: Any) -> str:
    """The name of an element or attribute without its namespace."""
    return str(name).rpartition("}")[2]
