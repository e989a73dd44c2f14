"""In which premises places lie."""

import pytest

from longgang.accounts.api import Role
from longgang.areas.api import add_premises, close_premises
from longgang.trail.api import Place, PlaceType, places_meant, premises_of_places
from tests.cast import appoint

pytestmark = pytest.mark.django_db


def test_a_place_lies_in_the_premises_of_its_number_or_name(django_assert_num_queries):
    rui = appoint("瑞", Role.RULES_OFFICER)
    venue = {"kind": "venue", "area_code": "211403005", "by": rui}
    market, hall = (add_premises(name=name, **venue) for name in ("望海早市", "会展中心"))
    close_premises(hall, by=rui, reason="road works")
    asked = [
        f"premises:{market.number}", "premises:望海早市", "open_air:望海早市",
        f"hall:{hall.number}", "hall:会展中心", "premises:nobody knows", "vehicle:辽PA1234",
        "household:h",
    ]  # fmt: skip
    with django_assert_num_queries(1):
        found = premises_of_places(asked)
    assert found == {
        f"premises:{market.number}": market, "premises:望海早市": market,
        f"hall:{hall.number}": hall,
    }  # fmt: skip
    with django_assert_num_queries(0):
        assert premises_of_places(["vehicle:辽PA1234"]) == {}


def test_the_name_of_premises_means_their_place(django_assert_num_queries):
    rui = appoint("瑞", Role.RULES_OFFICER)
    venue = {"kind": "venue", "area_code": "211403005", "by": rui}
    market = add_premises(name="望海早市", name_en="Sea View Morning Market", **venue)
    for street, name_en in (("211403005", "Exhibition Hall"), ("211403006", "")):
        add_premises(name="会展中心", name_en=name_en, **(venue | {"area_code": street}))
    shop, hall = PlaceType.PREMISES, PlaceType.HALL
    asked = {
        Place(shop, "望海早市"): market.number, Place(shop, "会展中心"): "会展中心",
        Place(hall, "Sea View Morning Market"): market.number,
        Place(shop, market.number): market.number, Place(shop, ""): "",
        Place(shop, "街角的小摊"): "街角的小摊", Place(PlaceType.OPEN_AIR, "望海早市"): "望海早市",
    }  # fmt: skip
    with django_assert_num_queries(1):
        meant = places_meant(asked)
    assert meant == {place: Place(place.type, key) for place, key in asked.items()}
    with django_assert_num_queries(0):
        assert places_meant([Place(PlaceType.VEHICLE, "辽PA1234")])
