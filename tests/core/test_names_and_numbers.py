"""Tokens, printed numbers, and how names sound."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.pinyin import initials, sort_key, spelling
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
    ("name", "key", "whole", "letters"),
    [
        ("张三", "zhang 张 san 三", "zhangsan", "zs"),
        ("单田芳", "shan 单 tian 田 fang 芳", "shantianfang", "stf"),
        ("曾国藩", "zeng 曾 guo 国 fan 藩", "zengguofan", "zgf"),
        ("解缙", "xie 解 jin 缙", "xiejin", "xj"),
        ("欧阳小明", "ou 欧 yang 阳 xiao 小 ming 明", "ouyangxiaoming", "oyxm"),
        ("尉迟恭", "yu 尉 chi 迟 gong 恭", "yuchigong", "ycg"),
        ("单于明", "chan 单 yu 于 ming 明", "chanyuming", "cym"),
        ("王Tom", "wang 王 tom", "wangtom", "wtom"),
        ("Anna  Berg", "anna berg", "annaberg", "annaberg"),
        (
            "曾用名不止五字",
            "ceng 曾 yong 用 ming 名 bu 不 zhi 止 wu 五 zi 字",
            "cengyongmingbuzhiwuzi",
            "cymbzwz",
        ),
        ("", "", "", ""),
    ],
)
def test_names_of_people(name, key, whole, letters):
    assert (sort_key(name), spelling(name), initials(name)) == (key, whole, letters)


def test_names_are_sorted_by_sound_then_character():
    people = ["程长江", "章伟", "陈国栋", "张小明", "陈德胜", "张伟", "程玉梅", "章子怡"]
    assert sorted(people, key=sort_key) == [
        "陈德胜", "陈国栋", "程长江", "程玉梅", "张伟", "张小明", "章伟", "章子怡"
    ]  # fmt: skip


def test_places_and_companies_have_no_surname():
    assert spelling("解放街道", is_person=False) == "jiefangjiedao"
    assert initials("葫芦岛市第2化工", is_person=False) == "hldsd2hg"


@given(st.text(max_size=40))
def test_any_text_has_a_key(text):
    assert "  " not in sort_key(text)
    assert " " not in spelling(text) + initials(text)
