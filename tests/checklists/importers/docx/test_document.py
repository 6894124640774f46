"""What a Word file's text becomes in the transcript."""

import pytest

from checklists.importers.docx.document import read_docx
from checklists.importers.docx.text import TRACKED
from tests.checklists.importers.docx.builder import (
    build,
    field,
    note,
    paragraph,
    reference,
    run,
    table,
)

ENACTING = paragraph("The General Assembly,")
CENTRED = '<w:jc w:val="center"/>'
SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


def _text(*paragraphs: str, notes: str = "") -> str:
    """What is read after the enacting words."""
    text = read_docx(build(ENACTING + "".join(paragraphs), notes=notes)).text
    return text.removeprefix("The General Assembly,\n").strip()


def _doubts(*paragraphs: str, notes: str = "") -> list[tuple[str, int]]:
    doubts = read_docx(build("".join(paragraphs), notes=notes)).doubts
    return [(doubt.message, doubt.line) for doubt in doubts]


class TestSigns:
    def test_spaces_and_tabs_are_one_space(self) -> None:
        assert (
            _text(paragraph("1.\tCalls\u00a0upon  all\t\tStates;")) == "1. Calls upon all States;"
        )

    def test_hyphens_that_dont_break_are_hyphens(self) -> None:
        word = "<w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term, high\u2011level</w:t></w:r>"
        assert _text(paragraph(word)) == "long-term, high-level"

    def test_soft_hyphens_are_left_out(self) -> None:
        word = "<w:r><w:t>human</w:t><w:softHyphen/><w:t>i\u00adtarian</w:t></w:r>"
        assert _text(paragraph(word)) == "humanitarian"

    def test_quotes_and_dashes_stay(self) -> None:
        assert (
            _text(paragraph("“Space2030”, 2012–2013, Court’s")) == "“Space2030”, 2012–2013, Court’s"
        )

    def test_a_line_break_is_a_line(self) -> None:
        assert _text(paragraph("26th plenary meeting\n26 October 2018")) == (
            "26th plenary meeting\n26 October 2018"
        )

    def test_words_broken_into_runs_are_whole(self) -> None:
        assert _text(paragraph(run("Confere") + "<w:proofErr/>" + run("nce"))) == "Conference"

    def test_what_would_be_markup_in_a_text_is_escaped(self) -> None:
        assert _text(paragraph("# [see](A/78/1) \\*")) == "\\# [see\\](A/78/1) \\\\*"

    def test_rules_are_left_out(self) -> None:
        assert _text(paragraph("One,"), paragraph("__________"), paragraph("* * *")) == "One,"

    def test_hidden_text_is_left_out(self) -> None:
        assert _text(paragraph(run("One") + run(" hidden", "<w:vanish/>") + run(","))) == "One,"

    def test_a_sign_by_its_place_in_a_font_is_read(self) -> None:
        sign = '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>'
        assert _text(paragraph(run("a") + sign + run("b"))) == "a-b"

    def test_a_picture_sign_is_a_doubt(self) -> None:
        sign = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
        assert _doubts(paragraph(run("One") + sign)) == [
            ("a sign of the font “Wingdings” was left out", 1)
        ]


class TestHeadings:
    @pytest.mark.parametrize("style", ["H1", "H23", "Heading2"])
    def test_a_style_makes_a_heading(self, style: str) -> None:
        assert _text(paragraph("Road safety", style)) == "## Road safety"

    def test_short_bold_text_is_a_heading(self) -> None:
        assert (
            _text(paragraph(run("Road ", "<w:b/>") + run("safety", "<w:b/>"))) == "## Road safety"
        )

    def test_short_centred_text_is_a_heading(self) -> None:
        assert _text(paragraph("I", more=CENTRED)) == "## I"

    @pytest.mark.parametrize(
        "text",
        [
            "Recalling its resolution,",
            "1. Decides",
            "(a) To do",
            "26th plenary meeting",
            "Done so.",
        ],
    )
    def test_bold_text_of_a_paragraph_is_none(self, text: str) -> None:
        assert _text(paragraph(run(text, "<w:b/>"))) == text

    def test_text_that_is_bold_in_part_is_none(self) -> None:
        assert _text(paragraph(run("Decides", "<w:b/>") + run(" to act"))) == "Decides to act"

    def test_there_are_none_before_the_enacting_words(self) -> None:
        title = paragraph("73/7.\tReport", "H1") + ENACTING
        assert read_docx(build(title)).text == "73/7. Report\n\nThe General Assembly,\n"

    def test_an_annex_and_its_title_are_two(self) -> None:
        assert _text(paragraph("Annex"), paragraph("Statute", more=CENTRED)) == (
            "## Annex\n\n## Statute"
        )

    def test_each_line_of_a_heading_is_one(self) -> None:
        assert _text(paragraph("Annex II\nStatute", "H1")) == "## Annex II\n\n## Statute"


