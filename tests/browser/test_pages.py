"""Every page that each person reaches from the start page by links, and those of an account."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.browser.conftest import Meet
from tests.browser.pages import said
from tests.browser.site import PASSWORD, Site
from tests.browser.visitor import Visitor, attribute

pytestmark = pytest.mark.browser

LIBRARY = {
    "checklists:instrument_list",
    "checklists:instrument",
    "checklists:checklist_list",
    "checklists:checklist",
    "checklists:coverage",
    "checklists:changes",
    "checklists:lineage_list",
    "checklists:lineage",
    "checklists:life",
    "checklists:anatomy",
}
ACCOUNT = {"home", "profile", "account_change_password"}
ASSESSMENTS = {"checklists:assessment_list", "checklists:assessment", "checklists:answer"}
REPORTS = {"reports:report_list", "reports:report"}
REACHED = {
    "contributor": ACCOUNT | ASSESSMENTS,
    "country.focal.point": ACCOUNT | ASSESSMENTS | REPORTS | {"reports:report_new"},
    "reviewer": ACCOUNT
    | ASSESSMENTS
    | REPORTS
    | {
        "checklists:history",
        "checklists:review_queue",
        "checklists:review",
        "checklists:review_item",
        "checklists:return",
        "reports:report_new",
    },
    "coordinator": ACCOUNT
    | ASSESSMENTS
    | REPORTS
    | {
        "checklists:history",
        "checklists:cycle_list",
        "checklists:cycle_new",
        "checklists:cycle",
        "checklists:cycle_change",
        "reports:report_new",
        "reports:schedule_list",
        "reports:schedule_new",
        "reports:schedule",
        "reports:schedule_delete",
    },
    "secretariat": ACCOUNT
    | ASSESSMENTS
    | REPORTS
    | {
        "checklists:instrument_list",
        "checklists:instrument_import",
        "checklists:instrument",
        "checklists:anatomy",
        "checklists:lineage_list",
        "checklists:lineage",
        "checklists:lineage_remove",
        "checklists:pair",
        "checklists:review_queue",
        "checklists:review",
        "checklists:cycle_list",
        "checklists:cycle_new",
        "checklists:cycle",
        "reports:report_new",
        "reports:schedule_list",
        "reports:schedule_new",
        "reports:schedule",
        "reports:status",
    },
    "observer": ACCOUNT | LIBRARY | REPORTS,
}
# Files, and the pages of Django's own.
NOT_PAGES = {
    "reports:download",
    "reports:figures",
    "reports:declaration",
    "audit_export",
    "checklists:action_file",
    "checklists:workbook_file",
    "checklists:evidence",
    "checklists:export",
    "checklists:document_csv",
    "checklists:document_file",
    "checklists:document_preview",
}


def links(visitor: Visitor) -> Iterator[str]:
    """Where the page's links lead within the site."""
    for link in visitor.page.locator("a[href]").all():
        address = urlsplit(attribute(link, "href"))
        if not address.netloc and address.path and not address.path.startswith("/admin/"):
            yield address.path + (f"?{address.query}" if address.query else "")


@pytest.mark.parametrize("name", REACHED)
def test_every_page_that_is_linked(shared_site: Site, meet: Meet, name: str) -> None:
    visitor = meet(shared_site, name)
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        view = resolve(urlsplit(address).path).view_name
        # What all people see alike is looked at once, as the observer, who sees least besides.
        if view in seen | NOT_PAGES or (view in LIBRARY and view not in REACHED[name]):
            continue
        seen.add(view)
        visitor.go(address)
        assert visitor.status == 200, address
        visitor.looks(f"{name}-{view.replace(':', '-')}")
        waiting += links(visitor)
    assert seen >= REACHED[name]


def test_the_pages_of_an_account(own_site: Site, meet: Meet) -> None:
    stranger = meet(own_site)
    stranger.go("/account/signup/")
    stranger.looks("sign-up")
    stranger.go("/account/login/")
    stranger.page.get_by_label("Email").fill("observer@meridian.example")
    stranger.page.get_by_label("Password").fill("a wrong password")
    stranger.button("Sign in")
    stranger.looks("sign-in-refused")
    stranger.follow(stranger.page.get_by_role("link", name="Forgot"))
    stranger.looks("password-forgotten")
    stranger.page.get_by_label("Email").fill("observer@meridian.example")
    stranger.button("Send the link")
    stranger.looks("password-mail-sent")
    body = own_site.mail_to("observer", "").get_content()
    (link,) = re.findall(rf"{own_site.address}\S+", body)
    stranger.go(link)
    stranger.looks("password-choose")
    stranger.page.get_by_label("New Password", exact=True).fill("another one, and longer")
    stranger.page.get_by_label("New Password (again)").fill("another one, and longer")
    stranger.button("Save the password")
    stranger.looks("password-chosen")
    stranger.go(link)
    stranger.looks("password-link-used")


def test_the_pages_of_ones_own(own_site: Site, meet: Meet) -> None:
    own_site.drive("newcomer", PASSWORD)
    yusuf = meet(own_site, "new@meridian.example")
    for path, name in (
        ("/", "newcomer-start"),
        ("/assessments/", "newcomer-assessments"),
        ("/account/profile/", "newcomer-profile"),
        ("/account/email/", "account-email"),
        ("/account/logout/", "sign-out"),
        ("/nowhere/", "page-not-found"),
        ("/reports/", "page-forbidden"),
    ):
        yusuf.go(path)
        yusuf.looks(name)
    assert yusuf.status == 403
    yusuf.go("/account/profile/")
    yusuf.page.get_by_label("Time zone").select_option("Africa/Nairobi")
    yusuf.button("Save")
    said(yusuf, "Your profile is saved.")
