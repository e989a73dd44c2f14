"""Where a vehicle is bound for within the district: whoever it brings goods to, or fetches from."""

import pytest

from longgang.core.clock import now
from longgang.core.privacy import mask_name
from longgang.passes.actions.applications import submit_application
from longgang.passes.describing import describe
from longgang.passes.gate_page import show_vehicle
from longgang.passes.gate_wording import describe_turn_back, visited_words

from . import build
from .gate import a_turn_back, an_entry, the_trip

pytestmark = pytest.mark.django_db

WORKS = build.a_consignee(name="龙湾酸业有限公司")
CUSTOMER = build.a_consignor(name="秦皇岛远帆化工有限公司")


@pytest.mark.parametrize(
    ("consignor", "consignee"), [(CUSTOMER, WORKS), (WORKS, CUSTOMER)], ids=["brings", "fetches"]
)
def test_the_gate_names_the_party_in_the_district(wen, lin, hai, district, consignor, consignee):
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin, consignor=consignor, consignee=consignee)
    west_exit = build.a_checkpoint()
    trip = the_trip(vehicle_pass)

    def visits(direction):
        seen = show_vehicle(vehicle_pass, premises=west_exit, direction=direction, moment=now())
        return {str(label): value for label, value in seen.facts}["到访单位"]

    assert visits("entry") == "龙湾酸业有限公司 · 龙湾街道"
    asked = a_turn_back(trip, premises=west_exit, by=hai)
    assert ("到访单位", visits("entry")) in [
        (str(label), it) for label, it in describe_turn_back(asked)
    ]


def test_the_gate_names_it_on_the_way_out_too(wen, lin, hai, district):
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin, consignor=WORKS, consignee=CUSTOMER)
    west_exit = build.a_checkpoint()
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    seen = show_vehicle(vehicle_pass, premises=west_exit, direction="exit", moment=now())
    assert "龙湾酸业有限公司 · 龙湾街道" in [value for _label, value in seen.facts]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("葛玉兰", "葛**"),
        ("欧阳小明", "欧***"),
        ("Ge Yulan", "G***"),
        ("龙港区人民医院", "龙港区人民医院"),
    ],
)
def test_a_family_that_is_visited_is_named_no_further_than_needed(
    ada, mei, district, rules, signed_in, name, shown
):
    host = build.a_consignee(name=name, contact="葛玉兰")
    vehicle_pass = submit_application(build.a_private_application(consignee=host), by=ada)
    assert visited_words(vehicle_pass) == f"{shown} · 龙湾街道"
    told = [str(value) for group in describe(vehicle_pass) for _label, value in group.facts]
    assert (shown in told, name in told) == (True, name == shown)
    page = signed_in(mei).get(f"/passes/queue/{vehicle_pass.number}/").content.decode()
    assert "葛玉兰" not in page
    assert mask_name(ada.name) in page, "so is who has applied"
    assert ada.name not in page.replace(mask_name(ada.name), "")


def test_a_person_who_gets_freight_is_masked_in_lists_and_pages(wen, lin, mei, district, signed_in):
    """A shop's owner is called as the contact person is; a firm never is."""
    owner = build.a_consignee(name="葛玉兰", contact="葛玉兰")
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin, consignee=owner)
    own = vehicle_pass.get_absolute_url()
    for user, path in [
        (mei, f"/passes/queue/{vehicle_pass.number}/"), (mei, "/passes/trips/"), (wen, own),
        (wen, "/passes/mine/"), (wen, f"{own}sheet/"),
    ]:  # fmt: skip
        page = signed_in(user).get(path).content.decode()
        assert ("葛**" in page, "葛玉兰" in page) == (True, False), path


def test_a_household_is_known_by_whom_one_calls_there(ada, district, rules):
    host = build.a_consignee(name="欧阳玉兰家中", contact="欧阳玉兰")
    vehicle_pass = submit_application(build.a_private_application(consignee=host), by=ada)
    assert vehicle_pass.visited_name == "欧***"


def test_a_firm_with_a_short_name_is_named_whole(wen, lin, district):
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin, consignee=build.a_consignee(name="鞍钢"))
    assert vehicle_pass.visited_name == "鞍钢"
