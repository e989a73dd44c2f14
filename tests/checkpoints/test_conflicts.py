"""What does not fit is in front of somebody, by a limit, and ends in words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from longgang.audit.api import Disclosure
from longgang.audit.models import Event
from longgang.checkpoints.actions.calling import find_callees
from longgang.checkpoints.actions.conflicts import (
    escalate_conflicts,
    look_again,
    look_for_odd_exits,
    resolve_conflict,
)
from longgang.checkpoints.home import checkpoint_tasks
from longgang.checkpoints.jobs import tidy, watch_conflicts
from longgang.checkpoints.models import Conflict, ConflictKind
from longgang.checkpoints.queries import stops_of
from longgang.checkpoints.rules import Matter, Standing, kind_of_doubts, plan_conflicts
from longgang.checkpoints.wording import KIND_WORDS
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.gate import undo_check
from longgang.passes.models import Check
from tests.cast import sign_in
from tests.passes import build
from tests.passes.gate import an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def doubled(make_pass, phone, dan, kai, port):
    """One pass at two gates; the conflict of it."""
    vehicle_pass, west, there = make_pass(), phone(), phone(port, kai)
    west.sync(west.check(vehicle_pass, ago=3 * HOUR))
    there.sync(there.check(vehicle_pass, ago=2 * HOUR, note="改道"))
    return Conflict.objects.get(kind="double_use")


def test_double_use_is_in_front_of_the_duty_officer(doubled, dan, west_exit, port):
    assert (doubled.status, len(doubled.nonces)) == ("open", 2)
    assert doubled.due_at - doubled.opened_at == timedelta(hours=2)
    notice = Notice.objects.get(user=dan, kind="conflict.opened")
    assert "一证两用" in notice.text_zh
    assert "One pass used twice" in notice.text_en
    assert notice.url == doubled.get_absolute_url()
    assert Event.objects.get(kind="conflict.opened").after["kind"] == "double_use"
    (task,) = checkpoint_tasks(dan)
    assert task.count == 1


def test_sending_again_opens_nothing_twice(doubled, phone, make_pass):
    assert Notice.objects.filter(kind="conflict.opened").count() == 1
    assert Conflict.objects.count() == 1


def test_a_third_use_grows_the_open_conflict(doubled, phone):
    west = phone()
    west.sync(west.check(doubled.vehicle_pass, ago=HOUR))
    doubled.refresh_from_db()
    assert len(doubled.nonces) == 3
    assert Event.objects.filter(kind="conflict.grown").count() == 1


def test_whoever_looks_into_it_has_the_phones_of_both_stops(doubled, hai, kai, dan):
    """The officers and the leads; each phone is written down as seen, and only while it is open."""
    for place, person in enumerate((hai, kai)):
        person.phone = f"1370000008{place}"
        person.save()
    page = sign_in(dan).get(doubled.get_absolute_url()).content.decode()
    for person in (hai, kai):
        assert f'{person} <a href="tel:{person.phone}">{person.phone}</a>' in page
    assert page.count("卡口负责人") == 2
    seen = Disclosure.objects.filter(field="phone", purpose="contact")
    assert set(seen.values_list("subject_number", "reason", "by_name")) == {
        (person.number, doubled.number, dan.name) for person in (hai, kai)
    }
    assert len(stops_of(doubled)) == seen.count() == 2, "each once"
    resolve_conflict(doubled, resolution="slip", by=dan, reason="同一车辆重复扫码")
    later = sign_in(dan).get(doubled.get_absolute_url()).content.decode()
    assert hai.phone not in later
    assert str(hai) in later


def test_a_phone_of_ones_own_or_none_at_all_is_nothing_to_write_down(doubled, hai, kai):
    kai.phone = "13700000081"
    kai.save()
    check = Check.objects.select_related("officer").get(officer=hai)
    callees = find_callees(doubled, [check], by=kai)[check]
    assert (callees.officer, callees.leads) == ("", ((str(kai), "13700000081"),))
    assert not Disclosure.objects.exists()


def test_resolving_needs_a_choice_and_words(doubled, dan):
    for resolution, reason in (("", "查明"), ("harmless", " "), ("nonsense", "查明")):
        with pytest.raises(Refused):
            resolve_conflict(doubled, resolution=resolution, by=dan, reason=reason)
    resolve_conflict(doubled, resolution="slip", by=dan, reason="同一车辆重复扫码")
    doubled.refresh_from_db()
    assert (doubled.status, doubled.resolved_by) == ("resolved", dan)
    event = Event.objects.get(kind="conflict.resolved")
    assert (event.reason, event.after) == ("同一车辆重复扫码", {"resolution": "slip"})


@pytest.mark.parametrize("name", ["kai", "mei", "hai", "lin", "ada"])
def test_who_may_not_resolve(doubled, name, request):
    with pytest.raises(NotAllowed):
        resolve_conflict(
            doubled, resolution="slip", by=request.getfixturevalue(name), reason="查明"
        )


def test_of_two_duty_officers_one_wins(doubled, dan, staff):
    stale = Conflict.objects.get(pk=doubled.pk)
    resolve_conflict(doubled, resolution="harmless", by=dan, reason="查明")
    with pytest.raises(StaleRow):
        resolve_conflict(stale, resolution="misuse", by=staff("冬", "duty_officer"), reason="查明")
    with pytest.raises(StaleRow):
        resolve_conflict(doubled, resolution="misuse", by=dan, reason="查明")


def test_what_is_resolved_is_opened_again_only_with_more_behind_it(doubled, dan, phone):
    resolve_conflict(doubled, resolution="harmless", by=dan, reason="查明")
    west = phone()
    west.sync(west.check(doubled.vehicle_pass, way="exit", ago=1.5 * HOUR))
    assert not Conflict.objects.open().exists()
    west.sync(west.check(doubled.vehicle_pass, ago=HOUR))
    assert Conflict.objects.open().get().pk != doubled.pk


def test_an_undone_check_ends_its_conflict(make_pass, phone, dan, hai):
    vehicle_pass, west = make_pass(), phone()
    west.sync(west.check(vehicle_pass, ago=2 * HOUR))
    west.sync(west.check(vehicle_pass, nonce="the-second-one"))
    undo_check(Check.objects.get(nonce="the-second-one"), by=hai, reason="扫错车")
    assert look_again() == 1
    conflict = Conflict.objects.get()
    assert (conflict.status, conflict.resolved_by) == ("explained", None)
    watch_conflicts(0)
    tidy(0)


BROKEN = {"seal_state": "broken", "note": "司机称卸货时车门碰断"}


@pytest.fixture
def at_the_page(hai, west_exit):
    """The officer at the west exit, with the web page."""
    return {"premises": west_exit, "by": hai}


@pytest.fixture
def broken(make_pass, dan, at_the_page):
    """A truck that came in sealed and went out with a broken seal; the conflict of it."""
    vehicle_pass = make_pass()
    an_entry(the_trip(vehicle_pass), **at_the_page)
    an_exit(the_trip(vehicle_pass), **at_the_page, **BROKEN)
    for _minute in range(3):
        watch_conflicts(0)
    return Conflict.objects.get()


def test_a_broken_seal_at_the_page_is_in_front_of_the_duty_officer(broken, dan):
    exit_check = Check.objects.get(direction="exit")
    assert (broken.kind, broken.status, broken.nonces) == (
        "seal_broken", "open", [exit_check.nonce],
    )  # fmt: skip
    assert broken.plate == exit_check.shown_plate
    notice = Notice.objects.get(user=dan, kind="conflict.opened")
    assert "出口发现封签损坏" in notice.text_zh
    assert notice.url == broken.get_absolute_url()
    (task,) = checkpoint_tasks(dan)
    assert task.count == 1
    page = sign_in(dan).get(broken.get_absolute_url()).content.decode()
    assert "司机称卸货时车门碰断" in page
    assert "FQ0001" in page


@pytest.mark.parametrize("mode", ["ask", "tell"])
def test_a_broken_seal_at_a_phone_is_too(make_pass, phone, dan, mode):
    vehicle_pass, west = make_pass(), phone()
    entry = west.check(vehicle_pass, ago=3 * HOUR)
    west.sync(entry)
    out = west.check(
        vehicle_pass, mode=mode, way="exit", seal_number=entry["seal_number"], **BROKEN
    )
    for state in ("recorded", "known"):
        (done,) = west.sync(out)["done"]
        assert (done["state"], done["conflicts"]) == (state, ["seal_broken"])
    assert Conflict.objects.get().nonces == [out["nonce"]]
    assert Notice.objects.filter(user=dan, kind="conflict.opened").count() == 1


def test_an_intact_seal_is_nobodys_matter(make_pass, dan, at_the_page):
    vehicle_pass = make_pass()
    an_entry(the_trip(vehicle_pass), **at_the_page)
    an_exit(the_trip(vehicle_pass), **at_the_page)
    assert look_for_odd_exits() == 0
    assert not Conflict.objects.exists()


def test_a_broken_seal_that_was_looked_into_stays_so(broken, dan, phone):
    resolve_conflict(broken, resolution="settled", by=dan, reason="企业说明，已核实")
    west = phone()
    west.sync(west.check(broken.vehicle_pass, ago=4 * HOUR))
    watch_conflicts(0)
    assert Conflict.objects.filter(kind="seal_broken").get().status == "resolved"


def test_an_exit_taken_back_ends_the_matter_of_its_seal(broken, hai):
    undo_check(Check.objects.get(direction="exit"), by=hai, reason="看错封签")
    watch_conflicts(0)
    broken.refresh_from_db()
    assert broken.status == "explained"


def test_a_seal_on_two_cabs_is_one_conflict_until_the_first_had_left(make_pass, phone, dan):
    first, second, west = make_pass(), make_pass("辽P54321"), phone()
    west.sync(west.check(first, ago=3 * HOUR, seal_number="F0001"))
    (done,) = west.sync(west.check(second, ago=HOUR, seal_number="f 0001"))["done"]
    assert done["conflicts"] == ["seal_twice"]
    conflict = Conflict.objects.get()
    assert (conflict.seal_number, conflict.vehicle_pass) == ("F0001", None)
    west.sync(west.check(first, way="exit", ago=2 * HOUR))
    conflict.refresh_from_db()
    assert conflict.status == "explained"


# --- an exit at the page whose entry nobody knows ---


@pytest.fixture
def gone(make_pass, hai, west_exit):
    """A vehicle that left at the checkpoint's page, and of which no check says that it came in."""
    vehicle_pass = make_pass()
    an_exit(
        the_trip(vehicle_pass), premises=west_exit, by=hai, seal_state="none", note="司机称已入区"
    )
    return vehicle_pass


