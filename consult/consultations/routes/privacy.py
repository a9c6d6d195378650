"""What people are told of their data, in each version that was in force."""

from flask import Flask, render_template

from consult.consultations.routes.loading import consultation, head
from consult.core.errors import NotFound
from consult.proceedings.notices import notices
from consult.web.language import language
from consult.web.site import reading


def install(app: Flask) -> None:
    """Add `privacy/<number>`."""

    @app.get("/<language:lang>/consultations/<slug>/privacy/<int:number>", endpoint="privacy_notice")
    def read(slug: str, number: int) -> str:
        found = consultation(slug)
        known = notices(reading(), found, language())
        notice = next((one for one in known if one.number == number), None)
        if notice is None:
            raise NotFound
        return render_template("consultations/privacy.html", head=head(found), notice=notice, notices=known)
