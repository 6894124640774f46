"""The product's settings, with what makes tests fast and keeps them to themselves."""

from config.settings import *  # noqa: F403  # the product's own, all of them
from config.settings import DATABASES, EMBEDDED, INSTALLED_APPS, MIDDLEWARE, STORAGES

if EMBEDDED:
    # pytest-django knows that SQLite's tests run in memory by Django's own engine's name only.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # as allauth takes "none at all"
# The same on both databases; the tests of the second step ask for it themselves.
MFA_REQUIRED = "off"
# The manifest exists only after collectstatic.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}

# A query for each row of a list fails the test that opens the page.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_NPLUSONE_THRESHOLD = 4  # a tree asks for a parent or two
