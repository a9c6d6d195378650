"""An advisory group from the invitation over a document, an amendment and a meeting to advice that everybody reads."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.coming_in import invite, take_up
from tests.journeys.people import WORKSPACE, Visitor, World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
TEXT = "# On announcing\n\nThe time set is at least fifteen minutes.\n\nThe reason is announced."
BETTER = "The time set is at least twenty minutes, announced aloud and in writing."
PRIMARY = "main form.form .btn-primary"


def write_document(chair: Visitor) -> str:
    """A new document of the group; its address."""
    chair.go(f"{WORKSPACE}/documents/new")
    chair.fill(title="Advice on the time to leave", language="en", text=TEXT)
    chair.press(chair.page.locator(PRIMARY))
    return chair.page.url.partition(f"/{chair.lang}/")[2]


def suggest(member: Visitor, address: str) -> None:
    """Suggest other words for the second paragraph."""
    page = member.go(address)
    member.press(page.locator("main a[href*='/paragraphs/'][href$='/suggest']").nth(1))
    member.look("suggest")
    member.fill(kind="replace", text=BETTER, reason="Fifteen are too few for old people.")
    member.press(page.locator(PRIMARY))


def accept(chair: Visitor, address: str) -> None:
    """Accept the open amendment."""
    page = chair.go(f"{address}amendments/")
    chair.press(page.locator(".amendment a").first)
    chair.fill(act="accept")
    chair.press(page.locator(PRIMARY))
    expect(chair.go(address).locator("main")).to_contain_text(BETTER)


def adopt(chair: Visitor, address: str) -> None:
    """Make a version and adopt it."""
    page = chair.go(f"{address}versions/")
    chair.fill(note="As amended.")
    chair.press(page.locator(PRIMARY))
    chair.go(f"{address}settings")
    chair.press(page.locator("form[action$='/settings/adopt'] button"))


def meet(chair: Visitor, member: Visitor) -> None:
    """Plan a meeting, which the member finds in a language of their own."""
    chair.go(f"{WORKSPACE}/meetings/new")
    day = (date.today() + timedelta(days=9)).isoformat()
    chair.fill(
        title="Meeting on the time to leave", starts_local=f"{day}T10:00", ends_local=f"{day}T11:00", agenda="One"
    )
    chair.press(chair.page.locator(PRIMARY))
    member.go(f"{WORKSPACE}/meetings/")
    expect(member.page.get_by_text("Meeting on the time to leave")).to_be_visible()


def advise(chair: Visitor) -> None:
    """Give the adopted version as advice, and publish it on the page of the body."""
    page = chair.go(f"{WORKSPACE}/advice/")
    version = page.locator("[name=version] option", has_text="Advice on the time to leave").get_attribute("value")
    chair.fill(version=version or "", signed="The advisory group", covering="At your request.")
    chair.press(page.locator(PRIMARY))
    chair.press(page.locator("main h3 a", has_text="Advice on the time to leave"))
    chair.look("kept")
    chair.fill(addressee="")
    chair.press(page.locator("form[action$='/publish'] .btn-primary"))
    expect(page.locator(".notice a[href*='/advice/']")).to_be_visible()


@both
def test_an_advisory_group_goes_from_invitation_to_published_advice(world: World) -> None:
    office, chair = world.visitor().sign_in("secretariat"), world.visitor().sign_in("rapporteur")
    member = world.visitor("ar", width=360, script=False)
    take_up(member, invite(office))
    address = write_document(chair)
    suggest(member, address)
    accept(chair, address)
    adopt(chair, address)
    meet(chair, member)
    advise(chair)
    citizen = world.visitor("fr", width=360, script=False)
    page = citizen.go("bodies/isthmus-commission/")
    citizen.look("body")
    citizen.press(page.locator("a[href*='/advice/']", has_text="Advice on the time to leave"))
    expect(page.locator("main")).to_contain_text(BETTER)
    told = page.locator("main").inner_text()
    assert "Hana" not in told
    assert "fifteen" not in told
    citizen.look("advice")
    assert citizen.status(address) == 404
