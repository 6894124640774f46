"""Files in S3-compatible storage, over a real socket; whatever goes wrong there is an OSError."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile

from config.s3_storage import S3Storage
from tests.s3_server import BUCKET, KEYS, S3Server


@pytest.fixture(scope="module")
def server() -> S3Server:
    return S3Server()


@pytest.fixture
def listening(server: S3Server) -> Iterator[S3Server]:
    server.objects.clear()
    with server.listening():
        yield server


@pytest.fixture(scope="module")
def storage(server: S3Server) -> S3Storage:
    return S3Storage(
        bucket_name=BUCKET,
        endpoint_url=server.environment["S3_ENDPOINT_URL"],
        region_name="us-east-1",
        access_key=KEYS["AWS_ACCESS_KEY_ID"],
        secret_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        file_overwrite=False,
    )


def test_what_is_stored_is_read_again(listening: S3Server, storage: S3Storage) -> None:
    content = bytes(range(256)) * 300
    name = storage.save("reports/ab/one.pdf", ContentFile(content))
    assert listening.objects == {name: content}
    with storage.open(name) as file:
        assert file.read() == content


def test_no_file_is_written_over_another(listening: S3Server, storage: S3Storage) -> None:
    names = {storage.save("one.txt", ContentFile(text)) for text in (b"first", b"second")}
    assert len(names) == 2
    assert sorted(listening.objects.values()) == [b"first", b"second"]


def test_a_removed_file_is_gone_and_removing_it_again_is_harmless(
    listening: S3Server, storage: S3Storage
) -> None:
    name = storage.save("one.txt", ContentFile(b"one"))
    storage.delete(name)
    storage.delete(name)
    assert not storage.exists(name)
    with pytest.raises(FileNotFoundError):
        storage.open(name)


@pytest.mark.parametrize(("status", "code"), [(503, "SlowDown"), (403, "AccessDenied")])
def test_a_storage_that_refuses_fails_as_a_disk_does(
    listening: S3Server, storage: S3Storage, status: int, code: str
) -> None:
    name = storage.save("one.txt", ContentFile(b"one"))
    with listening.refusing(status, code):
        _assert_all_fail(storage, name)
    with storage.open(name) as file:
        assert file.read() == b"one"


def test_a_storage_that_is_away_fails_as_a_disk_does(storage: S3Storage) -> None:
    _assert_all_fail(storage, "one.txt")


def _assert_all_fail(storage: S3Storage, name: str) -> None:
    with pytest.raises(OSError, match="S3: "):
        storage.save("two.txt", ContentFile(b"two"))
    with pytest.raises(OSError, match="S3: "):
        storage.open(name)
    with pytest.raises(OSError, match="S3: "):
        storage.exists(name)
    with pytest.raises(OSError, match="S3: "):
        storage.delete(name)
