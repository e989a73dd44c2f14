"""What is drawn without a template of its own looks as the template draws it."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test.testcases import assert_and_parse_html
from django.utils.html import format_html
from django.utils.translation import override, pgettext_lazy

from longgang.core.tags import Tag, Tone
from longgang.site.templatetags.drawing import choice, icon


class Asked(forms.Form):
    tenths = forms.ChoiceField(
        choices=[(each, f".{each}") for each in "0<"],
        widget=forms.RadioSelect(attrs={"class": "key"}),
    )


def parsed(html: str):
    return assert_and_parse_html(None, html, None, "it is no HTML")


@pytest.mark.parametrize("sent", [None, {"tenths": "<"}, {"tenths": "9"}, {}])
def test_a_choice_is_drawn_as_its_widget_draws_it(sent):
    form = Asked(sent, auto_id="room-%s")
    form.is_valid()
    for key in form["tenths"]:
        assert parsed(choice(key)) == parsed(key.tag())


def test_an_icon_is_drawn_as_its_template_draws_it():
    assert icon("phone") == render_to_string("parts/icon.html", {"name": "phone"})


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "逾期"), ("en", "Overdue")])
def test_a_tag_draws_itself_in_the_readers_language(language, word):
    tag = Tag(pgettext_lazy("today", "Overdue"), Tone.BAD)
    with override(language):
        drawn = format_html("{}", tag)
        assert drawn == render_to_string("parts/tag.html", {"tag": tag})
        assert word in drawn
    assert "<" not in str(tag), "a workbook gets the word alone"
