"""The browser, and the installations that it visits."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site, prepared, site
from tests.browser.visitor import Visitor

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Meet = Callable[..., Visitor]


def chromium() -> str:
    """The browser's executable: CHROMIUM names another than the system's."""
    named = os.environ.get("CHROMIUM")
    for candidate in [named] if named else ["/usr/bin/chromium", "chromium"]:
        if found := shutil.which(candidate):
            return found
    pytest.fail(f"No Chromium at {named or '/usr/bin/chromium'}: install it, or set CHROMIUM.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this process; each visitor has a profile of their own."""
    executable = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared data, which all processes of the test run share."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        return prepared(folder)


@pytest.fixture(scope="session")
def shared_site(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation, with a report in it, for all tests of this process that leave each other's
    items alone.
    """
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        with site(demonstration, tmp_path_factory.mktemp("shared")) as here:
            here.drive("arm_schedule", "1")
            here.mail_to("observer", "Office report")
            yield here


@pytest.fixture
def own_site(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """An installation for one test, which may change everything."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with site(demonstration, tmp_path / "site") as here:
        yield here


@pytest.fixture
def meet(browser: Browser) -> Iterator[Meet]:
    """Meet somebody at a browser: meet(site, "reviewer") is signed in already, meet(site) isn't.

    Whatever goes wrong in the browser of any of them fails the test at its end.
    """
    visitors: list[Visitor] = []

    def _meet(place: Site, name: str = "", *, scripted: bool = True) -> Visitor:
        known = place.sessions.get(name)
        visitor = Visitor(place, browser, scripted=scripted, signed_in=known)
        visitors.append(visitor)
        if name and not known:
            visitor.go("/")
            visitor.sign_in(name)
            place.sessions[name] = visitor.context.storage_state()
        return visitor

    yield _meet
    problems = [problem for visitor in visitors for problem in visitor.leave()]
    assert problems == []
