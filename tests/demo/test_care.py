"""People under a measure in the demo: every kind and state, at whatever hour it is opened."""

import pytest

from longgang.demo.cast import find_account
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def test_the_logins_have_their_people(small_demo):
    browser = sign_in(find_account("community"))
    rows = browser.get("/measures/").context["table"].page.rows
    assert len(rows) >= 12
    of_the_grid = sign_in(find_account("grid")).get("/measures/").context["table"].page.rows
    assert 8 <= len(of_the_grid) < len(rows)
    assert sign_in(find_account("grid")).get("/measures/today/").context["day"].waiting
    everybody = sign_in(find_account("health")).get("/measures/").context["table"].page.rows
    assert len(everybody) >= 28
    (line,) = sign_in(find_account("isolated")).get("/measures/mine/").context["lines"]
    assert line.is_open
