"""The rule of what is carried over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.carrying import Asked, carry
from checklists.scale import Carry, Dimension

POLICY = Asked("road-policy", Dimension.POLICY, "Is there a policy?", "In place: it is signed.")


def test_the_same_question_on_the_same_duty_is_offered_as_it_was() -> None:
    assert carry(POLICY, POLICY, same_duty=True) == Carry.SAME


def test_an_amended_duty_is_to_be_confirmed_anew() -> None:
    assert carry(POLICY, POLICY, same_duty=False) == Carry.AMENDED


@pytest.mark.parametrize("field", ["question", "guidance", "dimension"])
def test_other_words_of_ours_are_to_be_confirmed_anew(field: str) -> None:
    new = replace(POLICY, **{field: "practice"})
    assert carry(POLICY, new, same_duty=True) == Carry.AMENDED


def test_another_key_is_another_question() -> None:
    assert carry(POLICY, replace(POLICY, key="vehicle-checks"), same_duty=True) == Carry.NONE


@given(st.booleans())
def test_figures_belong_to_their_period(same_duty: bool) -> None:
    crashes = replace(POLICY, dimension=Dimension.INDICATOR)
    assert carry(crashes, crashes, same_duty=same_duty) == Carry.NONE
