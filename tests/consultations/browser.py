"""What a browser without JavaScript would send of a form, read from its HTML."""

from html.parser import HTMLParser

from consult.consultations.forms.reading import Sent

Attributes = list[tuple[str, str | None]]


class Controls(HTMLParser):
    """The successful controls of a page, in order; texts with the line ends that browsers send."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = Sent()
        self.lines: list[str] = []  # the names of what is typed, not chosen
        self.area: str | None = None
        self.select: str | None = None
        self.first: str | None = None
        self.chosen: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take what a control sends."""
        of = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in of:
            if of.get("type") not in ("radio", "checkbox") or "checked" in of:
                self.send(of["name"], of.get("value", ""))
            if "type" not in of:
                self.lines.append(of["name"])
        elif tag == "textarea":
            self.area, self.text = of["name"], ""
            self.lines.append(of["name"])
        elif tag == "select":
            self.select, self.first, self.chosen = of["name"], None, None
        elif tag == "option":
            self.first = of["value"] if self.first is None else self.first
            self.chosen = of["value"] if "selected" in of else self.chosen

    def handle_data(self, data: str) -> None:
        """Take what stands in a box."""
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        """End a box or a list."""
        if tag == "textarea" and self.area:
            self.send(self.area, self.text.removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select:
            self.send(self.select, (self.first if self.chosen is None else self.chosen) or "")

    def send(self, name: str, value: str) -> None:
        """Put a value under its name."""
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
        self.sent.setdefault(name, [])
        self.sent[name] = [*self.sent[name], value]


def controls_of(html: str) -> Controls:
    """The controls of a page as it stands."""
    parser = Controls()
    parser.feed(html)
    parser.close()
    return parser


def sent_by(html: str) -> Sent:
    """The form data of a page as it stands."""
    return controls_of(html).sent
