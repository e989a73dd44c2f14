"""Number plates in running words."""

import pytest
from django.template.loader import render_to_string

from longgang.site.templatetags.plates import plates

ONE = '<span class="nowrap">辽P10008</span>'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Undo the check of 辽P10008", f"Undo the check of {ONE}"),
        ("撤销对辽P10008的检查", f"撤销对{ONE}的检查"),
        ("<b>辽P10008", f"&lt;b&gt;{ONE}"),
        (
            "粤ZAB12港 / 辽P1234挂",
            '<span class="nowrap">粤ZAB12港</span> / <span class="nowrap">辽P1234挂</span>',
        ),
        ("辽宁省葫芦岛市", "辽宁省葫芦岛市"),
    ],
)
def test_a_plate_is_in_one_piece(words, shown):
    assert plates(words) == shown


@pytest.mark.parametrize("part", ["page_header", "message"])
def test_parts_keep_it_so(part):
    context = {
        "title": "撤销对辽P10008的检查",
        "text": "辽P10008 <",
        "lead": "辽P10008",
        "tone": "info",
    }
    shown = render_to_string(f"parts/{part}.html", context)
    assert shown.count(ONE) == 2
    assert shown.count("辽P10008") == 2
