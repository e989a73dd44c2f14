"""Who comes and goes in the demo: every state, at whatever hour it is opened."""

import pytest

from longgang.demo.cast import find_account
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def test_the_logins_have_their_queue_and_the_student_can_begin(small_demo):
    groups = sign_in(find_account("community")).get("/arrivals/queue/").context["groups"]
    assert all(group.rows for group in groups), [group.key for group in groups if not group.rows]
    browser = sign_in(find_account("student"))
    assert browser.get("/arrivals/mine/").context["lines"] == []
    answer = browser.post("/arrivals/declare/", {"kind": "return", "reason": "study"})
    wizard = browser.get(answer.url).context["wizard"]
    assert (len(wizard.people), len(wizard.known)) == (1, 1), "herself and her grandmother"
