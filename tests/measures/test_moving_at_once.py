"""Two commanders at once: a proposal is carried out once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from longgang.audit.models import Event
from longgang.core.errors import IllegalMove
from longgang.measures.actions.moving import confirm_moving
from longgang.measures.models import Moving

from .committed import rules  # noqa: F401 - found by being here
from .test_moving import a_rule, now_of, on, opened, proposed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("morning")]


def test_of_two_who_confirm_at_once_one_wins(kang, rui, ling, wu):
    measure = opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
    start = Barrier(2)

    def confirm(by):
        try:
            with on(27):
                start.wait(timeout=30)
                return confirm_moving(Moving.objects.get(pk=moving.pk), by=by)
        except IllegalMove:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(map(str, pool.map(confirm, [ling, wu])))
    assert found == ["1", "late"]
    assert now_of(measure).term_count == 2
    assert Event.objects.filter(kind__in=["moving.confirmed", "measure.moved_to_rule"]).count() == 2
