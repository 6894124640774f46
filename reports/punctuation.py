"""How parts of a sentence are put together, in the language that is active: none of it by hand,
since French has a space before a colon and Arabic commas of its own.
"""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(parts: Iterable[str]) -> str:
    """Parts beside each other: "12.1, 12.2"."""
    return pgettext("between the parts of a list", ", ").join(parts)


def strung(parts: Iterable[str]) -> str:
    """Parts that have commas themselves: "A/RES/75/125, para. 30; A/RES/78/118, para. 33"."""
    return pgettext("between longer parts of a list", "; ").join(parts)


def named(name: object, value: object) -> str:
    """What something is, after its name: "Better: 3"."""
    return pgettext("a name and what it stands for", "%(name)s: %(value)s") % {
        "name": name,
        "value": value,
    }
