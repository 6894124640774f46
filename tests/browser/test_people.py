"""People are invited, join, prove who they are in two steps and by passkeys, and end sessions."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Meet
from tests.browser.pages import said
from tests.browser.site import PASSWORD, Site, site
from tests.browser.visitor import Visitor
from tests.worker.installation import wait_until

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
NEWCOMER = "halima.abdi@meridian.example"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def guarded_site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation in which whoever reviews or coordinates must have a second step."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        environment.setenv("MFA_REQUIRED", "reviewers")
        with site(demonstration, tmp_path_factory.mktemp("guarded")) as here:
            yield here


def code(secret: str, steps: int = 0) -> str:
    """What the authenticator app shows now, or some half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def confirm(visitor: Visitor, picture: str = "") -> None:
    """What changes how one signs in asks for the password once more."""
    visitor.reads("Confirm that it is you")
    if picture:
        visitor.looks(picture)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.button("Confirm")


def set_up_app(visitor: Visitor) -> str:
    """With an app's page open; returns the app's secret."""
    page = visitor.page
    secret = page.get_by_label("Key, to be typed instead").input_value()
    page.get_by_label(re.compile("^(Authenticator c|C)ode")).fill(code(secret))
    visitor.button("Confirm")
    return secret


def give_device(visitor: Visitor) -> None:
    """A computer that vouches for its user, and says yes whenever it is asked."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def sign_out(visitor: Visitor) -> None:
    """By the page that asks whether to."""
    visitor.go("/account/logout/")
    visitor.follow(visitor.page.get_by_role("main").get_by_role("button", name="Sign out"))


def link_to_join(place: Site, address: str = NEWCOMER) -> str:
    """The link in a newcomer's mail."""
    found: list[str] = []

    def arrived() -> bool:
        mails = [mail for mail in place.mailbox.messages if mail["To"] and address in mail["To"]]
        found.extend(re.findall(r"http://\S+/join/\S+", mail.get_content())[0] for mail in mails)
        return bool(found)

    assert wait_until(arrived, 60)
    return found[-1]


def test_somebody_is_invited_and_joins_on_a_telephone(guarded_site: Site, meet: Meet) -> None:
    marta = meet(guarded_site)
    marta.go("/people/")
    marta.sign_in("coordinator")
    marta.link("Set up an app")
    confirm(marta)
    set_up_app(marta)
    marta.menu("People")
    marta.looks("people")
    marta.link("Invite somebody")
    marta.looks("people-invite")
    marta.page.get_by_label("E-mail address").fill(NEWCOMER)
    marta.page.get_by_label("Name").fill("Halima Abdi")
    marta.page.get_by_label("Office", exact=True).select_option("Nairobi country office")
    marta.page.get_by_role("radio", name="Observer", exact=True).check()
    marta.button("Send the invitation")
    said(marta, "The invitation is on its way.")
    marta.reads(NEWCOMER)
    marta.looks("people-invitations")

    halima = meet(guarded_site)
    halima.page.set_viewport_size(PHONE)
    link = link_to_join(guarded_site)
    halima.go(link)
    halima.reads("Observer", "Nairobi country office")
    halima.looks("join")
    halima.page.set_viewport_size(PHONE)
    halima.page.get_by_label("Time zone").select_option("Africa/Nairobi")
    halima.page.get_by_label("Password", exact=True).fill(PASSWORD)
    halima.page.get_by_label("Password, once more").fill(PASSWORD)
    halima.button("Open the account")
    said(halima, "Welcome. Your account is open.")
    halima.looks("joined")

    stranger = meet(guarded_site)
    stranger.go(link)
    assert stranger.status == 404
    stranger.looks("join-used")

    marta.menu("People")
    marta.link("Halima Abdi")
    marta.looks("person")
    for name, picture in (("Hand over", "hand-over"), ("Close the account", "close-account")):
        marta.link(re.compile(name))
        marta.looks(picture)
        marta.page.go_back()


