"""Pages that stand at the end of a way: what somebody sends, is answered, is refused. Each with the endpoint it is from.

A way changes the site, so it wants one of its own. It gives (name, endpoint, page) for each page that it passes.
"""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from tests.journeys.coming_in import invite
from tests.journeys.desk_ways import collected, entered
from tests.journeys.document_ways import amended
from tests.journeys.many_ways import many
from tests.journeys.people import CONSULTATION, HEARING, Visitor
from tests.journeys.registering_ways import registered
from tests.journeys.writing_ways import written

Stop = tuple[str, str, Page]
COMMENTS = f"{CONSULTATION}/comments?paragraph=12"


def sent(visitor: Visitor) -> Iterator[Stop]:
    """Somebody without account sends a comment: first an incomplete one, then from a form that is not ours, then well."""
    page = visitor.go(COMMENTS)
    visitor.press(page.locator("#comment-form .btn-primary"))
    yield "refused-comment", "comments", page
    page = visitor.go(COMMENTS)
    page.locator("#comment-form [name=csrf_token]").evaluate("one => { one.value = 'of another site' }")
    visitor.fill(body="What was typed here is shown again.\nAll of it.")
    visitor.press(page.locator("#comment-form .btn-primary"))
    yield "not-ours", "comments", page
    reference, codeword = visitor.comment("A sentence about paragraph 12.")
    yield "sent", "comments", page
    visitor.press(page.locator(".receipt a"))
    yield "receipt", "receipt", page
    visitor.come_back(reference, codeword)
    yield "own", "own_input", page
    for name, endpoint in (("correct", "correct"), ("withdraw", "withdraw"), ("erase", "own_erasure")):
        visitor.press(page.locator(f"main a[href$='/{name}']"))
        yield name, endpoint, page
        visitor.go(f"return/{reference}")
    visitor.press(page.locator("main a[href$='/withdraw']"))
    visitor.press(page.locator("main form .btn-danger"))
    yield "withdrawn", "own_input", page


def answered(visitor: Visitor) -> Iterator[Stop]:
    """Somebody without account answers the questions page by page, puts them off, comes back, sends and corrects them."""
    page = visitor.go(f"{CONSULTATION}/respond")
    visitor.press(page.locator(f"main a[href*='{CONSULTATION}/respond/step/']").first)
    steps = 0
    while "/respond/step/" in page.url:
        fill_in(page)
        yield f"step-{steps}", "respond_step", page
        visitor.press(page.locator("#step button[value=continue].btn-primary"))
        steps += 1
    yield "you", "respond_you", page
    visitor.press(page.locator("#you button[value=save]"))
    code = page.locator("#code").inner_text()
    yield "later", "respond_step", page
    yield from put_off(visitor, code)
    visitor.go(f"{CONSULTATION}/respond/you")
    visitor.fill(identity="none", confidentiality="public")
    visitor.press(page.locator("#you button[value=continue].btn-primary"))
    yield "review", "respond_review", page
    visitor.press(page.locator("main form .btn-primary").last)
    reference, codeword = visitor.receipt()
    yield "sent", "receipt", page
    visitor.come_back(reference, codeword)
    yield "own", "own_input", page
    visitor.press(page.locator("main a[href$='/correct']"))
    yield "correct", "correct", page
    visitor.press(page.locator("main form .btn-primary"))
    yield "correct-review", "correct_review", page
    visitor.press(page.locator("main a[href*='/correct/step/']").first)
    yield "correct-step", "correct_step", page


def put_off(visitor: Visitor, code: str) -> Iterator[Stop]:
    """The pages for whoever goes on later, by a restore code or not at all."""
    page = visitor.go(f"{CONSULTATION}/respond")
    yield "begun", "respond", page
    yield "delete", "respond_delete", visitor.go(f"{CONSULTATION}/respond/delete")
    yield "continue", "respond_continue", visitor.go(f"{CONSULTATION}/respond/continue")
    visitor.fill(code=code)
    visitor.press(page.locator("main form .btn-primary"))
    yield "continued", "respond", page


def fill_in(page: Page) -> None:
    """An answer to each question of a page."""
    for kind in ("radio", "checkbox"):
        for group in page.locator(f"#step fieldset:has([type={kind}])").all():
            group.locator(f"[type={kind}]").nth(1).check(force=True)  # its words cover it, or it covers its words
    for text in page.locator("#step [type=text], #step textarea").all():
        text.fill("An answer in words.")


def documented(visitor: Visitor) -> Iterator[Stop]:
    """Where documents are taken, somebody sends one, looks at what was read of it, and sends another."""
    page = visitor.go(f"{CONSULTATION}/respond/document")
    yield "document", "respond_document", page
    text = b"First, the warning.\n\nSecond, the time to leave."
    page.set_input_files("#document", {"name": "ours.txt", "mimeType": "text/plain", "buffer": text})
    visitor.press(page.locator("main form .btn-primary").first)
    yield "document-read", "respond_document", page
    visitor.fill(identity="none", confidentiality="public")
    visitor.press(page.locator("main form .btn-primary").last)
    reference, codeword = visitor.receipt()
    visitor.come_back(reference, codeword)
    yield "own-document", "own_input", page
    yield "correct-document", "correct_document", visitor.go(f"return/{reference}/correct/document")


