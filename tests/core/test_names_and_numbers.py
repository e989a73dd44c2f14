"""Tokens, printed numbers, and how names sound."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.pinyin import initials, pinyin_key
from longgang.core.tokens import new_number, new_token, read_number

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_tokens_fit_a_url_and_never_repeat():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch("[0-9A-Za-z]{22}", token) for token in tokens)
    for letters in zip(*tokens, strict=True):  # at every place any of them
        assert len(set(letters)) == 62


def test_numbers_begin_with_their_prefix_and_hold_nothing_misread():
    for _ in range(200):
        number = new_number("P")
        assert re.fullmatch("P[0-9A-HJKMNP-TV-Z]{10}[0-9A-Z]", number)
        assert read_number(number, "P") == number


def test_numbers_are_read_however_they_are_typed():
    number = new_number("P")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    for typed in (number.lower(), f" {number[:5]}-{number[5:9]} {number[9:]} ", wide):
        assert read_number(typed, "P") == number


def test_numbers_are_read_with_look_alike_letters():
    while "0" not in (number := new_number("P"))[1:11] or "1" not in number[1:11]:
        pass
    typed = "P" + number[1:11].replace("0", "O").replace("1", "l") + number[11:]
    assert read_number(typed, "P") == number


@given(st.integers(1, 11), st.sampled_from("23456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_numbers_with_one_wrong_sign_are_noticed(place, sign):
    number = new_number("P")
    wrong = number[:place] + sign + number[place + 1 :]
    assert read_number(wrong, "P") == (number if wrong == number else "")


@pytest.mark.parametrize("typed", ["", "P", "X0000000000", "P#########1", "P" * 500])
def test_what_is_no_number_is_none(typed):
    assert read_number(typed, "P") == ""


def test_longer_numbers_are_none_even_if_their_check_sign_fits():
    longer = new_number("P00")
    assert read_number(longer, "P") == ""


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("张三", "zhang san", "zs"),
        ("单田芳", "shan tian fang", "stf"),
        ("曾国藩", "zeng guo fan", "zgf"),
        ("解缙", "xie jin", "xj"),
        ("欧阳小明", "ou yang xiao ming", "oyxm"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("单于明", "chan yu ming", "cym"),
        ("王Tom", "wang tom", "wtom"),
        ("Anna  Berg", "anna berg", "annaberg"),
        ("曾用名不止四个字", "ceng yong ming bu zhi si ge zi", "cymbzsgz"),
        ("", "", ""),
    ],
)
def test_names_of_people(name, key, letters):
    assert (pinyin_key(name), initials(name)) == (key, letters)


def test_places_and_companies_have_no_surname():
    assert pinyin_key("解放街道", is_person=False) == "jie fang jie dao"
    assert initials("葫芦岛市第2化工", is_person=False) == "hldsd2hg"


@given(st.text(max_size=40))
def test_any_text_has_a_key(text):
    assert pinyin_key(text) == " ".join(pinyin_key(text).split(" "))
    assert " " not in initials(text)
