"""The investigator's way in a browser: a positive result, both circles, twelve measures; the
community has them on its list, and the figures of the day say so.
"""

from datetime import timedelta

import pytest

from longgang.accounts.api import Role
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now
from longgang.health.api import record_result
from longgang.measures.api import Measure, record_finding
from longgang.measures.api import load_rules as load_measure_rules
from longgang.people.api import find_or_register_person
from longgang.tracing.api import load_rules
from longgang.tracing.models import Case
from longgang.trail.api import NewVisit, Place, PlaceType, record_visits
from tests.browser.conftest import DESK
from tests.browser.under_measures import COMMUNITY
from tests.cast import appoint
from tests.measures.build import local
from tests.passes import build

CONTACTS = 12
HOUR = timedelta(hours=1)


@pytest.fixture
def people(divisions, trail_without_files):
    """Somebody with a positive result, twelve who were in the same shop, one whom the last met."""
    with as_if(local(2022, 1, 1)):
        load_measure_rules(by=SYSTEM)
        load_rules(by=SYSTEM)
    users = {
        "cha": appoint("查明", Role.INVESTIGATOR, phone="13900000025"),
        "she": appoint("佘芳", Role.COMMUNITY_OFFICER, COMMUNITY, phone="13900000022"),
        "kang": appoint("康宁", Role.HEALTH_OFFICER, phone="13900000021"),
    }
    known = [_person(place, users["kang"]) for place in range(CONTACTS + 2)]
    ill, *met, second = known
    shop, bus = Place(PlaceType.PREMISES, "望海早市"), Place(PlaceType.VEHICLE, "辽PA1234")
    begin = now() - 26 * HOUR
    told = [(each, shop, begin, begin + HOUR) for each in (ill, *met)]
    told += [(each, bus, begin + 2 * HOUR, begin + 3 * HOUR) for each in (met[-1], second)]
    record_visits(
        [NewVisit(who.pk, where, *span, f"v{place}")
         for place, (who, where, *span) in enumerate(told)],
        source="tests.visits",
    )  # fmt: skip
    record_result(
        ill, sampled_at=now() - 5 * HOUR, lab="疾控", result="positive", reported_at=now() - HOUR,
        concerns_area=COMMUNITY, by=users["kang"],
    )  # fmt: skip
    return users


def _person(place, by):
    return find_or_register_person(
        name="杜辛蓝玉石白安平常乐康宁和顺"[place] + "海生", id_number=build.id_number(700 + place),
        phone=f"1370070{place:04d}", area_code=COMMUNITY, by=by,
    )  # fmt: skip


def test_from_a_positive_result_to_twelve_measures(open_browser, people):
    cha, she = open_browser(people["cha"], DESK), open_browser(people["she"], DESK)
    page = cha.go("/tracing/").page
    page.get_by_role("link", name="立案 杜海生").click()
    page.get_by_label("原因").fill("核酸阳性")
    cha.look_over().page.get_by_role("button", name="立案").click()
    page.get_by_text("第 1 圈：12 人").wait_for()
    assert page.get_by_text("第 2 圈：1 人").is_visible()

    # a threshold moved by hand answers at once, without the page
    page.get_by_label("最短暴露时间（分钟）").fill("61")
    page.get_by_label("最短暴露时间（分钟）").press("Tab")
    page.get_by_text("第 1 圈：0 人").wait_for()
    page.get_by_label("最短暴露时间（分钟）").fill("0")
    page.get_by_label("最短暴露时间（分钟）").press("Tab")
    page.get_by_text("第 1 圈：12 人").wait_for()

    # why somebody is a contact opens below the row
    page.get_by_role("link", name="查看经过 和海生").click()
    page.get_by_text("每次相遇").wait_for()
    cha.look_over()

    page.get_by_label("第 1 圈全部").check()
    page.locator("#choose").get_by_label("原因").fill("密接管控")
    page.get_by_role("button", name="预览处置结果").click()
    page.get_by_role("button", name="执行").wait_for()
    assert Measure.objects.count() == 0
    cha.look_over().page.get_by_role("button", name="执行").click()
    page.get_by_text("已执行：").first.wait_for()
    assert Measure.objects.count() == CONTACTS

    she.go("/measures/")
    assert she.page.get_by_text("密切接触者").count() >= CONTACTS
    assert not she.page.get_by_role("link", name="流调").is_visible()

    # one refuses; the investigator reads it with the case, and the figures wait for that one
    measures = list(Measure.objects.order_by("pk"))
    _say_found(she, measures[0], "拒不配合", "不开门")
    she.look_over()
    cha.go("/notices/")
    page.get_by_role("link", name="一名密接拒不配合").click()
    page.get_by_role("link", name="拒不配合 1").wait_for()
    assert page.get_by_text("不开门").is_visible()
    page.get_by_role("link", name=f"尚未找到 {CONTACTS - 1}").click()
    page.get_by_text("不开门").wait_for(state="detached")
    cha.look_over()
    cha.go(Case.objects.get().get_absolute_url())
    page.get_by_text("拒不配合").wait_for()
    assert page.get_by_text("不开门").is_visible()
    assert page.get_by_text("尚未找到").count() == CONTACTS - 1
    cha.look_over()
    for measure in measures[1:]:
        record_finding(measure, found="in_place", by=people["she"])

    cha.go("/tracing/indicators/")
    assert page.get_by_role("cell", name="12", exact=True).is_visible()
    assert page.get_by_role("cell", name="11 / 12").is_visible()
    cha.look_over()


def _say_found(browser, measure, found, words):
    page = browser.go(measure.get_absolute_url()).page
    page.locator("summary", has_text="落实情况").click()
    form = page.locator("form[action$='/do/found']")
    form.get_by_label(found).check()
    form.get_by_label("备注").fill(words)
    form.get_by_role("button").click()
    page.get_by_text(words).wait_for()