def read(visitor: Visitor) -> Iterator[Stop]:
    """Somebody reads what others sent, and reports it."""
    page = visitor.go(f"{CONSULTATION}/submissions/")
    visitor.press(page.locator("main a[href*='/submissions/']").first)
    yield "submission", "submission", page
    page = visitor.go(f"{CONSULTATION}/comments")
    visitor.press(page.locator("#comments a[href*='report?']").first)
    yield "report", "report", page
    visitor.press(page.locator("main form .btn-primary"))
    yield "refused-report", "report", page


def decided(visitor: Visitor) -> Iterator[Stop]:
    """Two moderators open the same input; the second is told. The chair decides, too."""
    reference, _codeword = visitor.world.visitor(script=False).comment("Read twice, decided once.")
    other = visitor.world.visitor(visitor.lang).sign_in("moderator")
    page = visitor.sign_in("secretariat").go(f"desk/items/{reference}")
    expect(page.locator("#holding [value=give_back]")).to_be_visible()
    held = other.go(f"desk/items/{reference}")
    yield "held", "desk.item", held
    held.locator("#holding [value=take_over]").click()
    expect(held.locator("#holding [value=give_back]")).to_be_visible()
    other.press(held.locator("#decide [value=approve]"))
    page.fill("#decide [name=note]", "This note is not lost.")
    visitor.press(page.locator("#decide [value=approve]"))
    yield "changed", "desk.item", page
    for name in ("announce", "open", "close", "reopen"):
        if visitor.status(f"desk/proceedings/consultation/peaceful-assemblies/{name}") == 200:
            yield name, "proceedings.move", page
    page = visitor.go(f"{HEARING}/chair")
    visitor.press(page.locator("#comments a[href*='/chair/comments/']").first)
    yield "decide", "hearings.decide", page


def polled(visitor: Visitor) -> Iterator[Stop]:
    """The chair drafts a poll and opens it; it is voted on and closed."""
    page = visitor.sign_in("secretariat").go(f"{HEARING}/chair/polls")
    page.fill("[name=question_en]", "Shall it be prolonged?")
    for place, words in enumerate(("Yes", "No")):
        page.fill(f"[name=choices-{place}_en]", words)
    visitor.press(page.locator("form.form .btn-primary").last)
    yield "drafted", "hearings.chair_polls", page
    visitor.press(page.locator("a[href*='/chair/polls/']").first)
    yield "draft", "hearings.draft", page
    page = visitor.go(f"{HEARING}/chair/polls")
    visitor.press(page.locator("form[action$='/open'] button").first)
    page = visitor.go(f"{HEARING}/polls/")
    visitor.press(page.locator("a[href*='/polls/']:not([href$='/polls/'])").first)
    yield "ballot", "hearings.poll", page
    visitor.press(page.locator("[data-poll-form] button"))
    yield "refused-vote", "hearings.poll", page
    visitor.choose(page.locator("[data-poll-form] input[name=choice]").first)
    visitor.press(page.locator("[data-poll-form] button"))
    page = visitor.go(f"{HEARING}/chair/polls")
    visitor.press(page.locator("form[action$='/close'] button").first)
    yield "counted", "hearings.chair_polls", page
    page = visitor.go(f"{HEARING}/polls/")
    visitor.press(page.locator("a[href*='/polls/']:not([href$='/polls/'])").first)
    yield "result", "hearings.poll", page


def told(visitor: Visitor) -> Iterator[Stop]:
    """Somebody without account is told of a decision, appeals, is written to, and leaves an address."""
    reference, codeword = visitor.comment("Declined, and appealed for.")
    first, second = (visitor.world.visitor(script=False).sign_in(one) for one in ("moderator", "secretariat"))
    desk = first.go(f"desk/items/{reference}")
    desk.fill("#decide [name=note]", "A sentence for the author.")
    first.choose(desk.locator("#decide [name=reason][value=spam]"))
    first.press(desk.locator("#decide button[value=decline]"))
    second.page.goto(f"{visitor.world.url}/en/desk/items/{reference}?begin=question")
    second.press(second.page.locator("form[action*='/letters'] button").last)
    visitor.come_back(reference, codeword)
    page = visitor.page
    yield "told", "own_input", page
    visitor.press(page.locator("main a[href*='/appeal/']"))
    yield "appeal", "own_appeal", page
    visitor.press(page.locator("main form .btn-primary"))
    yield "refused-appeal", "own_appeal", page
    visitor.fill(text="Please look again.")
    visitor.press(page.locator("main form .btn-primary"))
    yield "appealed", "own_input", page
    yield "letters", "own_letters", visitor.go(f"return/{reference}/letters")
    yield "address", "own_address", visitor.go(f"return/{reference}/address")
    visitor.fill(email="ama@example.org")
    visitor.press(page.locator("main form .btn-primary"))
    yield "address-kept", "own_input", page
    yield "appeal-at-the-desk", "desk.item", visitor.sign_in("secretariat").go(f"desk/items/{reference}?begin=question")