def test_a_missing_entry_is_in_front_of_the_duty_officer_from_the_page_too(gone, dan):
    for _minute in range(3):
        watch_conflicts(0)
    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.status, conflict.vehicle_pass) == ("no_entry", "open", gone)
    assert Notice.objects.filter(user=dan, kind="conflict.opened").count() == 1


def test_a_missing_entry_that_is_told_in_the_same_minute_is_none(gone, phone):
    west = phone()
    west.sync(west.check(gone, ago=2 * HOUR))
    assert look_for_odd_exits() == 0
    assert not Conflict.objects.exists()


def test_a_missing_entry_that_is_told_later_ends_the_conflict(gone, phone):
    watch_conflicts(0)
    west = phone()
    west.sync(west.check(gone, ago=2 * HOUR))
    watch_conflicts(0)
    assert Conflict.objects.get().status == "explained"


def test_an_exit_taken_back_at_the_page_leaves_no_conflict(gone, hai):
    undo_check(Check.objects.get(), by=hai, reason="扫错车")
    watch_conflicts(0)
    assert not Conflict.objects.exists()


def test_a_missing_entry_that_was_looked_into_is_not_opened_again(gone, dan):
    watch_conflicts(0)
    resolve_conflict(Conflict.objects.get(), resolution="slip", by=dan, reason="入区时漏扫")
    watch_conflicts(0)
    assert Conflict.objects.get().status == "resolved"


