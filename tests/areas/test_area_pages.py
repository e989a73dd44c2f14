import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.areas.api import (
    Area,
    AreaField,
    Desk,
    Premises,
    add_desk,
    add_premises,
    correct_desk,
    correct_premises,
    rename_area,
)
from longgang.core.forms import Form
from tests.forms import sent_back

pytestmark = pytest.mark.django_db
LONGWAN = "211403005"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_TOTP = False


@pytest.fixture
def page(client):
    """Open or send a page as somebody."""

    def _page(user, name, *args, data=None, status=200):
        client.force_login(user)
        url = reverse(f"areas:{name}", args=args)
        answer = client.get(url) if data is None else client.post(url, data)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer

    return _page


@pytest.fixture
def school(rui) -> Premises:
    return add_premises(kind="school", name="实验小学", area_code=LONGWAN, by=rui)


def test_the_tree_shows_every_street_and_community(page, rui, school):
    shown = page(rui, "areas").content.decode()
    assert shown.count("街道</a></h2>") == 8
    assert "望海寺社区" in shown


def test_the_tree_of_a_street_alone(page, longwan_officer):
    shown = page(longwan_officer, "areas").content.decode()
    assert "龙湾街道" in shown
    assert "望海寺社区" not in shown


def test_the_tree_is_not_everybodys(page, ada):
    page(ada, "areas", status=403)


def test_a_division_is_added_renamed_and_ended(page, rui):
    page(rui, "area", LONGWAN)
    page(rui, "add_area", LONGWAN)
    said = {"code": "211403005099", "name": "望海楼社区", "on": "2026-01-01", "reason": "no. 12"}
    page(rui, "add_area", LONGWAN, data={**said, "code": "1"}, status=422)
    page(rui, "add_area", LONGWAN, data=said, status=302)
    code = said["code"]
    page(rui, "rename_area", code)
    renamed = {"name": "望海阁社区", "on": "2026-02-01", "reason": "no. 13"}
    page(rui, "rename_area", code, data={**renamed, "on": "2020-01-01"}, status=422)
    page(rui, "rename_area", code, data=renamed, status=302)
    assert "望海楼社区" in page(rui, "area", code).content.decode()
    page(rui, "end_area", code)
    page(rui, "end_area", code, data={"on": "2020-01-01", "reason": "no. 14"}, status=422)
    page(rui, "end_area", code, data={"on": "2026-03-01", "reason": "no. 14"}, status=302)
    assert not Area.objects.filter(code=code, valid_to=None).exists()


def test_a_division_out_of_scope_does_not_exist(page, longwan_officer):
    page(longwan_officer, "area", "211403006", status=404)


def test_desks_are_listed_and_added(page, rui):
    assert "211403-industry" in page(rui, "desks").content.decode()
    page(rui, "add_desk")
    said = {"kind": "commerce", "area_code": "龙湾街道", "name": "龙湾商务窗口"}
    page(rui, "add_desk", data=said, status=302)
    assert Desk.objects.get(code=f"{LONGWAN}-commerce")
    page(rui, "add_desk", data=said, status=422)


def test_a_desk_gets_another_phone(page, rui, longwan_officer):
    page(rui, "correct_desk", "211403-industry")
    said = {"name": "工信窗口", "name_en": "Industry", "phone": "0429-2900001"}
    page(rui, "correct_desk", "211403-industry", data={**said, "phone": "1"}, status=422)
    answer = page(rui, "correct_desk", "211403-industry", data={"phone": "1"}, status=422)
    assert set(answer.context["form"].errors) == {"name", "phone"}  # both at once
    page(rui, "correct_desk", "211403-industry", data=said, status=302)
    assert "0429-2900001" in page(rui, "desks").content.decode()
    page(longwan_officer, "correct_desk", "211403-industry", status=404)


def test_premises_are_added_corrected_and_closed(page, rui):
    page(rui, "add_premises")
    said = {
        "kind": "checkpoint",
        "name": "高速出口",
        "area_code": LONGWAN,
        "road_kind": "motorway_exit",
        "direction": "in",
    }
    page(rui, "add_premises", data={**said, "direction": ""}, status=422)
    page(rui, "add_premises", data=said, status=302)
    number = Premises.objects.get().number
    assert "高速出口" in page(rui, "premises_page", number).content.decode()
    page(rui, "correct_premises", number)
    page(rui, "correct_premises", number, data={**said, "name": "!"}, status=422)
    page(rui, "correct_premises", number, data={**said, "name": "北出口"}, status=302)
    page(rui, "close_premises", number, data={}, status=422)
    page(rui, "close_premises", number, data={"reason": "road works"}, status=302)
    assert not Premises.objects.get().is_active
    page(rui, "premises_page", number)


def test_a_position_is_typed_shown_and_corrected(page, rui, school):
    said = {"name": "实验小学", "position": "40.68 120.86"}
    page(rui, "correct_premises", school.number, data={**said, "position": "somewhere"}, status=422)
    far = page(
        rui, "correct_premises", school.number, data={**said, "position": "1, 2"}, status=422
    )
    assert "离本区太远" in far.content.decode()
    page(rui, "correct_premises", school.number, data=said, status=302)
    assert "40.68, 120.86" in page(rui, "premises_page", school.number).content.decode()
    opened = sent_back(page(rui, "correct_premises", school.number).context["form"])
    assert opened["position"] == "40.68, 120.86"
    page(rui, "correct_premises", school.number, data={**opened, "name": "小学"}, status=302)
    assert str(Premises.objects.get().position) == "40.68, 120.86"


