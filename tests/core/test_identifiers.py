"""ID numbers, credit codes and phones. Every number here is invented: nobody is born in 1900."""

import datetime
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from longgang.core.errors import Refused
from longgang.core.identifiers import (
    IdKind,
    credit_check_digit,
    id_check_digit,
    parse_contact_phone,
    parse_credit_code,
    parse_id_number,
    parse_phone,
    takes_messages,
)

DIGITS = string.digits
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

bodies = st.builds(
    lambda day, order: f"211403{day:%Y%m%d}{order:03}",
    st.dates(datetime.date(1900, 1, 1), datetime.date(1909, 12, 31)),
    st.integers(0, 999),
)
id_numbers = bodies.map(lambda body: body + id_check_digit(body))
credit_codes = st.builds(
    lambda tail: "91211403" + tail, st.text(CREDIT_SIGNS, min_size=9, max_size=9)
).map(lambda body: body + credit_check_digit(body))


def refused_code(parse, *args):
    with pytest.raises(Refused) as refused:
        parse(*args)
    for refusal in refused.value.refusals:
        assert args[0] not in f"{refusal.reason}{refusal.remedy}" or not args[0]
    return refused.value.code


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


# ID numbers


@given(id_numbers)
def test_id_number_survives_every_way_of_typing_it(number):
    spaced = f"' {number[:6]} {number[6:14]}\u3000{number[14:]}\u200b\n"
    for typed in (number, number.lower(), full_width(number), spaced):
        assert parse_id_number(typed) == number


@given(id_numbers, st.integers(0, 16), st.sampled_from(DIGITS))
def test_id_number_with_one_wrong_digit_is_refused(number, place, digit):
    assume(number[place] != digit)
    wrong = number[:place] + digit + number[place + 1 :]
    assert refused_code(parse_id_number, wrong) in {
        "core.id_check_digit",
        "core.id_birth_date",
        "core.id_region",
    }


@given(id_numbers, st.integers(0, 16))
def test_id_number_with_two_digits_swapped_is_refused(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(swapped != number)
    assert refused_code(parse_id_number, swapped).startswith("core.id_")


@pytest.mark.parametrize(
    "vector", ["11010519491231002X", "211403199001010019", "211403198506150020"]
)
def test_id_number_vectors_of_the_standard(vector):
    assert parse_id_number(vector) == vector


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "core.id_empty"),
        (" \u200b ' ", "core.id_empty"),
        ("00000000000000000", "core.id_length"),
        ("000000000000000000", "core.id_region"),
        ("2114031900010100190", "core.id_length"),
        ("211403000101001", "core.id_length"),
        ("2.11403E+17", "core.id_scientific"),
        ("２．１１４０３ｅ＋１７", "core.id_scientific"),
        ("21140319000101001A", "core.id_characters"),
        ("2114031900X1010019", "core.id_characters"),
        ("991403190001010019", "core.id_region"),
        ("810000190001010011", "core.id_region"),
        ("211403190002300019", "core.id_birth_date"),
        ("211403189912310019", "core.id_birth_date"),
        ("211403299001010019", "core.id_birth_date"),
        ("211403000001010019", "core.id_birth_date"),
        ("211403190001010011", "core.id_check_digit"),
        ("1" * 200_000, "core.id_length"),
        ("٢١١٤٠٣١٩٠٠٠١٠١٠٠١٩", "core.id_characters"),
    ],
)
def test_id_number_refused_with_its_own_reason(typed, code):
    assert refused_code(parse_id_number, typed) == code


def test_id_number_born_today_is_accepted_tomorrow_is_not(time_machine):
    time_machine.move_to("2022-04-17T16:30Z")  # already the 18th on the wall clock
    body = "21140320220418001"
    assert parse_id_number(body + id_check_digit(body))
    body = "21140320220419001"
    assert refused_code(parse_id_number, body + id_check_digit(body)) == "core.id_birth_date"


def made(region, body="19000101001"):
    return region + body + id_check_digit(region + body)


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (IdKind.PASSPORT, "e 12345678", "E12345678"),
        (IdKind.TAIWAN_PERMIT, "12345678", "12345678"),
        (IdKind.TAIWAN_PERMIT, "1234567890b", "1234567890B"),
        (IdKind.HONG_KONG_MACAO_PERMIT, "h12345678", "H12345678"),
        (IdKind.HONG_KONG_MACAO_PERMIT, "M1234567801", "M1234567801"),
        (IdKind.OFFICER, "军字第1234567号", "军字第1234567号"),
        (IdKind.POLICE_SOLDIER, "武字第 12345 号", "武字第12345号"),
        (IdKind.OTHER, "临-2022-01", "临-2022-01"),
    ],
)
def test_other_papers_keep_their_own_shape(kind, typed, stored):
    assert parse_id_number(typed, kind) == stored
    assert parse_id_number(typed, str(kind)) == stored


