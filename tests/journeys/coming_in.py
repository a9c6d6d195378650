"""Somebody is invited to the advisory group and takes the invitation up."""

from tests.journeys.people import PASSWORD, WORKSPACE, Visitor, World

NAME = "Hana Kubo"


def invite(office: Visitor) -> str:
    """Invite Hana with an organisation and an office; the link, which is shown where no mail goes out."""
    page = office.go(f"{WORKSPACE}/")
    office.press(page.locator("a[href$='/members/invite']"))
    office.fill(email="hana@consult.example", role="member", organisation="Harbour Watch", office="Legal adviser")
    office.press(page.locator("main form.form .btn-primary"))
    office.look("invited")
    return page.locator(".symbol-long").inner_text()


def take_up(guest: Visitor, link: str) -> None:
    """Accept with a new account."""
    guest.page.goto(link)
    guest.look("invitation")
    guest.fill(name=NAME, password=PASSWORD)
    guest.press(guest.page.locator("main form .btn-primary"))


def signed_in_elsewhere(world: World) -> Visitor:
    """The same person at another browser."""
    other = world.visitor("ar")
    other.go("account/sign-in")
    other.fill(email="hana@consult.example", password=PASSWORD)
    other.press(other.page.locator("main form button"))
    return other
