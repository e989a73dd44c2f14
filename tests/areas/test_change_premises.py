import pytest

from longgang.accounts.places import known_places
from longgang.areas.api import (
    Premises,
    add_premises,
    close_premises,
    correct_premises,
    find_premises,
    list_premises,
    place_name,
)
from longgang.core.errors import NotAllowed, Refused, StaleRow
from tests.audit.helpers import assert_one_event

pytestmark = pytest.mark.django_db
EXIT = {
    "kind": "checkpoint",
    "name": "葫芦岛高速出口",
    "name_en": "Huludao Motorway Exit",
    "area_code": "211403005",
    "road_kind": "motorway_exit",
    "direction": "both",
}


@pytest.fixture
def gate(rui) -> Premises:
    return add_premises(**EXIT, by=rui)


def test_add_makes_a_place_that_posts_can_be_held_for(rui):
    with assert_one_event("premises.added"):
        gate = add_premises(**EXIT, by=rui)
    assert (gate.number[0], gate.initials) == ("S", "hldgsck")
    assert list(list_premises("checkpoint", "211403")) == [gate]
    assert known_places().area_of_premises == {gate.number: "211403005"}
    assert place_name(gate.number) == "葫芦岛高速出口"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "castle"}, "areas.kind_unknown"),
        ({"name": ""}, "areas.name_missing"),
        ({"area_code": "211403999"}, "areas.area_unknown"),
        ({"road_kind": ""}, "areas.road_missing"),
        ({"direction": ""}, "areas.road_missing"),
        ({"kind": "school"}, "areas.road_not_wanted"),
    ],
)
def test_add_refuses_what_is_not_right(rui, wrong, code):
    with pytest.raises(Refused) as refused:
        add_premises(**{**EXIT, **wrong}, by=rui)
    assert refused.value.code == code


def test_add_refuses_the_same_name_twice(gate, rui):
    with pytest.raises(Refused) as refused:
        add_premises(**EXIT, by=rui)
    assert refused.value.code == "areas.premises_taken"


def test_add_refuses_who_may_not(longwan_officer, ada):
    for stranger in (longwan_officer, ada):
        with pytest.raises(NotAllowed):
            add_premises(**{**EXIT, "area_code": "211403006"}, by=stranger)


def test_correct_changes_the_name(gate, rui):
    with assert_one_event("premises.corrected"):
        correct_premises(
            gate, name="龙港高速出口", road_kind="motorway_exit", direction="in", by=rui
        )
    assert place_name(gate.number) == "龙港高速出口"
    with pytest.raises(Refused):
        correct_premises(gate, name="龙港高速出口", by=rui)


def test_correct_refuses_who_may_not(gate, ada):
    with pytest.raises(NotAllowed):
        correct_premises(gate, name="别处", by=ada)


def test_close_takes_it_out_of_use(gate, rui):
    stale = Premises.objects.get(pk=gate.pk)
    with assert_one_event("premises.closed"):
        close_premises(gate, by=rui, reason="road works")
    assert find_premises(gate.number) is None
    assert not list_premises().exists()
    with pytest.raises(StaleRow):
        close_premises(stale, by=rui, reason="again")


def test_close_refuses_who_may_not(gate, ada):
    with pytest.raises(NotAllowed):
        close_premises(gate, by=ada, reason="why not")


def test_a_place_is_found_by_kind(gate):
    assert find_premises(gate.number, kind="checkpoint") == gate
    assert find_premises(gate.number, kind="school") is None
