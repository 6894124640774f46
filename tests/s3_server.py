"""A storage that speaks S3 over a real socket: as much of it as files need.

It keeps objects in memory, and is away or out of order as it is told.
"""

import contextlib
import hashlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BUCKET = "operative"
KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "only-for-tests"}
_ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>{}</Code><Message>No.</Message></Error>'
)


class S3Server:
    """`objects` by their key; `refusal`, where it isn't None, is the answer to every request."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.refusal: tuple[int, str] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    @property
    def environment(self) -> dict[str, str]:
        """The variables of an installation that keeps its files here."""
        url = f"http://127.0.0.1:{self.port}"
        return {"S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": url, "S3_REGION": "us-east-1"} | KEYS

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Answer for as long as this lasts; before and after it connections are refused."""
        server = _Listener(self)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    @contextlib.contextmanager
    def refusing(self, status: int, code: str) -> Iterator[None]:
        """Answer everything by this error."""
        self.refusal = (status, code)
        try:
            yield
        finally:
            self.refusal = None


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, storage: S3Server) -> None:
        self.storage = storage
        super().__init__(("127.0.0.1", storage.port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"  # which tells a client to go on with what it puts

    def do_PUT(self) -> None:  # called by this name
        body = self._body()
        if key := self._key():
            self.server.storage.objects[key] = body
            self._answer(200, ETag=f'"{hashlib.md5(body).hexdigest()}"')  # noqa: S324  # S3's

    def do_GET(self) -> None:  # called by this name
        if not (key := self._key()):
            return
        body = self.server.storage.objects.get(key)
        if body is None:
            self._refuse(404, "NoSuchKey")
        else:
            modified = "Thu, 01 Jan 2026 00:00:00 GMT"
            self._answer(200, body, **{"Last-Modified": modified, "ETag": '"one"'})

    do_HEAD = do_GET  # noqa: N815  # called by this name

    def do_DELETE(self) -> None:  # called by this name
        if key := self._key():
            self.server.storage.objects.pop(key, None)
            self._answer(204)

    def _key(self) -> str:
        """What is asked for; "" where the answer is already given."""
        _nothing, bucket, key = self.path.partition("?")[0].split("/", 2)
        signed = self.headers.get("Authorization", "")
        if refusal := self.server.storage.refusal:
            self._refuse(*refusal)
        elif not signed.startswith("AWS4-HMAC-SHA256 Credential=tests/"):
            self._refuse(403, "AccessDenied")
        elif bucket != BUCKET:
            self._refuse(404, "NoSuchBucket")
        else:
            return key
        return ""

    def _body(self) -> bytes:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            return raw
        whole = b""
        while raw:  # each part after its length in hexadecimal, the last one of length 0
            head, _newline, raw = raw.partition(b"\r\n")
            length = int(head.partition(b";")[0], 16)
            if not length:
                break
            whole, raw = whole + raw[:length], raw[length + 2 :]
        return whole

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, _ERROR.format(code).encode())

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""
