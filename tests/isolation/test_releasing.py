"""Letting people go home: every item that fails is named, and they leave in one transaction."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.accounts.api import Role
from longgang.audit.models import Disclosure
from longgang.core.clock import as_if, now
from longgang.core.errors import NotAllowed, Refused
from longgang.health.api import record_result, record_temperature
from longgang.isolation.actions.releasing import confirm_release, release_guest, release_list
from longgang.isolation.actions.stays import leave_site
from longgang.isolation.models import Room, Stay
from longgang.isolation.queries import leaving
from longgang.measures.api import measure_tasks
from longgang.measures.models import HandOver, Measure, MeasureRule
from tests.measures.build import NOW

from . import build

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=5)


def codes(raised) -> list[str]:
    return [refusal.code for refusal in raised.value.refusals]


@pytest.fixture
def guest(measure, site, dao) -> Stay:
    """Through five days, with all that is asked for."""
    return well(build.a_guest(measure, site, "301", dao), dao)


def well(stay: Stay, by) -> Stay:
    """Tested on each day, and without a fever."""
    concern = Measure.objects.get(pk=stay.measure_id).concern
    for day in (0, 1, 2, 4):
        with as_if(NOW + timedelta(days=day, hours=1)):
            record_result(
                stay.person, sampled_at=now(), lab="疾控", result="negative", reported_at=now(),
                **concern, by=by,
            )  # fmt: skip
    with as_if(NOW + timedelta(days=4, hours=2)):
        record_temperature(stay.person, 36.5, **concern, by=by)
    return Stay.objects.get(pk=stay.pk)


def test_who_is_through_goes_home_and_to_whoever_looks_after_them_there(guest, site, tan):
    with as_if(LATER):
        assert leaving(site).get() == guest
        release_guest(guest, transport="社区专车 辽P12345", by=tan)
    kept = Stay.objects.get()
    assert (kept.status, kept.going) == ("left", "released")
    measure = Measure.objects.get()
    assert (measure.held_at, measure.status) == (None, "running")
    assert HandOver.objects.get().status == "offered"
    assert Room.objects.get(label="301", site=site).condition == "to_disinfect"
    assert [each.kind for each in kept.movements.all()][-1] == "left"


def test_who_is_handed_over_on_the_page_of_the_measure_has_left_too(guest, site, tan, signed_in):
    with as_if(LATER):
        measure = Measure.objects.get()
        url = reverse("measures:do", args=[measure.number, "hand-over"])
        sent = {"seen": measure.term_count, "to_area": "", "words": "社区专车"}
        assert signed_in(tan).post(url, sent).status_code == 302
    kept = Stay.objects.get()
    assert (kept.status, kept.going) == ("left", "released")
    assert [each.words for each in kept.movements.all()][-1] == "社区专车"
    assert Measure.objects.get().held_at is None


def test_everything_that_stands_against_it_is_named(measure, site, dao, tan):
    guest = Stay.objects.get(pk=build.a_guest(measure, site, "301", dao).pk)
    with as_if(NOW + timedelta(days=2)), pytest.raises(Refused) as raised:
        release_guest(guest, transport="专车", by=tan)
    assert set(codes(raised)) >= {"measures.days_not_over", "measures.no_temperature"}
    assert Stay.objects.get().status == "in"
    with as_if(LATER), pytest.raises(Refused) as raised:
        release_guest(guest, transport=" ", by=tan)
    assert codes(raised) == ["isolation.no_transport"]


def test_only_who_may_release_does(guest, dao, lin, ling):
    for stranger in (dao, lin, ling):
        with as_if(LATER), pytest.raises(NotAllowed):
            release_guest(guest, transport="专车", by=stranger)


def test_nobody_is_released_by_the_back_door(guest, dao):
    with pytest.raises(Refused) as raised:
        leave_site(guest, going="released", words="走了", by=dao)
    assert codes(raised) == ["isolation.release_is_checked"]


def test_where_the_rule_asks_a_second_person_confirms(guest, site, tan, kang):
    MeasureRule.objects.update(releases_by_two=True)
    with as_if(LATER):
        with pytest.raises(Refused) as raised:
            confirm_release(guest, by=kang)
        assert codes(raised) == ["isolation.nothing_proposed"]
        release_guest(Stay.objects.get(), transport="专车", by=tan)
        assert Stay.objects.get().status == "in"
        with pytest.raises(Refused) as raised:
            confirm_release(Stay.objects.get(), by=tan)
        assert codes(raised) == ["core.two_people"]
        confirm_release(Stay.objects.get(), by=kang)
    assert Stay.objects.get().status == "left"


def test_of_a_list_who_fails_holds_up_nobody(guest, site, lin, dao, tan):
    other = Stay.objects.get(pk=build.a_guest(build.a_measure(lin, 2), site, "302", dao).pk)
    with as_if(LATER):
        found = release_list([guest, other], transport="专车", by=tan)
    assert (found.out, found.proposed) == ([guest], [])
    [(kept, refusals)] = found.kept
    assert kept == other
    assert {"measures.no_temperature", "measures.tests_missing"} <= {each.code for each in refusals}
    assert Stay.objects.get(pk=other.pk).status == "in"


def test_the_list_of_the_day_releases_at_once_and_names_what_fails(
    guest, site, lin, dao, tan, signed_in
):
    other = Stay.objects.get(pk=build.a_guest(build.a_measure(lin, 2), site, "302", dao).pk)
    url = reverse("isolation:leaving", args=[site.number])
    with as_if(LATER):
        page = signed_in(tan).get(url)
        assert "checked" not in str(page.context["form"]), "nobody is released unseen"
        ticked = signed_in(tan).get(f"{url}?tick=all").context["form"]
        assert set(ticked["stays"].value()) == {guest.number, other.number}, "unless asked for"
        assert "尚未测量体温" in page.content.decode()
        assert signed_in(dao).post(url, {}).status_code == 403
        faulty = signed_in(tan).post(url, {"stays": [guest.number]})
        assert faulty.status_code == 422
        assert [words for _number, words in faulty.context["form"].fields["stays"].choices] == [
            f"{stay.person.name}\u00a0· {stay.room}" for stay in leaving(site)
        ], "still by name"
        facts = {"stays": [guest.number, other.number], "transport": "社区专车"}
        page = signed_in(tan).post(url, facts)
        assert said(page) == [("warning", "已解除 1 人。未能解除 1 人。")]
        assert "未能解除" in page.content.decode()
        late = signed_in(tan).post(url, facts)  # from a page that is still open
        assert late.status_code == 422
        assert late.context["form"]["transport"].value() == "社区专车"
        (words,) = late.context["form"].errors["stays"]
        assert re.fullmatch(rf"谭已于 .*\d\d:\d\d 办理{guest.person.name}离开。", words)
        nobody = signed_in(tan).post(url, facts | {"stays": [other.number]})
        assert said(nobody) == [("warning", "未能解除 1 人。")], "nothing was done"
    assert Stay.objects.get(pk=guest.pk).status == "left"


def test_where_everybody_is_released_it_is_said_in_green(guest, site, tan, signed_in):
    url = reverse("isolation:leaving", args=[site.number])
    with as_if(LATER):
        facts = {"stays": [guest.number], "transport": "社区专车"}
        assert said(signed_in(tan).post(url, facts)) == [("success", "已解除 1 人。")]


def said(page):
    return [(each.level_tag, str(each)) for each in page.context["messages"]]


def test_a_proposal_is_confirmed_on_the_page(guest, site, tan, kang, signed_in):
    MeasureRule.objects.update(releases_by_two=True)
    url = reverse("isolation:leaving", args=[site.number])
    with as_if(LATER):
        signed_in(tan).post(url, {"stays": [guest.number], "transport": "社区专车"})
        confirm = reverse("isolation:confirm", args=[guest.number])
        waits = signed_in(tan).get(url).content.decode()
        assert confirm not in waits, "who has proposed it is no second person"
        faulty = signed_in(tan).post(url, {"stays": [guest.number]})
        assert faulty.context["form"].people == {}, "who waits is offered by no error either"
        assert "有权解除的人员：" in waits
        assert "康" in waits
        assert not [task for task in measure_tasks(tan) if "对方尚未接收" in str(task.label)]
        assert confirm in signed_in(kang).get(url).content.decode()
        signed_in(kang).post(confirm)
    assert Stay.objects.get().status == "left"


def test_the_notice_shows_what_is_personal_only_on_purpose(guest, dao, tan, staff, signed_in):
    command = staff("指", Role.COMMAND)
    sealed = [guest.person.id_number, guest.person.phone]
    with as_if(LATER):
        release_guest(guest, transport="专车", by=tan)
        url = reverse("isolation:notice", args=[guest.number])
        page = signed_in(dao).get(url).content.decode()
        assert not any(value in page for value in sealed)
        assert "解除集中隔离告知书" in page
        assert page.count("阴性") == 4
        asked = {"purpose": "care", "reason": "打印告知书"}
        assert signed_in(command).post(url, asked).status_code == 403
        assert signed_in(dao).post(url, {"purpose": "care", "reason": ""}).status_code == 422
        full = signed_in(dao).post(url, asked).content.decode()
    assert all(value in full for value in sealed)
    told = Disclosure.objects.filter(by_name="道", purpose="care", reason="打印告知书")
    assert sorted(each.field for each in told) == ["address", "id_number", "phone"]


def test_the_check_of_the_day_costs_the_same_queries_however_many(
    guest, site, lin, dao, tan, signed_in
):
    url = reverse("isolation:leaving", args=[site.number])
    with as_if(LATER):
        client = signed_in(tan)
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            client.get(url)
    for serial in (2, 3, 4):
        well(build.a_guest(build.a_measure(lin, serial), site, f"30{serial}", dao), dao)
    with as_if(LATER):
        client = signed_in(tan)
        client.get(url)
        with CaptureQueriesContext(connection) as many:
            assert len(client.get(url).context["lines"]) == 4
    assert len(many) == len(few)


def test_the_notice_and_the_stay_name_the_address_that_was_declared(
    guest, site, lin, dao, tan, signed_in
):
    """Nobody types it a second time: what the measure knows goes before the register."""
    Measure.objects.update(address="望海小区 9 号楼 1 单元 202")
    asked = {"purpose": "care", "reason": "打印告知书"}
    with as_if(LATER):
        url = reverse("isolation:reveal", args=[guest.number, "address"])
        assert "9 号楼" in signed_in(dao).post(url, asked).content.decode()
        release_guest(Stay.objects.get(pk=guest.pk), transport="专车", by=tan)
        notice = reverse("isolation:notice", args=[guest.number])
        assert "9 号楼" not in signed_in(dao).get(notice).content.decode()
        assert "9 号楼" in signed_in(dao).post(notice, asked).content.decode()
