"""A vehicle with a live pass is known by its plate, to whoever may see that pass."""

import pytest

from longgang.core.clock import as_if
from longgang.people.api import facts_of_plate

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_a_live_pass_is_told_to_who_may_see_it_and_to_nobody_else(wen, lin, ada):
    issued = build.an_issued_pass(wen, reviewer=lin)
    for reader in (wen, lin):
        (words,) = facts_of_plate(issued.plate, reader=reader)
        assert issued.pass_number in str(words)
    assert facts_of_plate(issued.plate, reader=ada) == []
    assert facts_of_plate("", reader=wen) == []
    with as_if(issued.valid_until):
        assert facts_of_plate(issued.plate, reader=wen) == []


def test_an_application_is_no_pass(wen):
    waiting = build.a_submitted_pass(wen)
    assert facts_of_plate(waiting.plate, reader=wen) == []
