"""Mails about rooms: each says that there is news, and names neither a room nor what happened there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class News:
    """A mail in each language of the interface, made before the transaction: language → (subject, text)."""

    words: Mapping[str, tuple[str, str]]

    def words_in(self, language: str) -> tuple[str, str, str]:
        """Subject, text and language of the mail for a reader of this language; in English where there is none."""
        best = language if language in self.words else "en"
        return (*self.words[best], best)
