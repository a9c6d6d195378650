"""Mail: a job row in the transaction it follows from, sent later over SMTP. Without a mail server it waits."""

import hashlib
import hmac
import secrets
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.config import Settings
from consult.core.errors import SetupError
from consult.core.jobs import FORGET, enqueue
from consult.core.work import Work

KIND = "mail"
ASK_AGAIN = timedelta(minutes=10)
TIMEOUT_S = 30.0
FOR_GOOD = 500  # an answer from here on is final
LONGEST_ANSWER = 200
PORTS = {"smtp": 25, "smtps": 465}


def enqueue_mail(
    db: Session,
    to: str,
    subject: str,
    text: str,
    language: str,
    *,
    html: str | None = None,
    stop: str | None = None,
    key: str | None = None,
) -> None:
    """Ask for a mail. Its words are dropped from the job once it is sent or given up.

    `html` is the same once more, for programs that set a direction only there; `stop` the address that ends such mails. With a
    `key` it is sent once however often it is asked for.
    """
    values = {"to": to, "subject": subject, "text": text, "language": language, FORGET: True}
    values |= {name: value for name, value in (("html", html), ("stop", stop)) if value is not None}
    enqueue(db, KIND, values, key=key)


Taken = Callable[[Work, str, str | None], None]


def mail_handler(
    settings: Settings, taken: Taken = lambda _work, _to, _answer: None
) -> Callable[[Work, dict[str, Any]], datetime | None]:
    """The handler of mail jobs; without CONSULT_SMTP_URL each waits until there is one.

    `taken` is told of each address with None when its mail was handed over, or with what the server answered when it refuses
    the address or the mail for good: then it is not tried again. Whatever else goes wrong is.
    """

    def send(work: Work, values: dict[str, Any]) -> datetime | None:
        if settings.smtp_url is None:
            return now() + ASK_AGAIN
        try:
            deliver(settings.smtp_url, message(settings, values))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            code, answer = _answer(error)
            if code < FOR_GOOD:
                raise
            taken(work, values["to"], f"{code} {answer}")
        else:
            taken(work, values["to"], None)
        return None

    return send


def _answer(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> tuple[int, str]:
    refused: tuple[int, bytes | str]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        refused = next(iter(error.recipients.values()))
    else:
        refused = (error.smtp_code, error.smtp_error)
    code, raw = refused
    said = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return code, " ".join(said.split())[:LONGEST_ANSWER]


def message(settings: Settings, values: dict[str, Any]) -> EmailMessage:
    """The mail of a job: plain text, and the same as HTML where the job holds it."""
    mail = EmailMessage()
    mail["From"] = Address(settings.site_name, addr_spec=settings.mail_from)
    mail["To"] = values["to"]
    mail["Subject"] = values["subject"]
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = own_message_id(settings, values["to"])
    mail["Auto-Submitted"] = "auto-generated"
    if "stop" in values:
        mail["List-Unsubscribe"] = f"<{values['stop']}>"
    mail.set_content(values["text"])
    if "html" in values:
        mail.add_alternative(values["html"], subtype="html")
    mail["Content-Language"] = values["language"]
    return mail


def own_message_id(settings: Settings, to: str) -> str:
    """A new Message-ID that shows whoever knows the key that this site wrote to this address."""
    drawn = secrets.token_hex(12)
    domain = settings.mail_from.rpartition("@")[2] or "localhost"
    return f"<{drawn}.{_mark(settings.secret_key, drawn, to)}@{domain}>"


def is_own_message(secret_key: str, message_id: str, to: str) -> bool:
    """Whether a mail with this Message-ID was written by this site to this address."""
    drawn, _dot, mark = message_id.strip().removeprefix("<").partition("@")[0].partition(".")
    return hmac.compare_digest(mark.encode(), _mark(secret_key, drawn, to).encode())


def _mark(secret_key: str, drawn: str, to: str) -> str:
    said = f"mail:{drawn}:{to.lower()}"
    return hmac.new(secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()[:32]


def deliver(smtp_url: str, mail: EmailMessage) -> None:
    """Hand a mail to the server at `smtp://[user:password@]host[:port]` (STARTTLS where offered) or `smtps://`."""
    parts = urlsplit(smtp_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SetupError("CONSULT_SMTP_URL must look like smtp://user:password@mail.example.org:587")
    port, safe = parts.port or PORTS[parts.scheme], ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, timeout=TIMEOUT_S, context=safe)
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT_S)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=safe)
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