# --- one vehicle inside on two passes ---


@pytest.fixture
def two_passes(make_pass):
    """Of one plate: now, and for tomorrow morning after that has ended."""
    return make_pass(), make_pass(expected_entry_at=build.in_hours(20))


STILL_OPEN = {"level": "amber", "code": "passes.earlier_trip_open", "also": []}


def kinds():
    return sorted(Conflict.objects.open().values_list("kind", flat=True))


@pytest.mark.parametrize("first", [0, 1])
def test_inside_on_two_passes_is_a_conflict_in_whatever_order_it_is_told(
    two_passes, phone, dan, first
):
    west, there = phone(), phone()
    earlier, later = two_passes
    told = [(west, west.check(earlier, ago=3 * HOUR)), (there, there.check(later, ago=2 * HOUR))]
    for device, check in (told[first], told[1 - first]):
        device.sync(check)
    conflict = Conflict.objects.get(kind="inside_twice")
    assert sorted(conflict.nonces) == sorted(check["nonce"] for _device, check in told)
    assert (conflict.plate, conflict.vehicle_pass) == (earlier.plate, None)
    assert Notice.objects.filter(user=dan, url=conflict.get_absolute_url()).count() == 1
    assert sign_in(dan).get(conflict.get_absolute_url()).status_code == 200
    look_again()
    conflict.refresh_from_db()
    assert conflict.status == "open"


