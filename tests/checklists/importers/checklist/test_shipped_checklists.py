"""The checklists that come with Operative: complete, plain, and one with their resolutions."""

import re
from collections import Counter, defaultdict

import pytest

from checklists.importers.checklist.file import ParsedChecklist, ParsedItem, parse_checklist
from checklists.importers.resolution.text import parse_resolution_text
from checklists.scale import Dimension
from tests.checklists.importers.checklist.yaml_files import DATA, SHIPPED

_CHECKLISTS = {path.stem: parse_checklist(path.read_text(encoding="utf-8")) for path in SHIPPED}
_NEW = _CHECKLISTS["humanitarian-personnel-security.v3"]
_OLD = _CHECKLISTS["humanitarian-personnel-security-75-125.v1"]

# What the resolution of 2023 names, and the items that meet it, by their keys.
_THEMES = {
    "humanitarian principles": ["humanitarian-principles-weighed"],
    "gender-sensitive security": [
        "gender-in-security-plan",
        "violence-against-women-and-men-analysed",
    ],
    "women in security decisions": ["women-in-security-decisions"],
    "sexual violence against personnel": [
        "sexual-violence-procedure",
        "sexual-violence-reports-followed-up",
    ],
    "disinformation": ["false-information-acted-on"],
    "protection from sexual exploitation and abuse, the victim at the centre": [
        "sea-policy-victim-first",
        "sea-reporting-channel",
        "sea-victims-helped",
    ],
    "security risk management with host Governments": ["host-authorities-consulted-on-risk"],
    "safety in planning": ["security-in-planning"],
    "privileges and agreements": ["legal-status-agreed"],
    "follow-up of serious crimes": ["serious-crimes-followed-up"],
    "registry of victims of violence": ["victims-of-violence-registered"],
    "national law": ["national-laws-known", "security-measures-lawful"],
    "customs": ["customs-respect-checked", "culture-prepared"],
    "acceptance": ["purpose-explained", "acceptance-planned", "acceptance-contacts-kept"],
    "codes of conduct": ["code-of-conduct", "code-of-conduct-applied"],
    "training in security": ["security-training-completed", "bsafe-completed"],
    "training in human rights law and international humanitarian law": ["law-training-completed"],
    "premises": ["premises-assessed"],
    "assets": ["assets-protected"],
    "residences": ["residential-security-measures-applied", "premises-assessed"],
    "training before deployment": [
        "training-required-before-deployment",
        "personnel-deployed",
        "personnel-trained-before-deployment",
    ],
    "cultural awareness": ["culture-prepared"],
    "counselling": ["counselling-available", "counselling-offered"],
    "stress management": ["stress-managed"],
    "mental health": ["mental-health-policy"],
    "road safety: policy": ["road-safety-policy"],
    "road safety: training": ["driver-training-completed"],
    "road safety: vehicles": ["vehicles-maintained"],
    "road safety: crash data with civilian casualties": [
        "road-crashes-analysed",
        "road-crashes",
        "road-casualties-personnel",
        "road-casualties-civilians",
    ],
    "stay and deliver": ["stay-and-deliver-prepared"],
    "programme criticality": ["programme-criticality-used"],
    "qualified security personnel": [
        "qualified-security-advice",
        "security-posts-approved",
        "security-posts-filled",
    ],
    "field crisis management": ["crisis-plan", "crisis-plan-practised"],
    "policy on locally recruited personnel": ["local-personnel-policy", "local-personnel-risks"],
    "their consultation": ["local-personnel-consulted", "personnel-consulted"],
    "their information": ["local-personnel-informed"],
    "their training": ["local-personnel-trained"],
    "public advocacy": ["public-advocacy-for-safety"],
    "security risk management tools": ["risk-assessment-current"],
    "situational awareness": ["situation-followed"],
    "surge": ["surge-support-agreed"],
    "lessons learned": ["lessons-learned"],
    "compliance monitoring": ["security-rules-checked"],
    "incident data with a gender perspective": [
        "incident-records-used",
        "incident-reporting-rule",
        "personnel-killed-by-violence",
        "personnel-injured-by-violence",
        "personnel-abducted",
        "personnel-sexually-assaulted",
        "personnel-detained",
        "personnel-harassed",
    ],
    "timely sharing": ["incident-data-shared-in-time"],
    "Saving Lives Together": ["saving-lives-together-used", "security-cooperation"],
    "implementing partners": ["partners-security-supported"],
    "resources": ["security-funded"],
    "equipment": ["security-equipment-available"],
    "telecommunications": ["backup-communications"],
    "medical care": ["first-aid-at-hand"],
    "medical evacuation": ["medical-evacuation-plan"],
    "reporting": ["security-reported-to-governing-body"],
}


@pytest.fixture(params=list(_CHECKLISTS.values()), ids=list(_CHECKLISTS))
def shipped(request: pytest.FixtureRequest) -> ParsedChecklist:
    checklist: ParsedChecklist = request.param
    return checklist


def _paragraphs(checklist: ParsedChecklist) -> dict[str, str]:
    """The letters of each operative paragraph of the checklist's resolution, by number."""
    name = checklist.instrument.replace("/", "_") + ".txt"
    text = (DATA / "instruments" / name).read_text(encoding="utf-8")
    operative = parse_resolution_text(text).operative
    return {one.number: re.sub(r"[^a-z0-9]", "", one.text.lower()) for one in operative}


def _by_paragraph(checklist: ParsedChecklist) -> dict[str, list[tuple[str, ...]]]:
    """What is asked of each paragraph, without its numbers."""
    asked = defaultdict(list)
    for item in checklist.items:
        words = (item.key, item.dimension, item.question, item.guidance, *item.evidence)
        asked[item.paragraph].append(words)
    return asked


