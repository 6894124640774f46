"""Pages are compressed, files are not."""

import gzip

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from orgs.roles import Role
from tests.factories import answer_all, make_assessment, make_evidence, make_member

pytestmark = pytest.mark.django_db

ACCEPTS = {"Accept-Encoding": "gzip"}


def test_a_page_is_compressed_for_a_browser_that_takes_it(client: Client) -> None:
    packed = client.get("/account/login/", headers=ACCEPTS)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"<h1>Sign in</h1>" in gzip.decompress(packed.content)
    plain = client.get("/account/login/")
    assert "Content-Encoding" not in plain.headers
    assert b"<h1>Sign in</h1>" in plain.content


def test_no_two_compressed_pages_tell_their_secrets_by_length(client: Client) -> None:
    lengths = {len(client.get("/account/login/", headers=ACCEPTS).content) for _visit in range(20)}
    assert len(lengths) > 1


def test_a_file_keeps_its_bytes_and_its_length(client: Client) -> None:
    assessment = make_assessment()
    focal_point = make_member(assessment.office, Role.FOCAL_POINT)
    content = b"%PDF-" + b"all the same " * 1000
    evidence = make_evidence(
        answer_all(assessment, focal_point)[0],
        focal_point,
        file=ContentFile(content, "log.pdf"),
        file_name="log.pdf",
        content_type="application/pdf",
        size=len(content),
    )
    client.force_login(focal_point, "allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(f"/evidence/{evidence.pk}/", headers=ACCEPTS)
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == str(len(content))
    assert b"".join(response) == content
