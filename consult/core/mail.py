"""Mail: a job row in the transaction it follows from, sent later over SMTP. Without a mail server it waits."""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
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
PORTS = {"smtp": 25, "smtps": 465}


def enqueue_mail(db: Session, to: str, subject: str, text: str, language: str) -> None:
    """Ask for a mail. Its words are dropped from the job once it is sent or given up."""
    values = {"to": to, "subject": subject, "text": text, "language": language, FORGET: True}
    enqueue(db, KIND, values)


def mail_handler(settings: Settings) -> Callable[[Work, dict[str, Any]], datetime | None]:
    """The handler of mail jobs; without CONSULT_SMTP_URL each waits until there is one."""

    def send(_work: Work, values: dict[str, Any]) -> datetime | None:
        if settings.smtp_url is None:
            return now() + ASK_AGAIN
        deliver(settings.smtp_url, message(settings, values))
        return None

    return send


def message(settings: Settings, values: dict[str, Any]) -> EmailMessage:
    """The mail of a job, as plain text."""
    mail = EmailMessage()
    mail["From"] = Address(settings.site_name, addr_spec=settings.mail_from)
    mail["To"] = values["to"]
    mail["Subject"] = values["subject"]
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(values["text"])
    mail["Content-Language"] = values["language"]
    return mail


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
