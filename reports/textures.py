"""How answers are drawn, so that they are told apart in black and white too. Pure.

The names are those of typst/style.typ. All kinds of report draw an answer alike.
"""

# By answer, as frozen data has it.
TEXTURES = {
    "in_place": "solid",
    "mostly": "tint",
    "partly": "hatched",
    "not_in_place": "dotted",
    "not_applicable": "grey",
    "unanswered": "empty",
    "not_asked": "blank",
    "reported": "solid",
    "not_collected": "empty",
}
# What the answers of other scales take in turn.
OTHERS = ("solid", "tint", "hatched", "dotted", "grey")
# Several answers as one.
MERGED = "merged"
