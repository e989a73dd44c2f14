"""Handing in an application: the desk's clock starts, or every reason is told at once."""

import pytest

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_submit_starts_the_clock_of_the_desk_in_charge(ada, lin):
    found = build.a_submitted_pass(ada)
    assert (found.status, found.desk_code) == ("submitted", "211403-industry")
    assert (found.due_at - found.submitted_at).total_seconds() == 600
