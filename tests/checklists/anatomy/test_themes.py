"""Themes, and the words that show them."""

from checklists.anatomy.themes import THEMES, ThemeFound, find_themes


def test_theme_comes_with_its_words_as_they_stand() -> None:
    assert find_themes("Enhance Road safety, road safety and counselling") == (
        ThemeFound("counselling-and-mental-health", ("counselling",)),
        ThemeFound("road-safety", ("Road safety", "road safety")),
    )


def test_text_of_another_field_has_no_theme() -> None:
    assert find_themes("Encourages the exploration of outer space") == ()


def test_slugs_are_unique() -> None:
    slugs = [theme.slug for theme in THEMES]
    assert len(slugs) == len(set(slugs))
