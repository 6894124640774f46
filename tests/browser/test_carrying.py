"""The second cycle: what was said in the last one is offered, and counts once it is confirmed."""

import pytest

from tests.browser.conftest import Meet
from tests.browser.pages import said
from tests.browser.site import Site
from tests.browser.visitor import attribute

pytestmark = pytest.mark.browser


def test_answers_are_confirmed_one_by_one_and_together(own_site: Site, meet: Meet) -> None:
    assessment = f"/assessments/{own_site.drive('assessments')['Lodwar field office']}/"
    amina = meet(own_site, "focal.point")
    page = amina.go(assessment)
    amina.reads("They count once they are confirmed.")
    amina.looks("assessment-carried")
    amina.link("Look at them and confirm")
    amina.looks("confirm-carried")
    together, one_by_one = page.locator("main ol.items").all()
    count = together.locator("li").count()
    amended = attribute(one_by_one.get_by_role("link").first, "href")
    amina.follow(together.get_by_role("link").first)
    amina.reads("not confirmed yet")
    amina.looks("answer-carried")
    amina.button("Confirm: it is still so")
    said(amina, "is confirmed.")
    amina.looks("answer-confirmed")
    amina.go(amended)
    amina.looks("answer-carried-amended")
    amina.link("Begin with it")
    amina.looks("answer-begun-with-carried")
    amina.go(f"{assessment}confirm-carried/")
    amina.button(f"Confirm these {count - 1} answers")
    said(amina, f"{count - 1} answers are confirmed.")
    amina.go(f"{assessment}confirm-carried/")
    amina.looks("confirm-carried-one-by-one")
