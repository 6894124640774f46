"""The organ's own verbs, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.anatomy.verbs import find_verbs, read_preambular


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Also calls upon States to act;", ["Also calls upon"]),
        (
            "Condemns in the strongest possible terms the threats;",
            ["Condemns in the strongest possible terms"],
        ),
        (
            "Calls attention to and reaffirms the obligation of all;",
            ["Calls attention to and reaffirms"],
        ),
        ("Takes note with appreciation of the report;", ["Takes note with appreciation"]),
        ("Calls once again upon all States to act;", ["Calls once again upon"]),
        ("Expresses its deep and grave concern at it;", ["Expresses its deep and grave concern"]),
        ("Continues to welcome the statement;", ["Continues to welcome"]),
        ("Recognizes further that it is so;", ["Recognizes further"]),
        ("Encourages further efforts by States;", ["Encourages"]),
        ("Reiterates its call upon all States to act;", ["Reiterates its call upon"]),
        (
            "Stresses it, and in this regard also reaffirms the need;",
            ["Stresses", "also reaffirms"],
        ),
        ("Urges it, as well as recognizes the role;", ["Urges", "recognizes"]),
        ("Condemns attacks on civilians and demands that all stop;", ["Condemns", "demands"]),
        ("Welcomes the policy and stresses that victims matter;", ["Welcomes", "stresses"]),
        (
            "Welcomes the steps, looks forward to more, and invites all;",
            ["Welcomes", "looks forward to", "invites"],
        ),
        ("Acting under Chapter VII, decides that States shall stop;", ["decides"]),
        ("Reaffirm our commitment to promote and support peace;", ["Reaffirm our commitment"]),
        ("We reaffirm this, and we call upon States to act;", ["We reaffirm", "we call upon"]),
        ("We, the Heads of State and Government, commit to it;", ["commit"]),
    ],
)
def test_verb_phrase_is_read_as_it_stands(text: str, verbs: list[str]) -> None:
    assert [verb.text for verb in find_verbs(text)] == verbs


@pytest.mark.parametrize(
    "text",
    [
        "Urges States to answer its calls and requests for help, and notes of others;",
        "Urges States, mindful of this, while also recognizing that, to act;",
        "Urges the body, which supports peace and invites the parties, to act;",
        "Urges States to take up the item entitled “Peace, and requests the Council to act”;",
        "Urges States to ensure it, and in this regard ensure that action is taken;",
    ],
)
def test_what_is_no_verb_of_the_organ_is_none(text: str) -> None:
    assert [verb.text for verb in find_verbs(text)] == ["Urges"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Recalling its resolution 46/182,", "Recalling"),
        ("Recalling also all resolutions,", "Recalling also"),
        ("Deeply concerned by the disregard,", "Deeply concerned"),
        ("Taking note of the report,", "Taking note"),
        ("Noting with appreciation all the measures,", "Noting with appreciation"),
        ("Bearing in mind the Charter,", "Bearing in mind"),
        ("Expressing deep concern also at the trend,", "Expressing deep concern also"),
        ("Strongly condemning also all attacks,", "Strongly condemning also"),
        ("Having considered the report,", "Having considered"),
        ("Guided by the purposes of the Charter,", "Guided by"),
        ("Convinced that it is so,", "Convinced"),
        ("", ""),
    ],
)
def test_opening_phrase_of_the_preamble(text: str, phrase: str) -> None:
    assert read_preambular(text) == phrase


@given(st.text(max_size=200))
def test_any_preambular_text_opens_with_its_phrase(text: str) -> None:
    assert text.lstrip().startswith(read_preambular(text))
