"""The desk: the queue with its items, the docket; and the search, which everyone has."""

from functools import partial

from flask import Flask, url_for

from consult.core.actors import Actor
from consult.moderation.queries import moderates
from consult.moderation.queue_counts import KeptPiles
from consult.moderation.routes import (
    arranging,
    bulk,
    docket,
    erasing,
    filing,
    groups,
    item_acts,
    late,
    letters,
    log,
    news,
    own,
    public,
    publishing,
    queue,
    search,
    undoing,
    withholding,
)
from consult.moderation.words import comment_words
from consult.policy.access import holds, sits_at_desk
from consult.proceedings.models import Proceeding
from consult.proceedings.routes import DeskLink
from consult.staff_log.queries import reads_log
from consult.web.frame import Frame, Place
from consult.web.language import gettext as _
from consult.web.limits import Limiter


def install(app: Flask) -> None:
    """Add the addresses, and the places in the frame."""
    desk = "/<language:lang>/desk"
    app.add_url_rule(f"{desk}/", "desk.home", queue.home)
    app.add_url_rule(f"{desk}/items/<reference>", "desk.item", queue.show, methods=["GET", "POST"])
    for name, view in (
        ("hold", item_acts.hold),
        ("ask", item_acts.ask),
        ("answer", item_acts.answer),
        ("veil", item_acts.veil),
    ):
        app.add_url_rule(f"{desk}/items/<reference>/{name}", f"desk.{name}", view, methods=["POST"])
    app.add_url_rule(f"{desk}/views", "desk.save_view", arranging.save, methods=["POST"])
    app.add_url_rule(f"{desk}/views/<public_id>", "desk.change_view", arranging.change, methods=["POST"])
    app.add_url_rule(f"{desk}/assign", "desk.assign", arranging.give, methods=["POST"])
    app.add_url_rule(f"{desk}/settings", "desk.settings", arranging.settings, methods=["POST"])
    _install_many(app, desk)
    app.add_url_rule(f"{desk}/docket/", "desk.dockets", docket.dockets)
    app.add_url_rule(f"{desk}/docket/<public_id>", "desk.docket", docket.show)
    one = f"{desk}/docket/<public_id>"
    app.add_url_rule(f"{one}/codes", "desk.codes", filing.codes, methods=["GET", "POST"])
    app.add_url_rule(f"{one}/filings/<reference>", "desk.filing", filing.show)
    app.add_url_rule(f"{one}/filings/<reference>/code", "desk.give_code", filing.code, methods=["POST"])
    app.add_url_rule(f"{one}/filings/<reference>/relate", "desk.relate", filing.related, methods=["POST"])
    app.add_url_rule(f"{one}/filings/<reference>/unrelate", "desk.unrelate", filing.unrelated, methods=["POST"])
    app.add_url_rule(f"{one}/publish", "desk.publish", publishing.show, methods=["GET", "POST"])
    app.add_url_rule(f"{one}/late", "desk.late", late.show, methods=["GET", "POST"])
    app.add_url_rule(f"{one}/late/end", "desk.end_late", late.end, methods=["POST"])
    app.add_url_rule(f"{one}/late/decide", "desk.decide_late", late.decide, methods=["POST"])
    app.extensions["consult.desk_links"] += [
        DeskLink(lambda: _("Publish by decision"), partial(_address, "desk.publish"), decides_publication),
        DeskLink(lambda: _("Late filings"), partial(_address, "desk.late"), decides_publication),
    ]
    withholding.install(app)
    erasing.install(app)
    app.add_url_rule("/<language:lang>/search", "search", search.show)
    app.add_url_rule("/<language:lang>/account/contributions", "account.contributions", own.show)
    log.install(app)
    install_letters(app)
    app.jinja_env.globals["comment_words"] = comment_words
    app.extensions["consult.printers"] = {}
    app.extensions["consult.piles"] = KeptPiles(app.extensions["consult"].database)
    frame: Frame = app.extensions["consult.frame"]
    frame.desk_access = at_desk
    frame.desk[:0] = [
        Place("queue", lambda: _("Moderation"), "/desk/", moderates),
        Place("proposals", lambda: _("Second person"), "/desk/proposals/", moderates),
        Place("docket", lambda: _("Docket"), "/desk/docket/", sits_at_desk),
    ]
    frame.desk.append(Place("log", lambda: _("Log"), "/desk/log/", reads_log))
    frame.public.append(Place("search", lambda: _("Search"), "/search"))
    frame.account.append(Place("contributions", lambda: _("Your contributions"), "/account/contributions"))


def _install_many(app: Flask, desk: str) -> None:
    """Decisions on many at once, undoing, and groups of near-identical texts."""
    app.add_url_rule(f"{desk}/decisions/<public_id>/undo", "desk.undo", undoing.undo, methods=["POST"])
    app.add_url_rule(f"{desk}/bulk", "desk.propose_bulk", bulk.propose, methods=["POST"])
    app.add_url_rule(f"{desk}/bulk/<public_id>", "desk.bulk", bulk.show)
    for name, view in (("start", bulk.start), ("cancel", bulk.cancel), ("undo", bulk.undo)):
        app.add_url_rule(f"{desk}/bulk/<public_id>/{name}", f"desk.{name}_bulk", view, methods=["POST"])
    app.add_url_rule(f"{desk}/groups/<public_id>", "desk.group", groups.show)
    app.add_url_rule(f"{desk}/groups/<public_id>/split", "desk.split_group", groups.split, methods=["POST"])


def install_letters(app: Flask) -> None:
    """Add what passes between desk and author, and the public page of what was decided."""
    item, mine, both = "/<language:lang>/desk/items/<reference>", "/<language:lang>/return/<reference>", ["GET", "POST"]
    app.add_url_rule(f"{item}/letters", "desk.letters", letters.write, methods=["POST"])
    app.add_url_rule(f"{item}/appeals/<appeal>", "desk.appeal", letters.settle, methods=["POST"])
    app.add_url_rule(f"{mine}/appeal/<decision>", "own_appeal", news.appeal, methods=both)
    app.add_url_rule(f"{mine}/letters", "own_letters", news.letters, methods=both)
    app.add_url_rule(f"{mine}/address", "own_address", news.address, methods=both)
    kinds = "<any(consultations,hearings):kinds>"
    app.add_url_rule(f"/<language:lang>/{kinds}/<slug>/moderation", "moderation", public.show)
    queue.BESIDE[:] = [letters.beside]
    app.extensions["consult.author_writes"] = Limiter(news.TRIES, news.SECONDS)


def _address(endpoint: str, row: Proceeding) -> str:
    return url_for(endpoint, public_id=row.public_id)


def decides_publication(who: Actor, row: Proceeding) -> bool:
    """Whether the actor decides here what is published, and what is accepted late."""
    return row.kind == "consultation" and holds(who, "contribution:publish", row.where)


def at_desk(actor: Actor) -> bool:
    """Whether the desk has a place for the actor: with a role that reads there, or that decides who holds roles."""
    return sits_at_desk(actor) or any(held.role == "administrator" for held in actor.held)
