"""Somebody under a measure asks for help; whoever looks after them answers; both see it."""

import pytest
from django.urls import reverse

from longgang.accounts.api import User
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.measures.actions.helping import answer_help, ask_for_help
from longgang.measures.api import check_in, find_open, open_measure
from longgang.measures.models import HelpRequest
from longgang.notices.models import Notice
from longgang.people.api import claim_person
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def he(db):
    return User.objects.create(name="何静", phone="13811110001")


@pytest.fixture
def measure(he, lin, grid):
    person = claim_person(name="何静", id_number=build.id_number(1), area_code=grid, by=he)
    return open_measure(person, "high_risk", base_on=build.DAY, by=lin, reason="返回")


def waits_for(*users):
    return [user.name for user in users if HelpRequest.objects.waiting_for(user).exists()]


def test_a_request_reaches_the_owner_and_the_answer_the_person(measure, he, wei, lin, bo, kang):
    url = reverse("measures:ask", args=[measure.number])
    assert sign_in(he).post(url, {"words": "降压药只剩一天"}).status_code == 302
    assert waits_for(wei, lin, bo) == ["魏", "林"]
    told = set(Notice.objects.filter(kind="help.asked").values_list("user__name", flat=True))
    assert {"魏", "林"} <= told
    assert "博" not in told
    assert "降压药只剩一天" in sign_in(wei).get(measure.get_absolute_url()).content.decode()
    assert "求助" in sign_in(wei).get("/measures/today/").content.decode()
    row = HelpRequest.objects.get()
    answer = reverse("measures:answer", args=[measure.number, row.number])
    assert sign_in(wei).post(answer, {"answer": ""}).status_code == 422
    assert sign_in(wei).post(answer, {"answer": "下午送到"}).status_code == 302
    page = sign_in(he).get("/measures/mine/").content.decode()
    assert "下午送到" in page
    assert Notice.objects.filter(user=he, kind="help.answered").exists()
    assert waits_for(wei, lin, kang) == []


def test_it_goes_with_the_person_to_the_site(measure, he, wei, gate, sites):
    ask_for_help(measure, words="需要奶粉", by=he)
    check_in(measure, checked_in_on=build.DAY, site=sites[0], by=gate)
    assert waits_for(wei, gate) == ["宁"]
    row = HelpRequest.objects.select_related("measure__held_at").get()
    with pytest.raises(NotAllowed):
        answer_help(row, answer="好", by=wei)
    with assert_one_event("help.answered"):
        answer_help(row, answer="已送到房间", by=gate)
    with pytest.raises(StaleRow):
        answer_help(row, answer="再送", by=gate)


@pytest.mark.parametrize("name", ["lin", "ada"])
def test_nobody_else_asks(name, measure, request):
    with pytest.raises(NotAllowed):
        ask_for_help(measure, words="药", by=request.getfixturevalue(name))


@pytest.mark.parametrize("words", ["", "  ", "药" * 301])
def test_a_request_has_a_few_words(words, measure, he):
    with pytest.raises(Refused):
        ask_for_help(measure, words=words, by=he)


def test_not_more_than_five_wait_at_a_time(measure, he):
    for _each in range(5):
        ask_for_help(measure, words="药", by=he)
    with pytest.raises(Refused, match="help_too_many"):
        ask_for_help(measure, words="药", by=he)


def test_a_measure_that_has_ended_answers_nobody(measure, he, kang):
    with as_if(build.local(2024, 2, 26, 12)):
        stale = find_open(measure.person)
        stale.status = "lifted"
        with pytest.raises(StaleRow):
            ask_for_help(stale, words="药", by=he)
