"""The questionnaire as one file for people without a network."""

import base64
import hashlib
import json
from collections.abc import Callable

from flask import Flask, Response, current_app, g, render_template, url_for
from markupsafe import Markup

from consult.consultations.offline import kit_of
from consult.consultations.queries import asked
from consult.consultations.routes.loading import consultation, head
from consult.core.errors import NotFound
from consult.web.language import language
from consult.web.site import reading


def install(app: Flask) -> None:
    """Add `offline.html`."""

    @app.get("/<language:lang>/consultations/<slug>/offline.html", endpoint="offline_kit")
    def download(slug: str) -> Response:
        found = consultation(slug)
        questions = asked(reading(), found, language())
        if questions is None:
            raise NotFound
        g.zone = found.zone
        text_of: Callable[[str], str] = current_app.extensions["consult.asset_text"]
        script, style = text_of("offline.js"), text_of("offline.css")
        page = render_template(
            "consultations/offline.html",
            head=head(found, ("title", "lede")),
            kit=as_script(json.dumps(kit_of(found, questions), ensure_ascii=False)),
            script=Markup(script),  # noqa: S704 - our own build
            style=Markup(style),  # noqa: S704 - our own build
            policy=policy_of(script, style),
            address=f"{current_app.config['BASE_URL']}{url_for('upload_answers', slug=slug)}",
        )
        response = Response(page, mimetype="text/html")
        response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.{language()}.html"'
        return response


def as_script(text: str) -> Markup:
    """JSON that no text of it can end before its element does."""
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return Markup(text)  # noqa: S704 - nothing in it can be markup any more


def policy_of(script: str, style: str) -> str:
    """The policy that the file carries: this script and this style alone, and no address anywhere."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