class TestNotes:
    def test_marks_are_counted_and_notes_stand_at_the_end(self) -> None:
        body = paragraph(run("One") + reference(7) + run(" and two,") + reference(5))
        notes = note(5, "Second.") + note(7, "First.")
        assert _text(body, notes=notes) == "One¹ and two,²\n\n__________\n\n¹ First.\n\n² Second."

    def test_a_mark_stands_directly_after_its_word(self) -> None:
        body = paragraph(run("Agreement ") + reference(1) + run(" requires"))
        assert _text(body, notes=note(1, "See.")).startswith("Agreement¹ requires")

    def test_marks_next_to_each_other_stay_two(self) -> None:
        body = paragraph(run("One") + reference(1) + reference(2) + run(","))
        assert _text(body, notes=note(1, "A.") + note(2, "B.")).startswith("One¹ ²,")

    def test_a_mark_typed_by_hand_repeats_a_note(self) -> None:
        body = paragraph(
            run("Goals") + run("2", SUPERSCRIPT) + run(" for 1") + run("st", SUPERSCRIPT)
        )
        assert _text(body) == "Goals² for 1st"

    def test_a_cross_reference_repeats_a_note(self) -> None:
        assert _text(paragraph(run("Goals") + field(r"NOTEREF _Ref1 \f \h", "12"))) == "Goals¹²"

    def test_asterisks_are_marks(self) -> None:
        body = paragraph(run("Report") + reference(1, custom="*") + run(" of"))
        notes = note(1, "").replace("<w:footnoteRef/>", "<w:t>*</w:t>").replace("<w:tab/>", "")
        notes = notes.replace("</w:p>", f"{run(' Reissued.')}</w:p>")
        assert _text(body, notes=notes) == "Report* of\n\n__________\n\n* Reissued."

    def test_asterisks_dont_count(self) -> None:
        body = paragraph(run("A") + reference(1, custom="*") + run("B") + reference(2))
        assert _text(body, notes=note(1, "X.") + note(2, "Y.")).startswith("A*B¹")

    def test_another_mark_becomes_asterisks_with_a_doubt(self) -> None:
        body = paragraph(run("Report") + reference(1, custom="†"))
        assert _doubts(body, notes=note(1, "Reissued.")) == [
            ("the note's mark “†” was changed to “*”", 5)
        ]

    def test_a_note_of_several_paragraphs_is_one(self) -> None:
        notes = note(1, paragraph("One") + paragraph("two."))
        assert _text(paragraph(run("A") + reference(1)), notes=notes).endswith("¹ One\ntwo.")

    def test_a_note_without_text_is_a_doubt(self) -> None:
        assert _doubts(paragraph(run("A") + reference(9))) == [
            ("the note of this mark has no text", 5)
        ]

    def test_a_note_without_a_mark_is_a_doubt(self) -> None:
        assert _doubts(paragraph("A,"), notes=note(1, "Lost.")) == [
            ("a footnote without a mark in the text was left out: “Lost.”", 3)
        ]

    def test_endnotes_are_notes(self) -> None:
        body = ENACTING + paragraph(run("A") + reference(1, kind="endnote"))
        file = build(body, parts={"endnotes": note(1, "End.", kind="endnote")})
        assert read_docx(file).text.endswith("A¹\n\n__________\n\n¹ End.\n")


