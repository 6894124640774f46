"""SQLite in a folder that may not be there yet: it is made when something connects, not before."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which fails where the folder of its file is missing."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, after making the folder."""
        Path(conn_params["database"]).parent.mkdir(parents=True, exist_ok=True)
        return super().get_new_connection(conn_params)
