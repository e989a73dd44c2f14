"""Declaring: what is kept, what it means at once, who may, and what is refused."""

import pytest

from longgang.arrivals.actions.dated import announce_risk_area
from longgang.arrivals.actions.declaring import (
    Traveller,
    correct_declaration,
    declare,
    withdraw_declaration,
)
from longgang.arrivals.actions.handling import claim_declaration, hand_over_declaration
from longgang.arrivals.models import Declaration, DeclaredStay
from longgang.audit.models import Event
from longgang.core.errors import IllegalMove, NotAllowed, Refused
from longgang.measures.models import Measure
from longgang.notices.models import Notice
from longgang.people.api import represent_person
from tests.measures.build import GONGJIAN, WANGHAISI, a_person, id_number, local

from . import build

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {each.code for each in error.value.refusals}


def test_who_comes_from_nowhere_of_interest_is_kept_with_the_way(lin, ada, wei, declaration):
    kept = Declaration.objects.get()
    assert (kept.status, kept.person, kept.area_code) == ("declared", wei, WANGHAISI)
    assert (kept.who, kept.exposed_on, kept.risk_area) == ("", None, None)
    assert (kept.address, kept.seat) == ("望海小区 3 号楼 2 单元 501", "05车12F")
    assert kept.service_number == "G1234"
    (stay,) = DeclaredStay.objects.all()
    assert (stay.area_code, stay.since_on, stay.until_on) == (
        build.HARBIN, build.day(-20), build.day(1),
    )  # fmt: skip
    event = Event.objects.get(kind="declaration.declared")
    assert (event.by_name, event.area_code) == (ada.name, WANGHAISI)
    assert "望海小区" not in str(event.after)
    assert Notice.objects.get(kind="declaration.declared").user == lin


def test_the_risk_areas_say_at_once_what_it_means(village, ada, wei):
    low = build.declares(ada, wei, how=build.travel(build.place(build.SANYA)))
    assert (low.who, low.exposed_on, low.risk_area) == ("low_risk", build.day(1), village)
    assert Measure.objects.count() == 0, "what is declared is looked into first"


def test_who_says_that_they_were_in_the_village_is_of_high_risk(village, ada, wei):
    stays = [
        build.place(build.SANYA, -20, -3, village.number),
        build.place(build.HARBIN, -3, 1),
    ]
    high = build.declares(ada, wei, how=build.travel(*stays))
    assert (high.who, high.exposed_on) == ("high_risk", build.day(-3))


def test_what_lies_further_back_is_not_looked_at(village, ada, wei):
    stays = [build.place(build.SANYA, -20, -6, village.number), build.place(build.HARBIN, -6, 1)]
    assert build.declares(ada, wei, how=build.travel(*stays)).who == "high_risk"
    Declaration.objects.all().delete()
    stays = [build.place(build.SANYA, -20, -7, village.number), build.place(build.HARBIN, -7, 1)]
    assert build.declares(ada, wei, how=build.travel(*stays)).who == ""


def test_who_was_called_a_contact_is_one_until_somebody_has_asked(ada, wei):
    assert build.declares(ada, wei, is_contact=True).who == "close_contact"


def test_a_family_is_declared_together_and_each_is_on_a_list(ada, wei):
    child = represent_person(
        name="小艾", id_number=id_number(8), phone="", area_code=WANGHAISI, by=ada
    )
    travellers = [Traveller(wei, seat="1车1A"), Traveller(child, seat="1车1B")]
    both = declare(build.TRAVEL, travellers, way="family", signature="艾达", by=ada)
    assert len({each.party for each in both}) == 1
    assert {each.person for each in Declaration.objects.visible_to(ada)} == {wei, child}


def test_a_departure_has_no_way_and_no_meaning(village, ada, wei):
    assert build.declares(ada, wei, how=build.travel(**build.LEAVING)).who == ""


@pytest.mark.parametrize(
    ("code", "fault"),
    [("", "destination_missing"), (WANGHAISI, "destination_here")],
)
def test_who_leaves_says_where_to(ada, wei, code, fault):
    leaving = build.travel(**build.LEAVING | {"destination_code": code})
    with pytest.raises(Refused) as error:
        build.declares(ada, wei, how=leaving)
    assert codes(error) == {f"arrivals.{fault}"}


def test_every_fault_is_said_at_once_and_nothing_is_kept(ada, wei):
    faulty = build.travel(
        build.place(build.HARBIN, -2, 1), area_code=build.HARBIN, address=" ", service_number=""
    )
    with pytest.raises(Refused) as error:
        build.declares(ada, wei, wei, how=faulty, seat="")
    assert codes(error) == {
        "arrivals.person_twice", "arrivals.not_here", "arrivals.address_missing", "arrivals.gap",
        "arrivals.service_missing", "arrivals.seat_missing",
    }  # fmt: skip
    assert not Declaration.objects.exists()


def test_an_arrival_in_1970_is_refused(ada, wei):
    with pytest.raises(Refused) as error:
        build.declares(ada, wei, how=build.travel(arrives_at=build.local(1970, 1, 1)))
    assert "arrivals.travel_day" in codes(error)


