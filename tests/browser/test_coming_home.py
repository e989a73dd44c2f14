"""The loop of a person: a student comes home, and six people at their own screens see it through.

Nobody loads a list anew to learn what another has done, and at every step exactly one owner has
the person on the list.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from longgang.accounts.actions import open_account
from longgang.accounts.api import Role, User
from longgang.areas.api import add_area
from longgang.arrivals.api import Declaration, announce_risk_area, load_rules
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now, today
from longgang.isolation.models import Site, Stay
from longgang.measures.api import Base, DayOne, Measure, Phase, PhaseKind, RuleFigures, set_rule
from tests.browser.conftest import DESK, PHONE, Browsers, Visit
from tests.browser.screens_of_the_loop import Desk, LiveList, Round
from tests.cast import DISTRICT, LONGWAN, appoint, sign_in
from tests.isolation import build
from tests.passes.build import id_number

MORNING = datetime(2026, 3, 12, 8, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
COMMUNITY = f"{LONGWAN}001"
GRID = f"{COMMUNITY}001"
TIEXI = "210106"
TABLET = {"width": 820, "height": 1180}
ME = "何晓"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is a morning in March; whoever waits for days lets it move on."""
    with time_machine.travel(MORNING, tick=True) as moving:
        yield moving


@pytest.fixture
def people(clock: time_machine.Traveller, divisions: None) -> dict[str, User]:
    """A district with one community, its first grid, one site, and a rule with two days in it."""
    rui = appoint("瑞", Role.RULES_OFFICER)
    with as_if(now() - timedelta(days=30)):
        add_area(code=GRID, name="锦湾一网格", parent_code=COMMUNITY, by=rui)
        load_rules(by=SYSTEM)
        set_rule(
            "high_risk",
            RuleFigures(
                (
                    Phase(PhaseKind.CENTRAL, 2, (1, 2)),
                    Phase(PhaseKind.HOME, 2, (1,), visit_days=(1,)),
                ),
                base=Base.CHECK_IN,
                day_one=DayOne.SAME_DAY,
                releases_by_two=True,
            ),
            document_number="龙防指〔2026〕3号",
            by=SYSTEM,
        )
    announce_risk_area(
        area_code=TIEXI, place="工人村街道", level="high", since_on=today() - timedelta(days=4),
        document_number="辽疫防指 117", by=rui,
    )  # fmt: skip
    place = build.a_place(rui)
    site = {"premises_number": place.number}
    tan = appoint("谭站长", Role.SITE_LEAD, place.area_code, **site)
    build.a_site(place, tan)
    return {
        "student": open_account("13800000031", name=ME, language="zh-hans"),
        "she": appoint("佘芳", Role.COMMUNITY_OFFICER, COMMUNITY, phone="13900000022"),
        "dao": appoint("道前台", Role.SITE_OFFICER, place.area_code, **site),
        "tan": tan,
        "wei": appoint("魏网格", Role.GRID_WORKER, GRID, phone="13900000024"),
        "kang": appoint("康指挥", Role.HEALTH_OFFICER, DISTRICT, phone="13900000021"),
    }


