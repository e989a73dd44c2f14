"""What the law refuses of a load is told in the step where it is typed, and names whom it means."""

import pytest
from django.utils.timezone import localtime

from longgang.passes.models import PassDraft

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def draft(client):
    """An acid trip of which nothing more is known."""
    return filling.begin(client, is_hazardous="on", goods_class="raw_material")


def send(client, draft, step: str, texts: dict[str, str]):
    return client.post(f"/passes/drafts/{draft.number}/{step}/", texts)


def faults(answer) -> dict[str, str]:
    """The fields that are refused, each with the code of what is wrong."""
    assert answer.status_code == 422
    errors = answer.context["form"].errors.as_data()
    return {name: told[0].code for name, told in errors.items()}


def on(day: int) -> dict[str, str]:
    """The step of the time, for noon of a day from today."""
    return filling.journey() | {"expected_entry_at": f"{build.in_days(day)}T12:00"}


# --- in the step where it is typed


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"licence_expires_on": str(build.in_days(-2))},
            {"licence_expires_on": "passes.hazard_road_licence_expired"},
        ),
        (
            {"tank_inspected_until": str(build.in_days(-2))},
            {"tank_inspected_until": "passes.hazard_tank_inspection_expired"},
        ),
        (
            {"tank_inspected_until": ""},
            {"tank_inspected_until": "passes.hazard_tank_inspection_expired"},
        ),
        ({"tank_media": "2796"}, {"tank_media": "passes.hazard_tank_not_for_this"}),
    ],
)
def test_papers_that_do_not_do_are_refused_in_their_step(client, draft, changes, told):
    filling.fill(client, draft, hazard=filling.HAZARD)
    assert faults(send(client, draft, "papers", filling.papers() | changes)) == told


def test_papers_are_valid_on_the_day_that_was_asked_for(client, draft):
    filling.fill(client, draft, journey=on(3))
    until = filling.papers() | {"licence_expires_on": str(build.in_days(2))}
    assert faults(send(client, draft, "papers", until)) == {
        "licence_expires_on": "passes.hazard_road_licence_expired"
    }
    filling.fill(client, draft, papers=until | {"licence_expires_on": str(build.in_days(3))})


def test_an_expired_certificate_is_refused_in_its_step(client, draft):
    old = filling.certificate() | {"certificate_expires_on": "2020-01-01"}
    assert faults(send(client, draft, "people/1", filling.DRIVER | old)) == {
        "certificate_expires_on": "passes.hazard_certificate_expired"
    }
    passenger = filling.DRIVER | old | {"role": "passenger"}
    assert send(client, draft, "people/1", passenger).status_code == 302


def test_a_load_without_escort_does_not_go_on(client, draft):
    filling.add_people(client, draft, filling.DRIVER | filling.certificate())
    opened = client.get(f"/passes/drafts/{draft.number}/people/")
    assert opened.context["refusals"] == []
    answer = send(client, draft, "people", {})
    assert answer.status_code == 422
    assert [one.code for one in answer.context["refusals"]] == ["passes.hazard_escort_missing"]
    assert "押运员" in answer.content.decode()
    escort = filling.ESCORT | filling.certificate()
    assert send(client, draft, "people/2", escort).status_code == 302
    assert send(client, draft, "people", {}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hazard_class": "3"}, "hazard_class"),
        ({"hazard_class": "8 (3)"}, "hazard_class"),
        ({"hazard_class": "x"}, "hazard_class"),
        ({"packing_group": "III"}, "packing_group"),
    ],
)
def test_a_class_that_is_not_that_of_the_goods_is_refused(client, draft, changes, field):
    assert list(faults(send(client, draft, "hazard", filling.HAZARD | changes))) == [field]


@pytest.mark.parametrize("hazard_class", ["8 (6.1)", "8（6.1）", "8", "第8类", "8+6.1"])
def test_a_class_may_be_written_in_several_ways(client, draft, hazard_class):
    fuming = {"un_number": "1831", "packing_group": "I", "hazard_class": hazard_class}
    filling.fill(client, draft, hazard=filling.HAZARD | fuming)