def organised(visitor: Visitor) -> Iterator[Stop]:
    """Somebody registers an organisation and looks after it; another member asks to join one."""
    page = visitor.sign_in("citizen").go("account/register-organisation")
    visitor.fill(language="en", name_en="Friends of the Old Bridge")
    page.locator("main [name=category]").select_option(index=1)
    visitor.press(page.locator("main form .btn-primary").last)
    yield "organisation-people", "organisations.people", page
    page.goto(f"{page.url}edit")
    yield "organisation-edit", "organisations.edit", page
    yield "organisation-join", "organisations.join", visitor.go("organisations/harbour-legal-clinic/join")


def let_in(visitor: Visitor) -> Iterator[Stop]:
    """Somebody may file after the closing, by a link."""
    office = visitor.world.visitor(script=False).sign_in("secretariat")
    office.press(office.go("desk/proceedings/consultation/peaceful-assemblies/close").locator("main form button").first)
    overview = office.go("desk/proceedings/consultation/peaceful-assemblies/")
    office.press(overview.locator("main a[href$='/late']"))
    office.fill(reason="The post was slow.", days="5")
    office.press(office.page.locator("main form .btn-primary").last)
    link = office.page.locator("main .notice .hash").inner_text().replace("/en/", f"/{visitor.lang}/")
    visitor.page.goto(link)
    yield "late", "late_pass", visitor.page


def invited(visitor: Visitor) -> Iterator[Stop]:
    """Somebody is invited to a room, has no account yet, and gets one."""
    office = visitor.world.visitor(script=False).sign_in("secretariat")
    visitor.page.goto(invite(office).replace("/en/", f"/{visitor.lang}/"))
    yield "invitation", "account.invitation", visitor.page
    visitor.press(visitor.page.locator("main form .btn-primary"))
    yield "refused-invitation", "account.invitation", visitor.page


def resulted(visitor: Visitor) -> Iterator[Stop]:
    """The office writes an outcome, looks at the results as they will be read, and publishes them."""
    results = "desk/proceedings/consultation/peaceful-assemblies/results/"
    page = visitor.sign_in("secretariat").go(f"{results}outcomes/new")
    visitor.press(page.locator("main form .btn-primary"))
    yield "refused-outcome", "followup.new_outcome", page
    visitor.fill(text_en="It was taken up.")
    visitor.press(page.locator("main form .btn-primary"))
    visitor.press(page.locator("main a[href*='/results/outcomes/']:not([href$='/new'])"))
    yield "outcome", "followup.outcome", page
    visitor.go(f"{results}publish")
    yield "publish-results", "followup.publish", page
    visitor.press(page.locator("main form .btn-primary"))
    yield "results", "results", visitor.go(f"{CONSULTATION}/results")


DOCUMENTS = frozenset(
    {
        f"room_documents.{name}"
        for name in ("index", "new", "from_word", "text", "clean", "marked", "compare", "versions")
    }
    | {f"room_documents.{name}" for name in ("version", "amendments", "suggest_first", "bring", "settings", "add")}
    | {f"room_documents.{name}" for name in ("amendment", "paragraph", "suggest", "place")}
    | {"public_documents.text"}
)
WAYS: dict[str, tuple[Callable[[Visitor], Iterator[Stop]], frozenset[str]]] = {
    "amended": (amended, DOCUMENTS),
    "written": (written, frozenset({"writing.view", "writing.history", "writing.edit", "writing.conflict"})),
    "sent": (sent, frozenset({"comments", "receipt", "own_input", "correct", "withdraw", "own_erasure"})),
    "answered": (
        answered,
        frozenset(
            {
                "respond",
                "respond_step",
                "respond_you",
                "respond_delete",
                "respond_continue",
                "respond_review",
                "receipt",
            }
            | {"own_input", "correct", "correct_step", "correct_review"}
        ),
    ),
    "documented": (documented, frozenset({"respond_document", "own_input", "correct_document"})),
    "read": (read, frozenset({"submission", "report"})),
    "decided": (decided, frozenset({"desk.item", "proceedings.move", "hearings.decide"})),
    "collected": (collected, frozenset({"desk.selections", "desk.docket", "baskets.one"})),
    "entered": (entered, frozenset({"intake.new", "intake.one"})),
    "polled": (polled, frozenset({"hearings.chair_polls", "hearings.draft", "hearings.poll"})),
    "told": (told, frozenset({"own_input", "own_appeal", "own_letters", "own_address", "desk.item"})),
    "many": (many, frozenset({"desk.bulk", "desk.group"})),
    "organised": (organised, frozenset({"organisations.people", "organisations.edit", "organisations.join"})),
    "let-in": (let_in, frozenset({"late_pass"})),
    "resulted": (
        resulted,
        frozenset({"followup.new_outcome", "followup.outcome", "followup.publish", "results"}),
    ),
    "invited": (invited, frozenset({"account.invitation"})),
    "registered": (
        registered,
        frozenset({"hearings.register", "hearings.own_registration", "hearings.statement"})
        | {"registrations.all", "registrations.rule", "registrations.one"},
    ),
}
