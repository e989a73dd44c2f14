"""What the officer's page says is needed: a seal, a photo, or neither."""

import pytest
from django.urls import reverse

from tests.cast import sign_in

from . import build
from .test_gate_pages import a_photo, entry_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def vehicle_pass(wen, lin, district):
    return build.an_issued_pass(wen, reviewer=lin)


@pytest.fixture
def gate(west_exit):
    """`gate(number)`: the page of a pass at the west exit's entry."""
    return lambda number: reverse("passes:gate_check", args=[west_exit.number, "entry", number])


def test_the_page_says_honestly_whether_seal_and_photo_are_needed(
    hai, gate, vehicle_pass, wen, lin
):
    build.a_rule("freight", "industrial", needs_seal=False)
    unsealed = build.an_issued_pass(wen, reviewer=lin, plate="辽P54321")
    client = sign_in(hai)
    for each, words in [(vehicle_pass, "必填；没有的"), (unsealed, "本次行程不需要")]:
        form = client.get(gate(each.number)).context["form"]
        for name in ("seal_number", "photo"):
            assert words in str(form[name].help_text)


def test_a_photo_that_the_page_cannot_keep_is_asked_for_again(hai, gate, vehicle_pass):
    client = sign_in(hai)
    page = client.get(gate(vehicle_pass.number))
    again = "请重新拍照：本页无法保留刚才的照片。"
    assert again not in page.content.decode()
    form = entry_form(page, temperature_0="", photo=a_photo())
    assert again in client.post(gate(vehicle_pass.number), form).content.decode()
