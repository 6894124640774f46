import contextlib
import resource
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from celery import current_app
from kombu.connection import Connection

from config import broker_on_disk


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    folders = {name: str(tmp_path / name) for name in ("messages", "control", "taken")}
    for folder in folders.values():
        Path(folder).mkdir()
    options = {
        "data_folder_in": folders["messages"],
        "data_folder_out": folders["messages"],
        "control_folder": folders["control"],
        "processed_folder": folders["taken"],
    }
    with Connection(transport=broker_on_disk.Transport, transport_options=options) as connection:
        yield connection


@contextlib.contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Let each write end at so many bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_filesystem_means_this_transport() -> None:
    with current_app.connection_for_write("filesystem://") as connection:
        assert type(connection.transport) is broker_on_disk.Transport


def test_what_is_sent_arrives(connection: Connection) -> None:
    queue = connection.SimpleQueue("sent")
    for number in range(3):
        queue.put({"number": number})
    assert sorted(queue.get(block=False).payload["number"] for _ in range(3)) == [0, 1, 2]


def test_a_message_that_is_not_whole_is_not_taken(connection: Connection, tmp_path: Path) -> None:
    queue = connection.SimpleQueue("whole")
    with no_file_over(100), pytest.raises(connection.channel_errors, match="could not be written"):
        queue.put({"text": "x" * 5000})
    with pytest.raises(queue.Empty):
        queue.get(block=False)
    assert not list((tmp_path / "messages").iterdir())


def test_workers_that_start_at_once_find_each_other_s_queues(connection: Connection) -> None:
    def bind(number: int) -> None:
        together.wait()
        channel = connection.transport.Channel(connection.transport)
        channel._queue_bind(exchange, "", "", f"queue-{number}")

    for exchange in (f"exchange-{number}" for number in range(20)):
        together = threading.Barrier(6)
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(bind, range(6)))
        table = connection.channel().get_table(exchange)
        assert {row.queue for row in table} == {f"queue-{number}" for number in range(6)}


def test_a_folder_that_is_gone_is_the_broker_s_error(
    connection: Connection, tmp_path: Path
) -> None:
    queue = connection.SimpleQueue("gone")
    (tmp_path / "messages").rmdir()
    with pytest.raises(connection.channel_errors):
        queue.put("x")
