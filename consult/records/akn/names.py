"""The names of Akoma Ntoso: its namespace, and what its elements are to us."""

from typing import Any

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


SECTIONS = _names(
    "administrationOfOath rollCall prayers oralStatements writtenStatements personalStatements ministerialStatements "
    "resolutions nationalInterest declarationOfVote communication petitions papers noticesOfMotion questions address "
    "proceduralMotions pointOfOrder adjournment debateSection"
)
SPEECHES = frozenset({"speech", "question", "answer"})
REMARKS = frozenset({"scene", "narrative", "summary"})
HEADS = frozenset({"num", "heading", "subheading"})
BLOCKS = frozenset({"p", "ul", "ol", "table", "blockList", "blockContainer", "tblock", "block", "foreign"})
REFERENCES = (
    "TLCPerson", "TLCOrganization", "TLCConcept", "TLCObject", "TLCEvent", "TLCLocation", "TLCProcess", "TLCRole",
    "TLCTerm", "TLCReference",
)  # fmt: skip
# The properties of a work and of an expression, in the order of the schema, each with the attributes that are kept.
PROPERTIES = {
    "FRBRthis": ("value",), "FRBRuri": ("value",), "FRBRalias": ("value", "name"), "FRBRdate": ("date", "name"),
    "FRBRauthor": ("href", "as"), "FRBRcountry": ("value",), "FRBRlanguage": ("language",),
}  # fmt: skip
FRONT = ("coverPage", "preface", "conclusions")
# What begins a new paragraph wherever it stands; everything else runs on within its paragraph.
PARAGRAPHS = _names(
    "p li tr caption block blockContainer tblock blockList item listIntroduction listWrapUp heading subheading ul ol table "
    "authorialNote popup embeddedStructure quotedStructure subFlow longTitle container toc tocItem"
)


def local(element: Any) -> str | None:
    """The name of an element of this namespace; None for those of others."""
    space, _, name = str(element.tag).rpartition("}")
    return name if space == f"{{{AKN}" else None
