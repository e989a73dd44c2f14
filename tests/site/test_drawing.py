"""What is drawn without a template of its own looks as the template draws it."""

import pytest
from django import forms
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.test.testcases import assert_and_parse_html
from django.utils.html import format_html
from django.utils.translation import override, pgettext_lazy

from longgang.core.tags import Tag, Tone
from longgang.measures.deeds import DAILY
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


EACH = "{% load drawing %}{% for url, name in calls %}{% {} url=url name=name %}{% endfor %}"


def test_a_part_that_is_repeated_looks_as_if_it_were_included():
    calls = [("/a/?b=1&c=2", "王小明"), ("/{name}/", '<b>{url}</b> & "Ann" {0}')]
    asked = {"part": "people/_call_button.html", "calls": calls, "csrf_token": "abc"}
    repeated, included = (
        Engine.get_default().from_string(EACH.replace("{}", way)).render(Context(asked))
        for way in ("repeat part", "include part with")
    )
    assert repeated == included
    assert 'value="abc"' in repeated


def test_a_part_is_drawn_anew_for_something_else():
    source = "{% load drawing %}{% for deeds in many %}{% repeat part deeds url=url %}{% endfor %}"
    part, url = "measures/_quick_deeds.html", "/measures/M1/today/"
    many = [DAILY[:1], DAILY[1:2]]
    drawn = Engine.get_default().from_string(source)
    found = drawn.render(Context({"part": part, "url": url, "many": many}))
    assert [f'href="{url}{deed.verb}"' in found for deed in DAILY[:3]] == [True, True, False]
