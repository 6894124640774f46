"""The workers' and beat's entry: `celery -A config worker`, `celery -A config beat`."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import before_task_publish, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("operative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@before_task_publish.connect
def make_broker_folders(**_: object) -> None:
    """The broker on disk doesn't make its folders, nor make them again when they were removed."""
    for option in ("data_folder_in", "control_folder"):
        if folder := app.conf.broker_transport_options.get(option):
            Path(folder).mkdir(parents=True, exist_ok=True)
