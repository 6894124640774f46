"""The child process that reads one evidence file: `python -m checklists.importers.confined_file`.

The file comes on the standard input. The answer is "+" and the bytes that were asked for, or "-"
and the reason. Nothing here knows Django, the settings or the database.
"""

import io
import re
import resource
import sys
import zlib

MAX_MEMORY = 900_000_000  # bytes of address space: a picture unpacked, twice
MAX_ANSWER = 64_000_000  # bytes
MAX_PIXELS = 40_000_000
PREVIEW_PIXELS = 1_200
SMALL_PIXELS = 720
MAX_UNPACKED = 40_000_000  # bytes of a PDF's packed objects

_BODY = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_AFTER = rb"(?=[\s/<>\[\]()%]|$)"
_REFUSED = [
    ("encrypted", re.compile(rb"/Encrypt" + _AFTER)),
    ("launch", re.compile(rb"/(Launch|ImportData)" + _AFTER)),
    ("javascript", re.compile(rb"/(JavaScript|JS)" + _AFTER)),
    ("xfa", re.compile(rb"/XFA" + _AFTER)),
    ("media", re.compile(rb"/(RichMedia|Movie|Sound|3D)" + _AFTER)),
    ("embedded", re.compile(rb"/(EmbeddedFiles?|GoToE)" + _AFTER)),
]


class RefusedError(Exception):
    """The file isn't taken; the message is the reason's key."""


def main(task: str, seconds: int) -> None:
    """Does one task within its limits; any other error ends the process with a traceback."""
    _limit(seconds)
    content = sys.stdin.buffer.read()
    try:
        answer = b"+" + _do(task, content)
    except RefusedError as refused:
        answer = b"-" + str(refused).encode()
    except MemoryError:
        answer = b"-too_much"
    sys.stdout.buffer.write(answer)


def _limit(seconds: int) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, MAX_ANSWER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _soft, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))


def _do(task: str, content: bytes) -> bytes:
    if task == "pdf":
        return _checked_pdf(content)
    if task == "preview_pdf":
        return _first_page(content)
    if task == "small":
        return _small(content)
    return _picture(task, content)


def _small(content: bytes) -> bytes:
    """A preview that we have made, in fewer bytes."""
    from PIL import Image

    image: Image.Image = Image.open(io.BytesIO(content), formats=["PNG"])
    image.thumbnail((SMALL_PIXELS, SMALL_PIXELS))
    made = io.BytesIO()
    image.save(made, "WEBP", quality=70)
    return made.getvalue()


def _picture(task: str, content: bytes) -> bytes:
    # Only the one library that is needed, and only after the limits.
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # we say so ourselves, before anything is unpacked
    formats = {"png": ["PNG"], "jpeg": ["JPEG", "MPO"]}.get(task, ["PNG", "JPEG", "MPO"])
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=formats)
        if image.width * image.height > MAX_PIXELS:
            raise RefusedError("too_many_pixels")
        if image.format == "PNG" and getattr(image, "is_animated", False):
            raise RefusedError("animated")
        image.load()
        image = ImageOps.exif_transpose(image)
        has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        mode = "RGBA" if has_alpha and task != "jpeg" else "RGB"
        image = image.convert(mode if image.mode != "L" else "L")
        if task == "preview_picture":
            image.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
    except (OSError, SyntaxError, ValueError, EOFError, zlib.error, Image.DecompressionBombError):
        raise RefusedError("damaged") from None
    # From its points alone: whatever else the file held stays behind.
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    made = io.BytesIO()
    if task == "jpeg":
        clean.save(made, "JPEG", quality=88)
    else:
        clean.save(made, "PNG")
    return made.getvalue()


def _checked_pdf(content: bytes) -> bytes:
    import pypdfium2

    said = _outside_streams(content)
    for reason, pattern in _REFUSED:
        if pattern.search(said):
            raise RefusedError(reason)
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise RefusedError("encrypted" if "password" in str(error).lower() else "damaged") from None
    if pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        raise RefusedError("javascript")
    if document.count_attachments() > 0:
        raise RefusedError("embedded")
    if not pages:
        raise RefusedError("damaged")
    return b""


def _outside_streams(content: bytes) -> bytes:
    """A PDF's objects without the bodies of streams, and those packed in object streams."""
    packed: list[bytes] = []
    left = MAX_UNPACKED
    for body in _BODY.finditer(content):
        before = _plain(content[max(0, body.start() - 500) : body.start()])
        if b"/ObjStm" not in before[before.rfind(b"obj") :]:
            continue
        try:
            objects = zlib.decompressobj().decompress(body.group(1), left)
        except zlib.error:
            objects = body.group(1)
        packed.append(objects)
        left -= len(objects)
        if left <= 0:
            raise RefusedError("too_much")
    return _plain(_BODY.sub(b" ", content)) + b"".join(map(_plain, packed))


def _plain(text: bytes) -> bytes:
    """With letters written as they are: a name may hide as /J#53."""
    return _HEX.sub(lambda found: bytes([int(found.group(1), 16)]), text)


def _first_page(content: bytes) -> bytes:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        page = document[0]
        scale = min(PREVIEW_PIXELS / max(page.get_width(), page.get_height(), 1), 4.0)
        image = page.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        raise RefusedError("damaged") from None
    made = io.BytesIO()
    image.convert("RGB").save(made, "PNG")
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
