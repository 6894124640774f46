"""Noting that something which must happen again and again has happened."""

import datetime as dt

from reports.models import Heartbeat


def beat(name: str, now: dt.datetime) -> None:
    """Note it. One statement, however many do it at once."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
