"""What every test has: its own files, and nothing of another test's."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from celery import Celery
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from orgs import append_only
from tests.brokers import emptied, other_broker

# Time limits on single examples fail on a busy machine, and say nothing about the code.
hypothesis.settings.register_profile("operative", deadline=None, max_examples=50)
hypothesis.settings.load_profile("operative")


# Fixtures with which a test asks the database. Without one, pytest-django lets no test ask it.
_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--only-database`: for a second run of the tests, on another database."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out the tests that never ask the database",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is the same on any database, where the run is for a database."""
    if config.getoption("--only-database"):
        without = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _asks_the_database(item)]


def _asks_the_database(item: pytest.Item) -> bool:
    """Whether a test asks the database, itself or in processes that it starts."""
    marks = any(item.get_closest_marker(name) for name in ("django_db", "worker", "browser"))
    return marks or not _DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def broker() -> Iterator[Celery]:
    """A broker of this test's own, in memory: `tests.brokers.sent` tells what waits in it."""
    with other_broker("memory://") as app, emptied(app):
        yield app


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let the tables be emptied after a test with real transactions.

    The audit trail refuses that: these databases lack the one trigger, and the tests of the
    triggers make it anew.
    """
    with django_db_blocker.unblock():
        emptied = "audit_no_truncate" if connection.vendor == "postgresql" else "audit_no_delete"
        append_only.remove(connection, emptied)