def test_a_reviewer_sets_up_an_app_and_signs_in_with_it(guarded_site: Site, meet: Meet) -> None:
    ingrid = meet(guarded_site)
    ingrid.go("/review/")
    ingrid.sign_in("reviewer")
    ingrid.reads("You have no second step yet")
    ingrid.looks("second-step-missing")
    ingrid.go("/review/")
    ingrid.reads("You have no second step yet")
    ingrid.link("Set up an app")
    confirm(ingrid, "confirm-password")
    ingrid.looks("second-step-app")
    ingrid.page.get_by_label(re.compile("^(Authenticator c|C)ode")).fill("000000")
    ingrid.button("Confirm")
    ingrid.reads("Incorrect code")
    ingrid.looks("second-step-app-refused")
    secret = set_up_app(ingrid)
    ingrid.looks("recovery-codes")
    ingrid.go("/review/")
    assert ingrid.status == 200
    ingrid.go("/account/2fa/")
    ingrid.looks("second-step-set-up")

    sign_out(ingrid)
    ingrid.go("/review/")
    ingrid.sign_in("reviewer")
    ingrid.looks("second-step-asked")
    ingrid.page.get_by_label("Code").fill(code(secret, 1))
    ingrid.button("Sign in")
    assert ingrid.page.url.endswith("/review/")


def test_a_passkey_signs_in_alone_and_is_a_second_step(guarded_site: Site, meet: Meet) -> None:
    thomas = meet(guarded_site)
    give_device(thomas)
    thomas.go("/account/2fa/")
    thomas.sign_in("observer")
    thomas.link("Add a passkey")
    confirm(thomas)
    thomas.looks("passkey-add")
    thomas.page.get_by_label("Name").fill("Work laptop")
    thomas.button("Add")
    thomas.looks("passkey-added")
    thomas.go("/account/2fa/")
    thomas.link("Names, removing")
    thomas.reads("Work laptop")
    thomas.looks("passkeys")

    sign_out(thomas)
    thomas.go("/reports/")
    thomas.looks("sign-in-with-passkey")
    thomas.button("Sign in with a passkey")
    assert thomas.page.url.endswith("/reports/")

    sign_out(thomas)
    thomas.go("/reports/")
    thomas.sign_in("observer")
    thomas.button("Use a passkey")
    assert thomas.page.url.endswith("/reports/")


def test_a_device_that_refuses_is_said_and_the_password_still_lets_in(
    guarded_site: Site, meet: Meet
) -> None:
    grace = meet(guarded_site)
    give_device(grace)
    grace.go("/account/login/")
    grace.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(grace.page.get_by_role("alert")).to_contain_text("has not confirmed it")
    grace.looks("passkey-refused")
    grace.sign_in("country.focal.point")
    assert grace.status == 200


def test_a_session_is_ended_from_another_device(guarded_site: Site, meet: Meet) -> None:
    desk, phone = meet(guarded_site), meet(guarded_site)
    for visitor in (desk, phone):
        visitor.go("/account/login/")
        visitor.sign_in("focal.point")
    desk.go("/account/profile/")
    desk.looks("profile")
    desk.go("/account/sessions/")
    desk.looks("sessions")
    others = desk.page.get_by_role("main").locator("tbody button")
    expect(others).to_have_count(1)
    desk.follow(others)
    expect(others).to_have_count(0)
    phone.go("/assessments/")
    expect(phone.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    desk.go("/assessments/")
    desk.reads("Lodwar field office")


def test_without_javascript_somebody_joins_and_ends_a_session(
    shared_site: Site, meet: Meet
) -> None:
    address = "omar.said@meridian.example"
    meet(shared_site, "coordinator").leave()
    marta = meet(shared_site, "coordinator", scripted=False)
    marta.go("/people/")
    marta.link("Invite somebody")
    marta.page.get_by_label("E-mail address").fill(address)
    marta.page.get_by_label("Name").fill("Omar Said")
    marta.page.get_by_label("Office", exact=True).select_option("Nairobi country office")
    marta.page.get_by_role("radio", name="Observer", exact=True).check()
    marta.button("Send the invitation")
    said(marta, "The invitation is on its way.")

    omar = meet(shared_site, scripted=False)
    omar.go(link_to_join(shared_site, address))
    omar.page.get_by_label("Password", exact=True).fill(PASSWORD)
    omar.page.get_by_label("Password, once more").fill(PASSWORD)
    omar.button("Open the account")
    said(omar, "Welcome. Your account is open.")
    expect(omar.page.locator("#messages .notice")).to_have_count(1)
    omar.looks("joined-without-scripts")

    phone = meet(shared_site, scripted=False)
    phone.go("/account/login/")
    phone.sign_in(address)
    omar.go("/account/sessions/")
    others = omar.page.get_by_role("main").locator("tbody button")
    expect(others).to_have_count(1)
    omar.follow(others)
    phone.go("/reports/")
    expect(phone.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
