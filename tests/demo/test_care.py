"""People under a measure in the demo: every kind and state, at whatever hour it is opened."""

from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import make_aware

from longgang.core.clock import as_if, local_day, now
from longgang.demo import making
from longgang.demo.care import CASES
from longgang.demo.cast import find_account
from longgang.demo.guests import CAME
from longgang.demo.story import Size
from longgang.measures.api import Measure, MeasureStatus, Who
from longgang.measures.models import Moving
from longgang.measures.queries import local_now
from longgang.measures.standing import with_open_duty
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def at_hour(hour: int) -> datetime:
    return make_aware(datetime.combine(local_day(now()) - timedelta(days=1), time(hour, 30)))


@pytest.mark.parametrize("hour", [0, 13])
def test_a_week_of_care_is_lived_without_a_refusal(hour):
    moment = at_hour(hour)
    size = Size(days=5, trips_a_day=3, vehicles=106)
    made = making.make_demo(size, moment, together=False, tell=lambda _line: None)
    assert made.refused == []
    assert Measure.objects.filter(declarations=None).count() == len(CASES) + len(CAME)
    assert set(Measure.objects.values_list("status", flat=True)) == set(MeasureStatus.values)
    assert set(Measure.objects.values_list("who", flat=True)) == set(Who.values) - {Who.OTHER}
    proposal = Moving.objects.get(status="proposed")
    assert {line.change.days for line in proposal.lines.all()} == {-2}
    with as_if(moment):
        assert Measure.objects.over(local_day(moment)).exists()
        late = with_open_duty(Measure.objects.all(), now=local_now(), is_overdue=True)
        assert late.exists() == (hour > 0), "just after midnight nothing is late yet"


def test_the_logins_have_their_people(small_demo):
    browser = sign_in(find_account("community"))
    rows = browser.get("/measures/").context["table"].page.rows
    assert len(rows) >= 12
    assert len(sign_in(find_account("grid")).get("/measures/").context["table"].page.rows) == len(
        rows
    )
    everybody = sign_in(find_account("health")).get("/measures/").context["table"].page.rows
    assert len(everybody) >= 28
    (line,) = sign_in(find_account("isolated")).get("/measures/mine/").context["lines"]
    assert line.is_open
