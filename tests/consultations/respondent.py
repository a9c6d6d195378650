"""Somebody who answers without JavaScript: opens a page, types, presses a button."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from tests.factories import page

SENDER = {"language": "en", "identity": "public", "name": "Ana Tesch", "category": "", "confidentiality": "public"}
FORM = re.compile(r'<form class="form[^"]*"[^>]*method="post".*?</form>', re.S)
Typed = dict[str, Any]


def question(key: str, kind: str, required: bool = False, show_if: Any = None, **settings: Any) -> dict[str, Any]:
    """A question with words in English for everything that it needs."""
    texts = {"label": {"en": f"What about {key}?"}, "hint": {"fr": "Un mot suffit."}}
    for part in ("option", "row"):
        texts |= {f"{part}.{one}": {"en": f"The {part} {one}"} for one in settings.get(f"{part}s", ())}
    if kind == "scale":
        texts |= {"min_label": {"en": "never"}, "max_label": {"en": "always"}}
    if kind == "consent":
        texts["text"] = {"en": "I agree."}
    return {
        "key": key,
        "type": kind,
        "required": required,
        "show_if": show_if,
        "settings": settings,
        "texts": texts,
    }


def part(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A section."""
    return {"key": key, "title": {"en": f"The part {key}"}, "questions": list(questions), **more}


class Respondent:
    """One browser at the questions of one consultation."""

    def __init__(self, client: FlaskClient, slug: str = "assemblies", lang: str = "en") -> None:
        self.client = client
        self.start = f"/{lang}/consultations/{slug}/respond"

    def address(self, name: str) -> str:
        """A page below `respond`; the name of a step for its page."""
        known = ("you", "review", "continue", "code", "remind", "delete")
        return f"{self.start}/{name}" if name in known else f"{self.start}/step/{name}"

    def read(self, name: str, status: int = 200) -> str:
        """The text of a page."""
        return page(self.client, self.address(name), status)

    def form(self, name: str) -> Typed:
        """The hidden fields of the form of a page."""
        return hidden_of(self.read(name))

    def press(self, where: str, /, act: str = "continue", form: Any = None, **typed: Any) -> Any:
        """Open a page (unless its form is given), type, and press a button; the answer, not followed."""
        held = self.form(where) if form is None else form
        return self.client.post(self.address(where), data={**held, "act": act, **typed})

    def answer(self, where: str, /, **typed: Any) -> str:
        """Type on a page and go on; where that leads."""
        answer = self.press(where, **{f"q_{key}": value for key, value in typed.items()})
        assert answer.status_code == 303, text_of(answer)
        return str(answer.location)

    def you(self, **sender: Any) -> str:
        """Say who writes; where that leads."""
        answer = self.press("you", **(SENDER | sender))
        assert answer.status_code == 303, text_of(answer)
        return str(answer.location)

    def send(self, form: Typed | None = None) -> Any:
        """Send what was looked at."""
        return self.client.post(self.address("review"), data=self.form("review") if form is None else form)


def hidden_of(text: str) -> Typed:
    """The hidden fields of the main form of a page."""
    found = FORM.search(text)
    assert found, text[:3000]
    fields = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', found[0]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        fields[name[1]] = unescape(value[1]) if value else ""
    return fields


def text_of(answer: Any) -> str:
    """What the main part of an answer says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True).partition("<main")[2]))


def codeword_in(answer: Any) -> str:
    """The seven words of a receipt."""
    words = re.findall(r"<li>(\w+)</li>", answer.get_data(as_text=True).split('class="codeword"')[1].split("</ol>")[0])
    assert len(words) == 7
    return " ".join(words)


def code_in(answer: Any) -> str:
    """The restore code that a page shows."""
    found = re.search(r'id="code">([^<]+)<', answer.get_data(as_text=True))
    assert found, text_of(answer)
    return found[1]
