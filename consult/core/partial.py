"""Files that come in pieces, and go on where a cut left them: begun, asked how far they are, added to, completed."""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from consult.core.errors import Conflict, Invalid, NotFound, Unavailable
from consult.core.loop import off_loop
from consult.core.storage import PIECE, Storage, Stored

MOST_BYTES = 4_000_000_000  # of all unfinished files together, so that nobody fills the disk with what will never end
AT_ONCE = 1 << 16
NAME = re.compile("[0-9a-f]{32}")
Read = Callable[[int], bytes]


class Begun(NamedTuple):
    """A file on its way: its random name, its whole size, how many bytes are here, and what was said at its beginning."""

    name: str
    size: int
    offset: int
    about: dict[str, Any]


class Whole:
    """A file that has come in piece by piece, to be looked at and kept like one that came at once."""

    is_too_large = False

    def __init__(self, partials: "Partials", begun: Begun) -> None:
        self._partials = partials
        self.begun = begun
        self.size = begun.size
        self.path = partials.path(begun.name)

    def keep(self) -> Stored:
        """Put it into the storage."""
        return self._partials.complete(self.begun.name)


class Partials:
    """The unfinished files of a storage. Whoever knows the random name of one may go on with it."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.folder = storage.incoming

    def begin(self, size: int, about: dict[str, Any]) -> Begun:
        """Make room for a file of this size. Raises Unavailable (`busy`) while too much is on its way already."""
        if size + sum(path.stat().st_size for path in self.folder.glob("*.part")) > MOST_BYTES:
            raise Unavailable("busy")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        self._about(name).write_text(json.dumps({"size": size, "about": about}))
        self._content(name).touch()
        return Begun(name, size, 0, about)

    def find(self, name: str) -> Begun:
        """How far a file is. Raises NotFound where there is none of this name."""
        try:
            if not NAME.fullmatch(name):
                raise NotFound
            told = json.loads(self._about(name).read_text())
            return Begun(name, told["size"], self._content(name).stat().st_size, told["about"])
        except FileNotFoundError as error:
            raise NotFound from error

    def add(self, name: str, offset: int, read: Read) -> Begun:
        """Add what `read(most)` gives until it gives nothing; what came before a cut stays.

        Raises Conflict (`other_offset`) where the file is not that far, or somebody else adds to it at this moment,
        and Invalid (`file_over_limit`) for more bytes than were announced.
        """
        begun = self.find(name)
        with self._alone(name) as file:
            if offset != begun.offset or file.seek(0, os.SEEK_END) != offset:
                raise Conflict("other_offset")
            left = begun.size - offset
            while data := _piece(read, left + 1):
                if len(data) > left:
                    raise Invalid("file", "file_over_limit", limit=begun.size)
                left -= len(data)
                off_loop(lambda data=data: file.write(data))  # type: ignore[misc]
        return self.find(name)

    def whole(self, name: str) -> "Whole":
        """A file of which everything is here. Raises Conflict (`other_offset`) before that."""
        begun = self.find(name)
        if begun.offset != begun.size:
            raise Conflict("other_offset")
        return Whole(self, begun)

    def complete(self, name: str) -> Stored:
        """Put a file of which everything is here into the storage. Raises Conflict (`other_offset`) before that."""
        begun = self.find(name)
        if begun.offset != begun.size:
            raise Conflict("other_offset")
        with self._alone(name):
            incoming = self.storage.receive(begun.size)
            with self._content(name).open("rb") as file:
                while data := file.read(PIECE):
                    incoming.write(data)
            stored = incoming.keep()
        self.drop(name)
        return stored

    def drop(self, name: str) -> None:
        """Forget a file that will not go on."""
        if NAME.fullmatch(name):
            self._about(name).unlink(missing_ok=True)
            self._content(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where the bytes lie that are here."""
        return self._content(self.find(name).name)

    @contextmanager
    def _alone(self, name: str) -> Iterator[Any]:
        with self._content(name).open("ab", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Conflict("other_offset") from error
            yield file

    def _content(self, name: str) -> Path:
        return self.folder / f"{name}.part"

    def _about(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _piece(read: Read, most: int) -> bytes:
    """The next bytes, gathered into a piece; fewer at the end, or where the sender was cut off."""
    found = bytearray()
    while len(found) < min(PIECE, most):
        try:
            data = read(min(AT_ONCE, PIECE - len(found), most - len(found)))
        except OSError:  # the sender is gone: what came is kept
            break
        if not data:
            break
        found += data
    return bytes(found)
