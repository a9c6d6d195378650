"""Names of files as they are kept: nothing of a path, nothing invisible, an ending that says what the file is."""

import re
import unicodedata

from consult.contributions.attachments.files.kinds import ENDINGS, KINDS

LONGEST = 100
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control characters, direction marks, halves of characters
UNSAFE = re.compile(r'[<>:"|?*]')


def clean_name(raw: str, media_type: str) -> str:
    """The name of a file of this type, from what the sender's machine called it."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if sign in "\t\n\r" else sign for sign in last if sign in "\t\n\r" or is_shown(sign))
    plain = " ".join(UNSAFE.sub(" ", shown).split())
    stem, dot, ending = plain.rpartition(".")
    if not dot or ENDINGS.get(ending.lower()) != media_type:
        stem = plain
    return f"{stem.strip(' .')[:LONGEST].rstrip(' .') or 'file'}.{KINDS[media_type].ending}"


def is_shown(sign: str) -> bool:
    """Whether a reader can see this character, or that it joins its neighbours (as in Persian and Indic words)."""
    return sign in "\u200c\u200d" or unicodedata.category(sign) not in INVISIBLE
