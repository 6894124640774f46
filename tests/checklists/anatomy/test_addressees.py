"""Who is addressed: the names, their canonical forms, and who is only mentioned."""

import pytest

from checklists.anatomy.addressees import asked, bearers


def names_asked(text: str) -> list[str]:
    return [one.name for one in asked(text, ())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (" all Member States to act", ["Member States"]),
        (" States Members of the United Nations that have not done so to join", ["Member States"]),
        (
            " the Department of Safety and Security of the Secretariat to act",
            ["the Department of Safety and Security"],
        ),
        (
            " the United Nations and other relevant humanitarian actors to act",
            ["the United Nations", "all humanitarian actors"],
        ),
        (
            " all relevant United Nations departments, organizations, funds and programmes and"
            " affiliated international organizations to support it",
            ["the United Nations system", "international organizations"],
        ),
        (
            " the Secretary-General, together with the United Nations security management system"
            " organizations, to act",
            ["the Secretary-General", "United Nations security management system organizations"],
        ),
        (
            " the Secretary-General, in consultation with Member States, to act",
            ["the Secretary-General"],
        ),
        (
            " that the Secretary-General act, and that host countries act",
            ["the Secretary-General", "host Governments"],
        ),
        (
            " efforts by other international and regional organizations and States",
            ["international organizations", "regional organizations", "States"],
        ),
        (
            " dialogue between the United Nations and the International Criminal Court",
            ["the United Nations", "the International Criminal Court"],
        ),
        (
            " the Office for Outer Space Affairs and its branches to act",
            ["the Office for Outer Space Affairs"],
        ),
        (
            " States in a position to do so and the private sector to give",
            ["States", "the private sector"],
        ),
        (
            " the Under-Secretary-General for Safety and Security to act",
            ["the Under-Secretary-General for Safety and Security"],
        ),
        (
            " the Bank, its specialized agencies and the opposition groups to act",
            ["the Bank", "specialized agencies", "opposition groups"],
        ),
        (" the Council and its subcommittees to act", ["the Council"]),
        (" Syrian refugees to return", []),
        (" an immediate ceasefire", []),
        (" further efforts in this regard", []),
    ],
)
def test_who_is_asked(text: str, names: list[str]) -> None:
    assert names_asked(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (" the need for States to ensure it", ["States"]),
        (" the obligation of all humanitarian personnel to respect it", ["humanitarian personnel"]),
        (" that all States must act", ["States"]),
        (" that the primary responsibility lies with the authorities", ["authorities"]),
        (" that it is important for Member States to pay", ["Member States"]),
        (
            " the need for better coordination between the United Nations and host Governments",
            ["the United Nations", "host Governments"],
        ),
        (" the importance of ensuring that personnel are aware", []),
        (" that victims should be at the core", []),
        (" the importance of consultation with host Governments", []),
    ],
)
def test_who_bears_a_duty(text: str, names: list[str]) -> None:
    assert [one.name for one in bearers(text)] == names
