"""How strongly an organ speaks: an ordered scale of operative verbs.

The order and its sources are told in docs/anatomy.md. The first seven levels ask
for something to be done, the others state a position.
"""

import re

# Strongest first. Each level is called by its commonest verb; words are third person singular.
LEVELS: dict[str, list[str]] = {
    "decides": [
        "decides",
        "resolves",
        "adopts",
        "approves",
        "endorses",
        "establishes",
        "authorizes",
        "declares",
        "proclaims",
        "determines",
        "designates",
        "appoints",
        "elects",
        "extends",
        "renews",
        "convenes",
        "commits",
        "pledges",
        "undertakes",
        "agrees",
        "accepts",
        "transmits",
        "amends",
        "terminates",
        "suspends",
        "mandates",
        "enacts",
        "ratifies",
    ],
    "demands": ["demands", "insists", "orders", "requires"],
    "requests": ["requests", "instructs", "directs", "asks", "tasks"],
    "urges": ["urges", "exhorts", "implores"],
    "calls upon": ["calls", "appeals"],
    "recommends": ["recommends", "proposes", "suggests", "advises"],
    "encourages": ["encourages", "invites"],
    "condemns": ["condemns", "deplores", "denounces", "rejects", "censures", "objects"],
    "reaffirms": ["reaffirms", "affirms", "reiterates", "confirms"],
    "stresses": [
        "stresses",
        "emphasizes",
        "emphasises",
        "underlines",
        "underscores",
        "highlights",
        "reminds",
        "warns",
        "cautions",
        "draws",
    ],
    "expresses concern": ["regrets"],
    "welcomes": [
        "welcomes",
        "commends",
        "applauds",
        "congratulates",
        "appreciates",
        "supports",
        "thanks",
        "hails",
        "salutes",
        "praises",
        "pays",
        "looks",
        "hopes",
        "trusts",
    ],
    "recognizes": [
        "recognizes",
        "recognises",
        "acknowledges",
        "recalls",
        "considers",
        "believes",
        "observes",
        "understands",
        "bears",
        "keeps",
    ],
    "notes": ["notes", "takes"],
}
FORCES = tuple(LEVELS)

# What "expresses", "reiterates its" and "notes with" are followed by decides more than themselves.
_FEELINGS = {
    "expresses concern": [
        "concern",
        "alarm",
        "regret",
        "regrets",
        "sorrow",
        "dismay",
        "sadness",
        "condolences",
        "sympathy",
        "outrage",
        "indignation",
        "disappointment",
        "shock",
        "grief",
        "anxiety",
    ],
    "condemns": ["condemnation", "abhorrence"],
    "welcomes": [
        "appreciation",
        "gratitude",
        "satisfaction",
        "thanks",
        "support",
        "hope",
        "approval",
        "solidarity",
        "admiration",
        "congratulations",
        "pride",
        "tribute",
    ],
    "reaffirms": [
        "conviction",
        "belief",
        "determination",
        "commitment",
        "view",
        "opinion",
        "resolve",
    ],
    "demands": ["demand"],
    "requests": ["request"],
    "calls upon": ["call", "appeal"],
    "encourages": ["invitation", "encouragement"],
    "recommends": ["recommendation"],
    "decides": ["decision", "readiness", "intent", "intention", "seized"],
}
FEELINGS = tuple(word for words in _FEELINGS.values() for word in words)


def base(verb: str) -> str:
    """The form that declarations use: "stresses" → "stress", "urges" → "urge"."""
    if verb.endswith(("sses", "ches", "shes")):
        return verb[:-2]
    return verb[:-1]


_BY_WORD = {word: level for level, words in LEVELS.items() for word in words}
_BY_WORD |= {base(word): level for word, level in _BY_WORD.items()}
_BY_FEELING = {word: level for level, words in _FEELINGS.items() for word in words}
_WORD = re.compile(r"[a-z]+")


def force_of(verb: str) -> str:
    """The level of a verb phrase as it stands; "" when it is on none.

    Joined verbs have the force of the stronger. "Notes with appreciation" welcomes: the plain
    "notes" is neutral (decision 55/488), the words after it are not.
    """
    words = _WORD.findall(verb.lower())
    if "attention" in words and not {"reaffirms", "reaffirm"} & set(words):
        return "stresses"
    felt = [_BY_FEELING[word] for word in words if word in _BY_FEELING]
    if felt:
        return min(felt, key=FORCES.index)
    said = [
        _BY_WORD[word]
        for word in words
        if word in _BY_WORD and not (word in ("calls", "call") and "attention" in words)
    ]
    return min(said, key=FORCES.index) if said else ""
