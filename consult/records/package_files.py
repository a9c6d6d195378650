"""Reading a package (an edition as JSON Lines): hashes first, then every line, before anything is written."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson

from consult.contributions.attachments.files.kinds import KINDS as KINDS_OF_FILES
from consult.ledger.commitments import entry_hash
from consult.ledger.models import GENESIS
from consult.records.files import places
from consult.records.hearings.papers import name_of_paper
from consult.records.hearings.tables import hearing_shapes
from consult.records.package_shapes import DOCUMENT, PUBLIC, RESTRICTED
from consult.records.refusals import Broken, Refused
from consult.records.workspaces.files import name_of_file
from consult.records.workspaces.tables import room_shapes

Line = dict[str, Any]


class Package:
    """A checked package: its documents, and its lines as often as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = self._document("manifest.json")
        if self.manifest.get("format") != 1 or self.manifest.get("form") != "jsonl":
            raise Refused(f"{folder} is not a JSON Lines edition of this format: export one with --format jsonl")
        if "selection" in self.manifest:
            raise Refused(f"{folder} is a selection of a record: only a whole one can be imported")
        self.is_public = self.manifest.get("edition") == "public"
        self.shapes = dict(PUBLIC if self.is_public else RESTRICTED)
        kind = self._document("proceeding.json").get("kind")
        if kind == "hearing":
            self.shapes |= hearing_shapes(self.is_public)
        if kind == "workspace":
            self.shapes |= room_shapes(self.is_public)
        self._check_hashes()
        self.proceeding = self._checked_document()
        self.references = self._check_lines()

    def _document(self, name: str) -> dict[str, Any]:
        try:
            found = orjson.loads((self.folder / name).read_bytes())
        except OSError as error:
            raise Refused(f"{self.folder / name} cannot be read: {error.strerror}") from error
        except orjson.JSONDecodeError as error:
            raise Broken(name, error.lineno, "not JSON") from error
        if not isinstance(found, dict):
            raise Broken(name, 1, "an object expected")
        return found

    def _checked_document(self) -> dict[str, Any]:
        found = self._document("proceeding.json")
        for name, check in DOCUMENT.items():
            if name not in found or not check(found[name]):
                raise Broken("proceeding.json", None, f"{name} is missing or cannot be taken")
        return found

    def _check_hashes(self) -> None:
        named = {str(file.get("name")): file.get("sha256") for file in self.manifest.get("files", [])}
        for name in ["proceeding.json", *(f"{shape}.jsonl" for shape in self.shapes)]:
            if name not in named:
                raise Broken("manifest.json", None, f"{name} is not listed")
            try:
                with (self.folder / name).open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise Refused(f"{self.folder / name} cannot be read: {error.strerror}") from error
            if digest != named[name]:
                self._say_where(name)
                raise Broken(name, None, "it is not the file of the manifest (another SHA-256)")

    def _say_where(self, name: str) -> None:
        """Name the first line that cannot be taken, where one tells why the hash differs."""
        if name.endswith(".jsonl"):
            for _line in self.lines(name.removesuffix(".jsonl")):
                pass
        else:
            self._document(name)

    def lines(self, name: str) -> Iterator[Line]:
        """The objects of one file. Raises Broken with the number of the first line that cannot be taken."""
        for _number, line in self.numbered(name):
            yield line

    def numbered(self, name: str) -> Iterator[tuple[int, Line]]:
        """The same with the number of each line, from 1."""
        file, shape = f"{name}.jsonl", self.shapes[name]
        with (self.folder / file).open("rb") as lines:
            for number, raw in enumerate(lines, start=1):
                try:
                    line = orjson.loads(raw)
                except orjson.JSONDecodeError as error:
                    raise Broken(file, number, f"not JSON ({error.msg})") from error
                if not isinstance(line, dict):
                    raise Broken(file, number, "an object expected")
                for field, check in shape.items():
                    if field not in line or not check(line[field]):
                        raise Broken(file, number, f"{field} is missing or cannot be taken")
                yield number, line

    def _check_lines(self) -> list[str]:
        """Every line of every file, and that they name each other; gives the references."""
        known: dict[str, set[int]] = {}
        for number, line in self.numbered("contributions"):
            if line["reference"] in known:
                raise Broken("contributions.jsonl", number, f"{line['reference']} stands twice")
            known[line["reference"]] = set()
        for number, line in self.numbered("versions"):
            _known(known, "versions.jsonl", number, line)
            known[line["reference"]].add(line["version"])
        for number, line in self.numbered("passages"):
            _known(known, "passages.jsonl", number, line)
            if line["version"] not in known[line["reference"]]:
                raise Broken("passages.jsonl", number, f"version {line['version']} is not in versions.jsonl")
        for name in (
            "decisions",
            "proposals",
            "appeals",
            "letters",
            "escalations",
            "votes",
            "attachments",
            "intake",
            "relations",
            "codes",
        ):
            for number, line in self.numbered(name) if name in self.shapes else ():
                _known(known, f"{name}.jsonl", number, line)
        for number, line in self.numbered("contributions"):
            if line["version"] not in known[line["reference"]]:
                raise Broken("contributions.jsonl", number, "its standing version is not in versions.jsonl")
        self._check_relations(known)
        self._check_chains()
        for name in ("attachments", "papers", "document_files"):
            for number, line in self.numbered(name) if name in self.shapes else ():
                self._check_contents(name, number, line)
        return list(known)

    def _check_relations(self, known: dict[str, set[int]]) -> None:
        """The other end of each relation is here, and no code is cited for two contributions."""
        for number, line in self.numbered("relations"):
            _known(known, "relations.jsonl", number, {"reference": line["other"]})
        held: set[str] = set()
        for number, line in self.numbered("contributions"):
            if line["code"] in held:
                raise Broken("contributions.jsonl", number, f"the code {line['code']} stands twice")
            held |= {line["code"]} - {None}

    def contents(self, line: Line) -> Iterator[tuple[Path, str]]:
        """Each file that a line of attachments.jsonl, papers.jsonl or document_files.jsonl speaks of, with its SHA-256."""
        if "document" in line:
            yield self.folder / name_of_file(line["public_id"], line["media_type"]), line["digest"]
            return
        if "public_id" in line:
            yield self.folder / name_of_paper(line["public_id"], line["media_type"]), line["digest"]
            return
        row = SimpleNamespace(public_digest=line["sha256"], original=line.get("original"))
        for place, digest in places(self.is_public, row):
            yield self.folder / place / f"{line['file']}.{KINDS_OF_FILES[line['media_type']].ending}", digest

    def _check_contents(self, file_name: str, number: int, line: Line) -> None:
        for path, digest in self.contents(line):
            name = f"{path.parent.name}/{path.name}"
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise Broken(f"{file_name}.jsonl", number, f"{name} cannot be read") from error
            if found != digest:
                raise Broken(f"{file_name}.jsonl", number, f"{name} is another file (another SHA-256)")

    def _check_chains(self) -> None:
        heads: dict[str, tuple[int, str]] = {stream["public_id"]: (0, GENESIS) for stream in self.proceeding["streams"]}
        for number, line in self.numbered("entries"):
            seq, head = heads.get(line["stream"], (-1, ""))
            if (line["seq"], line["previous"]) != (seq + 1, head):
                raise Broken("entries.jsonl", number, "it does not follow the entry before")
            if entry_hash(line["stream"], as_entry(line)) != line["hash"]:
                raise Broken("entries.jsonl", number, "its hash is not that of its content")
            heads[line["stream"]] = line["seq"], line["hash"]
        for stream in self.proceeding["streams"]:
            if heads[stream["public_id"]] != (stream["last_seq"], stream["head"]):
                raise Broken("entries.jsonl", None, f"stream {stream['public_id']} does not end at its checkpoint")


def _known(known: dict[str, set[int]], file: str, number: int, line: Line) -> None:
    if line["reference"] not in known:
        raise Broken(file, number, f"{line['reference']} is not in contributions.jsonl")


def as_entry(line: Line) -> dict[str, Any]:
    """A line of entries.jsonl as the ledger hashes it."""
    happened_at = datetime.fromisoformat(line["happened_at"])
    return {**line, "happened_at": happened_at, "previous_hash": line["previous"]}