def test_who_is_slower_reads_the_position_that_is_there_now(page, rui, school):
    opened = sent_back(page(rui, "correct_premises", school.number).context["form"])
    faster = {**opened, "position": "40.68, 120.86"}
    page(rui, "correct_premises", school.number, data=faster, status=302)
    slower = {**opened, "position": "40.69, 120.87"}
    answer = page(rui, "correct_premises", school.number, data=slower, status=422)
    assert "现为：40.68, 120.86" in answer.content.decode()
    assert str(Premises.objects.get().position) == "40.68, 120.86"


def test_premises_are_listed_searched_and_narrowed(client, rui, school):
    client.force_login(rui)
    url = reverse("areas:premises")
    for query in ({}, {"q": "syxx"}, {"kind": "school"}, {"in_use": "yes"}):
        assert "实验小学" in client.post(url, query, follow=True).content.decode()
    assert "实验小学" not in client.get(url, {"in_use": "no"}).content.decode()


def test_premises_out_of_scope_do_not_exist(page, longwan_officer, rui):
    other = add_premises(kind="school", name="滨海小学", area_code="211403006", by=rui)
    page(longwan_officer, "premises_page", other.number, status=404)


def test_suggestions_are_options(client):
    url = reverse("areas:search")
    shown = client.get(url, {"field": "origin", "origin": "qhd", "level": "county"})
    assert '<option value="河北省秦皇岛市海港区">' in shown.content.decode()
    assert "<option" not in client.get(url).content.decode()
    assert "<option" in client.get(url, {"text": "qhd", "level": "nonsense"}).content.decode()


class TripForm(Form):
    origin = AreaField(required=False)
    street = AreaField(level="street", within="211403", required=False)


def test_the_field_reads_names_and_codes():
    form = TripForm({"origin": "秦皇岛市海港区", "street": "longwan"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"origin": "130302", "street": LONGWAN}
    assert TripForm({}).is_valid()


@pytest.mark.parametrize(
    ("text", "code"), [("朝阳区", "areas.name_ambiguous"), ("无处", "areas.name_unknown")]
)
def test_the_field_says_why_not(text, code):
    form = TripForm({"origin": text})
    assert form.errors.as_data()["origin"][0].code == code


def test_the_field_offers_what_it_has():
    drawn = str(TripForm(initial={"origin": "130302"}))
    assert 'value="河北省秦皇岛市海港区"' in drawn
    assert "hx-get" in drawn
    assert drawn.count("<option") == 12


def queries_of(client, user, name) -> int:
    """How many queries a list asks, the second time it is opened."""
    client.force_login(user)
    client.get(reverse(f"areas:{name}"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"areas:{name}")).status_code == 200
    return len(captured)


def test_premises_cost_the_same_for_one_and_for_thirty(client, rui, school):
    few = queries_of(client, rui, "premises")
    for number in range(30):
        add_premises(kind="school", name=f"第{number}小学", area_code=LONGWAN, by=rui)
    assert queries_of(client, rui, "premises") == few


def test_desks_cost_the_same_for_fifteen_and_for_thirty(client, rui):
    few = queries_of(client, rui, "desks")
    for area in Area.objects.filter(parent_code=LONGWAN)[:8]:
        for kind in ("street", "commerce"):
            add_desk(kind=kind, area_code=area.code, name=f"{area.name}窗口", by=rui)
    assert Desk.objects.count() > 20
    assert queries_of(client, rui, "desks") == few


def test_what_somebody_else_corrected_meanwhile_is_shown_not_undone(page, rui, school):
    desk, area = Desk.objects.get(code="211403-industry"), Area.objects.get(code=LONGWAN)
    opened = {
        (name, number): sent_back(page(rui, name, number).context["form"])
        for name, number in (
            ("correct_desk", desk.code),
            ("correct_premises", school.number),
            ("rename_area", LONGWAN),
        )
    }
    correct_desk(desk, name=desk.name, phone="0429-2112345", by=rui)
    correct_premises(school, name=school.name, address="锦山路 2 号", by=rui)
    rename_area(area, name=area.name, name_en="Longwan", by=rui, reason="no. 12")
    for (name, number), sent in opened.items():
        form = page(
            rui, name, number, data=sent | {"name": "新名称", "reason": "no. 13"}, status=422
        )
        again = sent_back(form.context["form"])
        page(rui, name, number, data=again, status=302)
    desk.refresh_from_db()
    school.refresh_from_db()
    assert (desk.name, desk.phone) == ("新名称", "0429-2112345")
    assert (school.name, school.address) == ("新名称", "锦山路 2 号")
    area = Area.objects.get(code=LONGWAN, valid_to=None)
    assert (area.name, area.name_en) == ("新名称", "Longwan")
