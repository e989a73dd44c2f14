from datetime import date, timedelta

import pytest

from longgang.areas import actions
from longgang.areas.api import (
    Area,
    add_area,
    add_desk,
    add_premises,
    area_name,
    correct_desk,
    end_area,
    find_area,
    find_desk,
    full_area_name,
    place_name,
    rename_area,
)
from longgang.core.clock import today
from longgang.core.errors import NotAllowed, Refused, StaleRow
from tests.audit.helpers import assert_one_event

pytestmark = pytest.mark.django_db
LONGWAN = "211403005"
NEW = {"code": "211403005099", "name": "望海楼社区", "parent_code": LONGWAN}


def test_add_makes_a_division_that_is_found_at_once(rui):
    assert area_name(NEW["code"]) == NEW["code"]
    with assert_one_event("area.added"):
        area = add_area(**NEW, by=rui, reason="document 12")
    assert (area.level, area.name_en) == ("community", "Wanghailou Community")
    assert area_name(NEW["code"]) == "望海楼社区"
    assert full_area_name(NEW["code"]) == "辽宁省葫芦岛市龙港区龙湾街道望海楼社区"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": "211403005004"}, "areas.code_taken"),
        ({"code": "211403006099"}, "areas.code_format"),
        ({"code": "21140300509"}, "areas.code_format"),
        ({"code": "21140300509x"}, "areas.code_format"),
        ({"name": " "}, "areas.name_missing"),
        ({"name": "长" * 61}, "areas.name_too_long"),
        ({"parent_code": "211403999"}, "areas.area_unknown"),
        ({"parent_code": "211403005004001"}, "areas.area_unknown"),
    ],
)
def test_add_refuses_what_is_not_right(rui, wrong, code):
    with pytest.raises(Refused) as refused:
        add_area(**{**NEW, **wrong}, by=rui)
    assert refused.value.code == code


def test_add_refuses_anything_below_a_grid(rui):
    add_area(code="211403005004001", name="一网格", parent_code="211403005004", by=rui)
    with pytest.raises(Refused) as refused:
        add_area(code="2114030050040011", name="二", parent_code="211403005004001", by=rui)
    assert refused.value.code == "areas.no_level_below"


def test_add_refuses_who_may_not(longwan_officer, ada):
    add_area(**NEW, by=longwan_officer)
    for stranger in (longwan_officer, ada):
        with pytest.raises(NotAllowed):
            add_area(code="211403006099", name="别处", parent_code="211403006", by=stranger)


def test_add_loses_a_race(rui, monkeypatch):
    add_area(**NEW, by=rui)
    real = actions.find_area
    monkeypatch.setattr(actions, "find_area", lambda code: None if len(code) > 9 else real(code))
    with pytest.raises(Refused) as refused:
        add_area(**NEW, by=rui)
    assert refused.value.code == "areas.code_taken"


def test_rename_keeps_the_old_name_in_history(rui):
    with assert_one_event("area.renamed"):
        rename_area(find_area(LONGWAN), name="新龙湾街道", by=rui, reason="document 13")
    names = Area.objects.filter(code=LONGWAN).order_by("valid_from").values_list("name", flat=True)
    assert list(names) == ["龙湾街道", "新龙湾街道"]
    assert area_name(LONGWAN) == "新龙湾街道"
    assert full_area_name("211403005001") == "辽宁省葫芦岛市龙港区新龙湾街道新兴社区"
    assert str(Area.objects.on(date(2024, 1, 1)).get(code=LONGWAN)) == "龙湾街道"


def test_rename_on_the_day_it_began_is_a_correction(rui):
    area = add_area(**NEW, by=rui)
    rename_area(area, name="望海阁社区", name_en="Wanghaige", by=rui)
    assert Area.objects.get(code=NEW["code"]).name_en == "Wanghaige"


def test_rename_the_top_of_the_tree(rui, db):
    from longgang.accounts.api import Post, Role

    Post.objects.create(user=rui, role=Role.RULES_OFFICER, area_code="21")
    rui.forget_posts()
    rename_area(find_area("21"), name="辽宁", name_en="Liaoning", by=rui)
    assert full_area_name("211403") == "辽宁葫芦岛市龙港区"


