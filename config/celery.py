"""The workers' and beat's entry: `celery -A config worker`, `celery -A config beat`."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import (
    beat_init,
    before_task_publish,
    setup_logging,
    worker_init,
    worker_process_init,
)
from django.conf import settings
from django.utils.log import configure_logging

from config import broker_on_disk
from orgs import origin

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
broker_on_disk.use()
app = Celery("operative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_web_server_does(**_: object) -> None:
    """One format and one LOG_LEVEL for all processes: Celery's own -l would override it."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@beat_init.connect
def let_beat_say_that_it_ticks(**_: object) -> None:
    """In beat's process, each message renews the file whose age tells whether beat still ticks."""
    before_task_publish.connect(_tick)


def _tick(**_: object) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    (settings.DATA_DIR / "beat-ticked").touch()


@worker_init.connect
@worker_process_init.connect
def let_the_audit_trail_say_that_it_is_a_task(**_: object) -> None:
    """What a worker does comes from no address."""
    origin.stay(origin.TASK)


@worker_init.connect
@before_task_publish.connect
def make_broker_folders(**_: object) -> None:
    """The broker on disk doesn't make its folders, nor make them again when they were removed."""
    for option in ("data_folder_in", "control_folder"):
        if folder := app.conf.broker_transport_options.get(option):
            Path(folder).mkdir(parents=True, exist_ok=True)
