"""The workers' and beat's entry: `celery -A config worker`, `celery -A config beat`."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import before_task_publish, import_modules, setup_logging, worker_init
from django.conf import settings
from django.utils.log import configure_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("operative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_web_server_does(**_: object) -> None:
    """One format and one LOG_LEVEL for all processes: Celery's own -l would override it."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@import_modules.connect
def make_schedule_folder(**_: object) -> None:
    """Beat doesn't make the folder of its file, and opens it before its own signal."""
    Path(app.conf.beat_schedule_filename).parent.mkdir(parents=True, exist_ok=True)


@worker_init.connect
@before_task_publish.connect
def make_broker_folders(**_: object) -> None:
    """The broker on disk doesn't make its folders, nor make them again when they were removed."""
    for option in ("data_folder_in", "control_folder"):
        if folder := app.conf.broker_transport_options.get(option):
            Path(folder).mkdir(parents=True, exist_ok=True)
