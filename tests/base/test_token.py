"""Access tokens (S04)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.base.token import matches, new_token, token_hash


def test_s04_a_token_has_256_random_bits_and_says_its_kind():
    tokens = {new_token("gts") for _ in range(1000)}
    assert len(tokens) == 1000
    for token in tokens:
        prefix, _, text = token.partition("_")
        assert prefix == "gts"
        assert len(base64.urlsafe_b64decode(text + "=")) == 32
    # Every bit is random, not only all of them together.
    bits = [int.from_bytes(base64.urlsafe_b64decode(token.partition("_")[2] + "=")) for token in tokens]
    assert all(300 < sum(number >> place & 1 for number in bits) < 700 for place in range(256))


def test_s04_only_a_hash_is_stored_and_only_the_token_matches_it():
    token = new_token("gtv")
    stored = token_hash(token)
    assert len(stored) == 32
    assert token.encode() not in stored
    assert matches(token, stored)
    for other in (token[:-1], token + "A", token.swapcase(), "", new_token("gtv")):
        assert not matches(other, stored)


@pytest.mark.parametrize("stored", [b"", b"short", bytes(32)])
def test_s04_nothing_matches_a_hash_that_is_none(stored):
    assert not matches("", stored)
    assert not matches(new_token("gtc"), stored)


@given(token=st.text(), other=st.text())
def test_s04_any_text_matches_itself_alone(token, other):
    assert matches(token, token_hash(token))
    assert matches(other, token_hash(token)) == (other == token)
