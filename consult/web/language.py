"""The reader's language: from the address, with the catalogue's gettext bound once per request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request, url_for
from flask_babel import Babel
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from consult.core.localized import direction

NAMES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}
INTERFACE = ("ar", "en", "fr")
DEFAULT = "en"


class LanguageConverter(BaseConverter):
    """The first part of a page's address: a language of the interface."""

    regex = "|".join(INTERFACE)


class Choice(NamedTuple):
    """A language to switch to, with the address of this page in it."""

    code: str
    name: str
    url: str
    current: bool


def install(app: Flask) -> None:
    """Let the address decide the language, and give templates their words."""
    app.url_map.converters["language"] = LanguageConverter
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT)
    Babel(app, locale_selector=language)

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.language = (values or {}).pop("lang", None) or chosen_language()

    @cache  # a page asks for some hundred addresses
    def is_in_languages(endpoint: str) -> bool:
        return app.url_map.is_endpoint_expecting(endpoint, "lang")

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and is_in_languages(endpoint):
            values["lang"] = language()

    app.jinja_env.globals.update(_=_word, gettext=_word, ngettext=_words, pgettext=_word_in)

    @app.context_processor
    def page() -> dict[str, Any]:
        code = language()
        return {"lang": code, "dir": direction(code), "languages": choices()}


def _bound(name: str) -> Callable[..., Any]:
    """One of the request's words functions, looked up in the catalogue once per request."""
    try:
        found: Callable[..., Any] = g.words[name]
    except AttributeError:
        g.words = bound_words(language())
        found = g.words[name]
    return found


def _word(message: str, **places: Any) -> Any:
    return _bound("_")(message, **places)


def _words(one: str, many: str, num: int, **places: Any) -> Any:
    return _bound("ngettext")(one, many, num, **places)


def _word_in(context: str, message: str, **places: Any) -> Any:
    return _bound("pgettext")(context, message, **places)


def chosen_language() -> str:
    """The best language for a request whose address names none: what the browser asks for."""
    first = request.path.split("/", 2)[1] if request.path.count("/") else ""
    if first in INTERFACE:
        return first
    return request.accept_languages.best_match(INTERFACE, DEFAULT)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Let what is said meanwhile be in another language than the page: a mail to somebody else."""
    before, g.language = language(), code
    try:
        yield
    finally:
        g.language = before


def language() -> str:
    """The language of this request; the default outside of one."""
    try:
        code: str = g.language
    except (AttributeError, RuntimeError):
        return DEFAULT
    return code


def choices() -> list[Choice]:
    """This page in every language of the interface."""
    here, present = request.endpoint, language()
    rest = "/"  # what follows the language in the address
    if here and request.view_args is not None and current_app.url_map.is_endpoint_expecting(here, "lang"):
        rest = url_for(here, **{**request.view_args, "lang": present}).removeprefix(f"/{present}") + _query()
    return [Choice(code, NAMES[code], f"/{code}{rest}", code == present) for code in INTERFACE]


def _query() -> str:
    # Never as arguments of url_for, which takes some names (_scheme, _anchor) as orders.
    return f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""


@cache
def catalogue(code: str) -> NullTranslations:
    """The compiled catalogue of a language, read once."""
    return Translations.load(current_app.config["TRANSLATIONS"], [code])


def gettext(message: str, **places: Any) -> str:
    """A sentence in the language of this request, as plain text: for views and words of features."""
    found = catalogue(language()).gettext(message)
    return found % places if places else found


def ngettext(one: str, many: str, num: int, **places: Any) -> str:
    """A sentence with a number in the language of this request, as plain text; `num` is among its places."""
    return str(catalogue(language()).ngettext(one, many, num) % {"num": num, **places})


def pgettext(context: str, message: str) -> str:
    """Words that need their context: one English word that is two in another language."""
    return str(catalogue(language()).pgettext(context, message))


@cache
def bound_words(code: str) -> dict[str, Callable[..., Any]]:
    """`_`, `ngettext` and `pgettext` of one language for templates: values are escaped, the sentences are ours."""
    found = catalogue(code)
    whole: dict[str, Markup] = {}  # the sentences without places: as many as the templates have

    def _(message: str, **places: Any) -> Markup:
        if places:
            return Markup(found.gettext(message)) % places  # noqa: S704 - our own sentences
        if message not in whole:
            whole[message] = Markup(found.gettext(message)) % {}  # noqa: S704
        return whole[message]

    def ngettext(one: str, many: str, num: int, **places: Any) -> Markup:
        return Markup(found.ngettext(one, many, num)) % {"num": num, **places}  # noqa: S704

    def pgettext(context: str, message: str, **places: Any) -> Markup:
        return Markup(found.pgettext(context, message)) % places  # noqa: S704

    return {"_": _, "ngettext": ngettext, "pgettext": pgettext}
