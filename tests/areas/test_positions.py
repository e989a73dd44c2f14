"""Where premises are: as it is typed, what is refused, and how the district is drawn."""

from decimal import Decimal
from math import asin, cos, dist, radians, sin, sqrt

import pytest
from django.db import IntegrityError, transaction

from longgang.areas import rules
from longgang.areas.api import (
    Position,
    Premises,
    add_premises,
    correct_premises,
    draw_district,
    parse_position,
    premises_called,
)
from longgang.areas.outline import outline_of, surroundings
from longgang.core.errors import Refused, StaleRow
from tests.audit.helpers import assert_one_event

MARKET = Position(Decimal("40.6868"), Decimal("120.8614"))
EXIT = Position(Decimal("40.8121"), Decimal("120.9553"))


@pytest.fixture
def market(rui) -> Premises:
    return add_premises(
        kind="venue", name="望海早市", area_code="211403005", position=MARKET, by=rui
    )


@pytest.mark.parametrize(
    "text",
    ["40.6868, 120.8614", "40.6868,120.8614", " 40.6868 120.8614 ", "(40.6868；120.8614)",
     "40.6868°，120.8614°", "４０.６８６８、１２０.８６１４", "120.8614,40.6868",
     "+40.6868000 +120.8614"],
)  # fmt: skip
def test_a_position_is_read_as_it_is_pasted(text):
    assert parse_position(text) == MARKET


def test_a_position_is_kept_to_the_decimetre():
    assert str(parse_position("40.12345678, 120.5")) == "40.123457, 120.5"


@pytest.mark.parametrize(
    "text", ["40.6868", "40, 120, 3", "north, east", "40,6868 120,8614", "1e1 2"]
)
def test_what_is_no_position_is_refused(text):
    with pytest.raises(Refused) as refused:
        parse_position(text)
    assert refused.value.code == "areas.position_unreadable"


@pytest.mark.parametrize("position", [None, MARKET, Position(Decimal("41.1"), Decimal("121.4"))])
def test_in_the_district_or_near_it_is_accepted(position):
    assert rules.check_position(position, surroundings=surroundings()) is None


@pytest.mark.parametrize(
    "position", ["39.9, 116.4", "40.7, 122.9", "42.1, 120.9", "-40.7, 120.9", "0, 0"]
)
def test_far_away_is_refused(position):
    refusal = rules.check_position(parse_position(position), surroundings=surroundings())
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("areas.position_far_away", "position")


def test_without_an_outline_any_place_on_earth_is_accepted(settings):
    settings.DISTRICT_CODE = "130302"
    assert (surroundings(), draw_district(700)) == (None, None)
    assert rules.check_position(parse_position("39.9, 119.6"), surroundings=None) is None
    assert rules.check_position(parse_position("40, 181"), surroundings=None) is not None


@pytest.mark.django_db
def test_add_and_correct_keep_the_position_in_the_book_of_events(rui):
    facts = {"name": "望海早市", "by": rui}
    with assert_one_event("premises.added") as added:
        market = add_premises(kind="venue", area_code="211403005", position=MARKET, **facts)
    assert added[0].after["position"] == "40.6868, 120.8614"
    with assert_one_event("premises.corrected") as corrected:
        correct_premises(market, position=EXIT, **facts)
    [event] = corrected
    assert (event.before["position"], event.after["position"]) == (str(MARKET), str(EXIT))
    market.refresh_from_db()
    assert market.position == EXIT
    correct_premises(market, position=None, **facts)
    assert Premises.objects.get().position is None


@pytest.mark.django_db
def test_add_and_correct_refuse_what_is_far_away(rui, market):
    far = parse_position("39.9, 116.4")
    with pytest.raises(Refused) as refused:
        add_premises(kind="school", name="学校", area_code="211403005", position=far, by=rui)
    assert refused.value.code == "areas.position_far_away"
    with pytest.raises(Refused):
        correct_premises(market, name="望海早市", position=far, by=rui)
    assert Premises.objects.get().position == MARKET


@pytest.mark.django_db
def test_who_is_slower_does_not_undo_a_position(rui, market):
    stale = Premises.objects.get()
    correct_premises(market, name="望海早市", position=EXIT, by=rui)
    with pytest.raises(StaleRow):
        correct_premises(stale, name="望海市场", position=MARKET, by=rui)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "halves", [{"latitude": None}, {"longitude": None}, {"latitude": 91}, {"longitude": -181}]
)
def test_the_database_keeps_no_half_position_and_none_off_this_earth(market, halves):
    with pytest.raises(IntegrityError, match="premises_position_whole"), transaction.atomic():
        Premises.objects.update(**halves)


@pytest.mark.django_db
def test_premises_are_found_by_number_or_by_the_name_of_only_one(rui, market):
    twin = {"kind": "school", "name": "实验小学", "by": rui}
    one, _two = (add_premises(area_code=f"21140300{end}", **twin) for end in (5, 6))
    called = premises_called([market.number, "望海早市", "实验小学", one.number, "nowhere"])
    assert called == {market.number: market, "望海早市": market, one.number: one}


def km_between(one: Position, two: Position) -> float:
    """Along the sphere."""
    north, east, to_north, to_east = (radians(float(each)) for each in (*one, *two))
    half = sin((to_north - north) / 2) ** 2
    half += cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def test_the_drawing_keeps_distances_and_directions():
    drawing = draw_district(1000)
    exit_, market = drawing.place(EXIT), drawing.place(MARKET)
    assert exit_[0] > market[0]  # further east
    assert exit_[1] < market[1]  # further north
    drawn = dist(exit_, market) / drawing.units_of_km
    assert drawn == pytest.approx(km_between(EXIT, MARKET), rel=0.003)


def test_the_outline_fills_its_drawing():
    drawing = draw_district(1000)
    rings = outline_of("211403").rings
    points = [
        drawing.place(Position(Decimal(str(north)), Decimal(str(east))))
        for ring in rings
        for east, north in ring
    ]
    edge = min(x for x, _y in points)
    assert max(x for x, _y in points) == drawing.width - edge
    assert min(y for _x, y in points) > 0
    assert max(y for _x, y in points) < drawing.height
    assert drawing.path.count("M") == len(rings) == 2
    first = points[0]
    assert drawing.path.startswith(f"M{first[0]} {first[1]}L")
