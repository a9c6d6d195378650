"""What the frame of every page shows: site, navigation, who is signed in, messages. app.py adds the places."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

from flask import Flask, current_app, flash, g, get_flashed_messages, request, session

from consult.core.actors import Actor
from consult.web.language import language
from consult.web.places import NAME, holds_places
from consult.web.site import actor


class Place(NamedTuple):
    """An item of the navigation; `shown` decides by actor, `label` gives the words in the present language."""

    key: str
    label: Callable[[], str]
    path: str
    shown: Callable[[Actor], bool] = lambda _actor: True


class Frame:
    """The navigation of the public pages, of the desk and of the own account, in order."""

    def __init__(self) -> None:
        self.public: list[Place] = []
        self.desk: list[Place] = []
        self.about: list[Place] = []
        self.account: list[Place] = []
        self.desk_access: Callable[[Actor], bool] = lambda _actor: False


def install(app: Flask, site_name: str) -> None:
    """Give each page its frame."""
    frame = app.extensions["consult.frame"] = Frame()

    @app.context_processor
    def fill() -> dict[str, Any]:
        code, who = language(), actor()
        at_desk = request.path.startswith(f"/{code}/desk/")
        me = None
        if who.account_id is not None:
            me = {
                "name": NAME if holds_places() else who.name,
                "url": f"/{code}/account/",
                "desk_url": f"/{code}/desk/" if frame.desk_access(who) else None,
                "sign_out_url": f"/{code}/account/sign-out",
            }
        return {
            "site": {
                "name": site_name,
                "home": f"/{code}/",
                "logo": None,
                "brand_css": None,
                "about": [{"label": place.label(), "url": f"/{code}{place.path}"} for place in frame.about],
                "zone": g.get("zone"),
            },
            "nav": [item(place, code) for place in (frame.desk if at_desk else frame.public) if place.shown(who)],
            "me": me,
            "sign_in_url": f"/{code}/account/sign-in",
            "theme": theme(),
            "flashes": messages(),
        }


class Looks(NamedTuple):
    """Everything that a frame shows at one address of one site beside the name of the account."""

    is_signed_in: bool
    has_desk: bool
    places: tuple[bool, ...]
    zone: str | None
    theme: str | None


def looks() -> Looks | None:
    """How the frame of this request looks; None where it has something to say once."""
    return None if "_flashes" in session else looks_to(actor(), g.get("zone"), theme())


def looks_to(who: Actor, zone: str | None, chosen: str | None) -> Looks:
    """How the frame of a public page looks to somebody who chose this theme, where nothing has to be said."""
    frame: Frame = current_app.extensions["consult.frame"]
    places = tuple(place.shown(who) for place in frame.public)
    return Looks(who.account_id is not None, frame.desk_access(who), places, zone, chosen)


def theme() -> str | None:
    """The reader's own choice of light or dark."""
    return theme_in(request.cookies)


def theme_in(cookies: Mapping[str, str]) -> str | None:
    """The choice that the cookies of a browser hold."""
    found = cookies.get("theme")
    return found if found in ("light", "dark") else None


def item(place: Place, code: str) -> dict[str, Any]:
    """A place as the templates want it."""
    url = f"/{code}{place.path}"
    below = f"{url}items/" if place.path == "/desk/" else url
    current = request.path == url or request.path.startswith(below)
    return {"key": place.key, "label": place.label(), "url": url, "current": current, "count": None}


def say_once(kind: str, text: str) -> None:
    """Say something on the next page, once: whoever sends again and again without reading it gets no growing cookie."""
    if (kind, text) not in session.get("_flashes", []):
        flash(text, kind)


def messages() -> list[dict[str, str]]:
    """What is to be said once; reading them touches the session only where there are some."""
    if "_flashes" not in session:
        return []
    said = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    return [{"kind": kind, "text": text} for kind, text in said]
