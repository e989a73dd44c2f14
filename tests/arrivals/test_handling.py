"""Claiming, calling, handing over, verifying: one owner at any moment, one measure at the end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from longgang.areas.api import add_area
from longgang.arrivals.actions.declaring import withdraw_declaration
from longgang.arrivals.actions.handling import (
    accept_declaration,
    call_off_declaration,
    claim_declaration,
    hand_over_declaration,
    raise_unclaimed,
    record_call,
    send_back_declaration,
    verify_declaration,
)
from longgang.arrivals.models import Declaration
from longgang.audit.models import Event
from longgang.core.clock import as_if
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.health.api import symptoms_in_words
from longgang.health.models import SeenCode, SymptomReport, Temperature
from longgang.measures.api import open_measure
from longgang.measures.models import Measure
from longgang.notices.models import Notice
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in
from tests.measures.build import DISTRICT, GONGJIAN, NOW, WANGHAISI

from . import build

pytestmark = pytest.mark.django_db


def again(declaration: Declaration) -> Declaration:
    return Declaration.objects.get(pk=declaration.pk)


@pytest.fixture
def claimed(declaration, lin) -> Declaration:
    claim_declaration(declaration, by=lin)
    return declaration


@pytest.fixture
def from_risk(village, ada, wei, lin) -> Declaration:
    """Of somebody who left a high-risk village yesterday; claimed."""
    how = build.travel(
        build.place(build.SANYA, -20, -1, village.number), build.place(build.HARBIN, -1, 1)
    )
    declaration = build.declares(ada, wei, how=how)
    claim_declaration(declaration, by=lin)
    return declaration


def test_of_two_who_claim_it_one_has_it(declaration, lin, jie):
    seen = again(declaration)
    claim_declaration(declaration, by=lin)
    with pytest.raises(StaleRow):
        claim_declaration(seen, by=jie)
    assert again(declaration).claimed_by == lin


def test_nobody_is_told_on_of_what_was_claimed_handed_over_or_taken_back(
    lin, bo, jie, ada, declaration
):
    def told(user):
        return list(Notice.objects.filter(user=user, waits=True).values_list("kind", flat=True))

    assert told(lin) == ["declaration.declared"]
    assert Notice.objects.filter(user=lin, waits=True).get().url == declaration.get_absolute_url()
    claim_declaration(declaration, by=jie)
    assert told(lin) == [], "whoever of the community did it"
    hand_over_declaration(declaration, to_code=GONGJIAN, reason="住公建", by=lin)
    assert told(bo) == ["declaration.handed_over"]
    withdraw_declaration(again(declaration), by=ada)
    assert told(bo) == []


def test_only_the_community_of_the_home_and_those_above_it_handle_it(declaration, bo, ge, ada, jie):
    for stranger in (bo, ge, ada):
        with pytest.raises(NotAllowed):
            claim_declaration(declaration, by=stranger)
    claim_declaration(declaration, by=jie)


@pytest.mark.parametrize("outcome", ["no_answer", "wrong_number"])
def test_who_is_not_reached_stays_in_front_of_the_community(claimed, lin, outcome):
    record_call(claimed, outcome=outcome, by=lin)
    assert again(claimed).status == "unreachable"
    record_call(claimed, outcome=outcome, by=lin)
    record_call(claimed, outcome="reached", words="明天到", by=lin)
    assert again(claimed).status == "claimed"
    assert [each.outcome for each in claimed.calls.all()] == [outcome, outcome, "reached"]


def test_while_it_is_handed_over_both_see_it_and_one_answers_for_it(claimed, lin, bo):
    hand_over_declaration(claimed, to_code=GONGJIAN, reason="住公建", by=lin)
    for user in (lin, bo):
        assert Declaration.objects.visible_to(user).get() == claimed
    with pytest.raises(NotAllowed):
        accept_declaration(claimed, by=lin)
    assert Notice.objects.filter(user=bo, kind="declaration.handed_over").count() == 1
    accept_declaration(claimed, by=bo)
    kept = again(claimed)
    assert (kept.status, kept.area_code, kept.claimed_by) == ("claimed", GONGJIAN, bo)
    assert not Declaration.objects.visible_to(lin).exists()
    assert Notice.objects.filter(user=lin, kind="declaration.answered").count() == 1


def test_what_is_sent_back_is_the_senders_again(claimed, lin, bo):
    hand_over_declaration(claimed, to_code=GONGJIAN, reason="住公建", by=lin)
    send_back_declaration(claimed, reason="查无此楼", by=bo)
    kept = again(claimed)
    assert (kept.status, kept.area_code, kept.claimed_by) == ("claimed", WANGHAISI, lin)
    assert not Declaration.objects.visible_to(bo).exists()
    transfer = claimed.transfers.get()
    assert (transfer.was_accepted, transfer.answer) == (False, "查无此楼")
    hand_over_declaration(claimed, to_code=GONGJIAN, reason="确认住公建", by=lin)
    assert claimed.transfers.count() == 2


@pytest.mark.parametrize(
    ("to_code", "code"),
    [
        (WANGHAISI, "arrivals.same_community"),
        (build.HARBIN, "arrivals.nobody_there"),
        (DISTRICT, "arrivals.nobody_there"),
        ("211403001999", "arrivals.nobody_there"),
        ("", "arrivals.nobody_there"),
    ],
)
def test_it_is_handed_to_somebody_who_is_there(claimed, lin, to_code, code):
    with pytest.raises(Refused) as error:
        hand_over_declaration(claimed, to_code=to_code, reason="搬家", by=lin)
    assert error.value.refusals[0].code == code
    assert again(claimed).status == "claimed"


def test_what_nobody_has_handed_over_is_not_accepted(claimed, jie):
    with pytest.raises((IllegalMove, NotAllowed)):
        accept_declaration(claimed, by=jie)


def test_a_verified_stranger_to_all_risk_is_under_no_measure(claimed, lin):
    assert verify_declaration(claimed, how="phone", who="", by=lin) is None
    kept = again(claimed)
    assert (kept.status, kept.measure, kept.closed_by) == ("verified", None, lin)


def test_how_it_was_verified_stays_with_it(claimed, lin):
    url = reverse("arrivals:do", args=[claimed.number, "verify"])
    page = sign_in(lin).post(url, {"who": ""})
    assert page.status_code == 422, "it is asked how"
    assert again(claimed).status == "claimed"
    assert _form_of(page).initial["how"] == ""
    record_call(claimed, outcome="reached", by=lin)
    page = sign_in(lin).get(claimed.get_absolute_url())
    assert _form_of(page).initial["how"] == "phone", "who has called is not asked again"
    early = sign_in(lin).post(url, {"who": "", "how": "door"})
    assert early.status_code == 422, "they arrive tomorrow"
    assert "此人尚未到达" in early.content.decode()
    assert again(claimed).status == "claimed"
    arrival = as_if(claimed.arrives_at.replace(hour=0))
    with arrival, assert_one_event("declaration.verified") as told:
        sign_in(lin).post(url, {"who": "", "how": "door"})
    assert told[0].after["how"] == "door"
    assert again(claimed).verified_how == "door"
    assert "上门核实" in sign_in(lin).get(claimed.get_absolute_url()).content.decode()


def test_who_leaves_is_met_at_the_door_before(ada, wei, lin):
    leaving = build.declares(ada, wei, how=build.travel(**build.LEAVING))
    claim_declaration(leaving, by=lin)
    verify_declaration(leaving, how="door", who="", by=lin)
    assert again(leaving).status == "verified"


def _form_of(page):
    return next(form for deed, form in page.context["buttons"] if deed.verb == "verify")


def test_the_declared_address_is_that_of_the_measure(from_risk, wei, lin):
    measure = verify_declaration(from_risk, how="phone", who="high_risk", by=lin)
    assert wei.address != from_risk.address
    assert Measure.objects.get().home.address == from_risk.address
    url = reverse("measures:reveal", args=[measure.number, "address"])
    shown = sign_in(lin).post(url, {"purpose": "visit", "reason": "上门"}).content.decode()
    assert from_risk.address in shown
    assert wei.address not in shown or not wei.address


def test_the_address_of_the_register_is_kept_once(village, ada, wei, lin):
    how = build.travel(
        build.place(build.SANYA, -20, -1, village.number), build.place(build.HARBIN, -1, 1)
    )
    wei.address = how.address
    wei.save()
    declaration = build.declares(ada, wei, how=how)
    claim_declaration(declaration, by=lin)
    verify_declaration(declaration, how="phone", who="high_risk", by=lin)
    assert Measure.objects.get().address == ""


def test_where_the_grid_is_known_the_measure_belongs_to_it(village, ada, wei, lin, rui):
    with as_if(NOW - timedelta(days=2)):
        for community in (WANGHAISI, GONGJIAN):
            add_area(code=f"{community}001", name="一网格", parent_code=community, by=rui)
    how = build.travel(
        build.place(build.SANYA, -20, -1, village.number), build.place(build.HARBIN, -1, 1)
    )
    declaration = build.declares(ada, wei, how=how)
    claim_declaration(declaration, by=lin)
    page = sign_in(lin).get(declaration.get_absolute_url())
    (form,) = [form for deed, form in page.context["buttons"] if deed.verb == "verify"]
    assert [code for code, _label in form.fields["grid"].choices] == ["", f"{WANGHAISI}001"]
    with pytest.raises(Refused) as refused:
        verify_declaration(declaration, how="phone", who="high_risk", grid=f"{GONGJIAN}001", by=lin)
    assert refused.value.code == "arrivals.other_grid"
    measure = verify_declaration(
        declaration, how="phone", who="high_risk", grid=f"{WANGHAISI}001", by=lin
    )
    assert measure.area_code == f"{WANGHAISI}001"


def test_verifying_opens_the_measure_that_the_rules_ask_for(from_risk, lin):
    measure = verify_declaration(from_risk, how="phone", who="high_risk", by=lin)
    assert (measure.who, measure.area_code, measure.exposed_on) == (
        "high_risk", WANGHAISI, build.day(-1)
    )  # fmt: skip
    assert again(from_risk).measure == measure


def test_another_day_of_exposure_than_was_declared_needs_a_reason(from_risk, lin):
    verified = {"how": "phone", "who": "high_risk", "exposed_on": build.day(-6), "by": lin}
    for reason in ("", "  "):
        with pytest.raises(Refused) as refusal:
            verify_declaration(from_risk, reason=reason, **verified)
        assert refusal.value.refusals[0].field == "words"
    assert again(from_risk).measure is None
    with override("en"):
        measure = verify_declaration(from_risk, reason="火车票为六天前", **verified)
    assert measure.exposed_on == build.day(-6)
    event = Event.objects.get(kind="declaration.verified")
    masked = [f"•••{build.day(ago):%d}" for ago in (-1, -6)]
    assert [event.before["exposed_on"], event.after["exposed_on"]] == masked
    assert event.reason == "火车票为六天前"


def test_a_measure_says_its_source_in_the_offices_own_language(from_risk, lin):
    with override("en"):
        verify_declaration(from_risk, how="phone", who="high_risk", by=lin)
    assert Event.objects.get(kind="measure.opened").reason == f"来返申报 {from_risk.number}"


def test_what_was_told_of_somebodys_health_is_an_observation_once_it_is_verified(wei, ada, lin):
    told = {
        "symptoms": ("9", "1"), "celsius": Decimal("38.4"),
        "codes": (("health_code", "yellow"), ("travel_code", "marked")),
    }  # fmt: skip
    declared = build.declares(ada, wei, **told)
    claim_declaration(declared, by=lin)
    assert not Temperature.objects.exists(), "nobody has verified it"
    verify_declaration(declared, how="phone", who="", by=lin)
    reading, report = Temperature.objects.get(), SymptomReport.objects.get()
    assert (reading.celsius, reading.taken_at) == (Decimal("38.4"), declared.declared_at)
    assert (report.symptoms, report.words) == (["1", "9"], "")
    assert symptoms_in_words(report) == "干咳、其他"
    seen = dict(SeenCode.objects.values_list("source", "colour"))
    assert seen == {"health_code": "yellow", "travel_code": "marked"}
    for row in (reading, report, *SeenCode.objects.all()):
        assert (row.told_in, row.person, row.entered_by) == (declared.number, wei, lin)


def test_who_told_nothing_is_observed_with_nothing(claimed, lin):
    verify_declaration(claimed, how="phone", who="", by=lin)
    assert not SymptomReport.objects.exists()
    assert not Temperature.objects.exists()


def test_who_declares_after_all_days_of_the_rule_is_under_no_measure(claimed, lin):
    Declaration.objects.filter(pk=claimed.pk).update(who="high_risk", exposed_on=build.day(-30))
    late = again(claimed)
    assert verify_declaration(late, how="phone", who="high_risk", by=lin) is None
    assert (late.status, late.measure) == ("verified", None)


def test_another_kind_than_the_rules_found_needs_a_reason(claimed, lin):
    with pytest.raises(Refused) as error:
        verify_declaration(
            claimed, how="phone", who="close_contact", exposed_on=build.day(-1), by=lin
        )
    assert error.value.refusals[0].code == "arrivals.words_missing"
    measure = verify_declaration(
        claimed,
        how="phone",
        who="close_contact",
        exposed_on=build.day(-1),
        reason="市疾控电话通知",
        by=lin,
    )
    assert measure.who == "close_contact"


def test_who_is_under_a_measure_already_keeps_it_and_it_is_extended(claimed, wei, lin):
    running = open_measure(
        wei, "close_contact", base_on=build.day(-3), area_code=WANGHAISI, reason="密接", by=lin
    )
    old_end = running.ends_on
    measure = verify_declaration(
        claimed,
        how="phone",
        who="close_contact",
        exposed_on=build.day(-1),
        reason="再次接触",
        by=lin,
    )
    assert (measure.pk, Measure.objects.count()) == (running.pk, 1)
    assert Measure.objects.get().ends_on == old_end + timedelta(days=2)


def test_an_older_exposure_leaves_the_measure_as_it_is(claimed, wei, lin):
    running = open_measure(
        wei, "close_contact", base_on=build.day(-1), area_code=WANGHAISI, reason="密接", by=lin
    )
    verify_declaration(
        claimed, how="phone", who="close_contact", exposed_on=build.day(-3), reason="旧接触", by=lin
    )
    assert Measure.objects.get().ends_on == running.ends_on


def test_a_refused_measure_leaves_the_declaration_open(claimed, lin):
    with pytest.raises(Refused):
        verify_declaration(
            claimed,
            how="phone",
            who="close_contact",
            exposed_on=build.day(9),
            reason="密接",
            by=lin,
        )
    assert again(claimed).status == "claimed"
    assert not Event.objects.filter(kind="declaration.verified").exists()


def test_who_does_not_come_is_called_off_with_a_reason(claimed, lin):
    with pytest.raises(Refused):
        call_off_declaration(claimed, reason=" ", by=lin)
    call_off_declaration(claimed, reason="改签下月", by=lin)
    assert again(claimed).status == "not_coming"


def test_what_is_settled_takes_no_further_deed(claimed, lin):
    verify_declaration(claimed, how="phone", who="", by=lin)
    for deed in (
        lambda: record_call(claimed, outcome="reached", by=lin),
        lambda: verify_declaration(claimed, how="phone", who="", by=lin),
        lambda: hand_over_declaration(claimed, to_code=GONGJIAN, reason="搬家", by=lin),
        lambda: call_off_declaration(claimed, reason="不来", by=lin),
    ):
        with pytest.raises(IllegalMove):
            deed()
    assert not claimed.calls.exists()
    assert not claimed.transfers.exists()


@pytest.mark.parametrize(("minutes", "told"), [(119, 0), (120, 1)])
def test_unclaimed_for_two_hours_the_street_is_told_once(declaration, jie, minutes, told):
    with as_if(NOW + timedelta(minutes=minutes)):
        assert raise_unclaimed() == told
        assert raise_unclaimed() == 0
    assert Notice.objects.filter(user=jie, kind="declaration.unclaimed").count() == told


def test_what_is_claimed_in_time_is_not_told(claimed, jie):
    with as_if(NOW + timedelta(minutes=300)):
        assert raise_unclaimed() == 0
    assert not Notice.objects.filter(kind="declaration.unclaimed").exists()


def test_a_day_that_lies_far_behind_by_a_slip_lets_nobody_go(from_risk, lin):
    for slip, code in ((-60, "arrivals.days_over"), (1, "arrivals.exposed_ahead")):
        with pytest.raises(Refused) as refused:
            verify_declaration(
                from_risk, how="phone", who="high_risk", exposed_on=build.day(slip),
                reason="票据日期", by=lin,
            )  # fmt: skip
        assert (refused.value.code, refused.value.refusals[0].field) == (code, "exposed_on")
    assert again(from_risk).status == "claimed"
    assert verify_declaration(from_risk, how="phone", who="", reason="早已离开", by=lin) is None


def test_who_is_under_a_measure_does_not_leave(wei, ada, lin):
    declaration = build.declares(ada, wei, how=build.travel(**build.LEAVING))
    claim_declaration(declaration, by=lin)
    page, own = declaration.get_absolute_url(), "/arrivals/mine/"
    assert "不得离开" not in sign_in(lin).get(page).content.decode()
    open_measure(wei, "high_risk", base_on=build.day(0), area_code=WANGHAISI, by=lin, reason="通报")
    for reader, address in ((lin, page), (lin, "/arrivals/queue/"), (ada, own)):
        assert "不得离开" in sign_in(reader).get(address).content.decode(), address
    with pytest.raises(Refused) as refused:
        verify_declaration(declaration, how="phone", who="", by=lin)
    assert refused.value.code == "arrivals.under_a_measure"
    assert again(declaration).status == "claimed"
