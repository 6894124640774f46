"""Reports in every script: whose letters they draw, what a reader's program takes out again."""

import re

import pypdfium2
import pytest

from reports.glyphs import coverage
from reports.printable import Printer
from tests.reports.reading import language, squeezed, unpacked, words
from tests.reports.rendering import render
from tests.reports.report_data import item, office_report, report_of

CHINESE = (
    "各办事处应确保所有当地征聘人员与国际征聘人员享有同等的安全保障，包括出差许可、培训和保险。"
    "上次检查于2026年3月完成（见A/RES/78/118第35段），结果“基本到位”。"
)
SENTENCES = {
    "latin": "Łódź, Århus, Đà Nẵng and São Tomé",
    "cyrillic": "Безопасность всех сотрудников на местах",
    "greek": "Ασφάλεια του προσωπικού",
    "simplified": CHINESE,
    "traditional": "各辦事處應確保當地徵聘人員的安全與保險",
    "japanese": "現地採用職員のあんぜんとトレーニング",
    "korean": "현지 직원의 안전과 교육",
}


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES.keys())
def test_a_sentence_is_drawn_whole_and_read_back_as_entered(sentence: str) -> None:
    pdf = render(report_of(item(justification=sentence)))
    assert squeezed(sentence) in squeezed(words(pdf))
    assert "have no glyph" not in words(pdf)


def test_every_ideograph_of_the_first_unicode_has_a_glyph() -> None:
    assert all(coverage().get(point) for point in range(0x4E00, 0x9FA6))


def test_only_the_glyphs_that_are_drawn_are_in_the_file() -> None:
    plain = render(report_of(item()))
    chinese = render(report_of(item(justification=CHINESE)))
    # The Chinese face has 17 MB.
    assert 0 < len(chinese) - len(plain) < 60_000
    faces = set(re.findall(rb"/BaseFont ?/([A-Z]{6}\+)?([\w-]+)", unpacked(chinese)))
    assert all(tag for tag, _name in faces)
    assert any(b"SansSC" in name for _tag, name in faces)
    assert not any(b"SansKR" in name for _tag, name in faces)


def test_the_same_chinese_data_gives_the_same_bytes() -> None:
    data = office_report(office="戈马外地办事处", organization="国际救援桥梁组织")
    assert render(data) == render(data)


def test_chinese_breaks_where_chinese_does_and_holds_nothing_invisible() -> None:
    pdf = render(report_of(item(justification=CHINESE * 60)))
    document = pypdfium2.PdfDocument(pdf)
    lines = [line for page in document for line in _lines(page)]
    full = [line for line in lines if len(line) > 30 and "办事处" in line]
    assert len(full) > 20
    for line in lines:
        assert "\u200b" not in line
        assert not line.startswith(("，", "。", "、", "）", "”"))


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    return str(page.get_textpage().get_text_bounded()).splitlines()


def test_three_scripts_in_one_answer_are_all_there() -> None:
    mixed = "护送车队 convoy قافلة الإغاثة 已于2026年到达"
    whole = squeezed(words(render(report_of(item(justification=mixed)))))
    for part in ("护送车队", "convoy", "2026年"):
        assert part in whole
    for letter in "قافلةالإغاثة":
        assert letter in whole


@pytest.mark.parametrize("text", ["安" * 5000, "。" * 3000, "안" * 3000, "A安" * 2000])
def test_text_without_a_space_stays_on_the_page(text: str) -> None:
    document = pypdfium2.PdfDocument(render(report_of(item(justification=text))))
    for page in document:
        drawn = page.get_textpage()
        for index in range(drawn.count_chars()):
            _left, _bottom, right, _top = drawn.get_charbox(index)
            assert right <= page.get_width() - 60


def test_a_long_word_within_chinese_gets_places_to_break() -> None:
    shown = Printer(rtl=False).line("安全" + "a" * 60 + "保障")["t"]
    assert shown.startswith("安全aaaaaaaaaa\u200b")
    assert shown.endswith("a保障")


def test_a_report_whose_language_is_chinese_says_so_to_readers() -> None:
    pdf = render(office_report(language="zh-hans", office="戈马外地办事处"))
    assert language(pdf).startswith("zh")
    assert "戈马外地办事处" in words(pdf)
