"""What opens something isn't in the logs."""

import pytest

from config.log_masks import masked

TOKEN = "MtG3h8Ck_XW-0a9zQ1"


@pytest.mark.parametrize(
    "address",
    [
        f"/d/{TOKEN}/1.1/",
        f"/join/{TOKEN}/",
        f"/account/password/reset/key/5-{TOKEN}/",
        f"/account/confirm-email/MQ:{TOKEN}:{TOKEN}/",
        f"/account/login/?next=/join/{TOKEN}/",
        f"/account/login/?next=%2Fjoin%2F{TOKEN}%2F",
        f"http://localhost:8000/account/confirm-email/MQ%3A{TOKEN}%3A{TOKEN}/",
    ],
)
def test_a_link_s_token_is_left_out(address: str) -> None:
    said = masked(f'"GET {address} HTTP/1.1" 404')
    assert TOKEN not in said
    assert said.startswith('"GET ')
    assert said.endswith('HTTP/1.1" 404')


@pytest.mark.parametrize("address", ["/assessments/12/items/1.1/", "/join/", "/people/invite/"])
def test_other_addresses_stay(address: str) -> None:
    assert masked(f"GET {address}") == f"GET {address}"
