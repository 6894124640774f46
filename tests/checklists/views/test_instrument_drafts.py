"""The pages on which a document is read, mended and saved."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from checklists.models import Instrument, InstrumentDraft
from checklists.services import instrument_drafts as service
from checklists.services.instruments import import_instrument
from orgs.models import User
from tests.checklists.importers.sources import resolution
from tests.factories import make_draft, make_user
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db

TEXT = resolution("1. *Urges* all States;\n\n2. *Requests* the Secretary-General to act.")
IMPORT = "/instruments/import/"


@pytest.fixture
def officer() -> User:
    return make_user(secretariat=True)


@pytest.fixture
def client(officer: User) -> Client:
    return client_of(officer)


def address(draft: InstrumentDraft) -> str:
    return f"/instruments/drafts/{draft.pk}/"


def file(content: bytes, name: str = "a.txt") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def form(draft: InstrumentDraft, *, deed: str = "read", **changes: Any) -> dict[str, Any]:
    return {"transcript": draft.transcript, "version": draft.version, deed: ""} | changes


def textarea(page: Page, name: str = "id_transcript") -> str:
    element = page.root.find(f".//textarea[@id='{name}']")
    assert element is not None
    return (element.text or "").replace("\r\n", "\n")


# --- bringing in ---------------------------------------------------------------------------------


def test_a_document_leads_to_its_preview(client: Client) -> None:
    response = client.post(IMPORT, file(TEXT.encode()), follow=True)
    page = read(response)
    assert response.redirect_chain[0][0] == address(InstrumentDraft.objects.get())
    assert page.heading == "Safety and security of humanitarian personnel"
    assert "Preview, not saved · A/RES/78/118" in page.text


def test_pasted_text_is_a_document_too(client: Client) -> None:
    client.post(IMPORT, {"transcript": TEXT.replace("\n", "\r\n")})
    draft = InstrumentDraft.objects.get()
    assert (draft.file_name, draft.transcript) == ("Pasted text", TEXT)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"Dear Sir or Madam,", "line 1: this is not a"),
        (b"%PDF-1.7\ncut", "Document: "),
        (b"", "is empty"),
    ],
)
def test_what_is_no_resolution_is_told_beside_the_field(
    client: Client, content: bytes, problem: str
) -> None:
    page = read(client.post(IMPORT, file(content, "a.pdf")), 400)
    [error] = page.errors()
    assert problem.lower() in error.lower()
    assert not InstrumentDraft.objects.exists()


def test_pasted_text_that_is_no_resolution_is_not_lost(client: Client) -> None:
    page = read(client.post(IMPORT, {"transcript": "Dear Sir or Madam,"}), 400)
    assert textarea(page).strip() == "Dear Sir or Madam,"


@pytest.mark.parametrize("data", [{}, {"transcript": " \n"}])
def test_nothing_is_refused(client: Client, data: dict[str, str]) -> None:
    page = read(client.post(IMPORT, data), 400)
    assert page.errors() == ["Document: Choose a document, or paste its text."]


def test_a_document_and_a_text_are_one_too_many(client: Client) -> None:
    page = read(client.post(IMPORT, file(TEXT.encode()) | {"transcript": TEXT}), 400)
    assert page.errors() == ["Or its text: Give the document or its text, not both."]


def test_a_file_over_the_limit_is_refused(client: Client) -> None:
    page = read(client.post(IMPORT, file(bytes(20_000_001))), 400)
    assert "larger than 20 MB" in page.errors()[0]


def test_what_waits_is_listed(client: Client) -> None:
    draft = make_draft()
    page = read(client.get(IMPORT))
    assert address(draft) in page.links()
    assert f"{address(draft)}discard/" in page.links()


def test_the_list_costs_the_same_for_any_number(officer: User) -> None:
    for _ in range(2):
        make_draft(by=officer)
    few = queries(officer, IMPORT)
    for _ in range(18):
        make_draft(by=officer)
    assert queries(officer, IMPORT) == few <= 6


# --- the preview ---------------------------------------------------------------------------------


def test_each_doubt_is_shown_with_its_page_its_line_and_the_lines_around(officer: User) -> None:
    draft = make_draft(doubts=1)
    page = visit(officer, address(draft))
    line = draft.reading_doubts[0]["line"]
    assert f"Page 2 of the document, line {line} of the transcript" in page.text
    [marked] = page.all(".//table[@class='lines']//mark")
    assert marked == draft.transcript.split("\n")[line - 1]


def test_a_doubt_leads_to_the_paragraph_as_it_is_read(officer: User) -> None:
    draft = make_draft()
    [line] = [n for n, text in enumerate(TEXT.split("\n"), 1) if text.startswith("2. ")]
    draft.reading_doubts = [{"message": "is this a number?", "line": line, "page": None}]
    draft.save()
    page = visit(officer, address(draft))
    assert "As it is read: paragraph 2" in page.text
    assert "#op-2" in page.links()


def test_a_doubt_leads_to_the_text_to_mend(officer: User) -> None:
    draft = make_draft(doubts=1)
    page = visit(officer, address(draft))
    [link] = page.root.findall(".//ol[@class='items']//a[@href='#id_transcript']")
    assert link.text == f"Mend line {draft.reading_doubts[0]['line']}"
    assert page.all(".//ol[@class='items']//strong") == ["This line is hard to read"]


def test_a_preview_without_doubts_asks_for_no_declaration(officer: User) -> None:
    page = visit(officer, address(make_draft()))
    assert "None: every line was read for sure." in page.text
    assert page.root.find(".//input[@name='accept_doubts']") is None


def test_a_symbol_that_is_there_is_told_early(officer: User) -> None:
    import_instrument(None, TEXT, source_name="a.txt")
    page = visit(officer, address(make_draft()))
    assert "A/RES/78/118 is in the library already" in page.text
    assert "/instruments/A/RES/78/118/" in page.links()
    assert page.root.find(".//button[@name='save']") is None


def test_a_preview_costs_the_same_for_any_length(officer: User) -> None:
    body = "\n\n".join(f"{n}. *Urges* all States;" for n in range(1, 41))
    costs = [queries(officer, address(draft)) for draft in (make_draft(), make_draft(body))]
    assert costs[0] == costs[1] <= 5


def test_a_preview_holds_hundreds_of_pages(officer: User) -> None:
    words = "all States to respect the humanitarian personnel and their premises and assets, " * 20
    body = "\n\n".join(f"{n}. *Urges* {words};" for n in range(1, 1_000))
    draft = service.upload(officer, "long.txt", resolution(body).encode())
    page = visit(officer, address(draft))
    assert textarea(page) == draft.transcript
    assert len(page.all(".//blockquote[@class='official']")) == 200
    last = visit(officer, f"{address(draft)}?page=5")
    assert len(last.all(".//blockquote[@class='official']")) == 199
    changed = form(draft, transcript=draft.transcript.replace("999. *Urges*", "999. *Begs*"))
    assert client_of(officer).post(address(draft), changed).status_code == 302


def test_text_is_shown_as_text(officer: User) -> None:
    draft = make_draft("1. *Urges* </textarea><script>alert(1)</script> & all.")
    page = visit(officer, address(draft))
    assert "</textarea><script>alert(1)</script> & all." in textarea(page)


# --- mending -------------------------------------------------------------------------------------


def test_a_mended_text_is_read_again(client: Client) -> None:
    draft = make_draft()
    text = draft.transcript.replace("all States", "all other States")
    page = read(client.post(address(draft), form(draft, transcript=text), follow=True))
    assert "The text was read again. No doubt is left." in page.text
    assert "Urges all other States;" in page.all(".//blockquote[@class='official']/p")


def test_a_text_that_can_not_be_read_is_given_back(client: Client) -> None:
    draft = make_draft()
    page = read(client.post(address(draft), form(draft, transcript="My own words")), 400)
    assert textarea(page).strip() == "My own words"
    assert page.title.startswith("Error: ")


def test_a_conflict_shows_both_texts_and_stores_neither_anew(client: Client) -> None:
    draft = make_draft()
    theirs = draft.transcript.replace("all States", "States")
    mine = draft.transcript.replace("all States", "all other States")
    service.mend(make_user(secretariat=True), draft.pk, theirs, read_version=0)
    page = read(client.post(address(draft), form(draft, transcript=mine)), 409)
    assert (textarea(page), textarea(page, "stored")) == (mine, theirs)
    draft.refresh_from_db()
    assert draft.transcript == theirs


def test_after_a_conflict_the_chosen_text_is_taken(client: Client) -> None:
    draft = make_draft()
    theirs = draft.transcript.replace("all States", "States")
    service.mend(make_user(secretariat=True), draft.pk, theirs, read_version=0)
    page = read(client.post(address(draft), form(draft, transcript=draft.transcript + "\n")), 409)
    version = page.root.find(".//input[@name='version']")
    assert version is not None
    both = form(draft, transcript=theirs + "\n", version=version.get("value"))
    assert client.post(address(draft), both).status_code == 302


# --- saving --------------------------------------------------------------------------------------


def test_it_is_saved(client: Client) -> None:
    draft = make_draft()
    page = read(client.post(address(draft), form(draft, deed="save"), follow=True))
    assert "A/RES/78/118 is saved." in page.text
    assert not InstrumentDraft.objects.exists()


def test_a_form_sent_twice_saves_once_and_leads_to_the_same_page(client: Client) -> None:
    draft = make_draft()
    answers = [client.post(address(draft), form(draft, deed="save")) for _n in range(2)]
    assert [answer.headers["Location"] for answer in answers] == 2 * ["/instruments/A/RES/78/118/"]
    assert Instrument.objects.count() == 1


def test_doubts_that_are_left_must_be_declared(client: Client) -> None:
    draft = make_draft(doubts=1)
    page = read(client.post(address(draft), form(draft, deed="save")), 400)
    assert page.errors() == [
        "I have checked the doubts that are left: "
        "Tick this box once each is compared with the document."
    ]
    assert not Instrument.objects.exists()
    client.post(address(draft), form(draft, deed="save", accept_doubts="on"))
    assert Instrument.objects.exists()


def test_a_changed_text_is_shown_before_it_is_saved(client: Client) -> None:
    draft = make_draft()
    text = draft.transcript.replace("all States", "all other States")
    changed = form(draft, deed="save", transcript=text)
    page = read(client.post(address(draft), changed, follow=True))
    assert "look at how it is read now, then save it" in page.text
    assert not Instrument.objects.exists()


def test_a_text_for_a_draft_that_is_gone_is_given_back(client: Client) -> None:
    draft = make_draft()
    service.discard(make_user(secretariat=True), draft.pk)
    page = read(client.post(address(draft), form(draft, transcript="My own words")), 409)
    assert "My own words" in textarea(page, "written-1")


# --- discarding ----------------------------------------------------------------------------------


def test_discarding_asks_first(client: Client) -> None:
    draft = make_draft()
    assert read(client.get(f"{address(draft)}discard/")).heading == "Discard this document?"
    assert InstrumentDraft.objects.exists()


def test_discarding_twice_leads_to_the_list(client: Client) -> None:
    draft = make_draft()
    for _n in range(2):
        response = client.post(f"{address(draft)}discard/")
        assert response.headers["Location"] == IMPORT
    assert not InstrumentDraft.objects.exists()
