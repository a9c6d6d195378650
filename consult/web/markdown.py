"""Long texts of staff, written in Markdown: rendered without HTML of the author's, then cleaned."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_RENDERER = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "blockquote", "code", "pre", "hr"}
_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h5", "h6": "h5"}


@lru_cache(maxsize=512)
def markdown(text: str) -> Markup:
    """The HTML of a text, safe to print. Its headings begin at h3, below those of the page."""
    tokens = _RENDERER.parse(text)
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    rendered = _RENDERER.renderer.render(tokens, _RENDERER.options, {})
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704 - cleaned just before