@pytest.mark.parametrize(("ago", "fits"), [(8, True), (9, False)])
def test_what_lies_further_back_than_the_longest_rule_is_refused_with_words(ada, wei, ago, fits):
    how = build.travel(build.place(build.HARBIN, -40, -ago), arrives_at=local(2024, 2, 26 - ago, 8))
    if fits:
        assert build.declares(ada, wei, how=how).status == "declared"
        return
    with pytest.raises(Refused) as error:
        build.declares(ada, wei, how=how)
    assert "只计 8 天" in str(error.value.refusals[0].reason)


def test_forty_companions_are_too_many_at_once(lin, morning):
    people = [a_person(lin, serial) for serial in range(1, 42)]
    with pytest.raises(Refused) as error:
        build.declares(lin, *people, way="community")
    assert codes(error) == {"arrivals.too_many_together"}
    assert not Declaration.objects.exists()


def test_nobody_is_no_traveller(lin, morning):
    with pytest.raises(Refused) as error:
        declare(build.TRAVEL, [], way="community", signature="林", by=lin)
    assert codes(error) == {"arrivals.nobody"}


def test_an_empty_signature_is_none(ada, wei):
    with pytest.raises(Refused) as error:
        declare(build.TRAVEL, [Traveller(wei, "1车1A")], way="self", signature="  ", by=ada)
    assert codes(error) == {"core.not_signed"}


@pytest.mark.parametrize("signature", ["x", "艾", "林"])
def test_one_signs_with_ones_own_name(ada, wei, signature):
    with pytest.raises(Refused) as refused:
        declare(build.TRAVEL, [Traveller(wei, "1车1A")], way="self", signature=signature, by=ada)
    assert codes(refused) == {"core.signed_otherwise"}


def test_somebody_is_declared_once_until_that_is_settled(declaration, ada, wei, lin):
    with pytest.raises(Refused) as error:
        build.declares(lin, wei, way="community")
    assert codes(error) == {"arrivals.declared_already"}
    withdraw_declaration(declaration, by=ada)
    assert build.declares(lin, wei, way="community").status == "declared"


def test_only_ones_own_people_are_declared_by_residents(ada, lin, morning):
    stranger = a_person(lin, 3)
    for way in ("self", "family", "community", "checkpoint"):
        with pytest.raises(NotAllowed):
            build.declares(ada, stranger, way=way)


def test_a_community_declares_for_its_own_area_alone(lin, bo, morning):
    person = a_person(lin, 3)
    with pytest.raises(NotAllowed):
        build.declares(bo, person, way="community")
    assert build.declares(lin, person, way="community").way == "community"


def test_a_stranger_sees_and_withdraws_nothing(declaration, staff, bo, ge):
    other = staff("外", "reviewer")
    assert not Declaration.objects.visible_to(other).exists()
    assert not Declaration.objects.visible_to(bo).exists(), "of another community"
    assert Declaration.objects.visible_to(ge).exists()
    with pytest.raises(NotAllowed):
        withdraw_declaration(declaration, by=bo)


def test_a_correction_finds_the_meaning_anew(village, declaration, lin):
    claim_declaration(declaration, by=lin)
    correct_declaration(
        declaration, build.travel(build.place(build.SANYA)), Traveller(declaration.person, "2车3B"),
        reason="电话核实：人在三亚", by=lin,
    )  # fmt: skip
    declaration.refresh_from_db()
    assert (declaration.who, declaration.seat) == ("low_risk", "2车3B")
    assert [each.area_code for each in declaration.stays.all()] == [build.SANYA]
    event = Event.objects.get(kind="declaration.corrected")
    assert (event.before["who"], event.reason) != ("low_risk", "")


def test_a_home_elsewhere_is_no_correction(declaration, lin):
    claim_declaration(declaration, by=lin)
    moved = build.travel(area_code=GONGJIAN)
    with pytest.raises(Refused) as error:
        correct_declaration(
            declaration, moved, Traveller(declaration.person, "2车3B"), reason="搬家", by=lin
        )
    assert codes(error) == {"arrivals.elsewhere"}


def test_what_is_handed_over_can_still_be_withdrawn(declaration, ada, lin):
    hand_over_declaration(declaration, to_code=GONGJIAN, reason="住公建", by=lin)
    withdraw_declaration(declaration, by=ada)
    declaration.refresh_from_db()
    assert (declaration.status, declaration.handed_to_code) == ("withdrawn", "")
    assert declaration.transfers.get().was_accepted is False


def test_what_is_settled_is_not_withdrawn(declaration, ada):
    withdraw_declaration(declaration, by=ada)
    with pytest.raises(IllegalMove):
        withdraw_declaration(declaration, by=ada)


def test_a_risk_area_announced_later_changes_no_declaration(declaration, rui):
    announce_risk_area(
        area_code=build.HARBIN, level="high", since_on=build.day(-3), document_number="黑 1", by=rui
    )
    declaration.refresh_from_db()
    assert declaration.who == ""
