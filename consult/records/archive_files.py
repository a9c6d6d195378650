"""The files of people in a backup: each once, under its digest, and checked against it on the way out and in."""

import hashlib
from collections.abc import Iterable
from zipfile import BadZipFile, ZipFile

from consult.core.storage import PIECE, Storage
from consult.records.refusals import Broken, Refused

FOLDER = "attachments"
PACKED_NOT_AGAIN = 0  # they are packed already, most of them


def write_files(archive: ZipFile, storage: Storage | None, digests: Iterable[str]) -> tuple[list[str], list[str]]:
    """Put contents into a backup; the digests of those that are in it, and of those that are missing or changed.

    Raises Refused for rows that name contents where no storage was given.
    """
    there: list[str] = []
    missing: list[str] = []
    for digest in sorted(digests):
        if storage is None:
            raise Refused("there are attachments, and no storage to take them from")
        if not storage.is_whole(digest):
            missing.append(digest)
            continue
        archive.write(storage.path(digest), f"{FOLDER}/{digest}", PACKED_NOT_AGAIN)
        there.append(digest)
    return there, missing


def read_files(archive: ZipFile, storage: Storage | None, digests: Iterable[str]) -> None:
    """Put the contents of a backup into the storage. Raises Broken for one that is missing or not what its digest says."""
    for digest in digests:
        if storage is None:
            raise Refused("there are attachments, and no storage to put them into")
        try:
            info = archive.getinfo(f"{FOLDER}/{digest}")
            with archive.open(info) as file:
                incoming = storage.receive(info.file_size)
                found = hashlib.sha256()
                while data := file.read(PIECE):
                    found.update(data)
                    incoming.write(data)
        except (KeyError, BadZipFile, EOFError) as error:
            raise Broken(f"{FOLDER}/{digest}", None, "is missing or broken") from error
        if found.hexdigest() != digest:
            incoming.close()
            raise Broken(f"{FOLDER}/{digest}", None, "it is not what its name says (another SHA-256)")
        incoming.keep()
