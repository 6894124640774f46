"""The child process that reads one document: `python -m checklists.importers.confined_reader`.

The document comes on the standard input and the answer goes to the standard output, as JSON.
Nothing here knows Django, the settings or the database.
"""

import resource
import sys

import msgspec

from checklists.importers.confinement import MAX_ANSWER, Answer
from checklists.importers.transcript import DocumentError
from checklists.workbook.cells import RawWorkbook, RefusedError

MAX_MEMORY = 220_000_000  # bytes of address space

TOO_MUCH_MEMORY = "this document needs more memory than a document may"
TOO_DEEP = "this document is nested too deeply"


def main(kind: str, seconds: int) -> None:
    """Reads what comes in within its limits; any other error ends the process with a traceback."""
    _limit(seconds)
    content = sys.stdin.buffer.read()
    try:
        answer = _read(kind, content)
    except DocumentError as error:
        answer = Answer(error=str(error))
    except MemoryError:
        answer = Answer(error=TOO_MUCH_MEMORY)
    except RecursionError:
        answer = Answer(error=TOO_DEEP)
    encoded = msgspec.json.encode(answer)
    if len(encoded) > MAX_ANSWER:
        encoded = msgspec.json.encode(Answer(error="this document has too much text"))
    sys.stdout.buffer.write(encoded)


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


def _read(kind: str, content: bytes) -> Answer:
    # Only the one library that is needed, and only after the limits.
    if kind == "xlsx":
        from checklists.workbook.reading import read_raw

        try:
            return Answer(workbook=read_raw(content))
        except RefusedError as error:
            return Answer(workbook=RawWorkbook(refused=error.code, words=error.words))
    if kind == "pdf":
        from checklists.importers.pdf.document import read_pdf

        return Answer(read_pdf(content))
    from checklists.importers.docx.document import read_docx

    return Answer(read_docx(content))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
