"""The product's settings, without the manifest that exists only after collectstatic."""

from config.settings import *  # noqa: F403  # the product's own, all of them
from config.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
