"""`create_app`: the only place that lists the features, from the ground up."""

from functools import partial

from flask import Flask, g
from jinja2 import StrictUndefined

from consult.accounts import login
from consult.accounts import routes as accounts
from consult.accounts.passwords import Hasher
from consult.analysis import routes as analysis
from consult.api import routes as api
from consult.bodies.actors import FURTHER, load_actor, load_rights
from consult.bodies.operations import ENDED
from consult.consultations import routes as consultations
from consult.consultations.editing import routes as consultation_editing
from consult.consultations.editing.operations.publishing import check_first
from consult.consultations.editing.operations.trials import forget_at_opening
from consult.consultations.intake import routes as intake
from consult.consultations.operations import publish_first
from consult.consultations.targets import answers_in_words, paragraph_names
from consult.contributions import confided
from consult.contributions import routes as contributions
from consult.contributions import sockets as contribution_sockets
from consult.contributions.attachments import routes as attachments
from consult.contributions.attachments.limits import FILE_BYTES, REQUEST_BYTES
from consult.contributions.codewords import Codewords
from consult.contributions.drafts import routes as drafts
from consult.contributions.operations.opinions import FLAGGED
from consult.contributions.operations.publishing import release_at_closing
from consult.contributions.operations.submit import ADMITTING
from consult.contributions.operations.tally import tally_at_closing
from consult.contributions.streams import TELLERS, WHOLES, ContributionStreams
from consult.core.config import Settings, read_settings
from consult.core.root import ROOT
from consult.core.work import Work
from consult.followup import routes as followup
from consult.forgetting import know_forgetters
from consult.hearings import routes as hearings
from consult.hearings.chair import sockets as chair_sockets
from consult.hearings.floor import sockets as floor_sockets
from consult.hearings.floor.operations.following import clear_floor, know_speakers
from consult.hearings.hall import events as hall
from consult.hearings.notes.streams import line_data, minutes_data
from consult.hearings.polls import sockets as poll_sockets
from consult.hearings.polls.operations.admitting import admit
from consult.hearings.polls.operations.running import closing_polls
from consult.hearings.polls.queries import poll_data, polls_whole
from consult.hearings.polls.question_queries import handling_data, handlings_whole
from consult.hearings.polls.targets import item_names
from consult.hearings.programme.coming import held_under
from consult.hearings.programme.operations.changing import count_edit
from consult.hearings.programme.operations.meetings import plan_meeting
from consult.hearings.programme.rooms import held_in_meetings
from consult.hearings.record.meetings import meetings_told
from consult.live.hub import Hub
from consult.live.leases import await_others
from consult.live.limits import Rate
from consult.live.pokes import Pokes
from consult.live.server import Live, Words
from consult.moderation import routes as moderation
from consult.moderation import sockets as moderation_sockets
from consult.moderation import targets
from consult.moderation.found_texts import FINDERS as TEXT_FINDERS
from consult.moderation.operations.flagging import hide_by_flags
from consult.moderation.routes import selections as docket_selections
from consult.moderation.routes.of_organisation import submitted_by
from consult.notices import routes as notices
from consult.notices.feeds import routes as feeds
from consult.organisations import routes as organisations
from consult.organisations.routes.public import SUBMITTED
from consult.proceedings import routes as proceedings
from consult.proceedings.duties import DUTIES
from consult.proceedings.meetings import HOLDING, TOLD, UNDER
from consult.proceedings.operations import CLOSING, EDITED, OPENED, OPENING
from consult.proceedings.people import routes as people
from consult.proceedings.respondents import routes as respondents
from consult.records import routes as records
from consult.records.quoting import citations
from consult.records.quoting import routes as quoting
from consult.site import Site, open_site
from consult.web import (
    assets,
    compression,
    csrf,
    door,
    errors,
    formats,
    frame,
    headers,
    health,
    held,
    kept,
    language,
    older,
    stamps,
    uploads,
)
from consult.web import site as web_site
from consult.web.language import gettext as _
from consult.workspaces import routes as workspaces
from consult.workspaces.closing.operations import keep_when_closed
from consult.workspaces.documents.comments import paragraph_names as document_paragraph_names
from consult.workspaces.documents.found import found_in_documents
from consult.workspaces.documents.streams import amendment_data, document_data, paragraph_data
from consult.workspaces.documents.targets import knows as knows_paragraph
from consult.workspaces.following import know_workspaces
from consult.workspaces.plan.queries import objective_data, own_tasks, task_data
from consult.workspaces.requests.queries import own_requests, request_data
from consult.workspaces.rooms.streams import room_data, seat_data
from consult.workspaces.rooms.targets import KNOWN
from consult.workspaces.rooms.targets import admit as admit_in_room
from consult.workspaces.threads.operations.sending import knows as knows_discussion
from consult.workspaces.threads.streams import decision_data, discussion_data
from consult.workspaces.votes.duties import own_votes
from consult.workspaces.votes.operations.running import closing_votes
from consult.workspaces.votes.operations.striking import striking_electors
from consult.workspaces.votes.streams import vote_data

PUBLIC_PLACES = ("consultations", "hearings", "workspaces", "documents", "search")
DESK_PLACES = ("queue", "proposals", "proceedings", "docket", "baskets", "organisations", "people", "exports", "log")


