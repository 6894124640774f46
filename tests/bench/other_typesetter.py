"""`python -m tests.bench.other_typesetter FILE.html OUT.pdf`, where WeasyPrint is installed.

For each line on its input it sets the file anew, tagged as PDF/UA, and prints as JSON what that
took. It knows nothing of the product, whose packages are not installed there.
"""

import json
import sys
import time
from pathlib import Path


def main(source: str, target: str) -> None:
    """Say which version it is, then set the file again and again."""
    import weasyprint  # type: ignore[import-not-found,unused-ignore]  # only in .venv-bench

    print(json.dumps({"version": weasyprint.__version__}), flush=True)
    html = Path(source).read_text()
    for _line in sys.stdin:
        own, clock = time.process_time(), time.perf_counter()
        document = weasyprint.HTML(string=html, base_url=source)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        clock, own = time.perf_counter() - clock, time.process_time() - own
        Path(target).write_bytes(pdf)
        print(json.dumps({"clock": clock, "own": own}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
