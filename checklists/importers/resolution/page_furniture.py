"""What the layout of a document's pages adds to its text."""

import re

from checklists.importers.resolution.markup import Line

# The rule above the footnotes of a page.
FOOTNOTE_RULE = re.compile(r"(?:\\?_){5,}")

_OTHER_RULE = r"[-=* ]{3,}|_{3,4}"
_PAGE = r"[0-9]{1,3}/[0-9]{1,3}"
_JOB = r"(?:GE\.)?[0-9]{2}-[0-9]{5}(?: ?\([A-Z]\)(?: [0-9]{6})?)?"
_JOB_DATE = r"[0-9]{6}"  # “021118”, apart from its job number
_BARCODE = r"(?:\\?\*)[0-9]{7}(?:\\?\*)?|[0-9]{7}\\?\*|[0-9]{7}"


class PageFurniture:
    """Knows the running titles, page and job numbers and rules of one document."""

    def __init__(self, symbol: str, title: str) -> None:
        self._symbol, self._title = symbol, title.casefold()
        symbol, title = re.escape(symbol), re.escape(title)
        self._certain = re.compile(
            rf"{symbol}(?: {title})?|{title} {symbol}|{_JOB}(?: {_PAGE})?|{_PAGE} {_JOB}"
            rf"|{_BARCODE}|Please recycle.?|{_OTHER_RULE}|{FOOTNOTE_RULE.pattern}"
        )

    def has(self, line: Line, after: Line, at_page_break: bool, in_block: bool) -> bool:
        """Whether a line is furniture, told with the help of its neighbours.

        A page number counts only next to other furniture, or alone between blank lines: “60/61”
        may also be a resolution that stands on a wrapped line.
        """
        if self._certain.fullmatch(line.text) or self._is_running_title(line.text):
            return True
        if re.fullmatch(_JOB_DATE, line.text):
            return at_page_break and not in_block and not after.text
        if not re.fullmatch(_PAGE, line.text):
            return False
        page, pages = map(int, line.text.split("/"))
        starts_apart = not in_block and (at_page_break or not after.text)
        return page <= pages and (starts_apart or bool(self._certain.fullmatch(after.text)))

    def may_be_wording(self, line: Line, before: Line, after: Line) -> bool:
        """Whether furniture right below a line may go on with its sentence: the bare symbol, where
        no page ends and no other furniture follows.
        """
        return (
            line.text == self._symbol
            and before.page == line.page == after.page
            and not before.text.endswith((".", ";"))
            and not self.is_page_end(after.text)
        )

    def is_page_end(self, text: str) -> bool:
        """Whether a line is furniture, or a page number, whatever stands next to it."""
        return bool(self._certain.fullmatch(text) or re.fullmatch(_PAGE, text))

    def is_page_foot(self, text: str) -> bool:
        """Whether a line below a page's footnotes is furniture: there stands a job's date, too."""
        return self.is_page_end(text) or bool(re.fullmatch(_JOB_DATE, text))

    def is_page_top(self, text: str) -> bool:
        """Whether a line is the running title of a page: the symbol, alone or with the title."""
        return self._symbol in text and (
            bool(self._certain.fullmatch(text)) or self._is_running_title(text)
        )

    def _is_running_title(self, text: str) -> bool:
        """The symbol, and next to it the title or its beginning, which may be cut with dots."""
        if not (text.startswith(self._symbol) or text.endswith(self._symbol)):
            return False
        rest = text.removeprefix(self._symbol).removesuffix(self._symbol)
        rest = rest.strip(" .…").casefold()
        return len(rest) > 10 and self._title.startswith(rest)
