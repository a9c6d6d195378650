"""References inside texts of staff: written `[[REFERENCE]]`, found, checked, and printed as links."""

import re
from collections.abc import Callable, Iterable

SIGN = re.compile(r"\[\[\s*([A-Za-z0-9][A-Za-z0-9./-]{0,63})\s*\]\]")
SPLIT = re.compile(r"[\s,;]+")


def cited_in(texts: Iterable[str]) -> list[str]:
    """The references that texts cite, each once, in the order of their first mention."""
    return list(dict.fromkeys(found for text in texts for found in SIGN.findall(text)))


def typed_references(typed: str) -> list[str]:
    """The references of a field in which they stand with blanks, commas or line breaks between them."""
    bare = typed.replace("[[", " ").replace("]]", " ")
    return list(dict.fromkeys(one for one in SPLIT.split(bare) if one))


def linked(text: str, address: Callable[[str], str]) -> str:
    """A Markdown text in which each reference has become a link to its contribution."""
    return SIGN.sub(lambda found: f"[{found[1]}]({address(found[1])})", text)