class Story:
    """Everybody at their screen, side by side, from the first day to the last."""

    def __init__(
        self,
        open_browser: Callable[..., Visit],
        browsers: Browsers,
        people: dict[str, User],
        clock: time_machine.Traveller,
    ) -> None:
        self.browsers, self.people, self.clock = browsers, people, clock
        self.student = Desk(open_browser(people["student"], PHONE))
        self.she = LiveList(open_browser(people["she"], DESK, language="en"))
        self.dao = Round(open_browser(people["dao"], TABLET))
        self.tan = Desk(open_browser(people["tan"], DESK))
        self.wei = Desk(open_browser(people["wei"], PHONE))
        self.kang = Desk(open_browser(people["kang"], DESK))
        browsers.spoilt.add(self.she.page.context)  # its clock is let run ahead
        self.site = f"/isolation/sites/{Site.objects.get().number}"

    @property
    def measure(self) -> Measure:
        return Measure.objects.get()

    @property
    def stay(self) -> Stay:
        return Stay.objects.get()

    def days_pass(self, days: int) -> None:
        """It is the next morning; who was signed in signs in again."""
        self.clock.move_to(MORNING + timedelta(days=days))
        for name, user in self.people.items():
            cookie = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
            context = getattr(self, name).page.context
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.browsers.url}]
            )

    def is_only_with(self, owner: str) -> bool:
        """Whether the person is on this one's list and on no other's: site, grid, community."""
        lists = {
            "site": self.tan.sees(f"{self.site}/people/?state=here", ME),
            "grid": self.wei.sees("/measures/today/?only=ever", ME),
            "queue": self.she.sees("/arrivals/queue/", ME),
        }
        return [name for name, is_there in lists.items() if is_there] == [owner]

    # --- before coming home -------------------------------------------------------------------

    def given_the_community_has_its_list_open(self) -> None:
        self.she.stands_open("/arrivals/queue/")
        assert self.she.reads("Nothing waits.")

    def when_the_student_declares_on_the_train(self) -> None:
        me, day = self.student.opens("/arrivals/declare/"), today()
        me.fills(kind="return", reason="study")
        me.follows("填写本人信息")
        me.fills(
            name=ME, id_number=id_number(31), phone="13800000031", area_code=COMMUNITY,
            address="锦湾小区 3 号楼 2 单元 501",
        )  # fmt: skip
        me.fills()
        for transport, shown, hidden in (("car", "plate", "seat_1"), ("train", "seat_1", "plate")):
            me.page.locator(f"main [name=transport][value={transport}]").check()
            assert me.page.locator(f"main [name={shown}]").is_visible()
            assert me.page.locator(f"main [name={hidden}]").is_hidden()
        me.fills(arrives_at=f"{day}T18:40", transport="train", service_number="G1234",
                 seat_1="05车12F")  # fmt: skip
        me.fills(area_code=TIEXI, since_on=str(day - timedelta(days=30)), until_on=str(day))
        me.fills()
        me.page.locator("main [name=named_1]").first.check()
        me.fills()
        me.fills(area_code=COMMUNITY, address="锦湾小区 3 号楼 2 单元 501", housing="own")
        me.fills(celsius_1="36.5", contact_1="no")
        assert me.reads("G1234", ME)
        me.fills(is_true="on", signature=ME)
        assert me.reads("高风险", "集中隔离")

    def then_the_community_sees_it_without_reloading(self) -> None:
        self.she.waits_for(ME)
        assert self.she.reads("Coming home", "G1234")

    def when_the_community_claims_and_verifies_it_by_phone(self) -> None:
        self.she.page.locator(".queue-row", has_text=ME).click()
        self.she.page.wait_for_url("**/arrivals/list/*/")
        self.she.looks()
        self.she.does("Claim it")
        assert self.she.calls(ME) == "13800000031"
        self.she.does("Record a call", outcome="reached", words="On the train, all as declared")
        assert self.is_only_with("queue")
        self.she.opens(Declaration.objects.get().get_absolute_url())
        self.she.does("Verify", how="phone", who="high_risk", grid=GRID)
        assert self.she.reads("Verified", "By phone")

    def then_everybody_knows_of_the_measure(self) -> None:
        assert self.is_only_with("grid")
        assert self.student.sees("/measures/mine/", "集中隔离", "锦湾一网格")
        assert self.kang.sees("/isolation/reserve/", "等待安排房间", ME)
        assert self.kang.sees("/isolation/", "海滨健康驿站")

    # --- at the site --------------------------------------------------------------------------

    def when_command_finds_a_room(self) -> None:
        self.kang.opens("/isolation/reserve/")
        self.kang.follows(ME)
        self.kang.fills(planned_on=str(today()), diet="halal")
        assert self.kang.reads("待入住", "清真餐")
        assert not self.kang.sees("/isolation/reserve/", ME)

    def when_the_bus_brings_the_student(self) -> None:
        dao = self.dao.opens(f"{self.site}/buses/")
        dao.fills(plate="辽P33333", driver_name="陈师傅", escort_name="孙护士",
                  leaves_from="龙湾站", leaves_at=f"{today()}T18:50")  # fmt: skip
        for ride in ("list", "set-off", "door"):
            dao.sends(f"/ride/{ride}/", stays=self.stay.number)
        assert dao.reads("已到达")
        assert self.is_only_with("grid")

    def when_the_front_desk_checks_in(self) -> None:
        assert self.dao.sees(f"{self.site}/people/", ME, "待入住")
        self.dao.follows(ME)
        self.dao.does("办理入住", signed_by=ME)
        assert self.dao.reads("在住")

    def then_the_site_has_the_student(self) -> None:
        assert self.is_only_with("site")
        assert self.student.sees("/isolation/mine/", "海滨健康驿站", "301", "清真餐")
        assert self.student.sees("/measures/mine/", "还剩 3 天", "海滨健康驿站")
        assert self.kang.sees("/isolation/", "海滨健康驿站")
        assert not self.she.sees("/measures/today/?only=ever", ME)

    def when_the_day_is_kept(self, celsius: str) -> None:
        self.dao.opens(f"{self.site}/round/")
        assert self.dao.reads(ME)
        self.dao.takes(celsius)
        self.dao.opens(f"{self.site}/round/")
        self.dao.takes_a_sample()

    def when_the_guest_asks_for_something(self) -> None:
        self.student.opens("/isolation/mine/")
        self.student.fills(kind="meal", words="晚饭想要面条")
        assert self.dao.sees(f"{self.site}/requests/", "晚饭想要面条")
        self.dao.does("办结", answer="已告知厨房")
        assert self.student.sees("/isolation/mine/", "已告知厨房")

    # --- going home ---------------------------------------------------------------------------

    def then_the_check_names_what_fails(self) -> None:
        """The lab has not answered, and there was a fever last night."""
        self.tan.opens(f"{self.site}/leaving/")
        assert self.tan.reads("1 人中 0 人现可解除", "有核酸尚未出结果", "38.1")
        self.tan.fills(stays=self.stay.number, transport="社区专车 辽P55555")
        assert self.tan.reads("未能解除")
        assert self.is_only_with("site")

    def when_the_lab_has_answered_and_the_fever_has_gone(self) -> None:
        for _test in range(2):
            self.tan.opens(self.measure.get_absolute_url())
            self.tan.does("录入结果", result="negative", lab="龙港区疾控中心")
        self.dao.opens(f"{self.site}/round/")
        self.dao.takes("36.4")

    def when_two_release_the_student(self) -> None:
        self.tan.opens(f"{self.site}/leaving/")
        assert self.tan.reads("1 人中 1 人现可解除")
        self.tan.fills(stays=self.stay.number, transport="社区专车 辽P55555")
        assert self.tan.reads("待第二人确认")
        assert self.is_only_with("site")
        self.kang.opens(f"{self.site}/leaving/")
        self.kang.sends("/confirm/")
        assert self.kang.reads("已离开")

    def then_the_notice_can_be_printed(self) -> None:
        self.tan.opens(f"/isolation/stays/{self.stay.number}/notice/")
        assert self.tan.reads("解除集中隔离告知书", "锦湾一网格", "阴性")
        assert not self.tan.reads(id_number(31))
        self.tan.does("显示完整证件号、电话和地址")
        assert self.tan.reads(id_number(31), "13800000031", "锦湾小区 3 号楼 2 单元 501")

    # --- at home ------------------------------------------------------------------------------

    def then_a_task_lies_with_the_grid_worker(self) -> None:
        assert self.tan.sees("/measures/handed/?which=sent", ME, "待接收")
        assert self.wei.sees("/", "移交给您：请接收或退回")
        self.wei.opens("/measures/today/")
        assert self.wei.reads("待接收", ME, "社区专车 辽P55555")

    def when_the_grid_worker_accepts(self) -> None:
        self.wei.sends("/today/accept")
        assert self.wei.calls(ME) == "13800000031"
        assert self.is_only_with("grid")
        assert not self.tan.sees("/measures/handed/?which=sent", ME)

    def when_the_grid_worker_visits_and_tests(self) -> None:
        self.wei.opens("/measures/today/")
        self.wei.follows("入户走访")
        self.wei.press("已见到本人")
        self.she.opens(self.measure.get_absolute_url())
        self.she.does("Test", sampled_at=f"{now():%Y-%m-%dT%H:%M}", lab="CDC", result="negative")

    def then_the_student_sees_days_left_and_who_looked(self) -> None:
        assert self.student.sees("/measures/mine/", "居家隔离", "还剩 1 天")
        self.student.does("上报体温", celsius="36.6")
        self.student.does("求助", words="家里没有退烧药了")
        self.student.page.locator("summary", has_text="谁查看过这些信息").click()
        assert self.student.reads("社区工作人员", "电话", "家里没有退烧药了")

    def then_the_grid_worker_answers(self) -> None:
        assert self.wei.sees("/measures/today/", ME, "求助")
        self.wei.follows(ME)
        assert self.wei.reads("家里没有退烧药了", "36.6")
        self.wei.does("答复", answer="今晚送到门口")
        assert self.student.sees("/measures/mine/", "今晚送到门口")

    def when_the_days_are_over_the_community_lifts_it(self) -> None:
        self.she.opens(self.measure.get_absolute_url())
        self.she.does("Lift the measure")
        assert self.she.reads("Lifted")

    def then_the_student_is_on_nobodys_list(self) -> None:
        assert self.student.sees("/measures/mine/", "已解除")
        assert not self.wei.sees("/measures/today/?only=ever", ME)
        assert not self.tan.sees(f"{self.site}/people/?state=here", ME)
        assert not self.she.sees("/measures/list/", ME)


