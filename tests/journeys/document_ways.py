"""The way through a document: its text, one paragraph, its amendments, versions and copies, and what everybody sees of it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.people import WORKSPACE, Visitor

DOCUMENTS = f"{WORKSPACE}/documents/"
PAGES = (
    "clean",
    "marked",
    "compare",
    "versions/",
    "versions/1",
    "amendments/",
    "suggest",
    "word",
    "settings",
    "paragraphs/new",
)
NAMES = {
    "versions/": "versions",
    "versions/1": "version",
    "amendments/": "amendments",
    "suggest": "suggest_first",
    "word": "bring",
    "paragraphs/new": "add",
}


def amended(visitor: Visitor) -> Iterator[tuple[str, str, Page]]:
    """Who leads reads the document on all of its pages, publishes it, and everybody reads it."""
    page = visitor.sign_in("secretariat").go(DOCUMENTS)
    yield "documents", "room_documents.index", page
    visitor.go(f"{DOCUMENTS}new")
    yield "new-document", "room_documents.new", page
    visitor.go(f"{DOCUMENTS}word")
    yield "document-from-word", "room_documents.from_word", page
    visitor.go(DOCUMENTS)
    visitor.press(page.locator(".doc-list a").first)
    yield "document", "room_documents.text", page
    base = page.url
    for path in PAGES:
        page.goto(base + path)
        yield f"document-{path.replace('/', '-')}", f"room_documents.{NAMES.get(path, path)}", page
    page.goto(base)
    visitor.press(page.locator(".amendment a").first)
    yield "amendment", "room_documents.amendment", page
    page.goto(base)
    visitor.press(page.locator(".doc-tools a[href*='/paragraphs/'][href$='/']").nth(2))  # the first with comments
    yield "commented-paragraph", "room_documents.paragraph", page
    paragraph = page.url.partition("#")[0]
    for name in ("suggest", "place"):
        page.goto(f"{paragraph}{name}")
        yield f"paragraph-{name}", f"room_documents.{name}", page
    page.goto(f"{base}settings")
    page.locator("label[for=confirmed]").click()
    visitor.press(page.locator("form[action$='/settings/publish'] button"))
    visitor.press(page.locator("main a[href*='/documents/']:not([href*='/workspaces/'])"))
    yield "public-document", "public_documents.text", page