def test_an_exit_told_late_explains_that_it_was_inside_once(two_passes, phone):
    west, (earlier, later) = phone(), two_passes
    west.sync(west.check(earlier, ago=3 * HOUR), west.check(later, ago=HOUR))
    assert "inside_twice" in kinds()
    west.sync(west.check(earlier, way="exit", ago=2 * HOUR))
    assert "inside_twice" not in kinds()


def test_an_entry_taken_back_explains_it_too(two_passes, phone, hai):
    west, (earlier, later) = phone(), two_passes
    west.sync(west.check(earlier, ago=3 * HOUR), west.check(later, nonce="the-later-one"))
    undo_check(Check.objects.get(nonce="the-later-one"), by=hai, reason="扫错车")
    watch_conflicts(0)
    assert Conflict.objects.get(kind="inside_twice").status == "explained"


@pytest.mark.parametrize(
    ("changes", "is_opened"),
    [
        ({"note": "上次出区漏扫", "verdict": STILL_OPEN}, False),
        ({"note": "上次出区漏扫", "is_offline": False}, False),  # the server had said so
        ({"note": "改道"}, True),  # the phone knew nothing of it
        ({"verdict": STILL_OPEN}, True),
    ],
)
def test_an_officer_who_was_told_of_the_earlier_trip_and_says_why_opens_nothing(
    two_passes, phone, changes, is_opened
):
    west, (earlier, later) = phone(), two_passes
    west.sync(west.check(earlier, ago=3 * HOUR))
    west.sync(west.check(later, ago=2 * HOUR, **changes))
    assert ("inside_twice" in kinds()) is is_opened


def test_a_plate_of_another_colour_is_another_vehicle(make_pass, phone):
    west = phone()
    blue, yellow = make_pass(plate_colour="1"), make_pass(plate_colour="2")
    west.sync(west.check(blue, ago=3 * HOUR), west.check(yellow, ago=2 * HOUR))
    assert kinds() == []


def test_a_third_trip_leaves_the_first_conflict_alone(two_passes, make_pass, phone):
    west, (earlier, later) = phone(), two_passes
    west.sync(west.check(earlier, ago=4 * HOUR), west.check(later, ago=3 * HOUR))
    third = make_pass(expected_entry_at=build.in_hours(44))
    west.sync(west.check(third, ago=2 * HOUR))
    assert kinds().count("inside_twice") == 3
    west.sync(west.check(third, way="exit", ago=HOUR))
    assert kinds().count("inside_twice") == 3


# --- the clock ---


