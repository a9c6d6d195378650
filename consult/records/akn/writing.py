"""Writing the record of a hearing as a debate of Akoma Ntoso 3.0: one document for each language."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from sqlalchemy.orm import Session

from consult.core.clock import rfc3339
from consult.core.localized import texts_for
from consult.hearings.programme.queries import Item
from consult.hearings.record.queries import record_of, sorted_by_turn
from consult.hearings.record.reading import Part, Polled, Record, Taken, Told
from consult.notices.words import catalogue
from consult.proceedings.models import Proceeding
from consult.records.akn.building import Identifiers, element, inline, paragraphs, written
from consult.records.akn.meta import SOURCE, UNNAMED, References, identification
from consult.records.akn.names import FRONT, SPEECHES
from consult.records.editions import Edition

SPOKEN = {"speech": "speech", "question": "question", "answer": "answer", "caption": "speech"}
NOTED = {"scene": "scene", "summary": "summary"}
NAMED = ("chair", "panel")  # whose part is public; staff appear by role


def debate_of(db: Session, edition: Edition, language: str) -> bytes:
    """The document of one edition in one language."""
    proceeding = edition.proceeding
    order = (language, proceeding.language)
    record = record_of(db, edition.actor, proceeding, order)
    texts = texts_for(db, [proceeding.owner, f"body:{proceeding.body_id}"], order)
    title, body = (
        texts.get((owner, name))
        for owner, name in ((proceeding.owner, "title"), (f"body:{proceeding.body_id}", "name"))
    )
    writing = Writing(
        proceeding, record, language, title.text if title else proceeding.slug, body.text if body else "-"
    )
    return written(writing.document())


class Writing:
    """The writing of one document."""

    def __init__(self, proceeding: Proceeding, record: Record, language: str, title: str, publisher: str) -> None:
        self.proceeding, self.record, self.language, self.title = proceeding, record, language, title
        self.is_imported = proceeding.source.get("system") == "akn"
        self.ids = Identifiers()
        self.to = References(self.ids, publisher, proceeding.source if self.is_imported else {})
        self.words = _words(language)

    def document(self) -> Any:
        """The root element."""
        for one in self.record.people:
            if one.role in NAMED:
                self.to.person(one.name, one.organisation or None)
        body = self.body()
        references = element("references", *self.to.elements, source=SOURCE)
        meta = element(
            "meta", identification(self.proceeding, self.record, self.language, self.is_original()), references
        )
        front = dict(self.proceeding.source.get("front", {})) if self.is_imported else {"preface": self.title}
        name = self.proceeding.source.get("name") or "record"
        parts = [element(part, *paragraphs(front[part])) for part in FRONT[:2] if part in front]
        last = [element(part, *paragraphs(front[part])) for part in FRONT[2:] if part in front]
        return element("akomaNtoso", element("debate", meta, *parts, body, *last, name=name))

    def is_original(self) -> bool:
        """Whether its language was spoken, or is that of the hearing: interpretation is no authentic record."""
        spoken = any(one.original for part in self.record.parts for one in part.lines(self.language))
        return spoken or self.language == self.proceeding.language

    def body(self) -> Any:
        """All sessions with their items; of an imported record its own sections."""
        found: list[Any] = []
        if self.record.attendance.came:
            found.append(self.roll_call())
        tops = _tree(self.record.parts)
        if self.is_imported:
            found += [self.imported(part, below) for part, below in tops]
        else:
            for session, texts in self.record.sessions:
                here = [one for one in tops if one[0].item.session_id == session.id]
                title = texts.get("title")
                found.append(self.session(session, title.text if title else self.words["session"], here))
            found += [self.item(part, below) for part, below in tops if part.item.session_id is None]
        if self.record.loose is not None:
            found.append(self.section("other", self.words["beside"], self.content(self.record.loose)))
        return element("debateBody", *(found or [element("debateSection", name="empty")]))

    def roll_call(self) -> Any:
        """Who came, by category."""
        attendance = self.record.attendance
        lines = [f"{name or self.words['no_category']}: {number}" for name, number in (attendance.came or {}).items()]
        if attendance.others:
            lines.append(f"{self.words['others']}: {attendance.others}")
        heading = inline("heading", self.words["attendance"])
        return element("rollCall", heading, *(inline("p", line) for line in lines), eId=self.ids.given("attendance"))

    def session(self, session: Any, title: str, tops: "list[Tree]") -> Any:
        """One session: when it was opened and closed, and its items."""
        inner = [self.time(self.words["opened"], session.opened_at)] if session.opened_at else []
        inner += [self.item(part, below) for part, below in tops]
        inner += [self.time(self.words["closed"], session.closed_at)] if session.closed_at else []
        return self.section("session", title, inner, num=str(session.number))

    def time(self, words: str, at: Any) -> Any:
        """A sentence that tells an instant."""
        moment = rfc3339(at)
        told = element("recordedTime", time=moment)
        told.text = moment
        made = element("narrative", told)
        made.text = f"{words} "
        return made

    def section(self, name: str, title: str, inner: Iterable[Any], num: str = "") -> Any:
        """A section with number and heading."""
        heads = [inline("num", num)] if num else []
        return element(
            "debateSection", *heads, inline("heading", title), *inner, name=name, eId=self.ids.given(f"section-{name}")
        )

    def item(self, part: Part, below: "list[Tree]") -> Any:
        """One item of the agenda with everything that belongs to it, and the items below it."""
        item = part.item
        inner = self.content(part) if not item.withheld else [inline("summary", self.words["was_closed"])]
        inner += [self.item(one, more) for one, more in below]
        return self.section(item.type, self.titled(item), inner, num=item.label)

    def titled(self, item: Item) -> str:
        """What an item is called."""
        title = item.title(self.language, self.proceeding.language)
        return title.text if title else self.words["item"]

    def content(self, part: Part) -> list[Any]:
        """What was said in an item, what was sent in writing, and what was decided by polls."""
        by_turn = {one.turn: one for one in part.statements if one.turn is not None}
        found: list[Any] = []
        seen: set[str] = set()
        for turn, lines in sorted_by_turn(part, self.language):
            if turn is None:
                found += [self.line(line) for line in lines]
            else:
                found += self.turn(turn, lines, by_turn.get(turn.public_id), first=turn.public_id not in seen)
                seen.add(turn.public_id)
        sent = [one for one in part.statements if one.turn is None and one.reading.text]
        if sent:
            found.append(element("writtenStatements", *map(self.statement, sent)))
        questions = [one for one in part.inputs if one.kind == "question"]
        if questions:
            found.append(element("questions", *map(self.question, questions)))
        return found + [self.poll(one) for one in part.polls]

    def turn(self, turn: Taken, lines: list[Told], statement: Any, *, first: bool) -> list[Any]:
        """What was said in a turn: consecutive lines of a kind are one speech, which tells when the turn began and ended."""
        by = self.to.speaker(turn.who, self.words)
        role = self.to.category(turn.who.category, (turn.who.category or "").replace("_", " "))
        times = {"startTime": rfc3339(turn.started_at), "endTime": rfc3339(turn.ended_at) if turn.ended_at else None}
        named = inline("from", turn.who.name or self.words["withheld"])
        found: list[Any] = []
        last = ""
        for line in lines:
            if line.kind not in SPOKEN:
                found.append(inline(NOTED[line.kind], line.text))
            elif SPOKEN[line.kind] == last and found[-1].tag.endswith(last):
                found[-1].extend(paragraphs(line.text))
            else:
                more = times if first and not found else {}
                found.append(
                    element(SPOKEN[line.kind], deepcopy(named), *paragraphs(line.text), by=by, as_=role, **more)
                )
            last = SPOKEN.get(line.kind, "")
        if not any(line.kind in SPOKEN for line in lines) and first:
            text = self.read_out(turn, statement)
            found.insert(0, element("speech", named, *text, by=by, as_=role, **times))
        return found

    def read_out(self, turn: Taken, statement: Any) -> list[Any]:
        """The text of a turn of which there are no notes in this language: the statement as delivered, or that there is none."""
        if statement is not None and statement.reading.text and statement.reading.language == self.language:
            return paragraphs(statement.reading.text)
        return [inline("p", self.words["no_notes"])]

    def line(self, line: Told) -> Any:
        """A line that belongs to no turn."""
        kind = SPOKEN.get(line.kind)
        if kind is None:
            return inline(NOTED[line.kind], line.text)
        by = self.to.person(line.speaker) if line.speaker else self.to.of("TLCRole", UNNAMED, self.words["unnamed"])
        return element(kind, *([inline("from", line.speaker)] if line.speaker else []), *paragraphs(line.text), by=by)

    def statement(self, one: Any) -> Any:
        """A statement that was sent instead of being delivered."""
        lang = one.reading.language if one.reading.language != self.language else None
        return element("speech", *paragraphs(one.reading.text), by=self.author(one.reading), lang=lang)

    def question(self, one: Any) -> Any:
        """A question of a participant, with its words or with the mark that they are withheld."""
        lang = one.language if one.language not in (None, self.language) else None
        text = one.text if one.text is not None else self.words.get(one.state, self.words["withheld_text"])
        return element("question", *paragraphs(text), by=self.author(one), lang=lang)

    def author(self, reading: Any) -> str:
        """The reference to whoever sent something."""
        if reading.name:
            return self.to.person(reading.name)
        return self.to.of("TLCRole", UNNAMED, self.words["unnamed"])

    def poll(self, one: Polled) -> Any:
        """A poll with its result."""
        question = one.question.text if one.question else self.words["poll"]
        if one.votes is None:
            return inline("summary", f"{question} – {self.words['no_result']}")
        told = (
            f"{one.choices[key].text if key in one.choices else key}: {number}" for key, number in one.votes.items()
        )
        return inline("summary", f"{question} – {'; '.join(told)}")

    def imported(self, part: Part, below: "list[Tree]") -> Any:
        """A section of an imported record as its source had it: what it holds in the order of the source."""
        source = part.source
        inner = [(line.position, self.said_so(line)) for line in part.lines(self.proceeding.language)]
        inner += [(one.source.get("number", 0), self.imported(one, more)) for one, more in below]
        heads = [inline(name, text) for name, text in source.get("heads", ())]
        blocks: list[Any] = []
        for _place, made in sorted(inner, key=lambda one: one[0]):
            blocks += made if isinstance(made, list) else [made]
        name = source.get("name", "section") if source.get("element", "debateSection") == "debateSection" else None
        marks = self.marks(source) | {"name": name}
        return element(source.get("element", "debateSection"), *heads, *blocks, **marks)

    def said_so(self, line: Told) -> Any:
        """A line of an imported record as its source had it."""
        source, name = line.source, line.source.get("element", line.kind)
        marks = self.marks(source)
        if name in SPEECHES:
            marks["by"] = source.get("by") or self.to.of("TLCRole", UNNAMED, self.words["unnamed"])
            heads = [inline(head, text) for head, text in source.get("heads", ())]
            begin = [inline("from", source["from"])] if "from" in source else []
            return element(name, *heads, *begin, *paragraphs(line.text), **marks)
        if name == "p":
            return paragraphs(line.text)
        if name == "other":
            return element(name, *paragraphs(line.text), **marks)
        return inline(name, line.text.replace("\n\n", "\n"), **marks)

    def marks(self, source: Mapping[str, Any]) -> dict[str, str | None]:
        """The identifiers and references of an element of an imported record."""
        names = {"as": "as_"} | {name: name for name in ("to", "refersTo", "lang", "startTime", "endTime")}
        found: dict[str, str | None] = {ours: source[name] for name, ours in names.items() if name in source}
        return found | ({"eId": self.ids.given(source["eId"])} if "eId" in source else {})


Tree = tuple[Part, list[Any]]


def _tree(parts: list[Part]) -> list[Tree]:
    """The items of the agenda, each with those below it."""
    nodes: dict[int, Tree] = {part.item.id: (part, []) for part in parts}
    tops: list[Tree] = []
    for part in parts:
        above = nodes.get(part.item.parent_id) if part.item.parent_id is not None else None
        (tops if above is None else above[1]).append(nodes[part.item.id])
    return tops


def _words(language: str) -> dict[str, str]:
    """The sentences of the document itself, in its language where there is a translation."""
    _ = catalogue(language).gettext
    return {
        "withheld": _("Participant whose name is withheld"),
        "unnamed": _("Participant who gave no name"),
        "session": _("Session"),
        "item": _("Agenda item"),
        "beside": _("Beside the agenda"),
        "attendance": _("Attendance by category"),
        "others": _("All other categories together"),
        "no_category": _("Without a category"),
        "opened": _("The session was opened:"),
        "closed": _("The session was closed:"),
        "was_closed": _("This item was closed to the public."),
        "no_notes": _("There are no notes of this speech in this language."),
        "poll": _("Poll"),
        "no_result": _("The result is not told, because too few voted."),
        "hidden": _("This was hidden by a moderator."),
        "withdrawn": _("This was withdrawn by its author."),
        "erased": _("This was erased."),
        "withheld_text": _("This text is withheld."),
    }
