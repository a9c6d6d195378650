"""Mails that came back: what a report of delivery (RFC 3464) says of an address, taken only for mails of this site.

Anybody can write such a report. So each mail of ours has a Message-ID that holds a keyed hash of its recipient, and a report
counts only where it returns that line, for that recipient.
"""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from typing import Any, NamedTuple

from consult.core.mail import LONGEST_ANSWER, is_own_message

LARGEST = 2_000_000  # bytes; a report that returns a whole mail of ours has some thousands
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
ADDRESSED = ("Original-Recipient", "Final-Recipient")


class Bounce(NamedTuple):
    """An address to which a mail of ours could not be delivered for good, and what the server said of it."""

    address: str
    answer: str


def bounces(raw: bytes, secret_key: str) -> list[Bounce]:
    """The addresses that a mail says have failed; none where it is no report, or of no mail of this site."""
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)
        parts = list(mail.walk())
    except (MessageError, ValueError, LookupError):
        return []
    sent = [one for part in parts for one in _returned(part)]
    found = {
        address: Bounce(address, _answer(status))
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for status in _statuses(part)
        for address in _addresses(status, sent)
        if any(is_own_message(secret_key, str(one.get("Message-ID", "")), address) for one in sent)
    }
    return list(found.values())


def _statuses(part: Message) -> Iterator[Message]:
    """The recipients of a report for whom delivery was given up."""
    payload: Any = part.get_payload()
    for status in payload if isinstance(payload, list) else ():
        if str(status.get("Action", "")).strip().lower() == "failed":
            yield status


def _returned(part: Message) -> Iterator[Message]:
    """The headers of the mail that came back."""
    if part.get_content_type() not in RETURNED:
        return
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        yield from payload
    else:
        raw: Any = part.get_payload(decode=True)
        yield message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=policy.compat32)


def _addresses(status: Message, sent: list[Message]) -> list[str]:
    """Whom it may be about: as the servers on the way name them, or as we did (a forwarded mail fails elsewhere)."""
    named = [str(status.get(name, "")).rpartition(";")[2].strip(" <>\t\r\n") for name in ADDRESSED]
    ours = [address for one in sent for _name, address in getaddresses([str(one.get("To", ""))])]
    return [one.lower() for one in dict.fromkeys([*named, *ours]) if "@" in one]


def _answer(status: Message) -> str:
    words = [str(status.get("Status", "")), str(status.get("Diagnostic-Code", "")).rpartition(";")[2]]
    return " ".join(" ".join(words).split())[:LONGEST_ANSWER]
