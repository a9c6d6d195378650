"""What may have to be withheld: addresses, telephone numbers, personal pages and known names, in texts of any script.

Only proposed, never applied by itself: a rule sees neither consent nor office.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from consult.moderation.redacting.rendition import Span

EMAIL = re.compile(
    r"[^\s@<>()\[\]{},;:\"'«»“”،؛]+(?:@|\s?[(\[{]\s?(?:at|arobase|chez|arroba|آت)\s?[)\]}]\s?)"
    r"[^\s@<>()\[\]{},;:\"'«»“”،؛]*[^\W_](?:\.[^\W_]{2,})"
)
# \d is a digit of any script. Between two digits stand at most two signs; brackets are part of the number.
PHONE = re.compile(r"(?<![\w@/.,])(?:[+＋]\s?)?\(?\d(?:[\s().\-–‑/\u200e\u200f]{0,3}\d){5,15}(?![\w@])")
DATE = re.compile(r"(?:\d{4}\D\d{1,2}\D\d{1,2}|\d{1,2}\D\d{1,2}\D\d{4})(?!\d)")
YEARS = re.compile(r"\d{4}\s?[-–‑/]\s?\d{4}")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[\s.]\d{3})+")
CALLED = re.compile(r"(?:tel|tél|phone|mobile|fax|cell|whatsapp|هاتف|جوال|تلفون|тел|电话|電話)\W{0,4}$", re.IGNORECASE)
SOCIAL = (
    "twitter.com", "x.com", "facebook.com", "fb.com", "instagram.com", "linkedin.com/in", "t.me", "wa.me", "tiktok.com",
    "youtube.com", "github.com", "vk.com", "weibo.com", "threads.net", "snapchat.com/add", "bsky.app/profile", "orcid.org",
)  # fmt: skip
HANDLE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)?(?<![\w.-])(?:" + "|".join(map(re.escape, SOCIAL)) + r")/@?[\w.%-]+(?:/[\w.@%-]+)*"
    r"|https?://[^\s/<>\"]+/[@~][\w.%-]+"
    r"|(?<![\w@./])@[A-Za-z_][\w.]{2,29}(?<!\.)",
    re.IGNORECASE,
)
LEAST_NAME = 3


class Suggestion(NamedTuple):
    """Words that may have to be withheld, in every place where they stand; `kind` is email, phone, handle, name or before."""

    kind: str
    words: str
    spans: tuple[Span, ...]


def suggested(texts: Mapping[int, str | None], names: Iterable[str], before: Iterable[str] = ()) -> list[Suggestion]:
    """Suggestions for the passages of a version, by number, in the order in which they are read.

    `names` are those that the contribution itself gives; `before` are words that were withheld in an earlier version.
    """
    known = [("before", one) for one in before] + [("name", one) for one in _each_name(names)]
    places: dict[tuple[str, str], list[Span]] = {}
    for number, text in sorted(texts.items()):
        taken: list[tuple[int, int]] = []
        for kind, start, end in _found(text or "", known):
            if not any(start < there[1] and there[0] < end for there in taken):
                taken.append((start, end))
                places.setdefault((kind, (text or "")[start:end]), []).append(Span(number, start, end))
    found = [Suggestion(kind, words, tuple(sorted(spans))) for (kind, words), spans in places.items()]
    return sorted(found, key=lambda one: one.spans[0])


def _found(text: str, known: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int, int]]:
    """What is known first, then what has the shape of something personal: the more certain keeps its place."""
    for kind, words in known:
        pattern = r"\s+".join(map(re.escape, words.split()))
        yield from (
            (kind, *match.span()) for match in re.finditer(rf"{_edge(words)}{pattern}(?!\w)", text, re.IGNORECASE)
        )
    yield from (("email", *match.span()) for match in EMAIL.finditer(text))
    yield from (("handle", *match.span()) for match in HANDLE.finditer(text))
    yield from (("phone", *match.span()) for match in PHONE.finditer(text) if _is_phone(text, match))


def _edge(words: str) -> str:
    """What may stand before a name: nothing of a word, but for the letters that Arabic writes with it (and, by, to)."""
    is_arabic = unicodedata.name(words[0], "").startswith("ARABIC")
    return r"(?<![^\W\u0648\u0628\u0644\u0641\u0643])" if is_arabic else r"(?<!\w)"


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """Not a date, a span of years or a sum of money; digits of every script count as their values."""
    raw = match.group()
    digits = "".join(str(unicodedata.digit(sign)) for sign in raw if sign.isdecimal())
    if CALLED.search(text[: match.start()]) or raw.lstrip().startswith(("+", "＋")):
        return 6 <= len(digits) <= 15
    if DATE.match(raw) or YEARS.fullmatch(raw) or THOUSANDS.fullmatch(raw):
        return False
    return 9 <= len(digits) <= 15 or (digits.startswith("0") and 8 <= len(digits) <= 15)


def _each_name(names: Iterable[str]) -> list[str]:
    """Whole names, the longest first, then their last parts, by which people are called."""
    whole = {" ".join(name.split()) for name in names if len(name.strip()) >= LEAST_NAME}
    last = {name.split()[-1] for name in whole if " " in name and len(name.split()[-1]) > LEAST_NAME}
    return sorted(whole, key=len, reverse=True) + sorted(last - whole, key=len, reverse=True)
