"""The same message, on its way twice at the same moment: each check is recorded once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from longgang.checkpoints.models import Conflict
from longgang.checkpoints.views.device import COOKIE
from longgang.passes.models import Check, RefusedScan, Trip

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.django_db(transaction=True)
def test_one_message_sent_at_once_by_many_is_recorded_once(make_pass, phone):
    west = phone()
    passes = [make_pass(f"辽P1000{place}") for place in range(3)]
    checks = [
        *(west.check(each, ago=HALF_AN_HOUR) for each in passes),
        west.check(passes[0], way="exit"),
        west.check(plate="辽P99999", action="refused", people_count=None,
                   verdict={"level": "red", "code": "passes.no_pass_for_plate"}),
    ]  # fmt: skip
    start, answers = threading.Barrier(4), []

    def send():
        client = Client()
        client.cookies[COOKIE] = west.secret
        mine = type(west)(west.device, west.secret, client=client)
        start.wait()
        try:
            answers.append(mine.sync(*checks))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    states = [sorted(done["state"] for done in answer["done"]) for answer in answers]
    assert {state for each in states for state in each} <= {"recorded", "known"}
    assert len(states) == 4
    assert Check.objects.count() == 4
    assert RefusedScan.objects.count() == 1
    assert sorted(Trip.objects.values_list("status", flat=True)) == ["closed", "entered", "entered"]
    assert not Conflict.objects.exists()