class TestTrackedChanges:
    def test_inserted_text_counts_and_deleted_text_doesnt(self) -> None:
        changed = (
            f"{run('all ')}<w:ins>{run('States')}</w:ins>"
            "<w:del><w:r><w:delText>parties</w:delText></w:r></w:del>"
            f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run(', now')}</w:moveTo>"
        )
        assert _text(paragraph(changed)) == "all States, now"

    def test_they_are_a_doubt_at_their_paragraph(self) -> None:
        changed = paragraph(f"<w:ins>{run('States')}</w:ins><w:ins>{run(',')}</w:ins>")
        assert _doubts(paragraph("One,"), changed) == [(TRACKED, 3)]

    def test_a_deleted_paragraph_end_joins_two(self) -> None:
        first = paragraph("all parties ", more="<w:rPr><w:del/></w:rPr>")
        assert _text(first, paragraph("to conflict;")) == "all parties to conflict;"

    def test_a_deleted_row_is_left_out(self) -> None:
        rows = table([paragraph("gone")], [paragraph("here")])
        assert _text(rows.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)) == "here"

    def test_the_note_of_a_deleted_mark_is_no_doubt(self) -> None:
        body = paragraph(f"{run('A')}<w:del>{reference(1)}</w:del>")
        assert _doubts(body, notes=note(1, "Gone.")) == [(TRACKED, 1)]


class TestFields:
    def test_links_keep_their_text(self) -> None:
        link = f'<w:hyperlink r:id="hyperlink">{run("A/78/369")}</w:hyperlink>'
        assert _text(paragraph(run("See ") + link + field("HYPERLINK x", " and 46/182"))) == (
            "See A/78/369 and 46/182"
        )

    def test_page_numbers_are_left_out(self) -> None:
        simple = f'<w:fldSimple w:instr=" NUMPAGES ">{run("5")}</w:fldSimple>'
        assert _text(paragraph(run("One") + field("PAGE", "2") + simple + run(","))) == "One,"

    def test_a_field_that_never_ends_takes_no_text_away(self) -> None:
        begun = field("PAGE", "").rpartition("<w:r>")[0]
        assert _text(paragraph(run("One") + begun), paragraph("two,")) == "One\n\ntwo,"

    def test_numbers_that_word_counts_while_printing_are_counted(self) -> None:
        counted = '<w:fldSimple w:instr=" AUTONUM "/>'
        paragraphs = [paragraph(counted + run(f"\t{verb};")) for verb in ("Urges", "Decides")]
        assert _text(*paragraphs) == "1. Urges;\n\n2. Decides;"


class TestBoxesAndTables:
    def test_a_text_box_is_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph('Boxed,')}</w:txbxContent>"
        both = (
            f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent>"
        )
        assert _text(paragraph(f"<w:r>{both}</w:r>{run('Text,')}")) == "Boxed,\n\nText,"

    def test_controls_and_tags_are_read(self) -> None:
        control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('One,')}</w:sdtContent></w:sdt>"
        inside = (
            f"<w:smartTag><w:sdt><w:sdtContent>{run('two,')}</w:sdtContent></w:sdt></w:smartTag>"
        )
        assert _text(control, paragraph(inside)) == "One,\n\ntwo,"

    def test_comments_are_ignored(self) -> None:
        commented = f'<w:commentRangeStart/>{run("One,")}<w:r><w:commentReference w:id="1"/></w:r>'
        assert _text(paragraph(commented)) == "One,"

    def test_a_cell_of_the_masthead_is_a_block(self) -> None:
        masthead = table(["", paragraph("Distr.: General") + paragraph("31 October 2018")])
        text = read_docx(build(masthead + paragraph("Seventy-third session"))).text
        assert text == "Distr.: General\n31 October 2018\n\nSeventy-third session\n"

    def test_a_table_in_the_text_is_a_doubt(self) -> None:
        cells = table([paragraph("Office"), paragraph("Posts")])
        assert _doubts(ENACTING, cells) == [("a table: its cells were read one after the other", 3)]

    def test_a_masthead_in_the_first_header_is_read(self) -> None:
        section = (
            '<w:sectPr><w:headerReference w:type="first" r:id="header"/><w:titlePg/></w:sectPr>'
        )
        header = table([paragraph("United Nations"), paragraph("A/RES/73/7")])
        file = build(ENACTING + section, parts={"header": header})
        assert read_docx(file).text == "United Nations\n\nA/RES/73/7\n\nThe General Assembly,\n"

    def test_running_headers_are_left_out(self) -> None:
        section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
        file = build(ENACTING + section, parts={"header": paragraph("A/RES/73/7")})
        assert read_docx(file).text == "The General Assembly,\n"

    def test_a_file_inside_is_a_doubt(self) -> None:
        assert _doubts(paragraph("One,"), '<w:altChunk r:id="x"/>') == [
            ("a file inside this file was left out", 1)
        ]
