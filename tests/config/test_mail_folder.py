"""Mail into a folder: a file for each mail and for each attachment, whatever they are called."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from config.mail_folder import EmailBackend


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(attachment: str, to: str = "ana@example.org") -> None:
    mail = EmailMessage("Report", "Attached.", to=[to], headers={"Message-ID": "<12-34@localhost>"})
    mail.attach(attachment, b"%PDF-1.7", "application/pdf")
    EmailBackend().send_messages([mail])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_mail_and_attachment_are_files_of_one_name(folder: Path) -> None:
    send("Report Nord-Kivu.pdf")
    assert names(folder) == [
        "anaexample.org-12-34-Report_Nord-Kivu.pdf",
        "anaexample.org-12-34.eml",
    ]
    assert (folder / names(folder)[0]).read_bytes() == b"%PDF-1.7"


def test_mail_that_is_sent_twice_is_one_file(folder: Path) -> None:
    send("a.pdf")
    send("a.pdf")
    assert len(names(folder)) == 2


@pytest.mark.parametrize("letter", ["x", "é", "例"])
def test_long_names_are_cut(folder: Path, letter: str) -> None:
    send(f"{letter * 195}.pdf", to=f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.org")
    attached, mail = names(folder)
    assert (attached[-5:], mail[-10:]) == (f"{letter}.pdf", "-12-34.eml")
