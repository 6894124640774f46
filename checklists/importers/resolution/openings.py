"""The words by which a paragraph of a resolution is known from its first line."""

import re

_FIRST_WORD = re.compile(r"[*_“\"]*([A-Z][a-z]+)")
# The words that preambular paragraphs open with, and the names that only look like them.
_PREAMBULAR = re.compile(
    r"[A-Z][a-z]+(?:ing|ed|ly)|Also|Anxious|Aware|Cognizant|Confident|Conscious|Desirous|Eager"
    r"|Further|Hopeful|Mindful|Proud"
)
_NAMES = {"Amended", "Assembly", "Associated", "Beijing", "Developed", "Developing", "During"}
_NAMES |= {"Emerging", "Family", "Governing", "Integrated", "Italy", "July", "Living", "Monthly"}
_NAMES |= {"Meeting", "Occupied", "Peacekeeping", "Red", "Specialized", "Standing", "Trading"}
_NAMES |= {"Training", "United", "Working"}

# Words of this kind that footnotes open with: “Adopted at …”.
_NOTE_WORDS = {"According", "Adopted", "Available", "Contained", "Following", "Formerly"}
_NOTE_WORDS |= {"Including", "Incorporated", "Issued", "Originally", "Previously", "Published"}
_NOTE_WORDS |= {"Replaced", "Reproduced", "Revised", "Superseding"}
_SENTENCE = re.compile(r"(?<=[,;.:]) (?:[0-9]{1,3}\. )?[*_]*(?=[A-Z])")
_GOES_ON = re.compile(r"[A-Z][a-z]+[*_]* [a-z]")

_OPERATIVE = re.compile(
    r"(?:(?:Also|Further|Strongly|Once|Deeply|Firmly|Unequivocally|Solemnly|Again|Urgently)"
    r"(?: again| further)? )?"
    r"(?:Accepts|Acknowledges|Adopts|Affirms|Appeals|Appoints|Appreciates|Approves|Authorizes"
    r"|Believes|Calls|Commends|Concludes|Concurs|Condemns|Confirms|Congratulates|Considers"
    r"|Continues|Decides|Declares|Demands|Deplores|Designates|Determines|Directs|Elects"
    r"|Emphasizes|Encourages|Endorses|Establishes|Expects|Expresses|Extends|Highlights|Hopes"
    r"|Instructs|Intends|Invites|Looks|Notes|Offers|Pays|Proclaims|Proposes|Reaffirms|Recalls"
    r"|Recognizes|Recommends|Regrets|Reiterates|Rejects|Reminds|Renews|Repeats|Requests|Requires"
    r"|Resolves|Salutes|Selects|Shares|Stresses|Suggests|Supports|Takes|Thanks|Transmits"
    r"|Underlines|Underscores|Urges|Views|Welcomes)\b"
)
_SPEAKERS = re.compile(r"[*_“\"]*(?:We,|We (?:the|are|have|hereby|reaffirm)\b)")
_MARKER = re.compile(
    r"[*_]*(?:\((?:[a-z]{1,5}|[A-Z]{1,4}|[0-9]{1,2})\)|[•●▪◦·–—]|-)[*_]*(?= |$)"  # bullets
)


def first_word(text: str) -> str:
    """The capitalized word that a line opens with, or ""."""
    found = _FIRST_WORD.match(text)
    return found[1] if found else ""


def opens_preambular(text: str) -> bool:
    """Whether a line opens as preambular paragraphs do."""
    word = first_word(text)
    return bool(word) and word not in _NAMES and bool(_PREAMBULAR.fullmatch(word))


def opens_preambular_apart(text: str) -> bool:
    """Whether a line opens as preambular paragraphs do, and as footnotes don't."""
    return opens_preambular(text) and first_word(text) not in _NOTE_WORDS


def goes_on_as_paragraph(text: str) -> bool:
    """Whether a paragraph seems to begin after one of the sentences in a footnote's line."""
    return any(
        opens_operative(rest) or (opens_preambular_apart(rest) and bool(_GOES_ON.match(rest)))
        for rest in _SENTENCE.split(text)[1:]
    )


def opens_operative(text: str) -> bool:
    """Whether a line opens with an operative verb."""
    return bool(_OPERATIVE.match(text.lstrip('*_“"')))


def opens_declaration(text: str) -> bool:
    """Whether a line names those who declare: “We, Heads of State …”."""
    return bool(_SPEAKERS.match(text))


def opens_item(text: str) -> bool:
    """Whether a line opens with the sign of a sub-paragraph: (a), (i), a bullet."""
    return bool(_MARKER.match(text))