def test_what_nobody_looked_into_is_passed_on_once(doubled, kai, mei):
    assert escalate_conflicts() == 0
    with as_if(doubled.due_at):
        assert [escalate_conflicts(), escalate_conflicts()] == [1, 0]
        (task,) = checkpoint_tasks(kai)
        assert task.count == 1
    told = Notice.objects.filter(kind="conflict.escalated").values_list("user", flat=True)
    assert {kai.pk, mei.pk} <= set(told)


def test_late_is_late_although_no_job_ran(doubled, dan):
    with as_if(doubled.due_at):
        page = sign_in(dan).get(reverse("checkpoints:conflicts") + "?status=overdue")
    assert doubled.number in page.content.decode()


# --- the pages ---


def test_the_page_shows_both_stops_and_resolves(doubled, dan):
    browser = sign_in(dan)
    page = browser.get(doubled.get_absolute_url()).content.decode()
    numbers = Check.objects.filter(nonce__in=doubled.nonces).values_list("number", flat=True)
    assert len(numbers) == 2
    assert all(number in page for number in numbers)
    url = reverse("checkpoints:resolve", args=[doubled.number])
    assert browser.post(url, {"resolution": "slip", "reason": ""}).status_code == 422
    assert browser.post(url, {"resolution": "slip", "reason": "重复扫码"}).status_code == 302
    late = browser.post(url, {"resolution": "misuse", "reason": "套牌"})  # an old form
    assert late.status_code == 409
    assert "该冲突已办结。" in late.content.decode()
    assert "重复扫码" in browser.get(doubled.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "seen", "resolving"),
    [("dan", 200, 302), ("kai", 200, 403), ("mei", 200, 403), ("hai", 403, 403), ("lin", 403, 403)],
)
def test_who_sees_and_who_resolves(doubled, name, seen, resolving, request):
    browser = sign_in(request.getfixturevalue(name))
    assert browser.get(doubled.get_absolute_url()).status_code == seen
    url = reverse("checkpoints:resolve", args=[doubled.number])
    answer = browser.post(url, {"resolution": "slip", "reason": "重复扫码"})
    assert answer.status_code == resolving


def test_a_duty_officer_of_another_district_sees_nothing(doubled, staff):
    other = staff("远", "duty_officer", area_code="211402")
    assert sign_in(other).get(doubled.get_absolute_url()).status_code == 404


# --- rules ---


def test_every_kind_has_words():
    assert set(KIND_WORDS) == set(ConflictKind)


@pytest.mark.parametrize(
    ("doubts", "kind"),
    [
        ([], ""),
        (["passes.revoked"], "after_withdrawal"),
        (["passes.other_checkpoint", "passes.note_missing"], "wrong_checkpoint"),
        (["passes.fever"], "against_rules"),
        (["passes.expired", "passes.blocklisted"], "blocklisted"),
        (["passes.no_pass", "passes.forged"], "unknown_pass"),
        (["passes.forged"], "not_valid"),
    ],
)
def test_the_gravest_doubt_names_the_conflict(doubts, kind):
    assert kind_of_doubts(doubts) == kind


NONCES = st.frozensets(st.sampled_from("abcde"), min_size=1)
MATTERS = st.lists(
    st.builds(Matter, st.sampled_from(["k1", "k2"]), st.sampled_from(["x", "y"]), NONCES),
    unique_by=lambda matter: (matter.kind, matter.about),
)


@given(st.lists(MATTERS, min_size=1, max_size=5))
def test_the_open_conflicts_follow_from_the_last_matters_alone(history):
    """Whatever was thought in between: after each look exactly what does not fit is open."""
    rows: dict[int, Standing] = {}
    for matters in history:
        plan = plan_conflicts(matters, rows.values())
        for key, matter in plan.to_grow:
            rows[key] = Standing(key, matter.kind, matter.about, matter.nonces, is_open=True)
        for key in plan.to_explain:
            row = rows[key]
            rows[key] = Standing(key, row.kind, row.about, row.nonces, is_open=False)
        for matter in plan.to_open:
            key = len(rows)
            rows[key] = Standing(key, matter.kind, matter.about, matter.nonces, is_open=True)
        standing = {(row.kind, row.about, row.nonces) for row in rows.values() if row.is_open}
        assert standing == {(each.kind, each.about, each.nonces) for each in matters}
