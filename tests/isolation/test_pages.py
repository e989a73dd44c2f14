"""The pages of sites, rooms and stays: who sees what, and what the forms do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.core.clock import as_if
from longgang.isolation.actions.sites import add_rooms
from longgang.isolation.models import Room, Site, Stay
from tests.measures.build import NOW

from . import build

pytestmark = pytest.mark.django_db


def page(name: str, *args: str) -> str:
    return reverse(f"isolation:{name}", args=args)


@pytest.fixture
def guest(measure, site, dao) -> Stay:
    return build.a_guest(measure, site, "301", dao)


def room(label: str) -> Room:
    return Room.objects.get(label=label, site__premises__name="海滨健康驿站")


def test_a_district_opens_a_site_and_its_lead_enters_rooms(other_place, kang, xi, signed_in):
    opened = signed_in(kang).post(
        page("open"), {"premises": other_place.number, "phone": "0429-3110001"}, follow=True
    )
    assert "还没有房间" in opened.content.decode()
    facts = {"building": "A", "level": 3, "zone": "contaminated", "beds": 1}
    rooms = page("rooms", other_place.number)
    late = signed_in(xi).post(rooms, {**facts, "first": 1, "last": 5000})
    assert late.status_code == 422
    assert "一次最多录入 200 间" in late.content.decode()
    entered = signed_in(xi).post(rooms, {**facts, "first": 301, "last": 306}, follow=True)
    assert entered.content.decode().count("room-tile ") == 6


def test_who_works_at_one_site_is_led_to_it_and_sees_no_other(
    site, other_site, dao, ling, signed_in
):
    assert signed_in(dao).get(page("sites")).url == site.get_absolute_url()
    assert signed_in(dao).get(other_site.get_absolute_url()).status_code == 404
    listed = signed_in(ling).get(page("sites")).content.decode()
    assert "海滨健康驿站" in listed
    assert "西山健康驿站" in listed


def test_a_tile_says_who_is_there_and_how_long(guest, site, dao, ling, signed_in):
    shown = signed_in(dao).get(site.get_absolute_url()).content.decode()
    assert "何静" in shown
    assert "还剩 4 天" in shown
    masked = signed_in(ling).get(site.get_absolute_url()).content.decode()
    assert "何静" not in masked
    assert "何*" in masked
    free = signed_in(dao).get(f"{site.get_absolute_url()}?state=free").content.decode()
    assert free.count("room-tile room-free") == 7
    assert "room-tile room-taken" not in free


def test_the_number_of_queries_is_that_of_a_small_site(
    guest, site, lin, dao, signed_in, django_assert_max_num_queries
):
    client = signed_in(dao)
    with django_assert_max_num_queries(40) as few:
        client.get(site.get_absolute_url())
    for serial in range(2, 6):
        build.reserved(build.a_measure(lin, serial), site, f"30{serial}", dao)
    with django_assert_max_num_queries(len(few)):
        client.get(site.get_absolute_url())


def test_somebody_at_the_door_is_found_and_given_a_room(measure, site, dao, signed_in):
    client = signed_in(dao)
    found = client.post(page("find"), {"person": measure.person.id_number}).content.decode()
    url = page("reserve", measure.number)
    assert url in found
    form = client.get(url)
    first = form.context["form"].initial["bed"]
    assert first == f"{room('301').number}-1"
    facts = {"planned_on": str(build.today()), "diet": "halal", "need": "", "remarks": ""}
    done = client.post(url, {"bed": f"{room('302').number}-1", **facts}, follow=True)
    assert done.redirect_chain[-1][0] == Stay.objects.get().get_absolute_url()
    assert "待入住" in done.content.decode()


def test_the_room_proposed_is_the_smallest_that_fits(measure, site, tan, signed_in):
    floor = {"building": "A", "level": 2, "zone": "contaminated", "by": tan}
    add_rooms(site, **floor, first=201, last=201, beds=3, is_family=True)
    add_rooms(site, **floor, first=202, last=202, beds=2)
    shown = signed_in(tan).get(page("reserve", measure.number))
    assert shown.context["form"].initial["bed"] == f"{room('301').number}-1"


def test_the_site_that_is_chosen_is_not_among_the_others(
    measure, site, other_site, kang, signed_in
):
    url = page("reserve", measure.number)
    assert signed_in(kang).get(url).content.decode().count('href="?site=') == 2
    chosen = signed_in(kang).get(f"{url}?site={site.number}").content.decode()
    assert f'href="?site={other_site.number}"' in chosen
    assert f'href="?site={site.number}"' not in chosen


def test_who_has_a_room_is_given_no_form_but_the_way_to_the_stay(guest, site, tan, signed_in):
    shown = signed_in(tan).get(page("reserve", guest.measure.number))
    assert shown.context["form"] is None
    assert "此人已有房间" in shown.content.decode()
    assert guest.get_absolute_url() in shown.content.decode()


@pytest.mark.parametrize(("need", "is_warned"), [("dependent", True), ("", False)])
def test_who_needs_care_and_is_alone_is_pointed_out(measure, site, dao, signed_in, need, is_warned):
    facts = {"planned_on": str(build.today()), "diet": "standard", "need": need}
    bed = f"{room('302').number}-1"
    done = signed_in(dao).post(page("reserve", measure.number), {"bed": bed, **facts}, follow=True)
    assert ("现为单独居住" in done.content.decode()) is is_warned
    assert Stay.objects.get().need == need


def test_the_last_day_and_the_days_to_go_are_said(guest, site, dao, signed_in):
    last = guest.measure.central_ends_on

    def said(before: int, language: str) -> str:
        with as_if(NOW + (last - build.today() - timedelta(days=before))):
            client = signed_in(dao)
            address = site.get_absolute_url()
            return client.get(address, headers={"Accept-Language": language}).content.decode()

    assert "今天最后一天" in said(0, "zh-hans")
    assert "还剩 1 天" in said(1, "zh-hans")
    assert "1 day to go" in said(1, "en")
    assert "2 days to go" in said(2, "en")


def test_a_number_that_nobody_has_finds_nobody(site, dao, signed_in):
    answer = signed_in(dao).post(page("find"), {"person": "CS0000000000"})
    assert "未找到在管人员" in answer.content.decode()


def test_who_comes_second_is_told_who_was_faster(guest, site, lin, tan, signed_in):
    other = build.a_measure(lin, 2)
    facts = {"planned_on": str(build.today()), "diet": "standard"}
    late = signed_in(tan).post(
        page("reserve", other.number), {"bed": f"{room('301').number}-1", **facts}
    )
    assert late.status_code == 409
    assert "道抢先一步" in late.content.decode()


def test_every_deed_of_a_stay_is_a_button_and_does_what_it_says(guest, site, dao, signed_in):
    client, url = signed_in(dao), guest.get_absolute_url()
    refused = client.post(page("do", guest.number, "move"), {"bed": "x", "reason": "换房"})
    assert refused.status_code == 422
    bed = f"{room('302').number}-1"
    client.post(page("do", guest.number, "move"), {"bed": bed, "reason": "空调坏了"})
    client.post(page("do", guest.number, "hospital"), {"hospital": "中心医院", "keeps_bed": "on"})
    shown = client.get(url).content.decode()
    assert "送医中" in shown
    client.post(page("do", guest.number, "back"), {"bed": ""})
    client.post(page("do", guest.number, "leave"), {"going": "elsewhere", "words": "转市定点"})
    moves = [each.kind for each in guest.movements.all()]
    assert moves == ["reserved", "checked_in", "moved", "to_hospital", "back", "left"]
    again = {"going": "elsewhere", "words": "再次转走"}
    assert client.post(page("do", guest.number, "leave"), again).status_code == 409
    assert client.post(page("do", guest.number, "fly")).status_code == 404


def test_only_who_keeps_the_site_does_anything_there(guest, kang, ling, xi, signed_in):
    url = page("do", guest.number, "hospital")
    assert signed_in(ling).post(url, {"hospital": "中心医院"}).status_code == 403
    assert signed_in(xi).post(url, {"hospital": "中心医院"}).status_code == 404
    assert signed_in(kang).post(url, {"hospital": "中心医院"}).status_code == 302


def test_a_room_is_disinfected_from_its_page(site, dao, signed_in):
    client, found = signed_in(dao), room("303")
    bad = client.post(page("condition", found.number), {"condition": "out_of_use", "words": ""})
    assert bad.status_code == 422
    client.post(page("condition", found.number), {"condition": "to_disinfect", "words": ""})
    assert room("303").condition == "to_disinfect"
    assert "待消毒" in client.get(found.get_absolute_url()).content.decode()


def test_a_site_is_closed_from_its_page(site, tan, signed_in):
    refused = signed_in(tan).post(page("close", site.number), {"reason": ""})
    assert refused.status_code == 422
    signed_in(tan).post(page("close", site.number), {"reason": "疫情结束"})
    assert Site.objects.get(pk=site.pk).closed_on is not None


def test_a_phone_is_shown_for_a_purpose(guest, dao, signed_in):
    url = page("reveal", guest.number, "phone")
    assert signed_in(dao).post(url, {"purpose": "", "reason": ""}).status_code == 422
    shown = signed_in(dao).post(url, {"purpose": "contact", "reason": "送餐联系"})
    assert guest.person.phone in shown.content.decode()


def test_the_people_of_a_site_are_listed_and_found(guest, site, dao, signed_in):
    url = page("stays", site.number)
    assert "何静" in signed_in(dao).get(url).content.decode()
    answer = signed_in(dao).post(url, {"q": "没有"}, follow=True)
    assert "何静" not in answer.content.decode().split("<tbody")[-1]
