"""One operative paragraph read whole: its acts and its themes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checklists.anatomy.addressees import Named, asked, bearers, in_full, opening
from checklists.anatomy.force import FORCES, force_of
from checklists.anatomy.themes import ThemeFound, find_themes
from checklists.anatomy.verbs import Verb, find_verbs, spans

# Higher whenever a text may be read otherwise than before.
RULES_VERSION = 1

_ASKING = set(FORCES[FORCES.index("demands") : FORCES.index("encourages") + 1])
_LAYING_DOWN = {"reaffirms", "stresses"}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the organ does in a paragraph.

    `verb` is the phrase as it stands ("Also calls upon"); `force` one of FORCES, or "" for a verb
    that the scale doesn't know; `addressees` canonical names in order, none where nobody is to do
    anything. `words` are the parts of the text that decided: the verb, then those that name
    the addressees.
    """

    verb: str
    force: str
    addressees: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules read in a paragraph; both may be empty."""

    acts: tuple[Act, ...]
    themes: tuple[ThemeFound, ...]


def read_operative(
    text: str, *, children: Sequence[str] = (), organ: str = "General Assembly"
) -> Reading:
    """Reads an operative paragraph of `organ`; `children`: its sub-paragraphs' own texts, in order.

    Any text gives a reading, in time linear in its length.
    """
    acts = _acts(text, organ)
    for child in children:
        own = _acts(child, organ, unknown=False)
        if acts and not own and acts[-1].force in _ASKING:
            acts[-1] = _with_more(acts[-1], opening(child) if text.rstrip().endswith(":") else ())
        acts += own
    return Reading(tuple(acts), find_themes("\n".join([text, *children])))


def _acts(text: str, organ: str, *, unknown: bool = True) -> list[Act]:
    acts: list[Act] = []
    earlier: dict[str, None] = {}
    before: tuple[Named, ...] = ()
    for verb, rest in spans(text, find_verbs(text, unknown=unknown)):
        force = force_of(verb.text)
        named = in_full(_addressees(verb, force, rest, before, organ), earlier)
        earlier |= dict.fromkeys(one.name for one in named)
        acts.append(
            Act(
                verb.text,
                force,
                tuple(one.name for one in named),
                tuple(dict.fromkeys([verb.text, *(one.words for one in named)])),
            )
        )
        before = named or before
    return acts


def _addressees(
    verb: Verb, force: str, rest: str, before: tuple[Named, ...], organ: str
) -> tuple[Named, ...]:
    if force in _ASKING:
        return asked(rest, before)
    if force in _LAYING_DOWN:
        return bearers(rest)
    if force == "decides":
        # What an organ decides binds itself, unless it says who shall; what "we" commit to, us.
        itself = "States" if verb.declared else f"the {organ}"
        return bearers(rest) or (Named(itself, verb.text),)
    return ()


def _with_more(act: Act, named: tuple[Named, ...]) -> Act:
    """The act with the addressees that its sub-paragraphs name."""
    return replace(
        act,
        addressees=tuple(dict.fromkeys([*act.addressees, *(one.name for one in named)])),
        words=tuple(dict.fromkeys([*act.words, *(one.words for one in named)])),
    )
