"""What a text cites: each instrument once, by the symbol that the United Nations use."""

import pytest

from checklists.importers.resolution.references import read_references


def cited(text: str, organ: str = "General Assembly") -> list[tuple[str, str]]:
    return [(each.kind, each.symbol) for each in read_references([text], organ)]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("its resolution 46/182 of 19 December 1991", ["A/RES/46/182"]),
        (
            "its resolutions 2453 A (XXIII) of 20 December 1968, 37/90 of 10 December 1982, 54/68"
            " of 6 December 1999 and 59/2",
            ["A/RES/2453A(XXIII)", "A/RES/37/90", "A/RES/54/68", "A/RES/59/2"],
        ),
        ("Security Council resolution 2175 (2014) of 29 August", ["S/RES/2175 (2014)"]),
        ("resolutions 1265 (1999) and 2286 (2016)", ["S/RES/1265 (1999)", "S/RES/2286 (2016)"]),
        ("Human Rights Council resolution 39/5", ["A/HRC/RES/39/5"]),
        ("Economic and Social Council resolution 2019/1", ["E/RES/2019/1"]),
        ("S/RES/2175 (2014) and A/RES/46/182", ["S/RES/2175 (2014)", "A/RES/46/182"]),
        ("Resolution 22 A (I).", ["A/RES/22A(I)"]),
        ("resolutions S-27/2 and ES-11/1", ["A/RES/S-27/2", "A/RES/ES-11/1"]),
        ("resolution 46/182, in 1999, 37 States", ["A/RES/46/182"]),
    ],
)
def test_resolutions(text: str, symbols: list[str]) -> None:
    assert cited(text) == [("resolution", symbol) for symbol in symbols]


def test_its_resolution_is_of_the_organ_that_speaks() -> None:
    assert cited("its resolution 33/2", "Human Rights Council") == [
        ("resolution", "A/HRC/RES/33/2")
    ]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("See A/78/369.", ["A/78/369"]),
        ("A/58/874 and A/58/874/Add.1.", ["A/58/874", "A/58/874/Add.1"]),
        ("(A/77/19), chap. IV", ["A/77/19"]),
        ("S/PRST/2013/2; see (S/INF/68).", ["S/PRST/2013/2", "S/INF/68"]),
        ("and/or 24/7 access", []),
    ],
)
def test_documents(text: str, symbols: list[str]) -> None:
    assert cited(text) == [("document", symbol) for symbol in symbols]


def test_decisions() -> None:
    text = "its decision 62/419 and decision 1/CP.21"
    assert cited(text) == [("other", "A/DEC/62/419"), ("other", "decision 1/CP.21")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Geneva Conventions of 12 August 1949 and", ["Geneva Conventions"]),
        ("under the Charter of the United Nations or", ["Charter of the United Nations"]),
        ("and under the Charter,", []),
        (
            "the Rome Statute of the International Criminal Court reaffirms",
            ["Rome Statute of the International Criminal Court"],
        ),
        (
            "the Convention on the Rights of the Child and the Treaty on Open Skies",
            ["Convention on the Rights of the Child", "Treaty on Open Skies"],
        ),
        (
            "United Nations, Treaty Series, vol. 610, No. 8843.",
            ["United Nations, Treaty Series, vol. 610, No. 8843"],
        ),
        (
            "Ibid., vol. 1125, Nos. 17512 and 17513.",
            ["United Nations, Treaty Series, vol. 1125, Nos. 17512 and 17513"],
        ),
    ],
)
def test_treaties(text: str, names: list[str]) -> None:
    assert cited(text) == [("treaty", name) for name in names]


def test_each_is_named_once_in_the_order_of_its_first_appearance() -> None:
    texts = ["A/78/369 and resolution 46/182", "resolution 46/182", "A/78/369"]
    found = read_references(texts, "General Assembly")
    assert [each.symbol for each in found] == ["A/78/369", "A/RES/46/182"]
    assert found[1].text == "resolution 46/182"
