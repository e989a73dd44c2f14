"""Who comes and goes in the demo: every state, at whatever hour it is opened."""

from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import make_aware

from longgang.arrivals.api import Declaration
from longgang.core.clock import local_day, now
from longgang.demo import making
from longgang.demo.cast import find_account
from longgang.demo.returns import COMINGS
from longgang.demo.story import Size
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hour", [0, 7, 18])
def test_two_days_of_comings_are_lived_without_a_refusal(hour):
    day = local_day(now()) - timedelta(days=1)
    moment = make_aware(datetime.combine(day, time(hour, 30)))
    size = Size(days=0, trips_a_day=3, vehicles=106)
    made = making.make_demo(size, moment, together=False, tell=lambda _line: None)
    assert made.refused == []
    found = Declaration.objects.values_list("status", flat=True)
    assert len(found) == len(COMINGS) + sum(each.with_family for each in COMINGS)
    assert set(found) == {
        "declared", "claimed", "unreachable", "handed", "verified", "not_coming", "withdrawn",
    }  # fmt: skip
    assert Declaration.objects.exclude(raised_at=None).exists(), "the street was told"
    kinds = set(Declaration.objects.values_list("who", flat=True))
    assert {"", "high_risk", "middle_risk", "low_risk", "overseas", "close_contact"} <= kinds
    assert Declaration.objects.filter(measure__isnull=False).count() >= 4


def test_the_logins_have_their_queue_and_the_student_can_begin(small_demo):
    groups = sign_in(find_account("community")).get("/arrivals/queue/").context["groups"]
    assert all(group.rows for group in groups), [group.key for group in groups if not group.rows]
    browser = sign_in(find_account("student"))
    assert browser.get("/arrivals/mine/").context["lines"] == []
    answer = browser.post("/arrivals/declare/", {"kind": "return", "reason": "study"})
    wizard = browser.get(answer.url).context["wizard"]
    assert (len(wizard.people), len(wizard.known)) == (1, 1), "herself and her grandmother"
