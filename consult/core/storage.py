"""Files by content: one file for each SHA-256, written whole to the disk before any row names it.

A file comes in as a stream, is hashed while it is written beside its place, forced to the disk and renamed. Rows refer to it
by digest; what no row refers to any more is swept away after a day of grace.
"""

import fcntl
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from consult.core.loop import off_loop

PIECE = 1 << 18  # what is hashed and written at once, beside the event loop
GRACE_SECONDS = 86_400.0
DIGEST = re.compile("[0-9a-f]{64}")
# The columns by which rows hold contents, each with that of the row's public id: every table that does adds its own.
HOLDERS: list[tuple[Any, Any]] = []


class Stored(NamedTuple):
    """What was stored: its SHA-256 in hex, and its size in bytes."""

    digest: str
    size: int


class Incoming:
    """A file on its way in, written like a file opened for writing; what passes `limit` is counted and thrown away.

    `close` takes it away again, unless `keep` was called before.
    """

    def __init__(self, storage: "Storage", limit: int) -> None:
        self._storage = storage
        self._limit = limit
        self._path = storage.incoming / f"{secrets.token_hex(16)}.new"
        self._file = self._path.open("w+b", buffering=0)
        self._hash = hashlib.sha256()
        self._waiting = bytearray()
        self.size = 0

    @property
    def is_too_large(self) -> bool:
        """Whether more came than may."""
        return self.size > self._limit

    @property
    def path(self) -> Path:
        """Where it lies until it is kept, with everything that was written so far."""
        self._write_waiting()
        return self._path

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self.size += len(data)
        if not self.is_too_large:
            self._waiting += data
            if len(self._waiting) >= PIECE:
                self._write_waiting()
        return len(data)

    def _write_waiting(self) -> None:
        data, self._waiting = self._waiting, bytearray()

        def write() -> None:
            self._hash.update(data)
            self._file.write(data)

        if data:
            off_loop(write)

    def read(self, size: int = -1) -> bytes:
        """Bytes from where `seek` went."""
        return self._file.read(size) or b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place to read from; nothing is written afterwards."""
        self._write_waiting()
        return self._file.seek(offset, whence)

    def keep(self) -> Stored:
        """Put it into the storage, on the disk."""
        self._write_waiting()
        stored = Stored(self._hash.hexdigest(), self.size)
        off_loop(lambda: os.fsync(self._file.fileno()))
        self._storage.put_in_place(self._path, stored.digest)
        self.close()
        return stored

    def close(self) -> None:
        """Let go of it."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class Storage:
    """The files of one site, in one folder that only its owner may enter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"

    def receive(self, limit: int) -> Incoming:
        """A new file to be written, of at most `limit` bytes."""
        self._make(self.incoming)
        return Incoming(self, limit)

    def store(self, path: Path) -> Stored:
        """Take a copy of a file of this machine."""
        incoming = self.receive(path.stat().st_size)
        with path.open("rb") as file:
            while data := file.read(PIECE):
                incoming.write(data)
        return incoming.keep()

    def path(self, digest: str) -> Path:
        """Where the content with this digest lies, or would lie."""
        if not DIGEST.fullmatch(digest):
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether the content is here."""
        return self.path(digest).is_file()

    def is_whole(self, digest: str) -> bool:
        """Whether the content is here and still what its digest says."""
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def digests(self) -> Iterator[str]:
        """The digest of everything that is here."""
        for path in self.folder.glob("??/*"):
            if DIGEST.fullmatch(path.name):
                yield path.name

    def put_in_place(self, made: Path, digest: str) -> None:
        """Rename a written file to its place; one that is there already is replaced, so that its grace begins anew."""
        place = self.path(digest)
        self._make(place.parent)

        def rename() -> None:
            with self._locked():
                made.replace(place)
            for folder in (place.parent, self.folder):
                _sync(folder)

        off_loop(rename)

    def remove(self, digest: str, *, older_than: float = GRACE_SECONDS) -> bool:
        """Take away content that no row names, and say whether it is gone.

        It stays while a copy of everything is made, and if it came in the last seconds: then its row may be on the way.
        """
        place = self.path(digest)
        with self._locked(), self._alone() as alone:
            try:
                if not alone or place.stat().st_mtime > time.time() - older_than:
                    return False
            except FileNotFoundError:
                return True
            place.unlink()
        return True

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nothing is removed meanwhile, so that a copy of everything can be made; what comes in comes in."""
        self._make(self.folder)
        handle = os.open(self.folder / ".still", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        handle = os.open(self.folder / ".still", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except BlockingIOError:
            alone = False
        try:
            yield alone
        finally:
            os.close(handle)

    def sweep_incoming(self, older_than: float = GRACE_SECONDS) -> int:
        """Take away what began to come in and never ended; how many there were."""
        swept = 0
        for path in self.incoming.glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - older_than:
                    path.unlink()
                    swept += 1
        return swept

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else renames or removes meanwhile, in this process or another."""
        self._make(self.folder)
        handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _make(self, folder: Path) -> None:
        for one in (self.folder, folder):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
