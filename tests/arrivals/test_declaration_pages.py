"""The queue, the list and the page of a declaration, for everybody who looks after one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.accounts.api import User
from longgang.arrivals.actions.handling import (
    claim_declaration,
    hand_over_declaration,
    raise_unclaimed,
    record_call,
)
from longgang.arrivals.api import arrival_tasks
from longgang.arrivals.models import Declaration
from longgang.audit.api import Disclosure
from longgang.core.clock import as_if
from longgang.core.sentences import beside
from longgang.measures.api import Measure
from longgang.notices.models import Notice
from longgang.people.api import represent_person
from tests.cast import sign_in
from tests.measures import build as people

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
QUEUE = "/arrivals/queue/"


def show(user: User, declaration: Declaration):
    return sign_in(user).get(declaration.get_absolute_url())


def do(user: User, declaration: Declaration, deed: str, **sent: str):
    url = reverse("arrivals:do", args=[declaration.number, deed])
    return sign_in(user).post(url, sent)


def verbs(answer) -> set[str]:
    return {deed.verb for deed, _form in answer.context["buttons"]}


def groups(user: User) -> dict[str, int]:
    answer = sign_in(user).get(QUEUE)
    return {group.key: len(group.rows) for group in answer.context["groups"] if group.rows}


def now_of(declaration: Declaration) -> Declaration:
    declaration.refresh_from_db()
    return declaration


def test_the_queue_follows_a_declaration_from_new_to_settled(declaration, lin):
    assert groups(lin) == {"unclaimed": 1}
    assert verbs(show(lin, declaration)) == {"claim", "hand-over", "call-off"}
    do(lin, declaration, "claim")
    assert groups(lin) == {"claimed": 1}
    do(lin, declaration, "call", outcome="no_answer")
    assert groups(lin) == {"unreachable": 1}
    do(lin, declaration, "call", outcome="reached", words="明天到")
    assert groups(lin) == {"claimed": 1}
    answer = do(lin, declaration, "verify", how="phone", who="")
    assert answer.url == declaration.get_absolute_url()
    assert now_of(declaration).status == "verified"
    assert groups(lin) == {}
    page = show(lin, declaration)
    assert verbs(page) == set()
    assert "明天到" in page.content.decode()


def test_what_it_means_is_a_tag_of_the_queue(declaration, lin):
    page = sign_in(lin).get(QUEUE).content.decode()
    assert '<span class="tag tag-' in page[page.index(declaration.get_absolute_url()) :]


def test_a_call_is_one_tap_and_written_down(declaration, lin):
    url = reverse("arrivals:call", args=[declaration.number])
    assert f'hx-post="{url}"' in sign_in(lin).get(QUEUE).content.decode()
    assert f'hx-post="{url}"' in show(lin, declaration).content.decode()
    part = sign_in(lin).post(url, headers={"HX-Request": "true"}).content.decode()
    dials = f'href="tel:{declaration.person.phone}" data-longgang-call'
    assert dials in part
    assert "<html" not in part
    seen = Disclosure.objects.get()
    assert (seen.field, seen.purpose, seen.by_name) == ("phone", "care", lin.name)
    assert declaration.number in seen.reason
    assert dials in sign_in(lin).post(url).content.decode(), "also without a script"


def test_without_a_number_there_is_nothing_to_call(declaration, lin):
    declaration.person.phone = ""
    declaration.person.save()
    url = reverse("arrivals:call", args=[declaration.number])
    assert url not in show(lin, declaration).content.decode()
    assert sign_in(lin).post(url).status_code == 422
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("name", ["bo", "sam", "ada"])
def test_nobody_else_calls(name, declaration, request):
    url = reverse("arrivals:call", args=[declaration.number])
    answer = sign_in(request.getfixturevalue(name)).post(url)
    assert answer.status_code in {403, 404}
    assert not Disclosure.objects.exists()


def test_the_fragment_alone_is_what_keeps_the_queue_fresh(declaration, lin):
    page = sign_in(lin).get(QUEUE).content.decode()
    assert 'hx-trigger="every 15s"' in page
    part = sign_in(lin).get(QUEUE, headers={"HX-Request": "true", "HX-Target": "waiting"})
    words = part.content.decode()
    assert words.lstrip().startswith('<div id="waiting"')
    assert "<html" not in words
    assert declaration.get_absolute_url() in words


def test_what_lies_unclaimed_for_two_hours_is_red_and_the_street_is_told(declaration, jie, lin):
    row = sign_in(lin).get(QUEUE).context["groups"][1].rows[0]
    assert row.clock.tone == "good"
    with as_if(people.NOW + timedelta(hours=2, minutes=1)):
        raise_unclaimed()
        answer = sign_in(jie).get(QUEUE)
    row = answer.context["groups"][1].rows[0]
    assert row.clock.tone == "bad"
    assert "已告知街道" in answer.content.decode()
    assert Notice.objects.filter(user=jie, kind="declaration.unclaimed").exists()


def comes_from_the_village(ada, wei, village, *, on: int) -> Declaration:
    moment = build.ARRIVES_AT + timedelta(days=on - 1)
    place = build.place(build.SANYA, -20, on, village.number)
    return build.declares(ada, wei, how=build.travel(place, arrives_at=moment))


def test_verifying_opens_the_measure_of_the_rule(village, ada, wei, lin):
    declaration = comes_from_the_village(ada, wei, village, on=0)
    do(lin, declaration, "claim")
    do(lin, declaration, "verify", how="phone", who="high_risk")
    measure = Measure.objects.get()
    assert now_of(declaration).measure == measure
    assert measure.get_absolute_url() in show(lin, declaration).content.decode()
    mine = sign_in(ada).get(reverse("arrivals:mine")).content.decode()
    assert "管控措施已启动" in mine


def test_before_the_arrival_no_measure_begins_and_the_page_says_what_to_do(village, ada, wei, lin):
    declaration = comes_from_the_village(ada, wei, village, on=1)
    do(lin, declaration, "claim")
    answer = do(lin, declaration, "verify", how="phone", who="high_risk")
    assert answer.status_code == 422
    assert "到达当天" in answer.content.decode()
    assert now_of(declaration).status == "claimed"


def test_another_kind_than_the_rules_found_needs_a_reason(declaration, lin):
    do(lin, declaration, "claim")
    answer = do(
        lin, declaration, "verify", how="phone", who="high_risk", exposed_on=str(build.day(-1))
    )
    assert answer.status_code == 422
    (form,) = [form for deed, form in answer.context["buttons"] if deed.verb == "verify"]
    assert "reason" in form.errors
    assert not Measure.objects.exists()
    do(
        lin,
        declaration,
        "verify",
        how="phone",
        who="high_risk",
        exposed_on=str(build.day(-1)),
        reason="电话核实",
    )
    assert Measure.objects.get().who == "high_risk"


def test_a_departure_is_verified_without_a_kind(ada, wei, lin):
    declaration = build.declares(ada, wei, how=build.travel(**build.LEAVING))
    do(lin, declaration, "claim")
    (form,) = [form for deed, form in show(lin, declaration).context["buttons"]
               if deed.verb == "verify"]  # fmt: skip
    assert "who" not in form.fields
    do(lin, declaration, "verify", how="phone", reason="")
    assert now_of(declaration).status == "verified"


def test_both_see_what_is_handed_over_until_it_is_accepted(declaration, lin, bo):
    assert show(bo, declaration).status_code == 404
    answer = do(lin, declaration, "hand-over", to_code=people.GONGJIAN, reason="住在共建")
    assert answer.status_code == 302
    assert groups(lin) == {"sent": 1}
    assert groups(bo) == {"handed": 1}
    assert verbs(show(bo, declaration)) == {"accept", "send-back"}
    assert verbs(show(lin, declaration)) == set()
    do(bo, declaration, "accept")
    assert groups(bo) == {"claimed": 1}
    assert groups(lin) == {}
    assert show(lin, declaration).status_code == 404


def test_what_is_sent_back_is_the_senders_again(declaration, lin, bo):
    do(lin, declaration, "hand-over", to_code=people.GONGJIAN, reason="住在共建")
    assert do(bo, declaration, "send-back", reason="查无此人").url == reverse("arrivals:queue")
    assert groups(lin) == {"claimed": 1}
    assert "查无此人" in show(lin, declaration).content.decode()


def test_who_does_not_come_is_closed_with_who_said_so(declaration, lin):
    assert do(lin, declaration, "call-off", reason="").status_code == 422
    do(lin, declaration, "call-off", reason="母亲来电")
    assert now_of(declaration).status == "not_coming"


def test_of_two_people_the_second_is_told_that_somebody_was_faster(declaration, lin, staff):
    claim_declaration(declaration, by=lin)
    other = staff("同事", "community_officer", people.WANGHAISI)
    assert do(other, declaration, "claim").status_code == 409
    assert now_of(declaration).claimed_by == lin


def test_a_correction_goes_through_the_steps_and_finds_the_meaning_anew(village, declaration, lin):
    claim_declaration(declaration, by=lin)
    browser = sign_in(lin)
    check = browser.post(reverse("arrivals:correct", args=[declaration.number])).url
    page = browser.get(check)
    assert page.context["problems"] == [], "what was declared fills in every step"
    base = check.removesuffix("check/")
    stay = {"area_code": build.SANYA, "words": "", "since_on": str(build.day(-20)),
            "until_on": str(build.day(1))}  # fmt: skip
    browser.post(f"{base}stays/1/?then=check", stay | {"then": "check"})
    browser.post(f"{base}asked/", {"named_1": [village.number], "then": "check"})
    answer = browser.post(check, {"is_true": "on", "words": "本人电话更正"})
    assert answer.url == declaration.get_absolute_url()
    assert now_of(declaration).who == "high_risk"
    assert declaration.stays.get().area_code == build.SANYA


def test_who_does_not_handle_it_corrects_and_does_nothing(declaration, ge, kang, ling, lin):
    claim_declaration(declaration, by=lin)
    for user in (ge, kang, ling):
        assert verbs(show(user, declaration)) == set()
        assert do(user, declaration, "call", outcome="reached").status_code == 403
        url = reverse("arrivals:correct", args=[declaration.number])
        assert sign_in(user).post(url).status_code == 403


@pytest.mark.parametrize("url", [QUEUE, "/arrivals/list/"])
def test_whoever_looks_after_nobody_has_no_list(url, rui, sam, ada):
    for user in (rui, sam, ada):
        assert sign_in(user).get(url).status_code == 403


def test_the_phone_is_shown_for_a_purpose_and_that_is_written_down(declaration, lin):
    page = show(lin, declaration).content.decode()
    assert declaration.person.phone not in page
    assert declaration.address not in page
    for field, value in (("phone", declaration.person.phone), ("address", declaration.address)):
        url = reverse("arrivals:reveal", args=[declaration.number, field])
        answer = sign_in(lin).post(url, {"purpose": "contact", "reason": "核实行程"})
        assert value in answer.content.decode()
    assert set(Disclosure.objects.values_list("field", flat=True)) == {"phone", "address"}


def test_the_list_searches_and_filters(declaration, lin, village):
    browser = sign_in(lin)
    assert len(browser.get("/arrivals/list/").context["table"].page.rows) == 1
    assert len(browser.get("/arrivals/list/?who=high_risk").context["table"].page.rows) == 0
    assert len(browser.get("/arrivals/list/?day=tomorrow").context["table"].page.rows) == 1
    assert len(browser.get("/arrivals/list/?state=verified").context["table"].page.rows) == 0
    found = browser.post("/arrivals/list/", {"q": "艾达"}, follow=True)
    assert len(found.context["table"].page.rows) == 1
    assert browser.get("/arrivals/list/?export=xlsx").status_code == 200


def test_a_grid_worker_reads_the_names_and_the_command_does_not(declaration, ge, ling):
    assert "艾达" in show(ge, declaration).content.decode()
    assert "艾达" not in show(ling, declaration).content.decode()


def test_what_and_why_are_two_words(ada, wei, lin):
    going = build.declares(ada, wei, how=build.travel(reason="home"))
    assert beside("返乡", "回家") in show(lin, going).content.decode()


def test_the_home_page_says_what_waits(declaration, lin, ada, ge, ling):
    assert [task.count for task in arrival_tasks(lin)] == [1, 0]
    claim_declaration(declaration, by=lin)
    record_call(declaration, outcome="no_answer", by=lin)
    assert [task.count for task in arrival_tasks(lin)] == [0, 1]
    assert [task.count for task in arrival_tasks(ada)] == [1]
    hand_over_declaration(declaration, to_code=people.GONGJIAN, reason="住在那里", by=lin)
    assert not list(arrival_tasks(ge)), "who may only read has nothing to do"
    assert not list(arrival_tasks(ling))


def test_who_only_reads_along_has_handed_nothing_over(declaration, lin, ling, ge):
    hand_over_declaration(declaration, to_code=people.GONGJIAN, reason="住在那里", by=lin)
    for user, title in ((lin, "您移交的"), (ling, "移交中"), (ge, "移交中")):
        page = sign_in(user).get(QUEUE)
        shown = {group.key: group for group in page.context["groups"]}
        assert [row.declaration for row in shown["sent"].rows] == [declaration]
        assert str(shown["sent"].title).startswith(title)
        assert not shown["handed"].rows


def test_a_long_queue_takes_no_more_queries_than_a_short_one(
    declaration, lin, ada, django_assert_max_num_queries
):
    def count() -> int:
        browser = sign_in(lin)
        browser.get(QUEUE)
        with django_assert_max_num_queries(60) as seen:
            browser.get(QUEUE)
        return len(seen)

    before = count()
    family = [
        represent_person(name="艾亲", id_number=people.id_number(50 + n), by=ada) for n in range(5)
    ]
    build.declares(ada, *family, way="family")
    assert count() == before


def test_handed_over_twice_is_refused(declaration, lin):
    hand_over_declaration(declaration, to_code=people.GONGJIAN, reason="住在共建", by=lin)
    assert (
        do(lin, declaration, "hand-over", to_code=people.GONGJIAN, reason="再").status_code == 409
    )
