"""The product's settings, without the manifest that exists only after collectstatic, and with
people who sign in by a password alone.
"""

from config.settings import *  # noqa: F403  # the product's own, all of them
from config.settings import STORAGES

MFA_REQUIRED = "off"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