def create_app(
    settings: Settings | None = None,
    *,
    site: Site | None = None,
    work_class: type[Work] = Work,
    hub_class: type[Hub] = Hub,
) -> Flask:
    """The web application of one site. Raises SetupError, in one line, for a setting that is missing or unsafe."""
    settings = settings or (site.settings if site else read_settings())
    site = site or open_site(settings, work_class)
    app = Flask("consult", template_folder=str(ROOT / "templates"), static_folder=None)
    configure(app, settings)
    app.session_interface = stamps.Sessions(app)
    hasher = Hasher(settings.argon2_time, settings.argon2_memory_kib)
    parts = web_site.WebSite(
        site.database, site.work, load_actor, settings.secret_key, hasher, site.storage, load_rights
    )
    web_site.install(app, parts)
    uploads.install(app, uploads.Limits(FILE_BYTES, REQUEST_BYTES))
    compression.install(app)
    headers.install(app, base_url=settings.base_url, https=settings.https)
    language.install(app)
    formats.install(app)
    older.install(app)
    frame.install(app, settings.site_name)
    csrf.install(app)
    kept.install(app)
    held.install(app)
    errors.install(app)
    assets.install(app, ROOT / "static" / "dist")
    health.install(app)
    login.install(app)
    accounts.install(app)
    organisations.install(app)
    SUBMITTED[:] = [submitted_by]
    proceedings.install(app)
    contributions.install(app)
    confided.install(app)
    attachments.install(app, settings)
    drafts.install(app)
    people.install(app)
    respondents.install(app)
    moderation.install(app)
    docket_selections.install(app)
    records.install(app)
    quoting.install(app)
    citations.install(app)
    targets.NAMERS[:] = [paragraph_names, item_names, document_paragraph_names]
    targets.TELLERS[:] = [answers_in_words]
    FLAGGED[:] = [hide_by_flags]
    know_forgetters()
    CLOSING[:] = [
        clear_floor,
        closing_polls(settings.secret_key),
        closing_votes(settings.secret_key),
        keep_when_closed,
        tally_at_closing,
        release_at_closing,
    ]
    ENDED[:] = [striking_electors(settings.secret_key)]
    UNDER[:], TOLD[:], HOLDING[:] = [held_under], [meetings_told], [plan_meeting]
    ADMITTING[:] = [admit, admit_in_room]
    TEXT_FINDERS[:] = [found_in_documents]
    KNOWN[:] = [knows_discussion, knows_paragraph]
    know_speakers()
    OPENING[:] = [check_first, publish_first]
    OPENED[:] = [forget_at_opening]
    EDITED[:] = [count_edit]
    FURTHER[:] = [held_in_meetings]
    know_workspaces()
    DUTIES[:] = [own_tasks, own_requests, own_votes]
    consultations.install(app)
    consultation_editing.install(app)
    intake.install(app)
    hearings.install(app)
    workspaces.install(app)
    analysis.install(app)
    followup.install(app)
    feeds.install(app)
    notices.install(app)
    install_live(app, site, settings, hub_class)
    order_places(app)
    door.install(app, base_url=settings.base_url, https=settings.https)
    app.extensions["consult.site"] = site
    return app


def order_places(app: Flask) -> None:
    """The navigation in one order, whichever feature added a place first."""
    places: frame.Frame = app.extensions["consult.frame"]
    places.public.sort(key=lambda place: PUBLIC_PLACES.index(place.key))
    places.desk.sort(key=lambda place: DESK_PLACES.index(place.key))
    places.about.append(frame.Place("return", lambda: _("Come back to your input"), "/return/"))


def install_live(app: Flask, site: Site, settings: Settings, hub_class: type[Hub]) -> None:
    """Sockets: the hub listens to the unit of work, the features add their events."""
    streams = ContributionStreams()
    TELLERS.update(hall.TELLERS, poll=poll_data, handling=handling_data, line=line_data, minutes=minutes_data)
    TELLERS.update(seat=seat_data, room=room_data)
    TELLERS.update(objective=objective_data, task=task_data, request=request_data)
    TELLERS.update(discussion=discussion_data, decision=decision_data)
    TELLERS.update(document=document_data, amendment=amendment_data, paragraph=paragraph_data, vote=vote_data)
    WHOLES[:] = [hall.whole, polls_whole, handlings_whole, hall.lines_whole]
    web: web_site.WebSite = app.extensions["consult"]
    hub = hub_class(site.work, streams, web.actor_of)
    site.work.listeners.append(hub.moved)
    site.work.heralds.append(hub.herald)
    site.work.await_others = partial(await_others, site.database, own=hub.lease.id)
    if settings.redis_url:
        hub.connect_others(Pokes(settings.redis_url, hub.poked))
    live = Live(app, settings.base_url, hub, Words(speak, errors.as_dict))
    contribution_sockets.install(
        live,
        site.database,
        site.work,
        streams,
        Codewords(settings.secret_key, web.hasher),
        anonymous=Rate(*settings.rate_anonymous),
        members=Rate(*settings.rate_members),
    )
    moderation_sockets.install(live, site.work)
    floor_sockets.install(live, site.database, site.work)
    chair_sockets.install(live, site.database, site.work)
    poll_sockets.install(
        live,
        site.database,
        site.work,
        streams,
        settings.secret_key,
        anonymous=Rate(*settings.rate_anonymous),
        members=Rate(*settings.rate_members),
    )
    api.install(app, streams)


def speak(lang: str) -> None:
    """Set the language in which a socket event is answered."""
    g.language = lang if lang in language.INTERFACE else language.DEFAULT


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings: cookies, templates, translations."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SITE_NAME=settings.site_name,
        BASE_URL=settings.base_url,
        SENDS_MAIL=settings.smtp_url is not None,
        SESSION_COOKIE_NAME="__Host-consult" if settings.https else "consult",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        TRANSLATIONS=str(ROOT / "translations"),
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # an Arabic word is six times as long in escapes
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
