"""One sealed text: both ciphers, the keys, and every way it can be spoiled."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.seals import SealError, blind_index, keyring, seal, unseal

COLUMN = "people.person.phone"
AES = "a:" + "A" * 43 + "="
SM4 = "s:" + "C" * 22 + "=="


@given(st.text())
def test_unseal_gives_back_what_was_sealed(text):
    assert unseal(seal(text, COLUMN), COLUMN) == text


def test_seal_twice_never_looks_the_same():
    assert seal("13800000001", COLUMN) != seal("13800000001", COLUMN)


def test_seal_begins_with_cipher_and_key(settings):
    settings.SEALING_KEYS = AES
    assert seal("x", COLUMN)[:3] == b"\x01\x01a"
    assert len(seal("x", COLUMN)) == 3 + 12 + 1 + 16
    settings.SEALING_CIPHER, settings.SEALING_KEYS = "SM4-GCM", SM4
    assert seal("x", COLUMN)[:3] == b"\x02\x01s"
    assert unseal(seal("龙港", COLUMN), COLUMN) == "龙港"


def test_unseal_with_any_of_the_keys(settings):
    settings.SEALING_KEYS = AES
    sealed = seal("x", COLUMN)
    settings.SEALING_CIPHER, settings.SEALING_KEYS = "SM4-GCM", f"{SM4}, {AES}"
    assert unseal(sealed, COLUMN) == "x"


def test_unseal_says_which_key_is_missing(settings):
    sealed = seal("x", COLUMN)
    settings.SEALING_KEYS = AES
    with pytest.raises(SealError, match="“test”"):
        unseal(sealed, COLUMN)


def test_unseal_refuses_a_key_that_now_belongs_to_the_other_cipher(settings):
    settings.SEALING_KEYS = AES
    sealed = seal("x", COLUMN)
    settings.SEALING_CIPHER, settings.SEALING_KEYS = "SM4-GCM", SM4.replace("s:", "a:")
    with pytest.raises(SealError, match="cipher"):
        unseal(sealed, COLUMN)


@given(st.data())
def test_unseal_refuses_any_changed_byte(data):
    sealed = bytearray(seal("13800000001", COLUMN))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        unseal(bytes(sealed), COLUMN)


@pytest.mark.parametrize("stored", [b"1", b"\x01\x04test", b"\x01\xff" + b"x" * 40])
def test_unseal_refuses_what_was_never_sealed(stored):
    with pytest.raises(SealError, match="not a sealed text"):
        unseal(stored, COLUMN)


def test_unseal_refuses_another_column():
    with pytest.raises(SealError, match=r"people\.person\.address"):
        unseal(seal("x", COLUMN), "people.person.address")


def test_keys_may_be_written_for_urls(settings):
    settings.SEALING_KEYS = "u:" + "-_" * 21 + "8="
    assert len(keyring().keys["u"]) == 32


def test_keys_that_fit_no_cipher_are_named(settings):
    settings.SEALING_KEYS = "k:AAAA"
    with pytest.raises(ImproperlyConfigured, match="The key k of SEALING_KEYS has 3 bytes"):
        keyring()


def test_blind_index_is_the_same_for_the_same_value_and_purpose():
    index = blind_index("phone", "13800000001")
    assert (len(index), index) == (32, blind_index("phone", "13800000001"))
    assert index != blind_index("phone", "13800000002")
    assert index != blind_index("id_number", "13800000001")
    assert blind_index("phone", "") == ""


def test_blind_index_depends_on_its_key_and_cipher(settings):
    index = blind_index("phone", "13800000001")
    settings.INDEX_KEY = "C" * 44
    other = blind_index("phone", "13800000001")
    settings.SEALING_CIPHER, settings.SEALING_KEYS = "SM4-GCM", SM4
    assert len({index, other, blind_index("phone", "13800000001")}) == 3
