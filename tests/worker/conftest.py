"""One installation for all tests of faults: each has a schedule of its own in it."""

from collections.abc import Iterator

import pytest

from tests.worker.installation import Installation, Mailbox, installation


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Mailbox]]:
    """An installation with one office and two readers."""
    with installation(tmp_path_factory.mktemp("site")) as both:
        both[0].driver("seed")
        yield both


@pytest.fixture(scope="module")
def quiet_site(seeded: tuple[Installation, Mailbox]) -> Iterator[tuple[Installation, Mailbox]]:
    """The same, in which nothing runs before a file of tests, nor after it."""
    yield seeded
    seeded[0].end_workers()


@pytest.fixture
def site(quiet_site: tuple[Installation, Mailbox]) -> tuple[Installation, Mailbox]:
    """The same, with two workers and a beat on their way; those that were killed come again."""
    place, mailbox = quiet_site
    place.keep_running(2)
    mailbox.messages.clear()
    return quiet_site
