"""Declaring step by step on the pages, as a browser without JavaScript posts."""

import json

import pytest
from django.urls import reverse

from longgang.accounts.actions import open_account
from longgang.accounts.api import Role, User
from longgang.areas.api import add_area
from longgang.arrivals.actions.dated import set_arrival_rule
from longgang.arrivals.actions.handling import claim_declaration
from longgang.arrivals.models import Declaration, DeclarationDraft
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.people import references
from longgang.people.api import Person, find_or_register_person, find_person
from tests.cast import sign_in
from tests.measures import build as people

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

JOURNEY = {
    "arrives_at": "2024-02-27T18:40", "transport": "train", "service_number": "g1234",
    "plate": "", "seat_1": "05车12F", "seat_2": "05车12D",
}  # fmt: skip
HOME = {"area_code": people.WANGHAISI, "address": "望海小区 3 号楼", "housing": "own"}
HEALTH = {"symptoms_1": ["1"], "contact_1": "no", "work_1": "哈尔滨工业大学"}
SIGNED = {"is_true": "on", "signature": "艾达"}


def stay(code: str = build.HARBIN, since: int = -20, until: int = 1, **more: str):
    days = {"since_on": str(build.day(since)), "until_on": str(build.day(until))}
    return {"area_code": code, "words": "", **days, **more}


class Declaring:
    """Somebody goes through the steps; every page must be there and lead on."""

    def __init__(self, user: User, kind: str = "return") -> None:
        self.browser = sign_in(user)
        answer = self.browser.post(reverse("arrivals:declare"), {"kind": kind, "reason": "study"})
        self.url = answer.url
        self.number = self.url.split("/")[3]

    def at(self, step: str) -> str:
        return f"/arrivals/drafts/{self.number}/{step}/"

    def post(self, sent: dict[str, object], url: str = ""):
        assert self.browser.get(url or self.url).status_code == 200
        answer = self.browser.post(url or self.url, sent)
        if answer.status_code == 302:
            self.url = answer.url
        return answer

    def walks(self, *stays: dict[str, str], journey=JOURNEY, home=HOME, health=HEALTH):
        self.post({})  # the people are right
        self.post(journey)
        for place, each in enumerate(stays, 1):
            self.post(each, self.at(f"stays/{place}"))
        if stays:
            self.post({}, self.at("stays"))
        self.post(home, self.at("home"))
        self.post(health, self.at("health"))
        assert self.url == self.at("check")
        return self


def words_of(answer) -> str:
    return answer.content.decode()


def test_a_student_declares_step_by_step_and_reads_what_it_means(ada, wei, settings):
    settings.DUTY_PHONE = "0429-1234567"
    steps = Declaring(ada)
    assert "艾达" in words_of(steps.browser.get(steps.url)), "who is known stands there"
    steps.walks(stay())
    answer = steps.post(SIGNED)
    assert answer.url == reverse("arrivals:mine")
    made = Declaration.objects.get()
    assert (made.kind, made.way, made.person, made.reason) == ("return", "self", wei, "study")
    assert (made.transport, made.service_number, made.seat) == ("train", "G1234", "05车12F")
    assert (made.area_code, made.address) == (people.WANGHAISI, "望海小区 3 号楼")
    assert (made.symptoms, made.work, made.who) == (["1"], "哈尔滨工业大学", "")
    assert [(s.area_code, s.until_on) for s in made.stays.all()] == [(build.HARBIN, build.day(1))]
    page = words_of(steps.browser.get(answer.url))
    assert "未发现风险" in page
    assert "望海寺" in page
    assert "tel:0429-1234567" in page