def test_residence_permits_belong_to_their_regions():
    assert parse_id_number(made("830000"), IdKind.TAIWAN_RESIDENCE) == made("830000")
    assert parse_id_number(made("820000"), IdKind.HONG_KONG_MACAO_RESIDENCE) == made("820000")
    assert refused_code(parse_id_number, made("820000"), IdKind.TAIWAN_RESIDENCE)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (IdKind.PASSPORT, "E123"),
        (IdKind.PASSPORT, "ABCDEFGH"),
        (IdKind.TAIWAN_PERMIT, "1234567"),
        (IdKind.HONG_KONG_MACAO_PERMIT, "A12345678"),
        (IdKind.SOLDIER, "军字第号"),
        (IdKind.OTHER, "<script>1"),
    ],
)
def test_other_papers_of_the_wrong_shape_are_refused(kind, typed):
    assert refused_code(parse_id_number, typed, kind) == "core.id_format"


# Credit codes


@given(credit_codes)
def test_credit_code_survives_every_way_of_typing_it(code):
    for typed in (code, code.lower(), full_width(code), f" {code[:8]}-{code[8:]} "):
        assert parse_credit_code(typed) == code


@given(credit_codes, st.integers(8, 17), st.sampled_from(CREDIT_SIGNS))
def test_credit_code_with_one_wrong_sign_is_refused(code, place, sign):
    assume(code[place] != sign)
    wrong = code[:place] + sign + code[place + 1 :]
    assert refused_code(parse_credit_code, wrong) == "core.credit_code_check_digit"


@pytest.mark.parametrize("vector", ["91350100M000100Y43", "91110000600037341L"])
def test_credit_code_vectors_of_the_standard(vector):
    assert parse_credit_code(vector) == vector


def test_credit_code_of_a_village_collective_begins_with_a_letter():
    body = "N2211403MF0000001"
    assert parse_credit_code(body + credit_check_digit(body))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "core.credit_code_empty"),
        ("9135", "core.credit_code_length"),
        ("9" * 101, "core.credit_code_length"),
        ("9.135E+17", "core.credit_code_scientific"),
        ("91350100M000100I43", "core.credit_code_characters"),
        ("91M50100M000100Y43", "core.credit_code_characters"),
        ("91350100M000100Y44", "core.credit_code_check_digit"),
        ("0" * 18, "core.credit_code_check_digit"),
    ],
)
def test_credit_code_refused_with_its_own_reason(typed, code):
    assert refused_code(parse_credit_code, typed) == code


# Phones

mobiles = st.builds(
    "1{}{}".format, st.sampled_from("3456789"), st.text(DIGITS, min_size=9, max_size=9)
)


@given(mobiles)
def test_phone_survives_every_way_of_typing_it(phone):
    parts = (phone[:3], phone[3:7], phone[7:])
    for typed in (
        phone,
        " ".join(parts),
        "-".join(parts),
        f"+86 {phone}",
        f"0086{phone}",
        f"86-{phone}",
        f"'{phone}",
        full_width(phone),
    ):
        assert parse_phone(typed) == phone
        assert parse_contact_phone(typed) == phone


@pytest.mark.parametrize("start", ["13", "14", "15", "16", "17", "18", "19"])
def test_phone_of_every_network_is_accepted(start):
    assert parse_phone(f"{start}800000001")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "core.phone_empty"),
        ("12800000001", "core.phone_format"),
        ("1380000000", "core.phone_format"),
        ("138000000012", "core.phone_format"),
        ("1.38E+10", "core.phone_scientific"),
        ("0429-3112345", "core.phone_format"),
        ("8" * 101, "core.phone_length"),
    ],
)
def test_phone_refused_with_its_own_reason(typed, code):
    assert refused_code(parse_phone, typed) == code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0429-3112345", "0429-3112345"),
        ("(0429) 3112345", "0429-3112345"),
        ("+86 0429 3112345", "0429-3112345"),
        ("01062345678", "010-62345678"),
        ("024 22345678", "024-22345678"),
        ("0335-1234567", "0335-1234567"),
        ("03351234567", "0335-1234567"),
        ("0411-12345678", "0411-12345678"),
    ],
)
def test_contact_phone_takes_land_lines_too(typed, stored):
    assert parse_contact_phone(typed) == stored


def test_a_message_reaches_a_mobile_number_alone():
    assert takes_messages(parse_contact_phone("138 0000 0001"))
    assert not takes_messages(parse_contact_phone("0429-3112345"))
    assert not takes_messages("")


def test_contact_phone_refuses_a_land_line_without_its_area():
    assert refused_code(parse_contact_phone, "3112345") == "core.phone_format"
