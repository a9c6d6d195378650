"""Reading the body of a debate: every section, speech, question, answer and remark, and nothing silently left out."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from consult.records.akn.debate import Debate, Saying, Section
from consult.records.akn.identity import day_of, front_of, identification, language_of, references, title_of
from consult.records.akn.names import AKN, BLOCKS, HEADS, REMARKS, SECTIONS, SPEECHES, local
from consult.records.akn.words import count_words, line_of, words_of
from consult.records.akn.xml import parsed
from consult.records.refusals import Broken

TIMES = ("startTime", "endTime")
MARKS = ("by", "as", "to", "refersTo", "eId", "name", *TIMES)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WHO = ("TLCPerson", "TLCRole", "TLCOrganization")
KINDS = {"scene": "scene", "narrative": "scene", "summary": "summary"} | {name: name for name in SPEECHES}


def read_debate(path: Path, language: str | None = None) -> Debate:
    """A debate of Akoma Ntoso 3.0, read whole. Raises Broken or Refused in one line; `language` is for one that names none."""
    root = parsed(path)
    if local(root) != "akomaNtoso":
        raise Broken(path.name, None, f"it is no Akoma Ntoso 3.0 (its namespace is {AKN})")
    debate = next((child for child in root if local(child) == "debate"), None)
    body = None if debate is None else debate.find(f"{{{AKN}}}debateBody")
    if debate is None or body is None:
        raise Broken(path.name, None, f"it holds no debate, but {', '.join(local(one) or 'another' for one in root)}")
    reading = Reading(path.name, root, debate, language)
    reading.sections(body, None)
    return reading.finished()


class Reading:
    """One reading, which numbers sections and sayings as it meets them."""

    def __init__(self, name: str, root: Any, debate: Any, language: str | None) -> None:
        self.number, self.seen = 0, Counter[str]()
        self.whole = Counter(local(one) or str(one.tag) for one in root.iter())
        found = language or language_of(debate)
        if found is None:
            raise Broken(name, None, "it does not say in which language it is: name it with --language")
        source = {
            "system": "akn",
            "name": debate.get("name", ""),
            "identification": identification(debate, self.seen),
            "references": references(debate, self.seen),
        }
        self.debate = Debate(found, title_of(debate), day_of(debate), source)
        self.debate.source["front"] = front_of(debate, self.seen, self.debate)
        whom = [one for one in self.debate.source["references"] if one["element"] in WHO and one["eId"]]
        self.names = {one["eId"]: one["showAs"] for one in whom}
        self.seen.update({"akomaNtoso": 1, "debate": 1, "debateBody": 1})

    def sections(self, parent: Any, around: int | None) -> None:
        """The children of a body or section in their order; what is no section of its own is looked into."""
        loose: list[Any] = []
        for child in parent:
            name = local(child)
            if name in BLOCKS:
                loose.append(child)
                continue
            self._blocks(loose, around)
            if name in HEADS and around is not None:
                self.seen[name] += 1
                self._within(child)
            elif name in SECTIONS:
                self._section(child, around)
            elif name in SPEECHES and around is not None:
                self._speech(child, around)
            elif (name in REMARKS or name == "other") and around is not None:
                self._remark(child, name, around)
            elif any(local(one) in SPEECHES | SECTIONS for one in child.iter()):
                self.sections(child, around)  # a frame around speeches: they are kept, the frame is counted as left out
            else:
                self._unknown(child, around)
        self._blocks(loose, around)

    def _section(self, element: Any, around: int | None) -> None:
        heads = [[local(one), line_of(one)] for one in element if local(one) in HEADS]
        first = {name: next((text for head, text in heads if head == name and text), "") for name in HEADS}
        number = self._next()
        source = {"element": local(element), "heads": heads, "number": number} | self._marks(element)
        title = first["heading"] or first["subheading"] or element.get("name") or str(local(element))
        self.debate.sections.append(
            Section(number, around, first["num"], title, first["subheading"] if first["heading"] else "", source)
        )
        self.seen[str(local(element))] += 1
        self.sections(element, number)

    def _speech(self, element: Any, around: int) -> None:
        name = str(local(element))
        begin = element.find(f"{{{AKN}}}from")
        heads = [[local(one), line_of(one)] for one in element if local(one) in HEADS]
        source: dict[str, Any] = {"element": name} | self._marks(element) | ({"heads": heads} if heads else {})
        if begin is not None:
            source["from"] = line_of(begin)
        texts = []
        for child in element:
            if child is begin or local(child) in HEADS:
                self.seen[str(local(child))] += 1
                self._within(child)
            elif text := self._block(child):
                texts.append(text)
        self.seen[name] += 1
        spoken = line_of(begin) if begin is not None else ""
        speaker = self.names.get(element.get("by", "").removeprefix("#")) or spoken or None
        self._say(around, name, speaker, "\n\n".join(texts), source)

    def _remark(self, element: Any, name: str | None, around: int) -> None:
        self.seen[str(name)] += 1
        self._within(element)
        self._say(
            around, KINDS.get(str(name), "summary"), None, words_of(element), {"element": name} | self._marks(element)
        )

    def _blocks(self, loose: list[Any], around: int | None) -> None:
        """Paragraphs that stand between the speeches, as one remark."""
        if around is not None:
            texts = [text for one in loose if (text := self._block(one))]
            if texts:
                self._say(around, "summary", None, "\n\n".join(texts), {"element": "p"})
        loose.clear()

    def _block(self, element: Any) -> str:
        text = words_of(element)
        if text:
            (self.seen if local(element) == "p" else self.debate.plain)[local(element) or str(element.tag)] += 1
            self._within(element)
        return text

    def _unknown(self, element: Any, around: int | None) -> None:
        """An element without a place of its own: its words are kept."""
        if around is not None and (text := self._block(element)):
            self._say(around, "summary", None, text, {"element": "p"})

    def _within(self, element: Any) -> None:
        count_words(element, self.seen, self.debate.plain)

    def _say(self, around: int, kind: str, speaker: str | None, text: str, source: dict[str, Any]) -> None:
        self.debate.sayings.append(Saying(self._next(), around, kind, speaker, text, source))

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _marks(self, element: Any) -> dict[str, str]:
        """Its identifiers and references as they stand, where they can stand again."""
        found = {name: element.get(name) for name in MARKS if element.get(name) is not None}
        if re.search(r"\s", found.get("eId", "")):
            del found["eId"]
        for name in TIMES:
            if name in found and not MOMENT.fullmatch(found[name]):
                del found[name]
        return found | ({"lang": element.get(LANG)} if element.get(LANG) else {})

    def finished(self) -> Debate:
        """The debate; whatever was neither kept nor read as words is counted as left out."""
        self.debate.kept = self.seen
        self.debate.lost = self.whole - self.seen - self.debate.plain
        return self.debate
