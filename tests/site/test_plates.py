"""Number plates in running words."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from longgang.core.parts import Moment
from longgang.core.tables import Cell, Column
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
        ("预计 11-26 01:06 到达", '预计 <span class="nowrap">11-26 01:06</span> 到达'),
        ("G2-11-2611", "G2-11-2611"),
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


def test_facts_and_moments_keep_it_so_and_dates_as_they_are():
    facts = [("Pass", "辽P10008"), ("Until", date(2026, 11, 26)), ("Missing", None)]
    shown = render_to_string("parts/facts.html", {"facts": facts})
    assert ONE in shown
    assert "2026年11月26日" in shown
    moments = [Moment("Superseded", words="辽P10008 came again")]
    assert ONE in render_to_string("parts/timeline.html", {"moments": moments})


def test_a_cell_of_a_list_keeps_it_so():
    column = Column("words", "Words")
    cell = Cell(column, "辽P10008 waits <", detail="for 辽P10008")
    assert cell.html().count(ONE) == 2
    assert "&lt;" in cell.html()
    assert Cell(column, 12).html().count(">12<") == 1
