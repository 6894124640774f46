"""Settings, all from the environment: docs/settings.md has the table.

Without DATABASE_URL Operative runs embedded: SQLite, a broker on disk, mail into a folder, all
below DATA_DIR, for this machine only. With DATABASE_URL it is a server, and what a server can't do
without must be given: a missing or wrong variable stops the start with its name.
"""

import logging
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from environs import Env, ValidationError, validate

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.path("DATA_DIR", default=BASE_DIR / "var").resolve()
DEBUG = env.bool("DEBUG", default=False)

_database_url = validate.Regexp(
    r"$|postgres(ql)?://[^/]*/[^/?]+",
    error="Give a PostgreSQL database, as in postgresql://user:password@host:5432/operative.",
)
_public_url = validate.Regexp(
    r"https?://[^/\s]+/?\Z",
    error="Give scheme and host, no path, as in https://operative.example.org.",
)
_identity_url = validate.Regexp(
    r"$|https://[^/\s]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/|\Z)",
    error="Give the provider's address with https, as in https://login.example.org/realms/relief.",
)
_broker_url = validate.Regexp(
    r"(amqps?|rediss?|sentinel|filesystem|memory)://",
    error="Give a broker, as in amqp://user:password@host:5672/ or redis://host:6379/0.",
)
_email_url = validate.Regexp(
    r"(smtp|submission)://(.*@)?[^/@:?]+|(console|dummy):",
    error="Give a mail server, as in submission://user:password@mail.example.org:587.",
)
_address = validate.Regexp(
    r"[^@]+@[^@]+\Z",
    error="Give a mail address, as in Operative <operative@example.org>.",
)


def _hosts(hosts: list[str]) -> None:
    if not hosts or not all(host.strip() for host in hosts):
        raise ValidationError("Give host names separated by commas, as in operative.example.org.")


EMBEDDED = not env.str("DATABASE_URL", default="", validate=_database_url)
DATABASES: dict[str, dict[str, Any]]
# What a server must be told and an embedded copy has an answer for.
if EMBEDDED:
    # A random key is enough for a command; `manage.py demo` gives its processes one that stays.
    SECRET_KEY = env.str("SECRET_KEY", default="") or get_random_secret_key()
    ALLOWED_HOSTS = env.list(
        "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"], validate=_hosts
    )
    PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000", validate=_public_url)
    DATABASES = {
        "default": {
            "ENGINE": "config.sqlite3",
            "NAME": DATA_DIR / "operative.sqlite3",
            # A transaction that will write takes its place in the queue at once, and waits for it.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
    CELERY_BROKER_URL = env.str(
        "CELERY_BROKER_URL", default="filesystem://localhost", validate=_broker_url
    )
    EMAIL_URL = env.str("EMAIL_URL", default="", validate=_email_url)
    DEFAULT_FROM_EMAIL = env.str(
        "DEFAULT_FROM_EMAIL", default="Operative <operative@localhost>", validate=_address
    )
else:
    SECRET_KEY = env.str(
        "SECRET_KEY", validate=validate.Length(min=50, error="Give at least 50 random characters.")
    )
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", validate=_hosts)
    PUBLIC_URL = env.str("PUBLIC_URL", validate=_public_url)
    DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
    CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", validate=_broker_url)
    EMAIL_URL = env.str("EMAIL_URL", validate=_email_url)
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", validate=_address)
ALLOWED_HOSTS = [host.strip() for host in ALLOWED_HOSTS]
PUBLIC_URL = PUBLIC_URL.rstrip("/")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- the process -------------------------------------------------------------------------------

WSGI_APPLICATION = "config.wsgi.application"
ROOT_URLCONF = "config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",  # first: its templates stand before those of the libraries
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "reports",
    "checklists",
    "orgs",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "treebeard",
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.requests.RefuseMiddleware",
    "orgs.middleware.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orgs.signed_out.SignInRequiredMiddleware",
    "orgs.second_factor.SecondFactorMiddleware",
    "orgs.middleware.SeenMiddleware",
    "orgs.middleware.TimeZoneMiddleware",
    "orgs.middleware.ConflictMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"links": {"()": "config.log_masks.MaskLinks"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}
    },
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", default=logging.INFO)},
    # It says at each start of each process that it can log.
    "loggers": {"pikepdf": {"level": "WARNING"}},
}

# --- the data ----------------------------------------------------------------------------------

# A cache in the database is shared by all processes, which the sign-in's rate limits need.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}
MEDIA_ROOT = env.path("MEDIA_ROOT", default=DATA_DIR / "media")
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=DATA_DIR / "static")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Collected by one user and served by another, unlike what is uploaded.
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
if _bucket := env.str("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "config.s3_storage.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o640
EVIDENCE_MAX_MB = env.int("EVIDENCE_MAX_MB", default=10, validate=validate.Range(min=1, max=200))

# --- work in the background --------------------------------------------------------------------

# How often what is due is looked for, and what was lost is sent again.
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=15, validate=validate.Range(min=1, max=300))
# A worker that says nothing for this long has lost its work; another takes it.
LEASE_SECONDS = env.int("LEASE_SECONDS", default=120, validate=validate.Range(min=2, max=3600))
# What falls due and isn't there after so long is late: the report says so, and the status page too.
LATE_MINUTES = env.int("LATE_MINUTES", default=15, validate=validate.Range(min=1, max=1440))
# The files of reports are removed after so many days; 0 keeps them for good.
REPORT_FILE_DAYS = env.int("REPORT_FILE_DAYS", default=0, validate=validate.Range(min=0, max=36500))
# Who has it may read /metrics; without one nobody does.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# How long a message may wait for a worker. An old one may go, the sweep sends it again; so the
# queue stays short when nobody works on it. Clocks of different machines may differ by less.
MESSAGE_SECONDS = max(60, 4 * SWEEP_SECONDS)

