"""Signed messages and key sets: readable by another's implementation, and by ours only so."""

import cbor2
import pytest
from cwt import COSE, COSEKey
from hypothesis import given
from hypothesis import strategies as st

from longgang.core import cose

PRIVATE, OTHER = bytes(range(32)), bytes(range(1, 33))


def public_of(private: bytes) -> bytes:
    return (
        COSEKey.new({1: 1, 3: -8, -1: 6, -2: b"", -4: private}).key.public_key().public_bytes_raw()
    )


PUBLIC, OTHERS_PUBLIC = public_of(PRIVATE), public_of(OTHER)


def test_the_key_id_is_the_beginning_of_the_keys_hash():
    """By hand: echo -n <the key> | xxd -r -p | sha256sum."""
    assert PUBLIC.hex() == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    assert cose.key_id_of(PUBLIC).hex() == "56475aa75463474c"


@given(st.binary(max_size=300))
def test_another_implementation_verifies_what_we_sign(payload):
    key = COSEKey.new({1: 1, 2: cose.key_id_of(PUBLIC), 3: -8, -1: 6, -2: PUBLIC})
    assert COSE.new().decode(cose.sign(payload, PRIVATE), key) == payload


@given(st.binary(max_size=300))
def test_we_verify_what_another_implementation_signs(payload):
    kid = cose.key_id_of(PUBLIC)
    key = COSEKey.new({1: 1, 2: kid, 3: -8, -1: 6, -2: PUBLIC, -4: PRIVATE})
    signed = COSE.new().encode(payload, key, protected={1: -8, 4: kid})
    message = cose.read(signed)
    assert (message.payload, message.key_id, message.is_signed_by(PUBLIC)) == (payload, kid, True)
    assert signed == cose.sign(payload, PRIVATE)


def test_nobody_else_signed_it():
    message = cose.read(cose.sign(b"let it pass", PRIVATE))
    assert message.is_signed_by(PUBLIC)
    assert not message.is_signed_by(OTHERS_PUBLIC)


@given(st.data())
def test_a_changed_bit_makes_another_message_or_none(data):
    signed = bytearray(cose.sign(b"let it pass", PRIVATE))
    place = data.draw(st.integers(0, len(signed) - 1))
    signed[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        message = cose.read(bytes(signed))
    except cose.CoseError:
        return
    assert message.key_id != cose.key_id_of(PUBLIC) or not message.is_signed_by(PUBLIC)


@given(st.binary(max_size=120))
def test_any_bytes_are_refused_without_a_traceback(data):
    with pytest.raises(cose.CoseError):
        cose.read(data)


def test_a_key_set_is_what_the_standard_calls_one():
    keys = cbor2.loads(cose.key_set([PUBLIC, OTHERS_PUBLIC]))
    assert keys[0] == {1: 1, 2: cose.key_id_of(PUBLIC), 3: -8, 4: [2], -1: 6, -2: PUBLIC}
    verifier = COSEKey.new(keys[0])
    assert COSE.new().decode(cose.sign(b"let it pass", PRIVATE), verifier) == b"let it pass"
    assert COSEKey.new(keys[1]).kid == cose.key_id_of(OTHERS_PUBLIC)


def test_an_empty_key_set_is_an_empty_list():
    assert cbor2.loads(cose.key_set([])) == []
