"""The places of a case on a map of the district: drawn, or listed with the reason."""

from math import dist

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from longgang.areas.api import add_premises, draw_district, parse_position
from longgang.audit.api import Disclosure
from longgang.tracing.actions.contacts import add_contact
from longgang.tracing.asking import Thresholds, ask
from longgang.tracing.mapping import SIZE, Absence, map_of
from longgang.tracing.presenting_map import map_context
from longgang.trail.api import NewVisit, record_visits
from tests.cast import sign_in
from tests.measures.build import WANGHAISI, a_person

from .build import NAMES, at, place

pytestmark = pytest.mark.django_db
MARKET, EXIT = "40.6868, 120.8614", "40.8121, 120.9553"


def mapped(case, **changes):
    return map_of(ask(case, Thresholds(degrees=1, **changes)))


def spots_of(found):
    """Every place, drawn or not: its name without the type, why it is not drawn, who was met."""
    numbered = [*((mark.number, mark.spot) for mark in found.marks), *found.absent]
    return {
        number: (spot.words.split("· ")[-1], spot.absence, spot.contacts)
        for number, spot in numbered
    }


def page_of(case, by, **query):
    return sign_in(by).get(reverse("tracing:map", args=[case.number]), query)


@pytest.fixture
def enter(rui):
    """Enter premises under the name by which the visits know the place."""

    def _enter(name, position="", kind="venue"):
        where = parse_position(position) if position else None
        return add_premises(kind=kind, name=name, area_code=WANGHAISI, position=where, by=rui)

    return _enter


def visit(person, *told):
    """Where, from which hour, until which hour; of yesterday."""
    for where, since, until in told:
        told_as = f"{person.pk} {where} {since}"
        span = at(since, days=-1), at(until, days=-1)
        record_visits([NewVisit(person.pk, place(where), *span, told_as)], source="tests.map")


def test_a_place_with_a_position_is_drawn_and_the_others_are_listed_with_the_reason(
    case, people, enter
):
    enter("office", EXIT)
    enter("station")
    enter("far", "41.0, 121.4")
    visit(people.he, ("vehicle:辽PA1234", 13, 14), ("premises:far", 14, 15), ("premises:x", 16, 17))
    found = mapped(case)
    [mark] = found.marks
    assert (mark.x, mark.y) == draw_district(SIZE).place(parse_position(EXIT))
    assert not mark.is_moved
    assert spots_of(found) == {
        1: ("家庭住所", Absence.HOME, 1),
        2: ("station", Absence.NO_POSITION, 0),
        3: ("office", None, 2),
        4: ("辽PA1234", Absence.MOVING, 0),
        5: ("far", Absence.OUTSIDE, 0),
        6: ("x", Absence.UNKNOWN, 0),
    }


def test_a_home_says_the_community_and_has_no_place_on_the_map(case, people, enter):
    house = enter("海韵花园 6 号楼", MARKET, kind="home")
    here = NewVisit(people.he.pk, place("household:now"), at(1, days=-1), None, "now")
    record_visits([here], source="tests.map")
    visit(people.he, (f"premises:{house.number}", 19, 20))
    found = mapped(case)
    assert not found.marks
    homes = [spot.words for _number, spot in found.absent if spot.absence == Absence.HOME]
    assert homes == ["家庭住所", *["家庭住所\u00a0· 望海寺社区"] * 2]


def test_many_visits_to_one_place_are_one_from_the_first_to_the_last(case, people, enter):
    office = enter("office", EXIT)
    visit(people.he, (f"premises:{office.number}", 20, 21), ("premises:office", 14, 15))
    [mark] = mapped(case).marks
    assert (mark.spot.first, mark.spot.last) == (at(9, days=-1), at(21, days=-1))
    still = NewVisit(people.he.pk, place("premises:office"), at(22, days=-1), None, "still")
    record_visits([still], source="tests.map")
    [mark] = mapped(case).marks
    assert mark.spot.last is None


def test_what_was_told_joins_the_place_of_that_name_or_is_listed(case, people, yan, enter):
    enter("office", EXIT)
    told = {"since": at(20, days=-1), "until": at(21, days=-1), "reason": "一起打牌", "by": yan}
    add_contact(case, people.yuan, where="office", **told)
    add_contact(case, people.zhong, where="棋牌室", **told)
    found = spots_of(mapped(case))
    assert found[3] == ("office", None, 3)
    assert found[4] == ("棋牌室", Absence.TOLD, 1)


def test_what_was_told_joins_its_place_in_whichever_language_one_reads(case, people, yan, rui):
    add_premises(
        kind="venue", name="office", name_en="The Office", area_code=WANGHAISI,
        position=parse_position(EXIT), by=rui,
    )  # fmt: skip
    told = {"since": at(20, days=-1), "until": at(21, days=-1), "reason": "一起打牌", "by": yan}
    add_contact(case, people.yuan, where="office", **told)
    add_contact(case, people.zhong, where="The Office", **told)
    for language in ("zh-hans", "en"):
        with override(language):
            found = spots_of(mapped(case))
        assert found[3][1:] == (None, 4)
        assert len(found) == 3