def test_goods_that_we_do_not_know_are_as_declared(client, draft):
    filling.fill(client, draft, hazard=filling.HAZARD | {"un_number": "1203", "hazard_class": "3"})


# --- at the time, which is asked for last


def test_a_day_on_which_papers_have_expired_is_refused(client, draft):
    certificate = filling.certificate() | {"certificate_expires_on": str(build.in_days(2))}
    filling.add_people(client, draft, filling.DRIVER | certificate)
    tank = {"tank_inspected_until": str(build.in_days(1))}
    filling.fill(client, draft, hazard=filling.HAZARD, papers=filling.papers() | tank)
    answer = send(client, draft, "journey", on(3))
    assert faults(answer) == {"expected_entry_at": "passes.hazard_certificate_expired"}
    told = [str(one) for one in answer.context["form"].errors["expected_entry_at"]]
    assert len(told) == 2
    assert told[0].startswith("驾驶员\xa0· 张伟\xa0· 资格证有效期至")
    assert told[1].startswith("罐体检验有效期至")
    filling.fill(client, draft, journey=on(1))


def test_another_day_may_be_chosen_before_a_paper_is_corrected(client, draft, ada, time_machine):
    tank = {"tank_inspected_until": str(build.in_days(1))}
    filling.fill(client, draft, hazard=filling.HAZARD, papers=filling.papers() | tank)
    filling.fill(client, draft, journey=on(1))
    time_machine.move_to(localtime(build.in_hours(48)))
    client.force_login(ada)
    filling.fill(client, draft, journey=on(1), papers=filling.papers())


# --- on the page where all is read once more


def read_back(client, draft) -> tuple[list[str], dict[str, list[tuple[str, str]]]]:
    answer = client.get(f"/passes/drafts/{draft.number}/check/")
    groups = {
        group.key: [(str(label), str(value)) for label, value in group.facts]
        for _url, group in answer.context["groups"]
    }
    return [str(refusal) for _url, refusal in answer.context["problems"]], groups


def test_who_is_aboard_is_shown_with_a_test_that_is_too_old(client, draft, ada, time_machine):
    build.a_rule("freight", "raw_material", test_max_hours=48)
    for_both = filling.certificate() | {"sampled_at": f"{localtime(build.in_hours(-1)):%FT%H:%M}"}
    people = [filling.DRIVER | for_both, filling.ESCORT | for_both | {"name": "张丽"}]
    filling.add_people(client, draft, *people)
    time_machine.move_to(build.in_hours(72))
    client.force_login(ada)
    problems, groups = read_back(client, draft)
    assert [fact for fact in groups["people"] if fact[0] in {"驾驶员", "押运员"}] == [
        ("驾驶员", "张伟"),
        ("押运员", "张丽"),
    ]
    assert ("核酸采样时间", for_both["sampled_at"].replace("T", " ")) in groups["people"]
    told = [words for words in problems if "核酸采样时间" in words]
    assert [words.split("：")[0] for words in told] == [
        "驾驶员\xa0· 张伟\xa0· 核酸采样时间",
        "押运员\xa0· 张丽\xa0· 核酸采样时间",
    ]


def test_who_is_aboard_is_shown_without_a_test(client, ada):
    before = build.a_submitted_pass(ada)
    build.a_rule("freight", "industrial", test_max_hours=48)
    client.post(f"{before.get_absolute_url()}repeat/")
    problems, groups = read_back(client, PassDraft.objects.get())
    assert ("驾驶员", "张*") in groups["people"]
    assert any(words.startswith("驾驶员\xa0· 张*\xa0· 核酸采样时间") for words in problems)


def test_what_is_wrong_is_read_back_with_the_rest(client, ada, draft, time_machine):
    tank = {"tank_inspected_until": str(build.in_days(1))}
    filling.fill(client, draft, hazard=filling.HAZARD, papers=filling.papers() | tank)
    time_machine.move_to(build.in_hours(48))
    client.force_login(ada)
    _problems, groups = read_back(client, draft)
    assert ("罐体检验有效期至", tank["tank_inspected_until"]) in groups["papers"]
