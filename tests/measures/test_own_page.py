"""What somebody under a measure sees of it and reports, also for people they act for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.accounts.api import User
from longgang.audit.api import disclose
from longgang.core.clock import as_if
from longgang.core.privacy import Purpose
from longgang.health.api import SymptomReport, Temperature
from longgang.measures.actions.measures import cancel_measure, open_measure
from longgang.notices.models import Notice
from longgang.people.api import claim_person, represent_person
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MINE = "/measures/mine/"


@pytest.fixture
def he(db):
    return User.objects.create(name="何静", phone="13811110001")


@pytest.fixture
def measure(he, lin):
    person = claim_person(
        name="何静", id_number=build.id_number(1), area_code=build.WANGHAISI, by=he
    )
    return open_measure(
        person, "high_risk", base_on=build.DAY - timedelta(days=1), by=lin, reason="返回"
    )


def send(user, measure, what, sent):
    url = reverse(f"measures:own_{what}", args=[measure.number])
    return sign_in(user).post(url, sent)


def test_days_left_and_what_is_due(measure, he):
    page = sign_in(he).get(MINE)
    (line,) = page.context["lines"]
    assert (line.is_own, line.left, line.tag.label) == (True, 3, "居家隔离医学观察")
    words = page.content.decode()
    assert "第 1 天，共 7 天，还剩 6 天" in words
    assert measure.ends_on.isoformat() in words


def test_a_reading_and_symptoms_are_reported(measure, he):
    assert send(he, measure, "temperature", {"celsius": "36.6"}).status_code == 302
    assert send(he, measure, "symptoms", {"symptoms": ["2"]}).status_code == 302
    assert Temperature.objects.get().area_code == build.WANGHAISI
    assert SymptomReport.objects.get().symptoms == ["2"]
    assert sign_in(he).get(MINE).context["lines"][0].left == 2


def test_a_fever_is_told_to_whoever_looks_after_them_at_once(measure, he, lin, ge, ada, bo):
    send(he, measure, "temperature", {"celsius": "37.2"})
    assert not Notice.objects.filter(kind="measure.fever").exists()
    browser = sign_in(he)
    url = reverse("measures:own_temperature", args=[measure.number])
    with as_if(build.NOW + timedelta(hours=1)):
        page = browser.post(url, {"celsius": "38.5"}, follow=True).content.decode()
    assert "您已发热，已告知望海寺社区" in page
    assert "message-good" not in page
    assert "120" in page
    told = Notice.objects.filter(kind="measure.fever")
    assert {notice.user for notice in told} == {lin, ge}
    assert all(notice.url == measure.get_absolute_url() for notice in told)
    assert all("38.5" in notice.text_zh for notice in told)


@pytest.mark.parametrize(
    ("what", "sent"),
    [("temperature", {"celsius": "99"}), ("temperature", {"celsius": ""}),
     ("symptoms", {"symptoms": ["9"]})],
)  # fmt: skip
def test_what_cannot_be_is_refused_on_the_page(measure, he, what, sent):
    answer = send(he, measure, what, sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_nobody_elses_measure_is_there(measure, ada, lin):
    for user in (ada, lin):
        assert sign_in(user).get(MINE).context["lines"] == []
        assert send(user, measure, "temperature", {"celsius": "36.6"}).status_code == 404
    assert not Temperature.objects.exists()


def test_who_acts_for_somebody_reports_for_them(ada, lin):
    person = represent_person(
        name="周奶奶", id_number=build.id_number(3), area_code=build.WANGHAISI, by=ada
    )
    measure = open_measure(
        person, "high_risk", base_on=build.DAY - timedelta(days=1), by=lin, reason="返回"
    )
    (line,) = sign_in(ada).get(MINE).context["lines"]
    assert not line.is_own
    assert send(ada, measure, "temperature", {"celsius": "36.6"}).status_code == 302
    assert Temperature.objects.get().entered_by == ada


def test_who_looked_is_shown(measure, he, lin):
    person = measure.person
    disclose(person, "phone", by=lin, purpose=Purpose.CARE, reason="随访")
    (line,) = sign_in(he).get(MINE).context["lines"]
    ((look, _what, why),) = line.looks
    assert (look.purpose, why) == ("care", Purpose.CARE.label)


def test_what_ended_asks_for_nothing(measure, he, kang):
    cancel_measure(measure, by=kang, reason="登记错人")
    page = sign_in(he).get(MINE)
    assert [line.is_open for line in page.context["lines"]] == [False]
    assert "own_temperature" not in page.content.decode()
    assert send(he, measure, "temperature", {"celsius": "36.6"}).status_code == 404


def test_the_home_page_counts_for_residents_and_staff(measure, he, lin, ge, ling, ada):
    def counts(user):
        tasks = sign_in(user).get("/").context["tasks"]
        return {task.url: task.count for task in tasks if task.url.startswith("/measures/")}

    assert counts(he) == {MINE: 3}
    assert counts(ada) == {}
    expected = {"/measures/": 1, "/measures/?today=due": 1, "/measures/?today=overdue": 0}
    assert counts(ge) == expected
    assert counts(ling) == expected | {"/measures/rules/#movings": 0}
    assert counts(lin) == expected | {"/measures/?state=over": 0}
    with as_if(build.local(2024, 3, 20, 9)):
        assert counts(lin)["/measures/?state=over"] == 1


def test_who_is_under_a_measure_finds_it_among_the_tabs_of_the_phone(he, ada, measure, kang):
    def tabs(user):
        return [place.url for place in sign_in(user).get("/").context["navigation"].tabs]

    mine, declare = reverse("measures:mine"), reverse("arrivals:declare")
    assert tabs(he)[:3] == ["/", mine, declare]
    assert len(tabs(he)) == 5
    assert declare in tabs(ada)
    assert mine not in tabs(ada)
    cancel_measure(measure, by=kang, reason="登记错人")
    assert mine not in tabs(he)
