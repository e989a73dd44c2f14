"""From the reservation until somebody leaves: one bed for one person, every movement kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.audit.models import Event
from longgang.core.clock import as_if, now, today
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.isolation.actions.releasing import release_guest
from longgang.isolation.actions.sites import close_site, set_condition
from longgang.isolation.actions.stays import (
    cancel_reservation,
    check_in_guest,
    come_back,
    leave_site,
    move_room,
    reserve_bed,
    send_to_hospital,
    send_to_site,
)
from longgang.isolation.models import BedUse, Movement, Room, Stay
from longgang.isolation.queries import bed_code
from longgang.measures.api import cancel_measure, lift_measure
from longgang.measures.models import Measure
from longgang.notices.models import Notice
from tests.measures.build import NOW

from . import build

pytestmark = pytest.mark.django_db


def again(stay: Stay) -> Stay:
    return Stay.objects.get(pk=stay.pk)


def room(site, label) -> Room:
    return Room.objects.get(site=site, label=label)


def kinds(stay: Stay) -> list[str]:
    return [each.kind for each in stay.movements.all()]


def code(raised) -> str:
    return raised.value.code


@pytest.fixture
def stay(measure, site, dao) -> Stay:
    return build.reserved(measure, site, "301", dao)


@pytest.fixture
def guest(stay, dao) -> Stay:
    check_in_guest(stay, signed_by="何静", by=dao)
    return again(stay)


def test_a_room_is_kept_from_the_reservation_on(stay, site, dao):
    use = BedUse.objects.get(stay=stay)
    assert (use.bed, use.is_reservation, use.until) == (build.bed(site, "301"), True, None)
    assert not Room.objects.free().filter(label="301").exists()
    assert kinds(stay) == ["reserved"]
    assert Event.objects.filter(kind="stay.reserved", subject_number=stay.number).count() == 1


def test_from_the_check_in_on_the_site_owns_the_measure(guest, site, measure):
    kept = Measure.objects.get(pk=measure.pk)
    assert (kept.held_at, kept.checked_in_on) == (site.premises, today())
    assert (guest.status, guest.signed_by, guest.is_signed_for) == ("in", "何静", False)
    assert [use.is_reservation for use in guest.uses.all()] == [True, False]
    assert kinds(guest) == ["reserved", "checked_in"]


def test_nobody_is_checked_in_before_somebody_signed(stay, dao):
    with pytest.raises(Refused) as raised:
        check_in_guest(stay, signed_by="  ", by=dao)
    assert code(raised) == "isolation.not_signed"
    assert again(stay).status == "reserved"


def test_another_name_than_the_guests_says_that_it_signs_for_them(stay, dao, signed_in):
    with pytest.raises(Refused) as raised:
        check_in_guest(stay, signed_by="别人", by=dao)
    assert code(raised) == "isolation.signed_by_another"
    url = reverse("isolation:do", args=[stay.number, "check-in"])
    page = signed_in(dao).post(url, {"signed_by": "别人", "diet": "standard"})
    assert "签署人不是本人" in page.content.decode()
    check_in_guest(stay, signed_by=" 何 静 ", by=dao)
    assert again(stay).status == "in"


def test_one_signs_for_another(stay, dao):
    check_in_guest(stay, signed_by="道", is_signed_for=True, diet="halal", by=dao)
    kept = again(stay)
    assert (kept.signed_by, kept.is_signed_for, kept.diet) == ("道", True, "halal")


def test_a_bed_that_is_somebodys_is_refused_with_who_was_faster(stay, site, lin, dao, tan):
    with pytest.raises(StaleRow) as raised:
        build.reserved(build.a_measure(lin, 2), site, "301", tan)
    assert code(raised) == "isolation.bed_taken"
    assert "道" in str(raised.value.refusals[0])


def test_the_database_itself_refuses_a_bed_given_twice(stay, site, lin, dao):
    other = build.reserved(build.a_measure(lin, 2), site, "302", dao)
    with pytest.raises(IntegrityError, match="no_bed_is_given_twice"), transaction.atomic():
        other.uses.update(bed=build.bed(site, "301"))
    past = now() - timedelta(days=1)
    with pytest.raises(IntegrityError, match="no_bed_is_given_twice"), transaction.atomic():
        BedUse.objects.create(
            bed=build.bed(site, "301"), stay=other, since=past, until=now() + timedelta(hours=1),
            is_reservation=False, by=dao,
        )  # fmt: skip
    BedUse.objects.create(
        bed=build.bed(site, "301"),
        stay=other,
        since=past,
        until=now(),
        is_reservation=False,
        by=dao,
    )


def test_the_database_itself_refuses_two_beds_and_two_stays(stay, site, dao):
    with pytest.raises(IntegrityError, match="one_bed_per_stay"), transaction.atomic():
        BedUse.objects.create(
            bed=build.bed(site, "302"), stay=stay, since=now(), is_reservation=True, by=dao
        )
    with pytest.raises(IntegrityError, match="one_open_stay_per_person"), transaction.atomic():
        Stay.objects.create(
            number="GL0", person=stay.person, measure=stay.measure, site=site, status="reserved",
            planned_on=today(), reserved_at=now(), reserved_by=dao,
        )  # fmt: skip


def test_the_database_itself_keeps_every_movement(stay):
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Movement.objects.filter(stay=stay).update(words="改")


def test_who_has_a_room_at_one_site_gets_none_at_another(stay, other_site, xi, measure):
    with pytest.raises(Refused) as raised:
        build.reserved(measure, other_site, "301", xi)
    assert code(raised) == "isolation.has_a_room"
    assert "海滨健康驿站" in str(raised.value.refusals[0])


def test_a_bed_of_another_site_is_refused(guest, other_site, kang):
    with pytest.raises(Refused) as raised:
        move_room(guest, build.bed(other_site, "301"), by=kang, reason="换站")
    assert code(raised) == "isolation.bed_of_another_site"


def test_only_the_staff_of_the_site_and_the_district_give_its_beds(
    measure, site, xi, lin, ling, kang
):
    for stranger in (xi, lin, ling):
        with pytest.raises(NotAllowed):
            build.reserved(measure, site, "301", stranger)
    build.reserved(measure, site, "301", kang)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("101", "isolation.wrong_zone"), ("302", "isolation.not_disinfected"),
     ("303", "isolation.out_of_use")],
)  # fmt: skip
def test_a_room_that_is_not_for_guests_is_refused(measure, site, dao, label, expected):
    set_condition(room(site, "302"), "to_disinfect", by=dao)
    set_condition(room(site, "303"), "out_of_use", words="水管漏水", by=dao)
    with pytest.raises(Refused) as raised:
        build.reserved(measure, site, label, dao)
    assert code(raised) == expected


def test_a_closed_site_takes_nobody_in(measure, site, tan, dao):
    close_site(site, by=tan, reason="疫情结束")
    with pytest.raises(Refused) as raised:
        build.reserved(measure, site, "301", dao)
    assert code(raised) == "isolation.site_closed"


@pytest.mark.parametrize("days", [-1, 15])
def test_a_room_is_kept_for_a_day_that_can_be(measure, site, dao, days):
    with pytest.raises(Refused) as raised:
        reserve_bed(
            measure, build.bed(site, "301"), planned_on=today() + timedelta(days=days), by=dao
        )
    assert code(raised) == "isolation.planned_day"


def test_nobody_is_isolated_without_a_measure_that_asks_for_it(measure, site, dao, lin, kang):
    cancel_measure(measure, by=lin, reason="登记错人")
    with pytest.raises(Refused) as raised:
        build.reserved(measure, site, "301", dao)
    assert code(raised) == "isolation.measure_closed"
    late = build.a_measure(lin, 2)
    with as_if(NOW + timedelta(days=20)), pytest.raises(Refused) as raised:
        build.reserved(late, site, "301", dao)
    assert code(raised) == "isolation.no_central_phase"


def test_a_room_that_was_left_is_disinfected_before_the_next_one_comes(guest, site, dao):
    move_room(guest, build.bed(site, "302"), by=dao, reason="空调坏了")
    assert room(site, "301").condition == "to_disinfect"
    assert [(use.bed.room.label, use.until is None) for use in guest.uses.all()] == [
        ("301", False), ("301", False), ("302", True)
    ]  # fmt: skip
    assert kinds(guest) == ["reserved", "checked_in", "moved"]
    with pytest.raises(Refused) as raised:
        move_room(again(guest), build.bed(site, "301"), by=dao, reason="换回来")
    assert code(raised) == "isolation.not_disinfected"
    set_condition(room(site, "301"), "ready", words="终末消毒", by=dao)
    move_room(again(guest), build.bed(site, "301"), by=dao, reason="换回来")


def test_a_reservation_that_moves_leaves_its_room_clean(stay, site, dao):
    move_room(stay, build.bed(site, "302"), by=dao, reason="换个房间")
    assert room(site, "301").condition == "ready"
    assert again(stay).status == "reserved"


def test_a_move_needs_a_reason_and_another_bed(guest, site, dao):
    with pytest.raises(Refused) as raised:
        move_room(guest, build.bed(site, "302"), by=dao, reason="")
    assert code(raised) == "isolation.reason_missing"
    with pytest.raises(Refused) as raised:
        move_room(guest, build.bed(site, "301"), by=dao, reason="换房间")
    assert code(raised) == "isolation.same_bed"


def test_who_goes_to_hospital_keeps_the_room(guest, site, dao, measure):
    send_to_hospital(guest, hospital="中心医院", by=dao)
    assert again(guest).status == "away"
    assert Measure.objects.get(pk=measure.pk).status == "suspended"
    assert not Room.objects.free().filter(label="301").exists()
    come_back(again(guest), by=dao)
    assert again(guest).status == "in"
    assert Measure.objects.get(pk=measure.pk).status == "running"
    assert kinds(guest)[-2:] == ["to_hospital", "back"]


def test_a_room_given_up_needs_another_on_the_return(guest, site, dao):
    send_to_hospital(guest, hospital="中心医院", keeps_bed=False, by=dao)
    assert room(site, "301").condition == "to_disinfect"
    with pytest.raises(Refused) as raised:
        come_back(again(guest), by=dao)
    assert code(raised) == "isolation.bed_given_up"
    come_back(again(guest), bed=build.bed(site, "304"), by=dao)
    assert guest.uses.get(until=None).bed.room.label == "304"


def test_nobody_leaves_twice(guest, site, dao):
    seen = again(guest)
    leave_site(guest, going="elsewhere", words="转往市定点", by=dao)
    with pytest.raises(StaleRow):
        leave_site(seen, going="elsewhere", words="再次", by=dao)
    with pytest.raises(IllegalMove):
        leave_site(again(guest), going="elsewhere", words="再次", by=dao)
    assert room(site, "301").condition == "to_disinfect"
    assert kinds(guest).count("left") == 1


def test_a_reservation_cannot_leave_and_a_guest_cannot_be_cancelled(stay, dao):
    with pytest.raises(IllegalMove):
        leave_site(stay, going="elsewhere", words="未到", by=dao)
    check_in_guest(stay, signed_by="何静", by=dao)
    with pytest.raises(IllegalMove):
        check_in_guest(again(stay), signed_by="何静", by=dao)
    with pytest.raises(IllegalMove):
        cancel_reservation(again(stay), by=dao, reason="没有来")


def test_a_measure_that_ends_at_home_leaves_no_room_kept(stay, measure, lin):
    cancel_measure(measure, by=lin, reason="认错人")
    assert again(stay).status == "cancelled"
    assert [each.fact for each in stay.movements.all()][-1] == "measure_ended"
    assert Room.objects.free().filter(label="301").exists()


def test_of_a_measure_that_ends_the_site_hears_while_somebody_is_in_the_room(guest, dao, tan, xi):
    cancel_measure(Measure.objects.get(), by=tan, reason="认错人")
    told = Notice.objects.get(kind="stay.measure_ended")
    assert (told.user, told.read_at, again(guest).status) == (dao, None, "in")
    assert "301" in told.text_zh
    leave_site(again(guest), going="home", words="措施已结束", by=dao)
    told.refresh_from_db()
    assert told.read_at is not None


def test_a_measure_that_is_lifted_on_its_page_is_heard_of_at_the_site(guest, dao, tan, monkeypatch):
    monkeypatch.setattr("longgang.measures.actions.steps.check_lift", lambda *_, **__: [])
    lift_measure(Measure.objects.get(), by=tan)
    assert Notice.objects.get(kind="stay.measure_ended").user == dao


def test_who_is_released_without_days_left_is_out_and_nobody_is_told_to_let_them_go(
    guest, tan, monkeypatch
):
    monkeypatch.setattr("longgang.measures.actions.steps.check_lift", lambda *_, **__: [])
    monkeypatch.setattr("longgang.measures.actions.handing._against", lambda *_: [])
    monkeypatch.setattr("longgang.measures.actions.handing.goes_home", lambda _measure: False)
    assert release_guest(guest, transport="家属接回", by=tan) is None
    assert (again(guest).status, again(guest).going) == ("left", "released")
    assert Measure.objects.get().status == "lifted"
    assert not Notice.objects.filter(kind="stay.measure_ended").exists()


def test_who_does_not_come_leaves_the_room_free(stay, site, dao, measure):
    cancel_reservation(stay, by=dao, reason="改为居家隔离")
    assert Room.objects.free().filter(label="301").exists()
    build.reserved(measure, site, "301", dao)


def test_who_leaves_without_release_is_counted_after_the_measure_was_changed(guest, dao):
    """Whoever changes thousands of measures counts their sites last too: none waits for another."""
    with CaptureQueriesContext(connection) as queries:
        leave_site(guest, going="gone", words="夜间自行离开", by=dao)
    held = [each["sql"] for each in queries if "FOR UPDATE" in each["sql"]]
    measure = [place for place, sql in enumerate(held) if 'FROM "measures_measure"' in sql]
    figures = [place for place, sql in enumerate(held) if 'FROM "isolation_sitefigures"' in sql]
    assert measure
    assert max(measure) < min(figures)


def test_another_site_answers_as_soon_as_somebody_is_handed_on(guest, other_site, dao, xi, kang):
    bed = build.bed(other_site, "301")
    for stranger in (dao, xi):
        with pytest.raises(NotAllowed):
            send_to_site(guest, bed, by=stranger, reason="本点要关闭")
    with pytest.raises(Refused) as raised:
        send_to_site(guest, build.bed(guest.site, "305"), by=kang, reason="本点要关闭")
    assert code(raised) == "isolation.same_site"
    follower = send_to_site(guest, bed, by=kang, reason="本点要关闭")
    assert (again(guest).status, follower.status) == ("left", "reserved")
    before = Measure.objects.get()
    assert before.held_at == other_site.premises
    check_in_guest(follower, signed_by="何静", by=xi)
    after = Measure.objects.get()
    assert (after.term_count, after.ends_on) == (before.term_count, before.ends_on)


def test_who_is_at_one_site_is_handed_on_from_the_page(guest, other_site, kang, dao, signed_in):
    url = reverse("isolation:send", args=[guest.number])
    assert url in signed_in(kang).get(guest.get_absolute_url()).content.decode()
    assert url not in signed_in(dao).get(guest.get_absolute_url()).content.decode()
    assert "西山健康驿站" in signed_in(kang).get(url).content.decode()
    there = f"{url}?site={other_site.number}"
    assert signed_in(kang).post(there, {"bed": "", "reason": ""}).status_code == 422
    bed = bed_code(build.bed(other_site, "302"))
    done = signed_in(kang).post(there, {"bed": bed, "reason": "本点要关闭"})
    assert done.status_code == 302
    assert Stay.objects.open().get().site == other_site