def test_change_refuses_a_day_before_it_began(rui):
    area = find_area(LONGWAN)
    with pytest.raises(Refused) as refused:
        rename_area(area, name="新龙湾街道", on=date(2020, 1, 1), by=rui)
    assert refused.value.code == "areas.change_before_begin"


def test_end_takes_it_out_of_the_lists(rui):
    area = add_area(**NEW, on=today() - timedelta(days=3), by=rui)
    with assert_one_event("area.ended"):
        end_area(area, by=rui, reason="document 14")
    assert find_area(NEW["code"]) is None
    ended = Area.objects.get(code=NEW["code"])
    with pytest.raises(Refused) as refused:
        end_area(ended, by=rui, reason="again")
    assert refused.value.code == "areas.already_ended"


def test_end_on_the_day_it_began_leaves_nothing(rui):
    end_area(add_area(**NEW, by=rui), by=rui, reason="a mistake")
    assert not Area.objects.filter(code=NEW["code"]).exists()


def test_end_refuses_what_is_not_empty(rui):
    with pytest.raises(Refused) as refused:
        end_area(find_area(LONGWAN), by=rui, reason="document 14")
    assert refused.value.code == "areas.not_empty"
    add_premises(kind="school", name="实验小学", area_code="211403005001", by=rui)
    with pytest.raises(Refused) as refused:
        end_area(find_area("211403005001"), by=rui, reason="document 14")
    assert refused.value.code == "areas.not_empty"


def test_end_loses_a_race(rui):
    area = add_area(**NEW, on=today() - timedelta(days=3), by=rui)
    stale = Area.objects.get(pk=area.pk)
    end_area(area, by=rui, reason="first")
    with pytest.raises(StaleRow):
        end_area(stale, by=rui, reason="second")


def test_add_desk_for_an_area_below(rui):
    with assert_one_event("desk.added"):
        desk = add_desk(kind="commerce", area_code=LONGWAN, name="龙湾商务窗口", by=rui)
    assert find_desk("commerce", "211403005001") == desk


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "navy"}, "areas.kind_unknown"),
        ({"kind": "street"}, "areas.desk_taken"),
        ({"area_code": "211403999"}, "areas.area_unknown"),
        ({"name": ""}, "areas.name_missing"),
    ],
)
def test_add_desk_refuses_what_is_not_right(rui, wrong, code):
    facts = {"kind": "commerce", "area_code": LONGWAN, "name": "窗口", **wrong}
    with pytest.raises(Refused) as refused:
        add_desk(**facts, by=rui)
    assert refused.value.code == code


def test_add_desk_refuses_who_may_not(ada):
    with pytest.raises(NotAllowed):
        add_desk(kind="commerce", area_code=LONGWAN, name="窗口", by=ada)


def test_correct_desk_changes_name_and_phone(rui):
    desk = find_desk("industry", "211403")
    with assert_one_event("desk.corrected") as events:
        correct_desk(desk, name="工信窗口", name_en="Industry", phone="0429 2900001", by=rui)
    assert events[0].before["phone"] == ""
    assert events[0].after == {"name": "工信窗口", "name_en": "Industry", "phone": "0429-2900001"}
    assert (place_name(desk.code), find_desk("industry", "211403").phone) == (
        "工信窗口",
        "0429-2900001",
    )


@pytest.mark.parametrize(
    ("wrong", "field"), [({"name": " "}, "name"), ({"phone": "12345"}, "phone")]
)
def test_correct_desk_refuses_what_is_not_right(rui, wrong, field):
    desk = find_desk("industry", "211403")
    with pytest.raises(Refused) as refused:
        correct_desk(desk, **({"name": "工信窗口", "phone": ""} | wrong), by=rui)
    assert refused.value.refusals[0].field == field
    assert find_desk("industry", "211403").name == "龙港区工业和信息化局"


def test_correct_desk_refuses_who_may_not(longwan_officer):
    with pytest.raises(NotAllowed):
        correct_desk(find_desk("industry", "211403"), name="工信窗口", by=longwan_officer)
