"""Previews are made once, kept, and go with their document."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.importers.files import FileError
from checklists.models import Document
from checklists.services.documents import remove_document
from checklists.services.previews import preview_of
from orgs.models import User
from orgs.roles import Role
from tests.factories import make_document, make_member, make_office
from tests.sample_files import PDF, PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_member(make_office(), Role.FOCAL_POINT)


@pytest.fixture
def document(ana: User) -> Document:
    file = ContentFile(PDF, "log.pdf")
    return make_document(ana.roles[0].office, ana, file=file, content_type="application/pdf")


def test_it_is_made_once(document: Document) -> None:
    made = preview_of(document)
    default_storage.delete(str(document.file.name))
    assert preview_of(document) == made


def test_small_one_is_made_of_what_is_kept(document: Document) -> None:
    preview_of(document)
    default_storage.delete(str(document.file.name))
    small = preview_of(document, small=True)
    assert small[8:12] == b"WEBP"
    assert preview_of(document, small=True) == small


def test_it_goes_with_its_document(
    ana: User,
    document: Document,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    preview_of(document, small=True)
    names = [f"previews/{document.pk}{end}" for end in (".png", "-small.webp")]
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(ana, document.pk)
    assert not any(default_storage.exists(name) for name in names)


def test_two_at_once_leave_one(document: Document) -> None:
    default_storage.save(f"previews/{document.pk}.png", ContentFile(b"made meanwhile"))
    assert preview_of(document) == b"made meanwhile"
    assert len(default_storage.listdir("previews")[1]) == 1


def test_file_without_a_picture_is_not_tried_at_each_view(ana: User) -> None:
    file = ContentFile(b"%PDF-1.7 broken", "log.pdf")
    row = make_document(ana.roles[0].office, ana, file=file, content_type="application/pdf")
    with pytest.raises(FileError):
        preview_of(row)
    with row.file.open("wb") as stored:
        stored.write(PDF)
    with pytest.raises(FileError):
        preview_of(row)
    cache.clear()
    assert preview_of(row)[1:4] == PNG[1:4]