# A page doesn't wait for a broker that is away: the sweep sends again.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"max_retries": 0}
_quorum = CELERY_BROKER_URL.startswith(("amqp://", "amqps://"))
if CELERY_BROKER_URL.startswith("filesystem://"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker" / "messages"),
        "data_folder_out": str(DATA_DIR / "broker" / "messages"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
        # Seconds; also what a worker waits after each message before it looks for the next.
        "polling_interval": 0.2,
    }
elif _quorum:
    # Quorum queues survive the loss of a node; with them countdowns need a topic exchange.
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"confirm_publish": True}
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_TASK_DEFAULT_EXCHANGE_TYPE = "topic"
# Long work waits in a queue of its own. A worker that isn't told otherwise (-Q) takes from both.
CELERY_TASK_QUEUES = {
    name: {
        "exchange": name,
        "exchange_type": "topic" if _quorum else "direct",
        "routing_key": name,
        "queue_arguments": {"x-queue-type": "quorum"} if _quorum else None,
    }
    for name in ("celery", "reports-heavy")
}
CELERY_TASK_ROUTES = {"reports.make_heavy_report": {"queue": "reports-heavy"}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 900
# The database is the outbox: a message that can't be sent now is sent by the next sweep. One retry
# at once, since a broker that restarted leaves a dead connection, which only a retry replaces.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0}
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
# The renderer holds a little more after every report: a child is replaced after so many tasks, and
# over this many kB.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# What is due stands in the database; a file of beat's own would only be one more to be damaged.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": SWEEP_SECONDS, "options": {"expires": MESSAGE_SECONDS}}
    for name in ("orgs.sweep_mail", "reports.sweep_reports")
} | {
    # A digest is due once a day: it may be found due some minutes later.
    "checklists.send_digests": {
        "task": "checklists.send_digests",
        "schedule": 20 * SWEEP_SECONDS,
        "options": {"expires": 20 * SWEEP_SECONDS},
    },
    # Kept for days: an hour more is none.
    "checklists.remove_expired": {
        "task": "checklists.remove_expired",
        "schedule": 240 * SWEEP_SECONDS,
        "options": {"expires": 240 * SWEEP_SECONDS},
    },
}

# --- mail --------------------------------------------------------------------------------------

if EMAIL_URL:
    vars().update({k: v for k, v in env.dj_email_url("EMAIL_URL").items() if k != "SERVER_EMAIL"})
    if EMAIL_URL.startswith(("smtp:", "submission:")):
        EMAIL_BACKEND = "orgs.mail_server.EmailBackend"
else:
    EMAIL_BACKEND = "config.mail_folder.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 30
# For the one answer that says whether it takes the mail.
EMAIL_ANSWER_TIMEOUT = 120

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "full_name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "orgs.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is verified by the link that was mailed to it: an invitation's, or a new password's.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Besides those that allauth has for signing in, confirming and new passwords.
ACCOUNT_RATE_LIMITS = {"join": "30/m/ip", "invite": "60/h/user", "ask": "60/h/user"}
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7, validate=validate.Range(min=1, max=60))

# Who must have an authenticator app or a passkey besides the password: nobody, whoever reviews,
# coordinates or is of the secretariat, or everybody.
MFA_REQUIRED = env.str(
    "MFA_REQUIRED",
    default="off" if EMBEDDED else "reviewers",
    validate=validate.OneOf(
        ["off", "reviewers", "everybody"], error="Give off, reviewers or everybody."
    ),
)
MFA_ADAPTER = "orgs.second_factor.MFAAdapter"
MFA_FORMS = {"add_webauthn": "orgs.key_forms.AddKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Operative"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Browsers let passkeys work without https on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC_URL.startswith("https://")

# An organization's own identity provider. It lets in who is known or invited here, and nobody else.
SOCIALACCOUNT_ADAPTER = "orgs.identity_provider.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
# A link leads there: the browser would refuse a form that ends on another site (form-action).
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {}
if _oidc_url := env.str("OIDC_SERVER_URL", default="", validate=_identity_url):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organization",
                "name": env.str("OIDC_NAME", default="") or _("your organization"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": _oidc_url},
            }
        ],
    }

# --- language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
# What reports and their mail can be written in. The pages aren't translated: were French among
# LANGUAGES, a browser that asks for it would get them half in French, half in English.
REPORT_LANGUAGES: list[str] = env.list(
    "REPORT_LANGUAGES",
    default=["en", "fr", "ar"],
    validate=[
        validate.Length(min=1, error="Give at least one language, as in en,fr."),
        validate.ContainsOnly(LANG_INFO, error="Give codes of languages, as in en,fr,ar,pt-br."),
    ],
)
# Said once more than as an app's: here they stand before what libraries call the same words.
LOCALE_PATHS = [BASE_DIR / "reports" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- security ----------------------------------------------------------------------------------

_https = PUBLIC_URL.startswith("https://")
# How many proxies of yours stand in front: their X-Forwarded-For and -Proto are believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0, validate=validate.Range(min=0, max=9))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
CSRF_FAILURE_VIEW = "orgs.signed_out.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading is the choice of whoever owns the domain, not of one host below it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- the API -----------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Operative",
    "DESCRIPTION": "Read access to instruments, checklists, assessments and reports.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AssessmentStatus": "checklists.models.Assessment.Status",
        "ReportStatus": "reports.models.Report.Status",
    },
}