def test_a_student_comes_home(open_browser, browsers, people, clock):
    story = Story(open_browser, browsers, people, clock)
    story.given_the_community_has_its_list_open()
    story.when_the_student_declares_on_the_train()
    story.then_the_community_sees_it_without_reloading()
    story.when_the_community_claims_and_verifies_it_by_phone()
    story.then_everybody_knows_of_the_measure()
    story.when_command_finds_a_room()
    story.when_the_bus_brings_the_student()
    story.when_the_front_desk_checks_in()
    story.then_the_site_has_the_student()
    story.when_the_day_is_kept("36.6")
    story.when_the_guest_asks_for_something()
    story.days_pass(1)
    story.when_the_day_is_kept("38.1")
    story.days_pass(2)
    story.then_the_check_names_what_fails()
    story.when_the_lab_has_answered_and_the_fever_has_gone()
    story.when_two_release_the_student()
    story.then_the_notice_can_be_printed()
    story.then_a_task_lies_with_the_grid_worker()
    story.when_the_grid_worker_accepts()
    story.when_the_grid_worker_visits_and_tests()
    story.then_the_student_sees_days_left_and_who_looked()
    story.then_the_grid_worker_answers()
    story.days_pass(4)
    story.when_the_days_are_over_the_community_lifts_it()
    story.then_the_student_is_on_nobodys_list()
