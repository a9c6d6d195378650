"""Ways around registering at a hearing: with a codeword, a statement, and what the desk makes of it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.journeys.people import HEARING, Visitor

Stop = tuple[str, str, Page]
REGISTRATIONS = f"desk/proceedings/{HEARING.replace('hearings', 'hearing', 1)}/registrations"


def registered(visitor: Visitor) -> Iterator[Stop]:
    """Somebody without an account registers, first with nothing said, comes back and sends a statement; the desk decides."""
    page = visitor.go(f"{HEARING}/register")
    visitor.press(page.locator("main form .btn-primary"))
    yield "register-refused", "hearings.register", page
    visitor.fill(
        wish="speak", identity="secretariat", name="Ama Toure", priority="I was there when the square was closed."
    )
    if page.locator("[name=item]").count():
        page.locator("[name=item]").select_option(index=1)
    visitor.press(page.locator("main form .btn-primary"))
    yield "registered", "hearings.register", page
    visitor.come_back(*visitor.receipt())
    yield "own-registration", "hearings.own_registration", page
    visitor.press(page.locator("main a[href$='/register/statement']"))
    visitor.press(page.locator("button[value=send]"))
    yield "statement-refused", "hearings.statement", page
    visitor.fill(delivery="read_out", text="Madam Chair.\n\nWe were there.")
    visitor.press(page.locator("button[value=send]"))
    yield "statement-sent", "hearings.own_registration", page
    desk = visitor.world.visitor(visitor.lang, bypass_csp=True).sign_in("secretariat").go(f"{REGISTRATIONS}/")
    yield "registrations", "registrations.all", desk
    desk.goto(f"{desk.url}rule")
    yield "rule", "registrations.rule", desk
    desk.goto(desk.url.removesuffix("rule"))
    desk.locator("main tbody th a").last.click()
    yield "registration", "registrations.one", desk