def test_places_at_one_spot_stand_beside_it_without_touching(case, people, enter):
    names = [f"shop {number}" for number in range(12)]
    for name in names:
        enter(name, MARKET)
    visit(
        people.he, *((f"premises:{name}", 13 + n / 4, 13.2 + n / 4) for n, name in enumerate(names))
    )
    marks = mapped(case).marks
    spot = draw_district(SIZE).place(parse_position(MARKET))
    assert [mark.spot.words for mark in marks] == names
    assert {(mark.at_x, mark.at_y) for mark in marks} == {spot}
    assert [mark.is_moved for mark in marks] == [False, *[True] * 11]
    apart = [
        dist((one.x, one.y), (two.x, two.y)) - one.spot.radius - two.spot.radius
        for place_, one in enumerate(marks)
        for two in marks[:place_]
    ]
    assert min(apart) > 0
    assert max(dist((mark.x, mark.y), spot) for mark in marks) < 120  # none strays
    page = map_context(ask(case, Thresholds(degrees=1)), Thresholds())
    assert page["absent"] == "3 个地点未在地图上"


def test_beyond_what_can_be_drawn_places_are_listed(case, people, enter, monkeypatch):
    monkeypatch.setattr("longgang.tracing.mapping.MOST_MARKS", 2)
    for number in range(4):
        enter(f"shop {number}", EXIT)
    visit(
        people.he, *((f"premises:shop {number}", 13 + number, 14 + number) for number in range(4))
    )
    found = spots_of(mapped(case))
    assert [absence for _words, absence, _met in list(found.values())[:2]] == [None, None]
    cut = {words for words, absence, _met in found.values() if absence == Absence.CUT}
    assert cut == {"shop 2", "shop 3"}


def test_a_wider_ring_stands_for_more_contacts(case, people, enter, kang):
    enter("office", EXIT)
    enter("station", MARKET)
    marks = {mark.spot.words: mark.spot for mark in mapped(case, places={"premises", "hall"}).marks}
    assert marks["station"].contacts == 1
    assert marks["office"].ring > marks["station"].ring > 0
    met = [a_person(kang, 400 + number) for number in range(40)]
    for each in met:
        visit(each, ("premises:office", 9, 10))
    [_station, office] = mapped(case).marks
    assert (office.spot.contacts, office.spot.radius) == (42, 38)


def test_many_places_cost_as_much_as_few(case, people, enter):
    def cost():
        circles = ask(case, Thresholds(degrees=1))
        with CaptureQueriesContext(connection) as queries:
            map_context(circles, Thresholds())
        return len(queries)

    enter("office", EXIT)
    few = cost()
    for number in range(10):
        enter(f"shop {number}", MARKET)
    visit(
        people.he, *((f"premises:shop {number}", 13 + number, 14 + number) for number in range(10))
    )
    assert (cost(), few) == (5, 5)


def test_the_page_draws_lists_and_writes_down_what_it_showed(case, people, yan, enter):
    enter("office", EXIT)
    page = page_of(case, yan).content.decode()
    assert page.count('class="drawing-node"') == page.count('class="drawing-halo"') == 1
    assert '<desc id="map-words">' in page
    assert "DataV GeoAtlas" in page
    assert "2 个地点未在地图上" in page
    assert "在此接触：2 人" in page
    assert page.count("本次不计此类场所") == 1  # the hall, where nobody is a contact
    assert not [name for name in NAMES if name in page and name != "何静"]
    told = Disclosure.objects.filter(subject_number=case.number)
    sign_in(yan).get(reverse("tracing:map", args=[case.number]), headers={"accept-language": "en"})
    asked = told.filter(field="contacts").values_list("reason", flat=True)
    assert all(each.startswith("正向") for each in asked), asked
    assert {"contacts", "timeline"} <= set(told.values_list("field", flat=True))
    [anchor] = {part.split('"')[0] for part in page.split("#place-")[1:2]}
    places = sign_in(yan).get(reverse("tracing:places", args=[case.number])).content.decode()
    assert f'id="place-{anchor}"' in places


def test_thresholds_hold_here_too(case, people, yan, enter):
    enter("office", EXIT)
    query = {"degrees": 2, "direction": "forward", "least": 150, "linger": 0, "latency": 0,
             "places": "premises"}  # fmt: skip
    page = page_of(case, yan, **query).content.decode()
    assert "在此接触：1 人" in page
    assert "1 圈，最短暴露 150 分钟" in page
    assert page.count("本次不计此类场所") == 2  # the hall and the home
    assert page_of(case, yan, **(query | {"degrees": 9})).status_code == 404


def test_without_an_outline_or_without_visits_the_page_says_so(case, people, yan, enter, settings):
    enter("office", EXIT)
    settings.DISTRICT_CODE = "130302"
    page = page_of(case, yan)
    assert '<svg class="drawing"' not in page.content.decode()
    assert "系统没有本区轮廓" in page.content.decode()
    assert [each.reason for each in page.context["missing"]][-1] == Absence.OUTSIDE.label


@pytest.mark.parametrize("who", ["kang", "lin"])
def test_others_see_no_map(who, case, request):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(reverse("tracing:map", args=[case.number])).status_code == 403
