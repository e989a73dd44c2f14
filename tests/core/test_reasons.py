"""A reason says something: one rule, for the server and the scanner alike."""

import pytest
from django import forms

from longgang.core.forms import ReasonField
from longgang.core.reasons import check_reason, says_something

SAYS = ["伪造", "用完", "typo", "ill", "Ａ－１ ２", "1号文", "2026-15", "司机发烧", "no seal left"]
SAYS_NOTHING = [
    "",
    "  ",
    "x",
    "错",
    "ok",
    "aaaa",
    "啊啊啊",
    ".....",
    "？！。",
    "--",
    "111",
    "a.",
    "　",
]


@pytest.mark.parametrize("text", SAYS)
def test_a_few_signs_with_a_meaning_are_a_reason(text):
    assert says_something(text)
    assert check_reason(text, code="x.reason_missing") is None


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_a_letter_or_a_row_of_dots_is_none(text):
    refusal = check_reason(text, code="x.reason_missing")
    assert (refusal.code, refusal.field) == ("x.reason_missing", "reason")
    assert str(refusal.reason) == ("没有说明原因。" if text.strip() else "未填写原因。")


def test_the_field_of_a_form_says_the_same():
    field = ReasonField()
    assert field.clean(" 伪造 ") == "伪造"
    with pytest.raises(forms.ValidationError, match="没有说明原因"):
        field.clean("x")
    with pytest.raises(forms.ValidationError, match="必填"):
        field.clean(" ")
