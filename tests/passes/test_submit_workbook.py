"""Submitting a workbook: its good rows, all or none, once."""

import pytest

from longgang.audit.models import Event
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.passes.actions.blocklist import propose_block
from longgang.passes.actions.fleet import read_workbook, submit_workbook
from longgang.passes.models import FleetUpload, PassRule, VehiclePass
from longgang.passes.substances import SUBSTANCES

from . import build
from .workbooks import ACID_HEADERS, a_row, a_workbook, again, an_acid_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def upload():
    return a_workbook([a_row(1), a_row(2), a_row(3, plate="辽P1")])


@pytest.fixture
def fleet(upload, wen, acid_works):
    return read_workbook(upload, company=acid_works, signature="文斌", by=wen)


def test_submit_hands_in_the_good_rows(fleet, wen, lin):
    submitted = submit_workbook(fleet, by=wen)
    assert sorted(each.plate for each in submitted) == ["辽P30001", "辽P30002"]
    assert {each.upload for each in VehiclePass.objects.all()} == {fleet}
    assert {each.company for each in submitted} == {fleet.company}
    assert FleetUpload.objects.get().confirmed_at is not None
    assert Event.objects.filter(kind="fleet.submitted").get().after == {"submitted": 2}


def test_twenty_nine_tankers_of_acid(wen, acid_works):
    upload = a_workbook(
        [an_acid_row(number) for number in range(1, 30)], headers=ACID_HEADERS, title="明日车次"
    )
    fleet = read_workbook(upload, company=acid_works, signature="文斌", by=wen)
    assert (fleet.new_count, fleet.faulty_count) == (29, 0)
    assert len(submit_workbook(fleet, by=wen)) == 29
    assert VehiclePass.objects.filter(is_hazardous=True, desk_code="211403-industry").count() == 29


def test_submit_twice_makes_nothing_twice(fleet, wen):
    on_screen = FleetUpload.objects.get()
    submit_workbook(fleet, by=wen)
    with pytest.raises(StaleRow) as refused:
        submit_workbook(on_screen, by=wen)
    assert refused.value.code == "core.workbook_entered_meanwhile"
    assert VehiclePass.objects.count() == 2


def test_submit_of_the_same_file_from_two_previews_makes_nothing_twice(
    fleet, upload, wen, acid_works
):
    other = read_workbook(again(upload), company=acid_works, signature="文斌", by=wen)
    submit_workbook(fleet, by=wen)
    with pytest.raises(StaleRow) as refused:
        submit_workbook(other, by=wen)
    assert fleet.number in str(refused.value.refusals[0].reason)
    assert VehiclePass.objects.count() == 2


def test_submit_names_the_row_that_became_bad_and_leaves_nothing_half_done(fleet, wen):
    PassRule.objects.filter(goods_class="industrial").update(max_people=0)
    with pytest.raises(Refused) as refused:
        submit_workbook(fleet, by=wen)
    assert refused.value.code == "passes.too_many_people"
    assert "2" in str(refused.value.refusals[0].reason)
    assert not VehiclePass.objects.exists()
    assert FleetUpload.objects.get().confirmed_at is None


def test_submit_refuses_a_row_whose_trip_was_announced_meanwhile(fleet, wen):
    build.a_submitted_pass(wen, company=fleet.company, plate="辽P30002")
    with pytest.raises(Refused) as refused:
        submit_workbook(fleet, by=wen)
    assert refused.value.code == "passes.already_announced"
    assert VehiclePass.objects.count() == 1


def test_submit_refuses_a_row_whose_driver_left_the_list(wen, acid_works):
    from longgang.people.api import add_crew_member, remove_crew_member

    person = build.a_person(wen)
    add_crew_member(acid_works, person, by=wen)
    row = a_row(1, driver_name=person.name, driver_id_number="", driver_phone="")
    fleet = read_workbook(a_workbook([row]), company=acid_works, signature="文斌", by=wen)
    assert fleet.new_count == 1
    remove_crew_member(acid_works, person, by=wen)
    with pytest.raises(Refused) as refused:
        submit_workbook(fleet, by=wen)
    assert refused.value.code == "passes.rider_not_known"
    assert not VehiclePass.objects.exists()


@pytest.mark.parametrize("name", ["ada", "lin"])
def test_submit_refuses_who_does_not_act_for_the_company(name, request, fleet):
    with pytest.raises(NotAllowed):
        submit_workbook(fleet, by=request.getfixturevalue(name))


def test_page_submits_once_however_often_it_is_clicked(fleet, wen, signed_in):
    browser = signed_in(wen)
    url = f"/passes/fleet/{fleet.number}/submit/"
    assert [browser.post(url).status_code for _click in range(2)] == [302, 302]
    assert VehiclePass.objects.count() == 2
    page = browser.get(f"/passes/fleet/{fleet.number}/").content.decode()
    assert "辽P30001" in page
    assert url not in page


def test_page_shows_the_row_that_became_bad(fleet, wen, signed_in):
    PassRule.objects.filter(goods_class="industrial").update(max_people=0)
    answer = signed_in(wen).post(f"/passes/fleet/{fleet.number}/submit/")
    assert answer.status_code == 422
    assert answer.context["refusals"][0].code == "passes.too_many_people"


def test_a_proposed_block_does_not_stop_an_upload(fleet, wen, rui):
    from longgang.core.identifiers import parse_plate

    propose_block(
        plate=parse_plate("辽P30001", "2"), document_number="1", ends_on=build.in_days(1),
        by=rui, reason="冲卡",
    )  # fmt: skip
    assert len(submit_workbook(fleet, by=wen)) == 2


def test_submit_fills_in_what_a_known_acid_is_as_the_wizard_does(acid_works, wen):
    row = an_acid_row(1, un_number="UN1831", hazard_class="", packing_group="")
    upload = read_workbook(a_workbook([row], headers=ACID_HEADERS), company=acid_works,
                           signature="文斌", by=wen)  # fmt: skip
    (submitted,) = submit_workbook(upload, by=wen)
    known = SUBSTANCES["1831"]
    assert (submitted.proper_name, submitted.hazard_class, submitted.packing_group) == (
        known.proper_name,
        known.hazard_class,
        known.packing_group,
    )
