"""What every test has: its own files, and nothing of another test's."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from celery import Celery
from pytest_django import Settings

from tests.brokers import emptied, other_broker

# Time limits on single examples fail on a busy machine, and say nothing about the code.
hypothesis.settings.register_profile("operative", deadline=None, max_examples=50)
hypothesis.settings.load_profile("operative")


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def broker() -> Iterator[Celery]:
    """A broker of this test's own, in memory: `tests.brokers.sent` tells what waits in it."""
    with other_broker("memory://") as app, emptied(app):
        yield app
