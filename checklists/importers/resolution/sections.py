"""The headings above a paragraph, as a path: "II. Vehicles / A. Training"."""

import re

_ROMAN = r"X{0,4}(?:IX|IV|V?I{0,3})"
_LABEL = re.compile(
    r"(?:(?:Section|Part|Chapter) )?(?:[IVX]+|[A-Z]|[0-9]{1,2})\.?|Article [0-9]{1,3}"
)
_LABELLED = re.compile(r"(?:(?:Section|Part|Chapter) )?([IVX]+|[A-Z])(?:[.:] |[.:]?$)")
_NUMBERED = re.compile(r"(?:Article |Section |Part )?[0-9]{1,2}(?:\. |\b)")
_CASED = re.compile(r"(?:(?:Section|Part|Chapter) )?(?:[IVX]{1,6}|[A-Z])\.? [A-Z]")


def is_label(text: str) -> bool:
    """Whether a line that stands alone is the label of a section: “II”, “A”, “Section I”."""
    return bool(_LABEL.fullmatch(text)) and not text.rstrip(".").isdigit()


def is_labelled_title(text: str) -> bool:
    """Whether a line is a label with a title: “II. Vehicles”."""
    return (
        bool(_CASED.match(text))
        and (". " in text[:24] or text.startswith(("Section", "Part", "Chapter")))
        and not text.endswith((".", ";", ",", ":"))
    )


class Sections:
    """Takes headings in the order they stand, and knows the path that holds."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._letter = ""
        self._unused: list[str] = []

    @property
    def path(self) -> str:
        """The path for a paragraph that stands here."""
        self._unused = []
        return " / ".join(text for _rank, text in self._open)

    @property
    def unused(self) -> list[str]:
        """The headings that no paragraph followed."""
        return self._unused

    def add(self, text: str) -> list[str]:
        """Takes a heading; returns headings that it replaces before any paragraph used them."""
        if self._unused and self._open and _is_bare(self._open[-1][1]) and not _is_bare(text):
            rank, label = self._open.pop()
            text = f"{label.rstrip('.')}. {text}"
            self._unused.pop()
        else:
            rank = self._rank(text)
        lost = []
        while self._open and self._open[-1][0] >= rank:
            _rank, replaced = self._open.pop()
            if self._unused and self._unused[-1] == replaced:
                lost.append(self._unused.pop())
        self._open.append((rank, text))
        self._unused.append(text)
        return lost

    def _rank(self, text: str) -> int:
        if found := _LABELLED.match(text):
            label = found[1]
            follows = len(label) == 1 and ord(label) == ord(self._letter or "@") + 1
            if re.fullmatch(_ROMAN, label) and not follows:
                self._letter = ""
                return 1
            if len(label) == 1:
                self._letter = label
                return 2
        return 3 if _NUMBERED.match(text) else 4


def _is_bare(text: str) -> bool:
    return is_label(text)
