"""CBOR as we write and read it: what others write the same way, and nothing else."""

from contextlib import suppress

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.cbor import DEEPEST, LARGEST, CborError, Tagged, read, write

numbers = st.integers(-LARGEST - 1, LARGEST)
simple = numbers | st.binary(max_size=300) | st.text(max_size=300) | st.booleans()
values = st.recursive(
    simple,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.integers(0, 23) | st.text(max_size=20), inner, max_size=5)
    ),
    max_leaves=12,
)


def depth(value):
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if held is None else 1 + max(map(depth, held), default=0)


@given(values.filter(lambda value: depth(value) <= DEEPEST))
def test_what_is_written_reads_as_it_was(value):
    assert read(write(value)) == value


@given(simple | st.lists(simple, max_size=30) | st.dictionaries(numbers, simple, max_size=30))
def test_another_library_reads_what_we_write(value):
    assert cbor2.loads(write(value)) == value


@given(st.lists(simple, max_size=30) | st.dictionaries(st.integers(0, 10**6), simple))
def test_another_library_writes_the_same_bytes(value):
    assert write(value) == cbor2.dumps(value, canonical=True)


@given(st.binary(max_size=40))
def test_any_bytes_are_refused_or_are_what_we_write(data):
    try:
        value = read(data)
    except CborError:
        return
    assert write(value) == data


@given(values, st.data())
def test_a_changed_byte_is_refused_or_is_another_value(value, data):
    written = bytearray(write(value))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] = data.draw(st.integers(0, 255))
    with suppress(CborError):
        assert write(read(bytes(written))) == written


# From appendix A of RFC 8949, as far as we know these kinds.
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (1000000, "1a000f4240"),
        (1000000000000, "1b000000e8d4a51000"),
        (-1, "20"),
        (-1000, "3903e7"),
        (False, "f4"),
        (True, "f5"),
        (b"\x01\x02\x03\x04", "4401020304"),
        ("水", "63e6b0b4"),
        ("𐅑", "64f0908591"),
        ([], "80"),
        ([1, [2, 3], [4, 5]], "8301820203820405"),
        ({1: 2, 3: 4}, "a201020304"),
        (["a", {"b": "c"}], "826161a161626163"),
        (Tagged(32, "http://www.example.com"), "d82076" + b"http://www.example.com".hex()),
        (LARGEST, "1b001fffffffffffff"),
    ],
)
def test_the_standard_writes_so(value, written):
    assert write(value).hex() == written
    assert read(bytes.fromhex(written)) == value


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("", "too early"),
        ("18", "too early"),
        ("4401", "too early"),
        ("8201", "too early"),
        ("a101", "too early"),
        ("9bffffffffffffffff", "too large"),
        ("9b0000000100000000", "too early"),
        ("5a00ffffff00", "too early"),
        ("0000", "follows"),
        ("1800", "too long"),
        ("1817", "too long"),
        ("1900ff", "too long"),
        ("1a0000ffff", "too long"),
        ("1b00000000ffffffff", "too long"),
        ("1b0020000000000000", "too large"),
        ("3b001fffffffffffff00", "follows"),
        ("580101", "too long"),
        ("1c", "not said"),
        ("1f", "not said"),
        ("5f4101ff", "not said"),
        ("9f01ff", "not said"),
        ("bf0101ff", "not said"),
        ("ff", "Neither"),
        ("f6", "Neither"),
        ("f7", "Neither"),
        ("f814", "Neither"),
        ("f93c00", "Neither"),
        ("fb3ff0000000000000", "Neither"),
        ("61ff", "UTF-8"),
        ("63eda080", "UTF-8"),
        ("a203040102", "order"),
        ("a201020103", "order"),
        ("a2616101010a", "order"),
        ("a1f501", "another kind"),
        ("a1410101", "another kind"),
        ("a18001", "another kind"),
        ("818181818100", "deep"),
        ("81" * 5000, "deep"),
        ("c0c0c0c0c000", "deep"),
    ],
)
def test_any_other_form_is_refused(data, fault):
    with pytest.raises(CborError, match=fault):
        read(bytes.fromhex(data))


def test_numbers_that_javascript_does_not_hold_are_not_written():
    with pytest.raises(ValueError, match="JavaScript"):
        write(LARGEST + 1)