def _indicators(checklist: ParsedChecklist) -> list[ParsedItem]:
    return [item for item in checklist.items if item.dimension == Dimension.INDICATOR]


def test_checklist_of_2023_is_complete_and_can_be_answered() -> None:
    assert 60 <= len(_NEW.items) <= 90
    assert len(_indicators(_NEW)) >= 12


@pytest.mark.parametrize("theme", _THEMES)
def test_theme_of_the_resolution_is_met(theme: str) -> None:
    assert set(_THEMES[theme]) <= {item.key for item in _NEW.items}


def test_every_paragraph_has_one_disposition(shipped: ParsedChecklist) -> None:
    disposed = {item.paragraph for item in shipped.items}
    disposed |= {entry.paragraph for entry in shipped.coverage}
    assert disposed == set(_paragraphs(shipped))


def test_duty_is_said_once(shipped: ParsedChecklist) -> None:
    duties = Counter(entry.duty for entry in shipped.coverage)
    assert duties.most_common(1)[0][1] == 1


def test_every_theme_is_used(shipped: ParsedChecklist) -> None:
    assert {item.theme for item in shipped.items} == {theme.id for theme in shipped.themes}


def test_every_dimension_is_asked_for(shipped: ParsedChecklist) -> None:
    assert {item.dimension for item in shipped.items} == set(Dimension.values)


def test_each_question_is_asked_once(shipped: ParsedChecklist) -> None:
    questions = Counter(item.question for item in shipped.items)
    assert questions.most_common(1)[0][1] == 1


def test_question_is_one_short_question(shipped: ParsedChecklist) -> None:
    for item in shipped.items:
        assert len(item.question) <= 200, item.id
        assert item.question.count("?") == 1, item.id
        assert item.question.endswith("?"), item.id
        assert " and/or " not in item.question + item.guidance, item.id


def test_guidance_says_what_is_in_place_and_what_is_partly(shipped: ParsedChecklist) -> None:
    for item in shipped.items:
        if item.dimension == Dimension.INDICATOR:
            assert item.question.startswith("How many "), item.id
            assert "ount" in item.guidance, item.id
        else:
            assert "In place: " in item.guidance, item.id
            assert "Partly: " in item.guidance, item.id


def test_few_items_are_critical() -> None:
    """Where many are, none stands out."""
    assert 5 <= sum(item.critical for item in _NEW.items) <= 12


def test_evidence_has_two_or_three_examples(shipped: ParsedChecklist) -> None:
    assert {len(item.evidence) for item in shipped.items} <= {2, 3}


def test_guidance_names_no_item_by_number(shipped: ParsedChecklist) -> None:
    """A number is another one in the next edition."""
    numbers = {item.id for item in shipped.items}
    for item in shipped.items:
        assert numbers.isdisjoint(re.findall(r"\d+\.\d+", item.guidance)), item.id


def test_lines_are_short_enough_to_edit() -> None:
    for path in SHIPPED:
        lines = path.read_text(encoding="utf-8").split("\n")
        long = [n for n, line in enumerate(lines, 1) if len(line) > 100 and "address: " not in line]
        assert long == [], path.name


def test_items_go_in_the_order_of_the_paragraphs(shipped: ParsedChecklist) -> None:
    order = [tuple(map(int, item.id.split("."))) for item in shipped.items]
    assert order == sorted(order)


def test_indicator_of_persons_tells_who_was_recruited_locally(shipped: ParsedChecklist) -> None:
    for item in _indicators(shipped):
        assert item.indicator
        assert item.indicator.maximum, item.id
        if item.indicator.unit == "persons" and item.key != "road-casualties-civilians":
            assert item.indicator.by == ("recruitment", "sex"), item.id


def test_example_in_the_documentation_can_be_imported() -> None:
    text = (DATA.parent.parent / "docs" / "checklists.md").read_text(encoding="utf-8")
    parsed = parse_checklist(text.partition("```yaml\n")[2].partition("```")[0])
    assert [item.dimension for item in parsed.items] == [Dimension.POLICY, Dimension.INDICATOR]


def test_documentation_counts_the_items(shipped: ParsedChecklist) -> None:
    text = " ".join((DATA.parent.parent / "docs" / "checklists.md").read_text("utf-8").split())
    counted = f"for {shipped.instrument}, {len(shipped.items)} items ({len(_indicators(shipped))}"
    paragraphs = {item.paragraph for item in shipped.items}
    counted += f" of them indicators) on {len(paragraphs)} of its {len(_paragraphs(shipped))}"
    assert counted in text


def test_file_is_named_by_identifier_and_version() -> None:
    assert list(_CHECKLISTS) == [f"{one.slug}.v{one.version}" for one in _CHECKLISTS.values()]


def test_paragraphs_that_did_not_change_are_asked_about_in_the_same_words() -> None:
    old_texts = {text: number for number, text in _paragraphs(_OLD).items()}
    same = [
        (old_texts[text], number) for number, text in _paragraphs(_NEW).items() if text in old_texts
    ]
    assert len(same) >= 40
    old, new = _by_paragraph(_OLD), _by_paragraph(_NEW)
    assert [old[before] for before, _after in same] == [new[after] for _before, after in same]


def test_only_the_checklist_of_2023_asks_what_only_its_resolution_asks() -> None:
    only_new = {item.key for item in _NEW.items} - {item.key for item in _OLD.items}
    assert {"false-information-acted-on", "sea-policy-victim-first", "lessons-learned"} <= only_new
    assert {item.key for item in _OLD.items} <= {item.key for item in _NEW.items}
