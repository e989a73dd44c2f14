"""Sentences beside each other, in either language."""

import pytest
from django.utils.translation import override

from longgang.core.errors import Refusal
from longgang.core.sentences import beside, join_sentences, listed, listed_lazy


@pytest.mark.parametrize(
    ("sentences", "joined"),
    [
        (["号码不对。", "请核对。"], "号码不对。请核对。"),
        (["It is wrong.", "Check it."], "It is wrong. Check it."),
        (["It is wrong.", "", "Check it."], "It is wrong. Check it."),
        (["原因", "请核对。"], "原因 请核对。"),
        ([], ""),
    ],
)
def test_join_sentences_puts_a_space_where_the_language_has_one(sentences, joined):
    assert join_sentences(*sentences) == joined


def test_refusal_in_full_says_reason_and_remedy():
    assert Refusal("x.wrong", "号码不对。", "请核对。").in_full == "号码不对。请核对。"
    assert Refusal("x.wrong", "号码不对。").in_full == "号码不对。"


def test_facts_beside_each_other_never_begin_a_line_with_their_dot():
    assert beside("硫酸", "", None, 29.5) == "硫酸\N{NO-BREAK SPACE}· 29.5"
    assert beside("", "X-1") == "X-1"


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "发热、咳嗽"), ("en", "发热, 咳嗽")])
def test_a_list_of_words_has_the_comma_of_the_language(language, words):
    lazily = listed_lazy(["发热", "咳嗽"])
    with override(language):
        assert listed(["发热", "咳嗽"]) == words == lazily
