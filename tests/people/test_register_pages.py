"""The pages of the register: they answer, they show no more than they should, and they do it."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.audit.api import Disclosure
from longgang.core.clock import today
from longgang.people.api import (
    Company,
    Person,
    Vehicle,
    add_crew_member,
    add_member,
    add_qualification,
    approve_company,
    claim_person,
    correct_vehicle,
    merge_people,
    person_of,
    register_company,
    register_person,
    register_vehicle,
    represent_person,
)
from tests.people.helpers import BINHAI, LONGWAN, credit_code, id_number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_hour(settings):
    settings.STAFF_TOTP = False
    cache.clear()


@pytest.fixture
def page(client):
    """Open or send a page as somebody."""

    def _page(user, name, *args, data=None, status=200):
        client.force_login(user)
        url = reverse(f"people:{name}", args=args)
        answer = client.get(url) if data is None else client.post(url, data)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer

    return _page


PERSON = {"name": "王芳", "id_kind": "111", "id_number": id_number(2), "phone": "13700000002"}


def test_people_are_listed_without_their_numbers(page, zhang, bo):
    shown = page(bo, "people").content.decode()
    assert "张伟" in shown
    assert id_number() not in shown
    assert "13700000001" not in shown
    assert "****0001" in shown


def test_people_cost_the_same_queries_however_many(page, bo):
    def count():
        with CaptureQueriesContext(connection) as captured:
            page(bo, "people")
        return len(captured)

    for serial in (1, 2):
        register_person(name="王芳", id_number=id_number(serial), area_code=LONGWAN, by=bo)
    page(bo, "people")
    few = count()
    for serial in range(3, 25):
        register_person(name="王芳", id_number=id_number(serial), area_code=LONGWAN, by=bo)
    assert count() == few


WHOLE = [id_number(), id_number().lower(), "13700000001", "137 0000 0001", "137-0000-0001"]


def people_found(client, text):
    answer = client.post(reverse("people:people"), {"q": text}, follow=True)
    return [person.name for person in answer.context["table"].page.rows]


@pytest.mark.parametrize("text", ["zw", "张", "0001", "０００１", *WHOLE])
def test_people_are_searched(client, zhang, bo, text):
    register_person(name="王芳", phone="13999990002", area_code=LONGWAN, by=bo)
    client.force_login(bo)
    assert people_found(client, text) == ["张伟"]


@pytest.mark.parametrize("text", ["nobody", "1", "1370000", "13700000002"])
def test_nobody_is_found_by_less_than_a_whole_number(client, zhang, bo, text):
    client.force_login(bo)
    assert people_found(client, text) == []


@pytest.mark.parametrize("text", ["zw", *WHOLE])
def test_nobody_elsewhere_is_found(client, zhang, staff, text):
    client.force_login(staff("滨", "street_officer", BINHAI))
    assert people_found(client, text) == []


def test_a_person_is_masked(page, zhang, company, ada, bo):
    add_crew_member(company, zhang, by=ada)
    add_qualification(
        zhang, kind="hazard_driver", number=id_number(), expires_on=date(2030, 1, 1), by=ada
    )
    for reader in (bo, ada):
        shown = page(reader, "person", zhang.number).content.decode()
        assert "****0001" in shown
        assert id_number() not in shown


def test_a_person_out_of_scope_does_not_exist(page, zhang, ku, staff):
    for stranger in (ku, staff("滨", "street_officer", BINHAI)):
        page(stranger, "person", zhang.number, status=404)
    page(ku, "person", "nobody", status=404)


def test_a_merged_person_leads_to_the_kept_one(page, zhang, mei):
    other = register_person(name="张伟", phone="13700000001", area_code=LONGWAN, by=mei)
    merge_people(zhang, other, by=mei, reason="same person")
    assert zhang.number in page(mei, "person", other.number).content.decode()


def test_reveal_shows_one_value_once(page, zhang, bo):
    asked = {"purpose": "identify", "reason": "stands before me"}
    shown = page(bo, "reveal", zhang.number, "id_number", data=asked).content.decode()
    assert id_number() in shown
    assert "13700000001" not in shown
    assert Disclosure.objects.count() == 1


def test_reveal_asks_why(page, zhang, bo):
    shown = page(bo, "reveal", zhang.number, "phone", data={}, status=422).content.decode()
    assert "13700000001" not in shown
    opened = shown.split('<details class="no-print" open>')[1:]
    assert len(opened) == 1  # the form that was sent, and no other
    assert 'id="phone-reason"' in opened[0]
    assert "此项必填。" in opened[0]
    assert not Disclosure.objects.exists()


def test_reveal_knows_no_other_field(page, zhang, bo):
    asked = {"purpose": "identify", "reason": "why not"}
    page(bo, "reveal", zhang.number, "user", data=asked)
    assert not Disclosure.objects.exists()


def test_register_enters_a_person(page, bo):
    page(bo, "register_person")
    answer = page(bo, "register_person", data={**PERSON, "area_code": "龙湾街道"}, status=302)
    person = Person.objects.get()
    assert answer.url == person.get_absolute_url()
    assert person.area_code == LONGWAN


def test_register_shows_who_may_be_the_same(page, zhang, bo):
    data = {**PERSON, "name": "张伟", "phone": "13999990001"}
    assert zhang.number in page(bo, "register_person", data=data, status=409).content.decode()
    page(bo, "register_person", data={**data, "sure": "yes"}, status=302)
    assert Person.objects.filter(name="张伟").count() == 2


def test_register_shows_what_is_wrong(page, bo):
    data = {**PERSON, "id_number": "211403198506150011", "area_code": "海港"}
    assert page(bo, "register_person", data=data, status=422)
    data = {**PERSON, "id_number": "211403198506150011"}
    shown = page(bo, "register_person", data=data, status=422)
    assert "id_number" in shown.context["form"].errors


def test_correct_changes_what_was_typed_only(page, zhang, bo):
    page(bo, "correct_person", zhang.number)
    data = {"name": "章伟", "id_kind": "111", "reason": "mistyped"}
    page(bo, "correct_person", zhang.number, data=data, status=302)
    zhang.refresh_from_db()
    assert (zhang.name, zhang.phone) == ("章伟", "13700000001")


def test_correct_is_not_a_dispatchers(page, zhang, company, ada):
    add_crew_member(company, zhang, by=ada)
    page(ada, "correct_person", zhang.number, status=403)


def test_correct_oneself_is_done_at_my_details(page, ku):
    own = claim_person(name="库", id_number=id_number(3), by=ku)
    answer = page(ku, "correct_person", own.number, status=302)
    assert answer.url == reverse("people:me")


def test_qualify_enters_a_certificate(page, zhang, bo):
    page(bo, "qualify", zhang.number)
    data = {"kind": "hazard_driver", "number": "2114", "expires_on": "2030-01-31"}
    page(bo, "qualify", zhang.number, data=data, status=302)
    assert "2030-01-31" in page(bo, "person", zhang.number).content.decode()


def test_my_details_are_entered_once(page, ku):
    page(ku, "me")
    data = {**PERSON, "name": "库", "phone": ku.phone}
    page(ku, "me", data=data, status=302)
    assert id_number(2) in page(ku, "me").content.decode()
    page(ku, "me", data={"phone": "13700000008", "address": "锦山路"}, status=302)
    assert person_of(ku).phone == "13700000008"
    page(ku, "me", data={"phone": "1"}, status=422)
    page(ku, "person", person_of(ku).number)


def test_my_details_show_what_is_wrong(page, ku):
    assert page(ku, "me", data={**PERSON, "phone": "1"}, status=422).context["form"].errors


def test_act_for_somebody_and_stop(page, ku):
    claim_person(name="库", id_number=id_number(3), by=ku)
    page(ku, "represent")
    page(ku, "represent", data=PERSON, status=302)
    assert "王芳" in page(ku, "me").content.decode()
    person = Person.objects.get(name="王芳")
    page(ku, "release", person.number, data={}, status=302)
    assert "王芳" not in page(ku, "me").content.decode()


def test_a_resident_registers_a_company_and_staff_approve_it(page, ada, mei, facts):
    page(ada, "register_company")
    page(ada, "register_company", data={**facts, "area_code": "龙湾街道"}, status=302)
    company = Company.objects.get()
    assert company.area_code == LONGWAN
    page(ada, "company", company.number)
    page(ada, "approve_company", company.number, data={}, status=403)
    assert "龙湾酸业" in page(mei, "companies").content.decode()
    page(mei, "approve_company", company.number, data={}, status=302)
    shown = page(mei, "company", company.number).content.decode()
    assert "13800000001" not in shown


def test_a_place_is_taken_as_suggested_and_as_filled_in_in_english(page, client, ada, facts):
    client.cookies["django_language"] = "en"
    longwan = "Longwan Subdistrict, Longgang District, Huludao City, Liaoning Province"
    page(ada, "register_company", data={**facts, "area_code": longwan}, status=302)
    company = Company.objects.get()
    assert company.area_code == LONGWAN
    filled_in = page(ada, "correct_company", company.number).context["form"]["area_code"]
    assert f'value="{longwan}"' in str(filled_in)
    data = {**facts, "area_code": longwan, "address": "锦山路 9 号"}
    page(ada, "correct_company", company.number, data=data, status=302)
    company.refresh_from_db()
    assert (company.area_code, company.address) == (LONGWAN, "锦山路 9 号")


def test_a_company_is_refused_with_a_reason(page, pending, facts, ada, mei):
    page(mei, "refuse_company", pending.number, data={}, status=422)
    page(mei, "refuse_company", pending.number, data={"reason": "not the licence"}, status=302)
    again = f"{reverse('people:register_company')}?after={pending.number}"
    assert again not in page(mei, "company", pending.number).content.decode()
    shown = page(ada, "company", pending.number).content.decode()
    assert "not the licence" in shown
    assert again in shown
    register_company(by=ada, **facts)
    assert again not in page(ada, "company", pending.number).content.decode()


def test_a_company_shows_what_is_wrong(page, pending, ku, facts):
    shown = page(ku, "register_company", data={**facts, "area_code": LONGWAN}, status=422)
    assert "credit_code" in shown.context["form"].errors


def test_a_company_out_of_scope_does_not_exist(page, company, ku):
    page(ku, "company", company.number, status=404)


def test_a_companys_phone_is_revealed(page, company, mei):
    asked = {"purpose": "contact", "reason": "call"}
    assert "13800000001" in page(mei, "reveal_company", company.number, data=asked).content.decode()
    page(mei, "reveal_company", company.number, data={}, status=422)


def test_a_manager_corrects_the_company(page, company, ada, facts):
    page(ada, "correct_company", company.number)
    data = {**facts, "contact_phone": "", "address": "锦山路 2 号"}
    page(ada, "correct_company", company.number, data=data, status=302)
    company.refresh_from_db()
    assert (company.address, company.contact_phone) == ("锦山路 2 号", "13800000001")
    data["credit_code"] = credit_code(7)
    page(ada, "correct_company", company.number, data=data, status=422)


def test_members_come_and_go(page, company, ada, ku):
    page(ada, "add_member", company.number)
    data = {"name": "库", "phone": ku.phone, "role": "dispatcher"}
    page(ada, "add_member", company.number, data=data, status=302)
    page(ku, "company", company.number)
    page(ku, "add_member", company.number, status=403)
    page(ada, "remove_member", company.number, ku.number, data={}, status=302)
    page(ada, "remove_member", company.number, ku.number, data={}, status=404)
    page(ku, "company", company.number, status=404)
    page(ada, "add_member", company.number, data={**data, "phone": "1"}, status=422)


def test_a_member_of_a_company_that_waits_can_act_once_it_is_approved(page, pending, ada, ku, mei):
    data = {"name": "库", "phone": ku.phone, "role": "dispatcher"}
    page(ada, "add_member", pending.number, data=data, status=302)
    assert "企业通过审核后" in page(ada, "company", pending.number).content.decode()
    twice = page(ada, "add_member", pending.number, data=data, status=422)
    assert list(twice.context["form"].errors) == ["phone"]
    approve_company(pending, by=mei)
    data["role"] = "manager"
    page(ada, "add_member", pending.number, data=data, status=302)
    assert "企业通过审核后" not in page(ada, "company", pending.number).content.decode()


def test_a_manager_leaves(page, company, ada, ku):
    add_member(company, phone=ku.phone, role="manager", by=ada)
    answer = page(ku, "remove_member", company.number, ku.number, data={}, status=302)
    assert answer.url == reverse("people:companies")


def test_crew_comes_and_goes(page, company, ada, ku):
    page(ada, "add_crew", company.number)
    page(ada, "add_crew", company.number, data=PERSON, status=302)
    person = Person.objects.get()
    assert "王芳" in page(ada, "company", company.number).content.decode()
    page(ada, "remove_crew", company.number, person.number, data={}, status=302)
    page(ada, "add_crew", company.number, data={**PERSON, "name": "赵六"}, status=422)
    add_member(company, phone=ku.phone, by=ada)
    page(ku, "add_crew", company.number)


VEHICLE = {"plate": "辽P12345", "colour": "2", "kind": "tanker", "tank_media": "1830，1831"}


def test_vehicles_are_entered_and_corrected(page, company, ada):
    page(ada, "register_vehicle")
    data = {**VEHICLE, "carries_hazard": "on", "keeper": company.number}
    page(ada, "register_vehicle", data=data, status=302)
    vehicle = Vehicle.objects.get()
    assert vehicle.tank_media == ["1830", "1831"]
    assert "1830, 1831" in page(ada, "vehicle", vehicle.number).content.decode()
    page(ada, "register_vehicle", data=data, status=422)
    page(ada, "correct_vehicle", vehicle.number)
    page(ada, "correct_vehicle", vehicle.number, data={**VEHICLE, "plate": "辽P54321"}, status=302)
    page(ada, "correct_vehicle", vehicle.number, data={**VEHICLE, "plate": "?"}, status=422)


def test_vehicles_are_entered_for_oneself(page, ku):
    assert page(ku, "register_vehicle", status=302).url == reverse("people:me")
    claim_person(name="库", id_number=id_number(3), by=ku)
    page(ku, "register_vehicle", data={**VEHICLE, "keeper": "own"}, status=302)
    assert Vehicle.objects.get().owner == person_of(ku)


def test_vehicles_are_listed_and_searched(page, client, tanker, ada, mei, ku):
    for reader in (ada, mei):
        assert "辽P12345" in page(reader, "vehicles").content.decode()
    assert "辽P12345" not in page(ku, "vehicles").content.decode()
    client.force_login(mei)
    url = reverse("people:vehicles")
    assert (
        "辽P12345" in client.post(url, {"q": "p123", "hazard": "yes"}, follow=True).content.decode()
    )
    assert "辽P12345" not in client.get(url, {"hazard": "no"}).content.decode()
    exported = client.get(url, {"export": "xlsx"})
    assert unquote(exported["Content-Disposition"]).endswith(f"车辆-{today():%Y%m%d}.xlsx")


def test_expired_papers_are_seen(page, tanker, ada):
    correct_vehicle(tanker, licence_expires_on=date(2020, 1, 1), by=ada)
    shown = page(ada, "vehicle", tanker.number)
    assert shown.context["tag"].tone == "bad"


def test_a_vehicle_out_of_scope_does_not_exist(page, tanker, ku):
    page(ku, "vehicle", tanker.number, status=404)
    page(ku, "vehicle", "nobody", status=404)


def test_a_vehicle_in_sight_is_not_everybodys_to_correct(page, tanker, bo):
    page(bo, "vehicle", tanker.number)
    page(bo, "correct_vehicle", tanker.number, status=403)


def test_companies_are_searched_and_exported(page, client, company, mei):
    client.force_login(mei)
    url = reverse("people:companies")
    assert (
        "龙湾酸业"
        in client.post(url, {"q": "lwsy", "status": "approved"}, follow=True).content.decode()
    )
    assert client.get(url, {"export": "xlsx"}).status_code == 200


def test_duplicates_are_shown_compared_and_merged(page, zhang, mei):
    other = register_person(name="张伟", phone="13999990001", by=mei)
    third = register_person(name="张伟", id_number=id_number(5), phone="13888880001", by=mei)
    shown = [pair for *pair, _differ in page(mei, "duplicates").context["people"]]
    assert {frozenset(pair) for pair in shown} == {
        frozenset({zhang, other}),
        frozenset({third, other}),
    }
    assert all(drop == other for _keep, drop in shown)
    page(mei, "merge_people", zhang.number, other.number)
    page(mei, "merge_people", zhang.number, other.number, data={"reason": "…"}, status=422)
    answer = page(
        mei, "merge_people", zhang.number, other.number, data={"reason": "same"}, status=302
    )
    assert answer.url == zhang.get_absolute_url()
    back = page(mei, "merge_people", zhang.number, other.number, status=302)
    assert back.url == zhang.get_absolute_url()
    assert "这两条记录已经合并" in page(mei, "person", zhang.number).content.decode()


def test_a_merge_shows_what_is_taken_over(page, bo, mei):
    kept = register_person(name="张伟", id_number=id_number(6), by=bo)
    told = register_person(
        name="张伟", phone="13999990001", address="锦山路小区3号楼", area_code=LONGWAN, by=bo
    )
    compared = page(mei, "merge_people", kept.number, told.number).context["compared"]
    assert [str(fact.label) for fact in compared if fact.is_taken] == [
        "手机号",
        "详细地址",
        "居住区域",
    ]
    shown = page(mei, "merge_people", kept.number, told.number).content.decode()
    assert shown.count("龙湾街道") == 2
    assert shown.count("锦山路小区****") == 2
    assert "3号楼" not in shown


def test_a_merge_into_a_third_entry_leads_to_the_pair_that_is_left(page, zhang, mei):
    other, third = (register_person(name="张伟", by=mei) for _ in range(2))
    merge_people(other, third, by=mei, reason="same person")
    answer = page(
        mei, "merge_people", zhang.number, third.number, data={"reason": "same"}, status=302
    )
    assert answer.url == reverse("people:merge_people", args=[zhang.number, other.number])
    assert Person.objects.current().count() == 2


def test_double_vehicles_are_shown_compared_and_merged(page, tanker, company, ada, mei):
    one = register_vehicle("辽P99999", "1", vin="LFWSRXRJ1K1E00001", by=ada)
    same = register_vehicle("辽P88888", "2", vin="LFWSRXRJ1K1E00001", company=company, by=ada)
    answer = page(mei, "duplicates")
    ((keep, drop, _differences),) = answer.context["vehicles"]
    assert {keep, drop} == {one, same}
    assert (
        "不同之处： 车牌号 辽P88888 / 辽P99999&nbsp;· 车牌颜色 黄色 / 蓝色"
        in answer.content.decode()
    )
    compared = page(mei, "merge_vehicles", one.number, same.number).context["compared"]
    assert [str(fact.label) for fact in compared if fact.differs][:2] == ["车牌号", "车牌颜色"]
    page(mei, "merge_vehicles", one.number, same.number, data={"reason": "same"}, status=302)
    assert one.plate in page(mei, "vehicle", same.number).content.decode()


def test_one_number_in_two_colours_is_two_vehicles(page, tanker, company, ada, mei):
    """A blue and a yellow plate may share a number: the key is both."""
    register_vehicle("辽P12345", "1", company=company, by=ada)
    assert page(mei, "duplicates").context["vehicles"] == []


def test_merging_is_not_everybodys(page, zhang, bo, ku):
    page(bo, "duplicates", status=403)
    represent_person(name="张伟", id_number=id_number(), by=ku)
    page(ku, "merge_people", zhang.number, zhang.number, status=403)


def queries_of(user, url) -> int:
    """How many queries a page asks, the second time it is opened."""
    browser = Client()
    browser.force_login(user)
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_companies_cost_the_same_for_two_and_for_thirty(mei, bo, facts, company):
    url = reverse("people:companies")
    few = queries_of(mei, url)
    for number in range(2, 30):
        area = BINHAI if number % 2 else LONGWAN
        said = {"name": f"第{number}号有限公司", "credit_code": credit_code(number)}
        register_company(by=mei, **facts | said | {"area_code": area})
    assert queries_of(mei, url) == few


def test_vehicles_cost_the_same_for_one_and_for_thirty(ada, mei, company, zhang, tanker):
    url = reverse("people:vehicles")
    few_of_member, few_of_staff = queries_of(ada, url), queries_of(mei, url)
    for number in range(30):
        register_vehicle(f"辽P2{number:04d}", "2", company=company, by=ada)
    assert queries_of(ada, url) == few_of_member
    assert queries_of(mei, url) == few_of_staff
