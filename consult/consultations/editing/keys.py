"""Names for sections, questions, choices and rows, made from their words: nobody has to think of one."""

import re
import unicodedata
from collections.abc import Collection, Mapping

LONGEST = 40
RESERVED = frozenset({"new"})  # stands for an item to be made, in addresses
_PIECE = re.compile(r"[a-z0-9]+")
_ORDER = ("en", "fr", "es", "ru", "ar", "zh")


def key_of(words: Mapping[str, str], original: str, taken: Collection[str], kind: str) -> str:
    """A name in lower-case letters, digits and underscores that none of those taken has.

    It is made from the original words, else from those of another language that has Latin letters, else from `kind`
    (`question`, `choice`) and a number.
    """
    for language in (original, *_ORDER):
        if stem := _stem(words.get(language, "")):
            return free_key(stem, taken)
    return _numbered(kind, taken, 1)


def free_key(wanted: str, taken: Collection[str]) -> str:
    """The name itself, or with a number behind it when it is taken."""
    return wanted if wanted not in taken and wanted not in RESERVED else _numbered(wanted, taken, 2)


def _numbered(stem: str, taken: Collection[str], first: int) -> str:
    number = first
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _stem(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    # Words of another script with a Latin name or a digit among them would be named after that alone.
    if sum(map(str.isalpha, plain)) * 2 < sum(map(str.isalpha, words)):
        return ""
    found = ""
    for piece in _PIECE.findall(plain.replace("'", "")):
        longer = f"{found}_{piece}" if found else piece
        if len(longer) > LONGEST:
            break
        found = longer
    return found
