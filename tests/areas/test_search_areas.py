import pytest
from django.utils import translation

from longgang.areas.api import (
    area_name,
    find_area,
    find_desk_by_code,
    full_area_name,
    is_area,
    list_areas,
    list_desks,
    parse_area,
    search_areas,
)
from longgang.areas.romanising import english_name, romanise
from longgang.core.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["qhd", "QHD", "qinhuangdao", "秦皇岛"])
def test_search_finds_the_city_by_name_and_sound(text):
    assert search_areas(text)[0].name == "秦皇岛市"


@pytest.mark.parametrize("text", ["", "   "])
def test_search_for_nothing_finds_nothing(text):
    assert search_areas(text) == []


def test_search_by_a_citys_sound_finds_its_counties():
    assert "130302" in [area.code for area in search_areas("qhd", level="county")]


@pytest.mark.parametrize(
    "text", ["秦皇岛海港", "秦皇岛 海港", "海港，秦皇岛", "Haigang, Qinhuangdao"]
)
def test_search_by_city_and_county_together(text):
    assert [area.code for area in search_areas(text, level="county")] == ["130302"]
    assert parse_area(text, level="county") == "130302"


@pytest.mark.parametrize("text", ["、 ，", "海港秦皇岛", "Haigang, Nowhere"])
def test_search_for_parts_that_are_not_together_finds_nothing(text):
    assert search_areas(text) == []


def test_search_by_code_by_english_and_within():
    assert search_areas("130302")[0].name == "海港区"
    assert search_areas("Longwan Sub")[0].code == "211403005"
    found = search_areas("xx", within="211403", level=["community"])
    assert [area.name for area in found] == ["新兴社区"] or all(
        area.code.startswith("211403") for area in found
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("130302", "130302"),
        ("秦皇岛市海港区", "130302"),
        ("河北省秦皇岛市海港区", "130302"),
        (" 秦皇岛市 海港区 ", "130302"),
        ("海港区", "130302"),
        ("蔚县", "130726"),
        ("香港特别行政区", "810000"),
        ("Haigang District, Qinhuangdao City, Hebei Province", "130302"),
        (" haigang district,  Qinhuangdao City, Hebei province ", "130302"),
    ],
)
def test_parse_reads_code_and_name(text, code):
    assert parse_area(text, level="county") == code


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_parse_reads_every_name_that_a_list_suggests(language):
    with translation.override(language):
        for area in list_areas(within="211403"):
            assert parse_area(area.full) == area.code


def test_parse_names_the_places_that_could_be_meant():
    with pytest.raises(Refused) as refused:
        parse_area("朝阳区", level="county")
    assert refused.value.code == "areas.name_ambiguous"
    said = str(refused.value.refusals[0].reason)
    assert "北京市朝阳区、" in said
    assert "," not in said


def test_parse_refuses_what_nobody_knows():
    with pytest.raises(Refused) as refused:
        parse_area("亚特兰蒂斯", level="county")
    assert refused.value.code == "areas.name_unknown"


def test_names_are_read_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(50):
            assert area_name("211403005") == "龙湾街道"
    assert full_area_name("211403005") == "辽宁省葫芦岛市龙港区龙湾街道"
    with translation.override("en"):
        assert area_name("211403005") == "Longwan Subdistrict"
        assert str(find_area("211403")) == "Longgang District"
    assert area_name("nowhere") == full_area_name("nowhere") == "nowhere"
    assert is_area("211403")
    assert not is_area("999999")
    assert find_area("999999") is None


def test_lists_are_in_the_order_of_codes():
    assert [area.level for area in list_areas("street", within="211403")] == ["street"] * 12
    assert list_areas(within="211403")[0].code == "211403"
    assert [desk.code for desk in list_desks("industry")] == ["211403-industry"]
    assert len(list_desks(within="211403")) == 15
    assert find_desk_by_code("211403-industry").kind == "industry"
    assert find_desk_by_code("nowhere") is None


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("陕西省", "Shaanxi Province"),
        ("东阿县", "Dong'e County"),
        ("郊区", "Jiaoqu District"),
        ("蔚县", "Yuxian County"),
        ("宽城满族自治县", "Kuancheng Manchu Autonomous County"),
        ("积石山保安族东乡族撒拉族自治县", "Jishishan Bonan Dongxiang Salar Autonomous County"),
        ("秦皇岛市经济技术开发区", "Qinhuangdao Economic and Technological Development Zone"),
        ("某处", "Mouchu"),
    ],
)
def test_english_names_are_pinyin_and_kind(name, english):
    assert english_name(name) == english


def test_pinyin_knows_how_places_are_read():
    assert romanise("六安") == ("luan", "la")
    assert romanise("长白") == ("changbai", "cb")
