"""Whoever looks after somebody says whether they are in place; the last word holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.measures.actions.findings import record_finding
from longgang.measures.api import Found, cancel_measure, check_in, open_measure, whereabouts_of
from longgang.measures.models import Finding
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOUR = timedelta(hours=1)


@pytest.fixture
def measure(lin):
    person = build.a_person(lin)
    return open_measure(person, "close_contact", base_on=build.DAY, by=lin, reason="密接")


def test_nobody_was_looked_for_yet(measure):
    assert whereabouts_of([measure.pk]) == {}


def test_the_last_word_holds(measure, lin):
    with assert_one_event("measure.person_found"):
        record_finding(measure, found="refused", words=" 不开门 ", by=lin)
    held = whereabouts_of([measure.pk])[measure.pk]
    assert (held.found, held.words, held.since) == (Found.REFUSED, "不开门", None)
    for hours in (1, 2):
        with as_if(build.NOW + hours * HOUR):
            record_finding(measure, found="in_place", by=lin)
    held = whereabouts_of([measure.pk])[measure.pk]
    assert (held.found, held.words, held.since) == (Found.IN_PLACE, "", build.NOW + HOUR)


def test_who_left_again_is_in_place_no_more(measure, lin):
    record_finding(measure, found="in_place", by=lin)
    with as_if(build.NOW + HOUR):
        record_finding(measure, found="elsewhere", words="在沈阳", by=lin)
    held = whereabouts_of([measure.pk])[measure.pk]
    assert (held.found, held.since) == (Found.ELSEWHERE, None)


def test_whom_a_site_has_checked_in_is_in_place(measure, lin, sites, gate):
    record_finding(measure, found="refused", words="不愿集中隔离", by=lin)
    with as_if(build.NOW + HOUR):
        check_in(measure, checked_in_on=build.DAY, site=sites[0], by=gate)
    held = whereabouts_of([measure.pk])[measure.pk]
    assert (held.found, held.since) == (Found.IN_PLACE, build.NOW + HOUR)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"found": "refused", "words": " "}, "measures.found_without_words"),
        ({"found": "in_place", "words": "很" * 301}, "measures.found_words_too_long"),
        ({"found": "gone", "words": "走了"}, "measures.found_unknown"),
    ],
)
def test_what_is_refused(measure, lin, facts, code):
    with pytest.raises(Refused) as refused:
        record_finding(measure, **facts, by=lin)
    assert refused.value.code == code
    assert not Finding.objects.exists()


def test_a_closed_measure_says_nothing_more(measure, lin, kang):
    cancel_measure(measure, by=kang, reason="误登记")
    with pytest.raises(StaleRow):
        record_finding(measure, found="in_place", by=lin)


def test_who_does_not_look_after_the_person_says_nothing(measure, gate, rui):
    for user in (gate, rui):
        with pytest.raises(NotAllowed):
            record_finding(measure, found="in_place", by=user)


def test_a_grid_worker_says_it_on_the_page(measure, ge):
    client = sign_in(ge)
    url = reverse("measures:do", args=[measure.number, "found"])
    answer = client.post(url, {"found": "refused", "words": ""})
    assert answer.status_code == 422
    assert "请写明对方的说法" in answer.content.decode()
    assert client.post(url, {"found": "refused", "words": "不开门"}).status_code == 302
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "拒不配合" in page
    assert "不开门" in page