def test_whether_one_is_a_contact_has_to_be_answered(ada, wei):
    steps = Declaring(ada)
    steps.walks(stay())
    page = steps.browser.get(steps.at("health"))
    assert page.context["form"]["contact_1"].value() == "no", "what was answered is kept"
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    page = steps.browser.get(steps.at("health"))
    assert page.context["form"]["contact_1"].value() is None, "nothing is answered beforehand"
    assert "checked" not in str(page.context["form"]["contact_1"])
    answer = steps.browser.post(steps.at("health"), HEALTH | {"contact_1": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"contact_1"}


@pytest.mark.parametrize(
    ("transport", "kept"),
    [("train", ("G1234", "", "05车12F")), ("car", ("", "辽A12345", "")), ("other", None)],
)
def test_a_journey_keeps_what_its_transport_asks_for(ada, wei, transport, kept):
    steps = Declaring(ada)
    sent = JOURNEY | {"transport": transport, "plate": "辽A12345"}
    steps.walks(stay(), journey=sent)
    steps.post(SIGNED)
    made = Declaration.objects.get()
    found = (made.service_number, made.plate, made.seat)
    assert found == (kept or ("G1234", "辽A12345", "05车12F"))


def test_a_second_click_finds_what_the_first_has_declared(ada, wei):
    steps = Declaring(ada).walks(stay())
    check = steps.at("check")
    steps.post(SIGNED)
    again = steps.browser.post(check, SIGNED)
    assert (again.status_code, again.url) == (302, reverse("arrivals:mine"))
    assert Declaration.objects.count() == 1


def test_who_was_in_the_county_is_asked_for_the_village_and_the_answer_counts(village, ada, wei):
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    steps.post(stay(build.SANYA), steps.at("stays/1"))
    steps.post({}, steps.at("stays"))
    assert steps.url == steps.at("asked")
    page = steps.browser.get(steps.url)
    assert "大庙村" in words_of(page)
    assert (page.context["place"], len(page.context["way"])) == (3, 6), "a part of the third step"
    steps.post({"named_1": [village.number]})
    page = steps.browser.get(steps.url)
    assert (page.context["place"], len(page.context["way"])) == (4, 6)
    steps.post(HOME)
    steps.post(HEALTH)
    steps.post(SIGNED)
    made = Declaration.objects.get()
    assert (made.who, made.risk_area) == ("high_risk", village)
    page = words_of(steps.browser.get(reverse("arrivals:mine")))
    assert "大庙村" in page
    assert "7 天" in page, "what the rule of the day asks for"


def test_without_the_village_it_is_the_low_risk_of_the_county(village, ada, wei):
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    steps.post(stay(build.SANYA), steps.at("stays/1"))
    steps.post({}, steps.at("stays"))
    steps.post({})
    steps.post(HOME)
    steps.post(HEALTH)
    steps.post(SIGNED)
    assert Declaration.objects.get().who == "low_risk"


def test_a_stay_outside_the_country_needs_no_division(ada, wei):
    steps = Declaring(ada).walks(stay("", is_abroad="on", words="泰国"))
    steps.post(SIGNED)
    made = Declaration.objects.get()
    assert (made.who, made.stays.get().words) == ("overseas", "泰国")


def test_a_gap_is_named_before_it_goes_on(ada, wei):
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    steps.post(stay(since=-20, until=-5), steps.at("stays/1"))
    answer = steps.post({}, steps.at("stays"))
    assert answer.status_code == 422
    assert "2024-02-22" in words_of(answer)
    steps.post(stay(since=-5, until=1), steps.at("stays/2"))
    assert steps.post({}, steps.at("stays")).url == steps.at("home")


def test_a_place_is_taken_away_again(ada, wei):
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    for place, until in ((1, -5), (2, 1)):
        steps.post(stay(since=-20, until=until), steps.at(f"stays/{place}"))
    steps.post({"remove": "1"}, steps.at("stays"))
    assert steps.post({}, steps.at("stays")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service_number": ""}, "service_number"),
        ({"seat_1": ""}, "seat_1"),
        ({"arrives_at": "1970-01-01T00:00"}, "arrives_at"),
        ({"transport": "car"}, "plate"),
    ],
)
def test_what_the_transport_needs_is_said_at_its_field(ada, wei, changes, field):
    steps = Declaring(ada)
    steps.post({})
    answer = steps.post(JOURNEY | changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_who_enters_themselves_as_one_of_the_family_declares_for_themselves(staff, rules):
    me = open_account("13700000077", name="艾米")
    steps = Declaring(me)
    steps.post({})
    facts = {"name": "艾米", "phone": "13700000077", "id_kind": "111",
             "id_number": people.id_number(77)}  # fmt: skip
    steps.post(facts, steps.at("people/enter"))
    assert Person.objects.get(user=me).name == "艾米"
    assert not me.represents.exists()


def test_a_family_is_declared_together(ada, wei):
    steps = Declaring(ada)
    facts = {"name": "艾奶奶", "id_kind": "111", "id_number": people.id_number(30)}
    steps.post(facts, steps.at("people/enter"))
    health = HEALTH | {"contact_2": "yes"}
    steps.walks(stay(), health=health).post(SIGNED)
    mine, other = Declaration.objects.order_by("person__id")
    assert (mine.party, mine.way, other.way) == (other.party, "self", "family")
    assert (mine.who, other.who, other.seat) == ("", "close_contact", "05车12D")
    known = words_of(steps.browser.get(Declaring(ada).url))
    assert "艾奶奶" in known, "next time she is picked"


def test_who_is_in_no_register_enters_themselves_on_the_way(ada):
    steps = Declaring(ada)
    assert steps.post({}).status_code == 422, "nobody is declared yet"
    facts = {"name": "艾达", "id_kind": "111", "id_number": people.id_number(7)}
    steps.post(facts | {"phone": ada.phone}, steps.at("people/enter") + "?me=1")
    steps.walks(stay()).post(SIGNED)
    made = Declaration.objects.get()
    assert (made.way, made.person.user) == ("self", ada)


def test_a_departure_asks_for_no_way(ada, wei):
    steps = Declaring(ada, "departure")
    steps.walks(journey=JOURNEY | {"destination_code": "哈尔滨市"}).post(SIGNED)
    made = Declaration.objects.get()
    assert (made.kind, made.stays.count()) == ("departure", 0)
    assert (made.destination_code, made.destination_words) == (build.HARBIN[:4], "")
    assert steps.browser.get(steps.at("stays")).status_code == 404


def test_who_leaves_says_where_to_also_abroad(ada, wei, lin):
    steps = Declaring(ada, "departure")
    steps.post({})
    form = steps.post(JOURNEY).context["form"]
    assert list(form.errors) == ["destination_code"]
    abroad = {"is_abroad": "on", "destination_words": "韩国首尔"}
    steps.walks(journey=JOURNEY | abroad)
    assert "韩国首尔" in words_of(steps.browser.get(steps.url)), "before it is signed"
    steps.post(SIGNED)
    made = Declaration.objects.get()
    assert made.destination_code == "00"
    assert "韩国首尔" in words_of(sign_in(lin).get(made.get_absolute_url()))
    claim_declaration(made, by=lin)
    sign_in(lin).post(reverse("arrivals:correct", args=[made.number]))
    draft = DeclarationDraft.objects.get(corrects=made)
    kept = json.loads(draft.answers)["steps"]["journey"]
    assert (kept["is_abroad"], kept["destination_words"]) == ("on", "韩国首尔")


def test_who_comes_is_not_asked_where_to(ada, wei):
    steps = Declaring(ada)
    assert "destination_code" not in words_of(steps.browser.get(steps.at("journey")))


def test_who_lives_in_a_grid_is_shown_the_community(ada, wei, rui):
    grid = f"{people.WANGHAISI}001"
    add_area(code=grid, name="一网格", parent_code=people.WANGHAISI, by=rui)
    wei.area_code, wei.address = grid, "望海小区 3 号楼"
    wei.save()
    steps = Declaring(ada)
    page = words_of(steps.browser.get(steps.at("home")))
    assert "望海寺社区" in page
    assert "一网格" not in page


def test_the_home_of_who_is_known_is_filled_in(ada, wei):
    steps = Declaring(ada)
    page = words_of(steps.browser.get(steps.at("home")))
    assert "望海寺" in page


def test_what_is_missing_leads_back_to_its_step(ada, wei):
    steps = Declaring(ada)
    answer = steps.browser.post(steps.at("check"), SIGNED)
    assert answer.status_code == 422
    urls = [url for url, _refusal in answer.context["problems"]]
    assert f"{steps.at('journey')}?then=check" in urls
    assert not Declaration.objects.exists()


def test_a_draft_is_kept_and_gone_on_with(ada, wei):
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    begin = words_of(steps.browser.get(reverse("arrivals:declare")))
    assert f"/arrivals/drafts/{steps.number}/" in begin
    assert steps.browser.get(f"/arrivals/drafts/{steps.number}/").url == steps.at("stays")
    steps.browser.post(steps.at("discard"))
    assert not DeclarationDraft.objects.exists()


def test_nobody_sees_the_draft_of_another(ada, lin, wei):
    steps = Declaring(ada)
    for step in ("people", "people/enter", "journey", "home", "health", "stays/1", "check"):
        assert sign_in(lin).get(steps.at(step)).status_code == 404, step


def test_only_ones_own_people_are_picked(ada, lin, wei):
    other = find_or_register_person(name="他人", id_number=people.id_number(40), by=lin)
    steps = Declaring(ada)
    assert steps.browser.post(steps.url, {"add": other.number}).status_code == 404


def test_a_community_worker_declares_for_somebody_without_a_phone(lin):
    steps = Declaring(lin)
    facts = {
        "name": "艾奶奶", "id_kind": "111", "id_number": people.id_number(30), "phone": "",
        "area_code": people.WANGHAISI, "address": "望海小区 3 号楼",
    }  # fmt: skip
    steps.post(facts, steps.at("people/enter"))
    steps.walks(stay())
    answer = steps.post({"is_true": "on", "signature": "林"})
    made = Declaration.objects.get()
    assert (made.way, made.declared_by, made.person.name) == ("community", lin, "艾奶奶")
    assert answer.url == made.get_absolute_url()


def test_who_looks_after_nobody_declares_for_nobody(ling, rui):
    for user in (ling, rui):
        assert sign_in(user).get(reverse("arrivals:declare")).status_code == 403


def test_somebody_is_not_declared_twice_and_is_told_so(ada, wei, declaration):
    steps = Declaring(ada)
    page = words_of(steps.browser.get(steps.url))
    assert "已报备" in page, "at the first step, not after the last"
    answer = steps.post({"add": wei.number})
    assert answer.status_code == 422
    assert answer.context["refusals"][0].code == "arrivals.declared_already"


def test_who_is_entered_and_was_declared_already_is_told_so_there(lin, wei, declaration):
    steps = Declaring(lin)
    facts = {
        "name": "艾达", "id_kind": "111", "id_number": people.id_number(7), "phone": "",
        "area_code": people.WANGHAISI, "address": "x",
    }  # fmt: skip
    answer = steps.post(facts, steps.at("people/enter"))
    assert answer.status_code == 422
    assert not Declaration.objects.exclude(pk=declaration.pk).exists()


def test_who_is_born_tomorrow_declares_nothing(ada):
    steps = Declaring(ada)
    facts = {
        "name": "艾达", "id_kind": "111", "id_number": people.id_number(7, born="20240227"),
        "phone": "", "area_code": people.WANGHAISI, "address": "x",
    }  # fmt: skip
    answer = steps.post(facts, f"{steps.at('people/enter')}?me=1")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["id_number"]


def test_temperature_and_codes_are_asked_for_where_the_rule_wants_them(ada, wei):
    told = HEALTH | {"celsius_1": "38.2", "health_code_1": "green", "travel_code_1": ""}
    with as_if(people.local(2024, 2, 25, 9)):
        set_arrival_rule(
            look_back_days=7, claim_minutes=120, asks_codes=True, document_number="文 2", by=SYSTEM
        )
    steps = Declaring(ada).walks(stay(), health=told)
    assert "中热" in words_of(steps.browser.get(steps.url))
    steps.post(SIGNED)
    made = Declaration.objects.get()
    assert (str(made.celsius), made.codes) == ("38.2", {"health_code": "green"})
    page = words_of(steps.browser.get(reverse("arrivals:mine")))
    assert "请勿出行" in page, "who is ill is told what to do"


def test_no_code_is_asked_for_without_a_rule_and_no_temperature_can_be_anything(ada, wei):
    steps = Declaring(ada)
    steps.post({})
    steps.post(JOURNEY)
    steps.post(stay(), steps.at("stays/1"))
    page = words_of(steps.browser.get(steps.at("health")))
    assert "health_code_1" not in page
    answer = steps.post(HEALTH | {"celsius_1": "62"}, steps.at("health"))
    assert "celsius_1" in answer.context["form"].errors


def test_a_car_with_a_pass_is_recognised_by_whoever_may_see_it(ada, wei, monkeypatch):
    asked = []

    def known(plate, reader):
        asked.append((plate, reader))
        return ["通行证 211403000001"]

    monkeypatch.setattr(references, "_plate_finders", [known])
    journey = JOURNEY | {"transport": "car", "plate": "辽g5k321", "seat_1": ""}
    steps = Declaring(ada).walks(stay(), journey=journey)
    assert "通行证 211403000001" in words_of(steps.browser.get(steps.url))
    assert asked == [("辽G5K321", ada)]


def test_a_visitor_declares_with_whom_they_stay(ada, wei):
    steps = Declaring(ada, kind="visit").walks(stay(), home=HOME | {"housing": "relatives"})
    steps.post(SIGNED)
    made = Declaration.objects.get()
    assert (made.kind, made.housing, made.stays.count()) == ("visit", "relatives", 1)


def test_an_arrival_some_days_ago_says_how_much_of_the_rule_is_over(village, ada, wei):
    journey = JOURNEY | {"arrives_at": "2024-02-23T18:40"}
    steps = Declaring(ada)
    steps.post({})
    steps.post(journey)
    steps.post(stay(build.SANYA, until=-3), steps.at("stays/1"))
    steps.post({}, steps.at("stays"))
    steps.post({"named_1": [village.number]}, steps.at("asked"))
    steps.post(HOME, steps.at("home"))
    steps.post(HEALTH, steps.at("health"))
    steps.post(SIGNED)
    page = words_of(steps.browser.get(reverse("arrivals:mine")))
    assert "起算" in page
    assert "2024-02-23 18:40" not in page, "moments are written as the house writes them"


def test_an_officer_at_a_checkpoint_declares_for_whom_nobody_announced(staff):
    gate = staff("海", Role.CHECKPOINT_OFFICER, premises_number="KK0000000001")
    browser = sign_in(gate)
    assert reverse("arrivals:declare") in words_of(browser.get("/")), "the way in is in the menu"
    steps = Declaring(gate)
    facts = {
        "name": "路过", "id_kind": "111", "id_number": people.id_number(31), "phone": "",
        "area_code": people.WANGHAISI, "address": "望海小区 3 号楼",
    }  # fmt: skip
    steps.post(facts, steps.at("people/enter"))
    steps.walks(stay())
    answer = steps.post({"is_true": "on", "signature": "海"})
    made = Declaration.objects.get()
    assert (made.way, made.declared_by) == ("checkpoint", gate)
    assert "路过" in words_of(browser.get(answer.url)), "and sees what it means"


def test_what_was_declared_is_withdrawn(ada, wei, declaration):
    url = reverse("arrivals:withdraw", args=[declaration.number])
    assert sign_in(ada).post(url).url == reverse("arrivals:mine")
    declaration.refresh_from_db()
    assert declaration.status == "withdrawn"


def test_strangers_withdraw_nothing(declaration, db):
    stranger = User.objects.create(name="陌生", phone="13811110077")
    url = reverse("arrivals:withdraw", args=[declaration.number])
    assert sign_in(stranger).post(url).status_code == 404


def test_the_person_entered_is_the_one_in_the_register(ada):
    steps = Declaring(ada)
    facts = {"name": "艾奶奶", "id_kind": "111", "id_number": people.id_number(30)}
    steps.post(facts, steps.at("people/enter"))
    person = find_person(id_number=people.id_number(30))
    assert person == Person.objects.get(representatives__user=ada)
