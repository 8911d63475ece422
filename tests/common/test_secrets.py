"""Stored numbers: only the right key, column and text open or find them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from yunpei.common.secrets import Unreadable, blind_index, decrypt, encrypt, key_of, parse_keys

OTHER = base64.b64encode(b"o" * 32).decode()


@given(st.text())
def test_what_goes_in_comes_out(text: str) -> None:
    stored = encrypt(text, purpose="person.id_number")
    assert decrypt(stored, purpose="person.id_number") == text
    assert stored != encrypt(text, purpose="person.id_number")


@given(st.text(min_size=6))
def test_the_stored_form_does_not_show_the_text(text: str) -> None:
    assert text not in encrypt(text, purpose="p")


@given(at=st.integers(0, 200), bit=st.integers(0, 7))
def test_one_changed_bit_is_noticed(at: int, bit: int) -> None:
    head, _, body = encrypt("99010119900101001X", purpose="p").rpartition(".")
    raw = bytearray(base64.b64decode(body))
    raw[at % len(raw)] ^= 1 << bit
    with pytest.raises(Unreadable):
        decrypt(f"{head}.{base64.b64encode(raw).decode()}", purpose="p")


def test_a_value_copied_into_another_column_stays_shut() -> None:
    with pytest.raises(Unreadable):
        decrypt(encrypt("x", purpose="person.id_number"), purpose="organisation.bank_account")


@pytest.mark.parametrize("stored", ["", "v1", "v1.k9.AAAA", "v2.t1.AAAA", "v1.t1.%%%", "v1.t1.AA=="])
def test_what_is_no_stored_value_says_so(stored: str) -> None:
    with pytest.raises(Unreadable):
        decrypt(stored, purpose="p")


def test_a_new_key_writes_and_the_old_one_still_reads(settings: Settings) -> None:
    old = encrypt("x", purpose="p")
    settings.YUNPEI_FIELD_KEYS = f"new:{OTHER},{settings.YUNPEI_FIELD_KEYS}"
    assert (key_of(old), key_of(encrypt("x", purpose="p"))) == ("t1", "new")
    assert decrypt(old, purpose="p") == "x"
    settings.YUNPEI_FIELD_KEYS = f"new:{OTHER}"
    with pytest.raises(Unreadable, match="no key 't1'"):
        decrypt(old, purpose="p")


def test_the_index_finds_the_same_number_in_the_same_column_only(settings: Settings) -> None:
    found = blind_index("99010119900101001X", purpose="person.id_number")
    assert found == blind_index("99010119900101001X", purpose="person.id_number")
    assert len(found) == 64
    assert found != blind_index("99010119900101001X", purpose="account.phone")
    settings.YUNPEI_BLIND_KEY = OTHER
    assert found != blind_index("99010119900101001X", purpose="person.id_number")


@pytest.mark.parametrize("listed", ["", "k1", "k1:AAAA", f"k1:{OTHER},k1:{OTHER}", f"k-1:{OTHER}", "k1:%%%"])
def test_bad_keys_are_refused_without_being_shown(listed: str) -> None:
    with pytest.raises(ValueError, match="field key") as refused:
        parse_keys(listed)
    assert OTHER not in str(refused.value)
