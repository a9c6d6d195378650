"""Atom as text: any words become valid XML, ids stay the same for good."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from consult.core.clock import rfc3339

# What XML 1.0 cannot hold, and what it discourages.
NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
MIME = "application/atom+xml; charset=utf-8"
SINCE = "2026"  # the year of our ids; RFC 4151 wants a date on which the name was ours


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its language, where it is known."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed: `name` makes its id, `author` is in words, `content` plain text."""

    name: str
    title: Words
    url: str
    updated: datetime
    author: str
    content: Words
    published: datetime | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `name` makes its id, `url` is its own address and `page` what it tells of."""

    name: str
    title: Words
    url: str
    page: str
    author: str
    language: str
    updated: datetime
    items: Sequence[Item]


def tag(base_url: str, name: str) -> str:
    """The id of something on this site, whatever address it may get (RFC 4151)."""
    host = urlsplit(base_url).hostname or "localhost"
    return f"tag:{host},{SINCE}:{name}"


def atom(feed: Feed, base_url: str) -> bytes:
    """The document."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.language)}>\n',
        f"<id>{_clean(tag(base_url, feed.name))}</id>\n",
        _text("title", feed.title, feed.language),
        f"<updated>{rfc3339(feed.updated)}</updated>\n",
        f"<author><name>{_clean(feed.author)}</name></author>\n",
        f'<link rel="self" type="application/atom+xml" href={_quoted(base_url + feed.url)}/>\n',
        f'<link rel="alternate" type="text/html" href={_quoted(base_url + feed.page)}/>\n',
        *(_entry(item, base_url, feed.language) for item in feed.items),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def _entry(item: Item, base_url: str, language: str) -> str:
    published = f"<published>{rfc3339(item.published)}</published>\n" if item.published else ""
    category = f"<category term={_quoted(item.category)}/>\n" if item.category else ""
    return (
        f"<entry>\n<id>{_clean(tag(base_url, item.name))}</id>\n{_text('title', item.title, language)}"
        f"<updated>{rfc3339(item.updated)}</updated>\n{published}{category}"
        f"<author><name>{_clean(item.author)}</name></author>\n"
        f'<link rel="alternate" type="text/html" href={_quoted(base_url + item.url)}/>\n'
        f"{_text('content', item.content, language)}</entry>\n"
    )


def _text(name: str, words: Words, language: str) -> str:
    other = f" xml:lang={_quoted(words.language)}" if words.language and words.language != language else ""
    return f'<{name} type="text"{other}>{_clean(words.text)}</{name}>\n'


def _clean(text: str) -> str:
    """A text as XML can hold it; a sign that it cannot hold is shown as a replacement."""
    return escape(NOT_XML.sub("\ufffd", text).replace("\r", "\n"))


def _quoted(text: str) -> str:
    return quoteattr(NOT_XML.sub("\ufffd", text))
