"""The environment decides: a missing or wrong variable stops the start with its name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SERVER = {
    "SECRET_KEY": "only-for-tests-" * 4,
    "DATABASE_URL": "postgresql://operative:password@db.example.org:5432/operative",
    "CELERY_BROKER_URL": "amqp://operative:password@broker.example.org:5672/",
    "EMAIL_URL": "submission://someone@example.org:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Operative <operative@example.org>",
    "ALLOWED_HOSTS": "operative.example.org, localhost",
    "PUBLIC_URL": "https://operative.example.org/",
}

# Reads the settings once for each environment; says what they are, or what was wrong.
READ_SETTINGS = """
import json, os, runpy, sys

base = dict(os.environ)
answers = []
for variables in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(base | variables)
    try:
        settings = runpy.run_path("config/settings.py")
    except Exception as error:
        answers.append([type(error).__name__, str(error)])
    else:
        names = "EMBEDDED DATABASES ALLOWED_HOSTS PUBLIC_URL EMAIL_HOST_USER".split()
        answers.append(["", {name: repr(settings.get(name)) for name in names}])
json.dump(answers, sys.stdout)
"""


def run(
    *arguments: str, environment: dict[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python in the repository's root with these variables and no others of the product's."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
    )


def read_settings(*environments: dict[str, str]) -> list[list[object]]:
    """What the settings say to each environment, from one process that has no other variables."""
    result = run("-c", READ_SETTINGS, environment={}, given=json.dumps(environments))
    assert result.returncode == 0, result.stderr
    answers: list[list[object]] = json.loads(result.stdout)
    return answers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("ALLOWED_HOSTS", None),
        ("PUBLIC_URL", None),
        ("CELERY_BROKER_URL", None),
        ("EMAIL_URL", None),
        ("DEFAULT_FROM_EMAIL", None),
        ("DATABASE_URL", "pigeon://db.example.org/operative"),
        ("PUBLIC_URL", "operative.example.org"),
        ("EVIDENCE_MAX_MB", "ten"),
    ],
)
def test_manage_names_the_variable_in_one_sentence(name: str, value: str | None) -> None:
    environment = {key: text for key, text in SERVER.items() if key != name}
    if value is not None:
        environment[name] = value
    result = run("manage.py", "check", environment=environment)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f'Operative can\'t start: Environment variable "{name}" ')
    assert "[" not in result.stderr


def test_the_web_server_and_the_workers_end_with_the_variable_too() -> None:
    environment = {key: text for key, text in SERVER.items() if key != "SECRET_KEY"}
    result = run("-c", "import config.wsgi", environment=environment)
    assert result.returncode == 1
    assert result.stderr.rstrip().endswith('Environment variable "SECRET_KEY" not set')


WRONG = [
    ("SECRET_KEY", "short"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://operative:password@db.example.org/operative"),
    ("DATABASE_URL", "postgresql://"),
    ("DATABASE_URL", "postgresql://db.example.org"),
    ("DATABASE_URL", "postgresql://operative:pass/word@db.example.org/operative"),
    ("DATABASE_URL", "postgresql://db.example.org:port/operative"),
    ("CELERY_BROKER_URL", ""),
    ("CELERY_BROKER_URL", "broker.example.org"),
    ("CELERY_BROKER_URL", "pigeon://broker.example.org"),
    ("EMAIL_URL", ""),
    ("EMAIL_URL", "mail.example.org"),
    ("EMAIL_URL", "pigeon://mail.example.org"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://mail.example.org:port"),
    ("DEFAULT_FROM_EMAIL", "Operative"),
    ("ALLOWED_HOSTS", ""),
    ("ALLOWED_HOSTS", "operative.example.org,"),
    ("PUBLIC_URL", "https://operative.example.org/operative/"),
    ("PUBLIC_URL", "https://operative.example.org\n"),
    ("DEBUG", "perhaps"),
    ("EVIDENCE_MAX_MB", "0"),
    ("LEASE_SECONDS", "1"),
    ("LOG_LEVEL", "chatty"),
    ("REPORT_LANGUAGES", ""),
    ("REPORT_LANGUAGES", "en,klingon"),
    ("SWEEP_SECONDS", "0.5"),
    ("TRUSTED_PROXIES", "all"),
]


def test_every_wrong_value_names_its_variable() -> None:
    answers = read_settings(*(SERVER | {name: value} for name, value in WRONG))
    for (name, value), (error, message) in zip(WRONG, answers, strict=True):
        assert error == "EnvValidationError", (name, value, message)
        assert str(message).startswith(f'Environment variable "{name}" invalid: '), (name, value)
        # A URL holds a password: the message has only what a good one looks like.
        assert "pass/word" not in str(message)


def test_an_embedded_copy_needs_nothing_and_checks_what_it_is_told() -> None:
    (_, embedded), (_, server), (error, message) = read_settings(
        {}, SERVER, {"PUBLIC_URL": "localhost"}
    )
    assert isinstance(embedded, dict)
    assert embedded["EMBEDDED"] == "True"
    assert "config.sqlite3" in embedded["DATABASES"]
    assert isinstance(server, dict)
    assert server["EMBEDDED"] == "False"
    assert "django.db.backends.postgresql" in server["DATABASES"]
    assert server["ALLOWED_HOSTS"] == "['operative.example.org', 'localhost']"
    assert server["PUBLIC_URL"] == "'https://operative.example.org'"
    assert server["EMAIL_HOST_USER"] == "'someone@example.org'"
    assert error == "EnvValidationError"
    assert "PUBLIC_URL" in str(message)


def test_the_database_makes_its_folder_and_reading_a_file_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    environment = {"DATA_DIR": str(folder)}
    source = "checklists/data/instruments/A_RES_78_118.txt"
    read = run("manage.py", "parse_instrument", source, environment=environment)
    assert read.returncode == 0, read.stderr
    assert list(tmp_path.iterdir()) == []
    migrated = run("manage.py", "migrate", "orgs", "zero", "-v0", environment=environment)
    assert migrated.returncode == 0, migrated.stderr
    assert [path.name for path in folder.iterdir()] == ["operative.sqlite3"]
