"""The product's settings, with places where a test can stop a worker, and short patience."""

import os

from django.db.backends.signals import connection_created

from config.settings import *  # noqa: F403  # the product's own, all of them
from config.settings import STORAGES
from tests.worker.stops import watch

EMAIL_TIMEOUT = EMAIL_ANSWER_TIMEOUT = 2
if "WORKER_GATES" in os.environ:
    connection_created.connect(watch)
    if not os.environ.get("S3_BUCKET"):
        STORAGES = STORAGES | {"default": {"BACKEND": "tests.worker.stops.SlowStorage"}}
