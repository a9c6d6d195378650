"""What a browser without JavaScript would send of a form as it stands on a page."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

SILENT = ("submit", "button", "reset", "file", "image")


class _Forms(HTMLParser):
    """Collects names and values, form by form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[MultiDict[str, str]] = []
        self.inside = False
        self.area: str | None = None
        self.text = ""
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append(MultiDict())
            self.inside = True
        elif not self.inside:
            return
        elif tag == "input" and name and given.get("type") not in SILENT:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.forms[-1].add(name, given.get("value") or ("on" if given.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select is not None:
            self.options.append((given.get("value") or "", "selected" in given))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            self.forms[-1].add(self.area, self.text.removeprefix("\r").removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select is not None:
            chosen = [value for value, is_chosen in self.options if is_chosen] or [one for one, _is in self.options[:1]]
            for value in chosen:
                self.forms[-1].add(self.select, value)
            self.select = None


def filled(page: str, marker: str = "seen") -> MultiDict[str, str]:
    """The fields of the first form of a page that has a field of the name `marker`, with the values that they hold."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if marker in form:
            return form
    raise AssertionError(f"no form with a field {marker}")
