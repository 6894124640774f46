"""The disk is full: a real file system of 24 kB, which is then made larger."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.installation import Installation, Mailbox, installation, wait_until
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    """A small file system in memory."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root may mount a small file system to fill")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24k", "operative-tests", str(folder)]
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small file system to fill")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def place(tmp_path: Path, media: Path) -> Iterator[tuple[Installation, Mailbox]]:
    with installation(tmp_path / "site", MEDIA_ROOT=str(media)) as both:
        both[0].driver("seed")
        both[0].keep_running(1)
        yield both


def test_full_disk(place: tuple[Installation, Mailbox], media: Path) -> None:
    site, mailbox = place
    schedule = str(site.driver("schedule", "0.3"))

    def failed() -> bool:
        [report] = site.fault("outcome", schedule)["reports"] or [{"error": ""}]
        return "could not be stored" in report["error"]

    assert wait_until(failed, 150)
    said = site.fault("outcome", schedule)
    assert said["reports"][0]["status"] == "queued"
    assert (said["mails"], said["stray"], mailbox.messages) == ([], [], [])
    assert shutil.disk_usage(media).used < 24_000 / 2  # the half that fitted is gone again
    subprocess.run(["mount", "-o", "remount,size=9m", str(media)], check=True)
    site.fault("hurry")
    said = site.fault("settled", schedule)
    assert_made_once(said)
    assert said["reports"][0]["attempts"] == 2
    assert mailbox.copies() == [1, 1]
