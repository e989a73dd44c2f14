"""What the officer's pages cost, however much was recorded."""

import pytest
from django.urls import reverse

from tests.cast import sign_in

from . import build
from .gate import an_entry, the_trip

pytestmark = pytest.mark.django_db


def test_the_scan_page_costs_the_same_for_many_checks(
    hai, wen, lin, district, west_exit, django_assert_max_num_queries
):
    client = sign_in(hai)
    for index in range(3):
        riders = (build.a_driver(10 + index),)
        plate = f"辽P6000{index}"
        other = the_trip(build.an_issued_pass(wen, reviewer=lin, plate=plate, riders=riders))
        an_entry(other, premises=west_exit, by=hai, seal_number=f"FQ100{index}")
    with django_assert_max_num_queries(12):
        client.get(reverse("passes:gate_scan", args=[west_exit.number, "entry"]))
