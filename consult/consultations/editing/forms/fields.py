"""Fields with one box for each language, and lists of choices with a line for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wtforms import Field

from consult.web.forms import PageForm
from consult.web.language import NAMES

Given = dict[str, Any]


class TextsForm(PageForm):
    """A form with texts in several languages, the original first."""

    languages: Sequence[str] = ()

    def texts(self, name: str) -> list[Any]:
        """The fields of one text, one for each language."""
        return [self[f"{name}_{code}"] for code in self.languages if f"{name}_{code}" in self]

    def written(self, name: str) -> dict[str, str]:
        """What was written in one text: language → text."""
        return {code: self[f"{name}_{code}"].data or "" for code in self.languages if f"{name}_{code}" in self}


def name_texts(form: TextsForm, texts: Iterable[tuple[str, str]]) -> None:
    """Let the boxes of some texts, (name, words), say of which text they are: their labels name the language alone."""
    for name, words in texts:
        for one in form.texts(name):
            one.about = words


def original_first(languages: Iterable[str], original: str) -> tuple[str, ...]:
    """The languages with that of the original at their head."""
    return (original, *(code for code in languages if code != original))


def text_fields(texts: Mapping[str, Callable[..., Field]], languages: Iterable[str]) -> Given:
    """A field for each text in each language, by name."""
    return {f"{name}_{code}": field(NAMES[code]) for name, field in texts.items() for code in languages}


def spread(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The data of the fields of one text."""
    return {f"{name}_{language}": text for language, text in texts.items()}
