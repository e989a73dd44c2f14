"""Whoever leaves a site for good without being released is at once on the list of the home."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.accounts.api import Role
from longgang.core.clock import as_if, today
from longgang.core.errors import NotAllowed, Refused
from longgang.isolation import presenting
from longgang.isolation.actions.releasing import confirm_release
from longgang.isolation.actions.stays import leave_site, send_to_hospital
from longgang.isolation.home import isolation_tasks
from longgang.isolation.models import Stay
from longgang.isolation.overview import read_overview
from longgang.isolation.queries import waiting_for_room
from longgang.measures.api import cancel_measure
from longgang.measures.models import HandOver, Measure, MeasureRule
from longgang.notices.models import Notice
from tests.measures.build import NOW, WANGHAISI

from . import build

pytestmark = pytest.mark.django_db
WORDS = "王主任电话同意"


@pytest.fixture
def guest(measure, site, dao) -> Stay:
    return Stay.objects.get(pk=build.a_guest(measure, site, "301", dao).pk)


def owners(*users):
    return [user.name for user in users if Measure.objects.open().owned_by(user).exists()]


def leave(going, by, words=WORDS):
    with as_if(NOW + timedelta(days=2)):
        leave_site(Stay.objects.get(), going=going, words=words, by=by)


@pytest.mark.parametrize("going", ["home", "hospital", "elsewhere", "gone"])
def test_whoever_leaves_belongs_to_the_home_at_once(guest, going, dao, tan, lin):
    assert owners(dao, tan, lin) == ["道", "谭"]
    leave(going, tan)
    assert owners(dao, tan, lin) == ["林"]
    row = HandOver.objects.get()
    assert (row.status, row.to_area_code, row.words) == ("offered", WANGHAISI, WORDS)
    assert HandOver.objects.waiting_for(lin).get() == row
    assert Notice.objects.filter(kind="measure.handed_over", user=lin).exists()
    assert Stay.objects.get().status == "left"


def test_who_is_sent_home_is_isolated_there_for_the_same_days(guest, tan):
    before = Measure.objects.get()
    leave("home", tan)
    after = Measure.objects.get()
    assert (after.ends_on, after.status) == (before.ends_on, "running")
    assert after.central_ends_on == today() + timedelta(days=1)
    with as_if(NOW + timedelta(days=2)):
        assert not waiting_for_room(on=today()).exists()


def test_only_who_may_release_decides_that_somebody_goes_home(guest, dao, tan, signed_in):
    url = reverse("isolation:do", args=[guest.number, "leave"])
    with as_if(NOW + timedelta(days=2)):
        page = signed_in(dao).get(guest.get_absolute_url()).content.decode()
        assert 'value="gone"' in page
        assert 'value="home"' not in page
        assert signed_in(dao).post(url, {"going": "home", "words": WORDS}).status_code == 422
        assert 'value="home"' in signed_in(tan).get(guest.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        leave("home", dao)


@pytest.fixture
def by_two(guest) -> Stay:
    """The rule asks for a second person."""
    MeasureRule.objects.update(releases_by_two=True)
    return Stay.objects.get(pk=guest.pk)


def test_where_the_rule_asks_the_district_confirms_what_the_site_proposes(
    by_two, dao, tan, kang, lin, signed_in
):
    url = reverse("isolation:do", args=[by_two.number, "leave"])
    confirm = reverse("isolation:confirm", args=[by_two.number])
    with as_if(NOW + timedelta(days=2)):
        assert signed_in(tan).post(url, {"going": "home", "words": WORDS}).status_code == 302
        assert (Stay.objects.get().status, owners(dao, lin)) == ("in", ["道"])
        waiting = Notice.objects.get(kind="measure.early_proposed")
        assert (waiting.user, waiting.read_at) == (kang, None)
        own = signed_in(tan).get(by_two.get_absolute_url()).content.decode()
        assert "待第二人确认" in own
        assert WORDS in own
        assert confirm not in own, "who has proposed it is no second person"
        with pytest.raises(Refused) as raised:
            confirm_release(Stay.objects.get(), by=tan)
        assert raised.value.code == "core.two_people"
        assert confirm in signed_in(kang).get(by_two.get_absolute_url()).content.decode()
        signed_in(kang).post(confirm)
    kept, row = Stay.objects.get(), HandOver.objects.get()
    assert (kept.status, kept.going) == ("left", "home")
    assert (row.status, row.offered_by, row.confirmed_by) == ("offered", tan, kang)
    assert (Measure.objects.get().held_at, owners(dao, lin)) == (None, ["林"])
    waiting.refresh_from_db()
    assert waiting.read_at is not None


def test_the_site_alone_is_no_second_person(by_two, site, tan, staff, kang):
    deputy = staff("副站长", Role.SITE_LEAD, site.area_code, premises_number=site.number)
    leave("home", tan)
    with as_if(NOW + timedelta(days=2)), pytest.raises(NotAllowed):
        confirm_release(Stay.objects.get(), by=deputy)
    assert Stay.objects.get().status == "in"


def test_also_of_the_district_one_is_not_enough(by_two, kang, staff):
    leave("home", kang)
    with as_if(NOW + timedelta(days=2)):
        with pytest.raises(Refused) as raised:
            confirm_release(Stay.objects.get(), by=kang)
        assert raised.value.code == "core.two_people"
        confirm_release(Stay.objects.get(), by=staff("许", Role.HEALTH_OFFICER))
    assert Stay.objects.get().going == "home"


def test_it_is_confirmed_on_the_page_of_the_measure_too(by_two, tan, kang, signed_in):
    leave("home", tan)
    measure = Measure.objects.get()
    with as_if(NOW + timedelta(days=2)):
        page = signed_in(kang).get(measure.get_absolute_url())
        assert "在隔离点最后一天之前" in page.content.decode()
        url = reverse("measures:do", args=[measure.number, "confirm-early"])
        assert signed_in(kang).post(url).status_code == 302
    assert Stay.objects.get().going == "home"


def test_a_proposal_that_nobody_confirmed_in_time_gives_way_to_the_release(
    by_two, site, tan, kang, signed_in
):
    leave("home", tan)
    with as_if(NOW + timedelta(days=5)):
        with pytest.raises(Refused) as raised:
            confirm_release(Stay.objects.get(), by=kang)
        assert raised.value.code == "measures.released_instead"
        page = signed_in(kang).get(reverse("isolation:leaving", args=[site.number]))
        assert [line.proposed_by for line in page.context["lines"]] == [None]


def test_from_hospital_somebody_is_sent_home_early_too(by_two, dao, tan, kang):
    send_to_hospital(by_two, hospital="中心医院", by=dao)
    leave("home", tan)
    with as_if(NOW + timedelta(days=2)):
        confirm_release(Stay.objects.get(), by=kang)
    measure = Measure.objects.get()
    assert (measure.status, measure.held_at) == ("running", None)
    assert measure.absences.get().back_at is not None
    assert Stay.objects.get().going == "home"


def test_who_goes_home_after_the_last_day_is_released_and_nothing_else(guest, tan, signed_in):
    url = reverse("isolation:do", args=[guest.number, "leave"])
    last = NOW + timedelta(days=4)
    with as_if(last + timedelta(days=1)):
        with pytest.raises(Refused) as raised:
            leave_site(Stay.objects.get(), going="home", words="家属接回", by=tan)
        assert raised.value.code == "measures.released_instead"
        page = signed_in(tan).post(url, {"going": "home", "words": "家属接回"})
        assert page.status_code == 422
        assert "须核对后解除" in page.content.decode()
    assert Stay.objects.get().status == "in"
    with as_if(last):
        leave_site(Stay.objects.get(), going="home", words=WORDS, by=tan)
    assert Stay.objects.get().status == "left"


def test_who_has_gone_without_leave_still_waits_for_a_room(guest, dao):
    leave("gone", dao)
    with as_if(NOW + timedelta(days=2)):
        assert waiting_for_room(on=today()).get() == Measure.objects.get()


def test_of_who_stays_in_hospital_nothing_is_due(guest, dao):
    leave("hospital", dao)
    measure = Measure.objects.get()
    assert measure.status == "suspended"
    assert measure.absences.get().hospital == WORDS
    with as_if(NOW + timedelta(days=2)):
        assert not waiting_for_room(on=today()).exists()


@pytest.mark.parametrize(("going", "status"), [("hospital", "suspended"), ("gone", "running")])
def test_from_hospital_one_can_leave_for_good_too(guest, dao, lin, going, status):
    send_to_hospital(guest, hospital="中心医院", by=dao)
    leave(going, dao)
    assert Measure.objects.get().status == status
    assert owners(dao, lin) == ["林"]


def test_the_measure_of_who_has_died_ends(guest, dao, lin):
    leave("died", dao, "抢救无效")
    measure = Measure.objects.get()
    assert (measure.status, measure.cancelled_why) == ("cancelled", "抢救无效")
    assert owners(dao, lin) == []
    assert not HandOver.objects.exists()


def test_whose_measure_has_ended_only_leaves(guest, dao, tan):
    cancel_measure(Measure.objects.get(), by=tan, reason="认错人")
    leave("home", dao)
    assert Stay.objects.get().status == "left"
    assert not HandOver.objects.exists()


def test_whoever_leaves_is_said_where_to(guest, dao):
    with pytest.raises(Refused) as raised:
        leave("home", dao, " ")
    assert raised.value.code == "isolation.reason_missing"
    assert Stay.objects.get().status == "in"


def test_who_waits_for_a_room_is_counted_the_same_everywhere(
    measure, lin, kang, signed_in, monkeypatch
):
    monkeypatch.setattr(presenting, "SHOWN", 2)
    for serial in (2, 3):
        build.a_measure(lin, serial)
    page = signed_in(kang).get(reverse("isolation:find"))
    assert (page.context["waiting_count"], page.context["left_out"]) == (3, 1)
    assert "另有 1 人" in page.content.decode()
    assert read_overview(kang, today=today()).waiting == 3
    assert [task.count for task in isolation_tasks(kang)] == [3]
