"""The words of mails, in the language of who gets them, made by the worker without a page."""

import hashlib
import hmac
from functools import cache
from html import escape
from typing import NamedTuple

from babel.support import NullTranslations, Translations

from consult.bodies.operations import Letter
from consult.core.localized import direction
from consult.core.root import ROOT
from consult.notices.queries import Desk, Due, Item


class House(NamedTuple):
    """What every mail names: the site, its address, and the secret that signs the links which end mails."""

    site_name: str
    base_url: str
    secret_key: str


@cache
def catalogue(code: str) -> NullTranslations:
    """The compiled catalogue of a language, read once."""
    return Translations.load(str(ROOT / "translations"), [code])


def stop_token(secret_key: str, kind: str, public_id: str) -> str:
    """The token of a link that ends mails: nothing is stored for it."""
    mark = hmac.new(secret_key.encode(), f"stop mails:{kind}:{public_id}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"{kind}.{public_id}.{mark}"


def opened(secret_key: str, token: str) -> tuple[str, str] | None:
    """Kind and public id of a token; None for one that this site did not make."""
    kind, _dot, rest = token.partition(".")
    public_id, _dot, _mark = rest.partition(".")
    made = stop_token(secret_key, kind, public_id)
    return (kind, public_id) if hmac.compare_digest(token.encode(), made.encode()) else None


def stop_address(house: House, language: str, kind: str, public_id: str) -> str:
    """The link itself."""
    return f"{house.base_url}/{language}/news/stop/{stop_token(house.secret_key, kind, public_id)}"


def news_mail(house: House, due: Due, titles: dict[int, str], stop: str) -> Letter:
    """That there is news and where to look. Of what it is about, it tells only who chose to have that in mails."""
    _, ngettext = catalogue(due.language).gettext, catalogue(due.language).ngettext
    subject = _("News for you on %(site)s") % {"site": house.site_name}
    said = ngettext(
        "There is news about %(num)s thing that you sent on %(site)s.",
        "There is news about %(num)s things that you sent on %(site)s.",
        due.inputs,
    ) % {"num": due.inputs, "site": house.site_name}
    parts = [said, *(_item_line(due.language, one, titles) for one in due.items)] if due.inputs else []
    if due.in_room:
        parts.append(_("There is news for you on %(site)s.") % {"site": house.site_name})
    if due.is_contact:
        parts += [
            _("Come back with your reference and codeword to read it:"),
            f"{house.base_url}/{due.language}/return/",
        ]
        stops = _("This address was left for such news. To have it forgotten, open this page:")
    else:
        page = "account/contributions" if due.inputs else "workspaces/"
        parts += [_("Sign in to read it:"), f"{house.base_url}/{due.language}/{page}"]
        stops = _("To get no more of these mails, open this page:")
    return Letter(subject, "\n\n".join([*parts, "--", stops, stop]) + "\n", due.language)


def registration_mail(house: House, language: str, stop: str, *, by_account: bool) -> Letter:
    """That there is news about a registration and where to look: neither for what nor how it was decided."""
    _ = catalogue(language).gettext
    subject = _("News for you on %(site)s") % {"site": house.site_name}
    parts = [_("There is news about a registration of yours on %(site)s.") % {"site": house.site_name}]
    if by_account:
        parts += [_("Sign in to read it:"), f"{house.base_url}/{language}/account/registrations"]
        stops = _("To get no more of these mails, open this page:")
    else:
        parts += [
            _("Come back with your reference and codeword to read it:"),
            f"{house.base_url}/{language}/return/",
        ]
        stops = _("This address was left for such news. To have it forgotten, open this page:")
    return Letter(subject, "\n\n".join([*parts, "--", stops, stop]) + "\n", language)


def due_mail(house: House, language: str, count: int, stop: str) -> Letter:
    """That something is due and where to look: neither what it is nor in which room."""
    _, ngettext = catalogue(language).gettext, catalogue(language).ngettext
    subject = _("A reminder for you on %(site)s") % {"site": house.site_name}
    said = ngettext(
        "%(num)s thing for which you are responsible on %(site)s is due soon or overdue.",
        "%(num)s things for which you are responsible on %(site)s are due soon or overdue.",
        count,
    ) % {"num": count, "site": house.site_name}
    parts = [said, _("Sign in to read it:"), f"{house.base_url}/{language}/workspaces/tasks"]
    stops = _("To get no more of these mails, open this page:")
    return Letter(subject, "\n\n".join([*parts, "--", stops, stop]) + "\n", language)


def _item_line(code: str, one: Item, titles: dict[int, str]) -> str:
    _ = catalogue(code).gettext
    words = {
        "letter": _("Somebody wrote to you."),
        "citation": _("The results of the consultation cite it."),
        "approve": _("It was approved."),
        "decline": _("It was declined, or its correction was."),
        "hide": _("It was hidden."),
        "restore": _("It was restored."),
        "redact": _("Some of its words were withheld from readers."),
        "unredact": _("Words that had been withheld are shown again."),
        "upheld": _("Your appeal was decided: the decision stands."),
        "overturned": _("Your appeal was decided in your favour."),
    }
    said = words.get(one.act or one.kind, "")
    return f"{one.reference} ({titles.get(one.proceeding_id, '')}): {said}".strip()


def desk_mail(house: House, language: str, desk: Desk, stop: str) -> Letter:
    """What waits at somebody's desk, in numbers alone."""
    _, ngettext = catalogue(language).gettext, catalogue(language).ngettext
    subject = ngettext("%(num)s input waits at your desk", "%(num)s inputs wait at your desk", desk.waiting) % {
        "num": desk.waiting
    }
    parts = [subject + "."]
    if desk.appeals:
        told = ngettext("%(num)s appeal is open among them.", "%(num)s appeals are open among them.", desk.appeals)
        parts.append(told % {"num": desk.appeals})
    if desk.answers:
        told = ngettext(
            "%(num)s author has answered a letter.", "%(num)s authors have answered a letter.", desk.answers
        )
        parts.append(told % {"num": desk.answers})
    parts += [
        f"{house.base_url}/{language}/desk/",
        "--",
        _("To get no more of these daily mails, open this page:"),
        stop,
    ]
    return Letter(f"{subject} · {house.site_name}", "\n\n".join(parts) + "\n", language)


def as_html(mail: Letter) -> str:
    """The same mail with its direction said, for programs that guess one from the first letter."""
    lines = [part for part in mail.text.strip().split("\n\n") if part != "--"]
    body = "".join(f"<p>{_linked(line)}</p>" for line in lines)
    lang, way = mail.language, direction(mail.language)
    return f'<!doctype html><html lang="{lang}" dir="{way}"><body lang="{lang}" dir="{way}">{body}</body></html>'


def _linked(line: str) -> str:
    shown = escape(line)
    return f'<a href="{shown}" dir="ltr">{shown}</a>' if line.startswith(("http://", "https://")) else shown
