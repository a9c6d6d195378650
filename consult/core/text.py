"""Texts of people: what is refused, how words are counted, and the one tokeniser of the search."""

import re
import unicodedata
from typing import NamedTuple

from consult.core.errors import Invalid

SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
UNSPACED = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
PIECE = re.compile(f"[{UNSPACED}]+|[^\\W_{UNSPACED}]+")
MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
ARABIC = str.maketrans("أإآٱىؤئةک", "اااايويهك")
# The Arabic article with the letters written before it: and, by, as; with `to` it loses its alif. Two letters that follow
# are no word without it.
ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=\\w{3})")
# Signs of full width, as they stand between Chinese words, that are no letters: folded they are the ASCII ones.
WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if not chr(wide).isalnum()}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(raw: str, field: str) -> str:
    """A text as it is kept: line ends as LF, outer white space gone, everything else as it was written.

    Raises Invalid for control characters and for marks that turn the direction of what follows.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        raise Invalid(field, "control_character")
    if DIRECTION.search(text):
        raise Invalid(field, "direction_mark")
    return text.strip()


def count_words(text: str) -> int:
    """Words as a writer counts them: what stands between spaces and holds a letter or digit; a CJK sign is one.

    static/src/counter.js counts the same way while the text is written.
    """
    rest = SIGN.sub(" ", text.replace("\ufeff", " "))
    return len(SIGN.findall(text)) + sum(any(map(str.isalnum, piece)) for piece in rest.split())


def fold(text: str) -> str:
    """A text without what a searcher does not type: case, accents, vowel marks, variants of Arabic letters."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", MARKS.sub("", decomposed)).translate(ARABIC)


def tokens(text: str) -> list[str]:
    """The tokens of a text in order, each of ASCII letters and digits, so that every database splits them alike.

    Words are folded, Arabic ones without their article. A run of Chinese or Japanese gives its bigrams and its last
    character.
    """
    found: list[str] = []
    for piece in PIECE.findall(fold(text)):
        found.extend(_ascii(part) for part in _parts(piece))
    return found


def is_plain(text: str) -> bool:
    """Whether folding a text changes nothing but case and the width of signs between words, each in its place."""
    lower = text.lower()
    return text.isascii() or (len(lower) == len(text) and fold(text) == lower.translate(WIDE))


def pieces(query: str) -> list[str]:
    """What a search looks for, folded: words, and runs of Chinese or Japanese. Each is a term."""
    return PIECE.findall(fold(query))


def _parts(piece: str) -> list[str]:
    if not UNSPACED_RUN.match(piece):
        return [_bare(piece)]
    return [piece[at : at + 2] for at in range(len(piece))]


def _bare(word: str) -> str:
    article = ARTICLE.match(word)
    return word[article.end() :] if article else word


def _ascii(token: str) -> str:
    return token if token.isascii() else "u" + token.encode().hex()


class Term(NamedTuple):
    """What must be found: tokens one after the other; `prefix` when the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool


def terms(query: str) -> list[Term]:
    """The terms of a search, all of which must be found. One Chinese or Japanese character finds every word with it."""
    found = []
    for piece in pieces(query):
        if not UNSPACED_RUN.match(piece):
            found.append(Term((_ascii(_bare(piece)),), False))
        elif len(piece) == 1:
            found.append(Term((_ascii(piece),), True))
        else:
            found.append(Term(tuple(_ascii(part) for part in _parts(piece)[:-1]), False))
    return found
