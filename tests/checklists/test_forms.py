"""Evidence: a link must show where it leads."""

import pytest

from checklists.document_forms import EvidenceForm


def errors(url: str) -> list[str]:
    return [str(error) for error in EvidenceForm({"url": url}).errors.get("url", [])]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.org/a@b?q=user:password@example.org",
        "https://example.org:8443/plan",
        "https://مثال.إختبار/خطة",
        "https://例え.テスト/",
    ],
)
def test_link_is_taken(url: str) -> None:
    assert errors(url) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://ana:secret@example.org/",
        "https://ana@example.org/",
        "https://example.org:80@other.example/",
    ],
)
def test_link_with_a_password_is_refused(url: str) -> None:
    [error] = errors(url)
    assert error.startswith("Give the link without a user name or password")


@pytest.mark.parametrize(
    "char",
    ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad", "\u2028", "\u3000", "\u0085"],
    ids=ascii,
)
def test_link_to_a_site_that_is_not_what_it_looks_like_is_refused(char: str) -> None:
    assert errors(f"https://exam{char}ple.org/")


def test_what_cannot_be_seen_is_named() -> None:
    [error] = errors("https://moc.\u202eelpmaxe.org/")
    assert error.startswith("The name of the site has characters that can't be seen")
