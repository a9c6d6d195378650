"""Reading a packed file (Word, OpenDocument) that may be made to burst: every number is bounded before anything is unpacked."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from zipfile import BadZipFile, ZipFile, ZipInfo

from consult.contributions.attachments.files.problems import Unfit

MOST_PARTS = 2_000
MOST_BYTES = 200_000_000  # of all parts together, unpacked
PART_BYTES = 60_000_000
MOST_RATIO = 200  # times as large as packed; text packs to a tenth or so, and nobody writes a letter that packs to less
SMALL = 2_000_000  # below this no ratio matters


class Packed:
    """A zip file, checked. Raises Unfit for what is broken, encrypted or would burst."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, OSError, ValueError) as error:
            raise Unfit("file_broken") from error
        self.parts = self._zip.infolist()
        self.names = {part.filename for part in self.parts}
        try:
            self._check()
        except Unfit:
            self._zip.close()
            raise

    def _check(self) -> None:
        whole = sum(part.file_size for part in self.parts)
        packed = sum(part.compress_size for part in self.parts) or 1
        if len(self.parts) > MOST_PARTS or whole > MOST_BYTES or (whole > SMALL and whole / packed > MOST_RATIO):
            raise Unfit("file_bomb")
        if len(self.names) != len(self.parts):
            raise Unfit("file_broken")
        if any(part.flag_bits & 1 for part in self.parts):
            raise Unfit("file_encrypted")

    def read(self, name: str, most: int = PART_BYTES) -> bytes:
        """One part, unpacked; never more than `most` bytes, whatever the file says of itself."""
        try:
            with self._zip.open(name) as file:
                data = file.read(most + 1)
        except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError) as error:
            raise Unfit("file_broken") from error
        if len(data) > most:
            raise Unfit("file_bomb")
        return data

    def each(self) -> Iterator[tuple[ZipInfo, bytes]]:
        """Every part with its content, folders left out."""
        for part in self.parts:
            if not part.is_dir():
                yield part, self.read(part.filename)

    def __enter__(self) -> "Packed":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._zip.close()
