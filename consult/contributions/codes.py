"""Stakeholder codes as the summaries of the Universal Periodic Review use them: AI for one organisation, JS1 for a coalition."""

import re
import unicodedata
from collections.abc import Collection

from consult.core.countries import listed

SHAPE = re.compile(r"[A-Z0-9][A-Za-z0-9-]{0,15}")
JOINT = "JS"
OTHER = "S"  # for names of which no Latin letters can be taken
IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,11})\)")
WORD = re.compile(r"[A-Za-z0-9]+")
SMALL = listed(
    "a al an and at by da das de del dem den der des di do dos du e el et for für i in la las le les los of on os "
    "para por pour the to und von y"
)
FEWEST, MOST = 2, 8


def suggested_code(name: str, on_behalf: str | None, taken: Collection[str]) -> str:
    """A code that nobody has yet, from the name of who sent it: its own short form where it stands in brackets or is the
    name, else its initials; JS1, JS2 and so on for coalitions."""
    if on_behalf == "coalition":
        return _numbered(JOINT, taken, 1)
    stem = _stem(unicodedata.normalize("NFKD", name))
    if stem == OTHER:
        return _numbered(OTHER, taken, 1)
    return stem if stem not in taken else _numbered(stem, taken, 2)


def _stem(name: str) -> str:
    if (short := IN_BRACKETS.search(name)) is not None:
        return str(short[1])
    words = WORD.findall(
        "".join(sign for sign in name.replace("'", " ").replace("’", " ") if not unicodedata.combining(sign))
    )
    said = [word for word in words if word.lower() not in SMALL]
    if len(said) == 1:
        only = str(said[0])
        return only if only.isupper() and len(only) <= MOST else only[:4].upper()
    initials = "".join(word[0] for word in said)[:MOST].upper()
    return initials if len(initials) >= FEWEST else OTHER


def _numbered(stem: str, taken: Collection[str], first: int) -> str:
    number = first
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def sort_key(code: str) -> tuple[str, int, str]:
    """Where a code stands among others: JS2 before JS10."""
    stem = code.rstrip("0123456789")
    return stem, len(code), code
