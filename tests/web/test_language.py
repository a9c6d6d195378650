"""Words in the reader's language: the plural forms of Arabic, places that are escaped, sentences without translation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from consult.web.language import bound_words, catalogue

pytestmark = pytest.mark.pages

# In the order of Babel's rule for Arabic, which puts 100, 101, 102 before 11 to 99.
FORMS = ("none", "one", "two", "few", "other", "many")


@pytest.fixture
def arabic(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The application with an Arabic catalogue of this test."""
    made = Catalog(locale="ar")
    made.add(("%(num)s comment", "%(num)s comments"), [f"{form} %(num)s" for form in FORMS])
    made.add("Hello, %(name)s", "ahlan %(name)s")
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, made)
    app.config["TRANSLATIONS"] = str(tmp_path)
    forget()
    yield app
    forget()


def forget() -> None:
    """Catalogues are kept for the life of the process."""
    catalogue.cache_clear()
    bound_words.cache_clear()


@pytest.mark.parametrize(
    ("number", "form"), [(0, "none"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"),
                         (100, "other"), (101, "other"), (102, "other"), (103, "few"), (111, "many")]
)  # fmt: skip
def test_arabic_has_six_forms(arabic: Flask, number: int, form: str):
    with arabic.test_request_context("/ar/"):
        said = bound_words("ar")["ngettext"]("%(num)s comment", "%(num)s comments", number)
    assert said == f"{form} {number}"


def test_places_are_escaped_and_sentences_are_not(arabic: Flask):
    with arabic.test_request_context("/ar/"):
        assert bound_words("ar")["_"]("Hello, %(name)s", name="<b>") == "ahlan &lt;b&gt;"
        assert bound_words("ar")["_"]("Not translated & kept") == "Not translated & kept"
        assert bound_words("en")["ngettext"]("%(num)s comment", "%(num)s comments", 2) == "2 comments"
