"""Risk areas by hand and from a workbook, and the rules of declarations."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook

from longgang.arrivals.actions.dated import announce_risk_area
from longgang.arrivals.actions.risk_uploads import enter_risk_workbook
from longgang.arrivals.models import ArrivalRule, RiskArea, RiskUpload
from longgang.core.clock import as_if
from longgang.core.errors import StaleRow
from tests.cast import sign_in
from tests.measures import build as people

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
AREAS, RULES = "/arrivals/risk-areas/", "/arrivals/rules/"
TYPED = {
    "area_code": "黑龙江省哈尔滨市道里区", "place": "兆麟街道", "level": "high",
    "since_on": "2024-02-24", "until_on": "", "document_number": "哈疫 7",
}  # fmt: skip
HEADER = ["风险等级", "县区", "风险区", "划定日期", "解除日期", "文号"]


def a_workbook(*rows: list[str], header=HEADER) -> SimpleUploadedFile:
    book, content = Workbook(), io.BytesIO()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("风险区.xlsx", content.getvalue())


def upload(user, *rows: list[str], **more):
    sent = {"workbook": a_workbook(*rows, **more)}
    return sign_in(user).post(f"{AREAS}workbooks/", sent)


def test_a_risk_area_is_announced_and_ended(rui, lin):
    assert sign_in(rui).post(f"{AREAS}announce/", TYPED).url == AREAS
    area = RiskArea.objects.get()
    assert (area.area_code, area.level, area.place) == (build.HARBIN, "high", "兆麟街道")
    assert "兆麟街道" in sign_in(lin).get(AREAS).content.decode()
    sent = {"until_on": "2024-02-26", "document_number": "哈疫 9"}
    sign_in(rui).post(area.get_absolute_url(), sent)
    area.refresh_from_db()
    assert str(area.until_on) == "2024-02-26"
    assert len(sign_in(lin).get(f"{AREAS}?state=ended").context["table"].page.rows) == 1
    assert len(sign_in(lin).get(f"{AREAS}?state=now").context["table"].page.rows) == 0
    assert sign_in(rui).get(area.get_absolute_url()).context["form"] is None


def test_what_is_wrong_is_said_at_its_field(rui):
    answer = sign_in(rui).post(f"{AREAS}announce/", TYPED | {"until_on": "2024-02-24"})
    assert answer.status_code == 422
    assert "until_on" in answer.context["form"].errors
    answer = sign_in(rui).post(f"{AREAS}announce/", TYPED | {"area_code": "无此地"})
    assert "area_code" in answer.context["form"].errors
    assert not RiskArea.objects.exists()


def test_who_looks_after_people_reads_and_changes_nothing(village, lin, ling, ada):
    for user in (lin, ling):
        page = sign_in(user).get(village.get_absolute_url())
        assert page.context["form"] is None
        sent = {"until_on": "2024-02-26", "document_number": "x"}
        assert sign_in(user).post(village.get_absolute_url(), sent).status_code == 403
        for url in (f"{AREAS}announce/", f"{AREAS}workbooks/"):
            assert sign_in(user).get(url).status_code == 403
        assert sign_in(user).post(RULES, {}).status_code == 403
    for url in (AREAS, RULES, village.get_absolute_url()):
        assert sign_in(ada).get(url).status_code == 403


def test_a_workbook_in_any_order_is_read_first_and_announced_when_they_say_so(rui, village):
    answer = upload(
        rui,
        ["高风险区", "黑龙江省哈尔滨市道里区", "兆麟街道", "2024-02-24", "", "哈疫 7"],
        ["中风险区", "210106", "", "2024-02-20", "2024-02-25", "沈疫 3"],
        ["高风险区", build.SANYA, "大庙村", str(build.day(-6)), "", "琼疫 5"],
        ["极高风险区", "无此县", "某处", "2024-02-24", "", "x"],
        ["高风险区", "210106", "某处", "2024-02-24", "2024-02-20", "x"],
        ["高风险区", "黑龙江省哈尔滨市道里区", "兆麟街道", "2024-02-24", "", "哈疫 7"],
    )
    read = RiskUpload.objects.get()
    assert (read.new_count, read.known_count, read.faulty_count) == (2, 1, 3)
    assert RiskArea.objects.count() == 1, "nothing is announced before they say so"
    page = sign_in(rui).get(answer.url).content.decode()
    assert "兆麟街道" in page
    sign_in(rui).post(f"{answer.url}enter/")
    assert RiskArea.objects.count() == 3
    sign_in(rui).post(f"{answer.url}enter/")
    assert RiskArea.objects.count() == 3, "a second click finds them announced"
    with pytest.raises(StaleRow):
        enter_risk_workbook(read, by=rui)
    assert sign_in(rui).get(f"{answer.url}faults/").status_code == 200
    assert sign_in(rui).get(f"{AREAS}workbooks/template/").status_code == 200


def test_the_same_file_is_not_entered_twice(rui):
    row = ["高风险区", "黑龙江省哈尔滨市道里区", "兆麟街道", "2024-02-24", "", "哈疫 7"]
    file = a_workbook(row)
    for status in (302, 422):
        file.seek(0)
        answer = sign_in(rui).post(f"{AREAS}workbooks/", {"workbook": file})
        assert answer.status_code == status
        if status == 302:
            sign_in(rui).post(f"{answer.url}enter/")


def test_what_was_listed_meanwhile_stops_the_whole_workbook(rui, yi):
    row = ["高风险区", "黑龙江省哈尔滨市道里区", "兆麟街道", "2024-02-24", "", "哈疫 7"]
    answer = upload(rui, row, ["中风险区", "210106", "", "2024-02-20", "", "沈疫 3"])
    announce_risk_area(
        area_code=build.HARBIN, place="兆麟街道", level="high", since_on=build.day(-2),
        document_number="哈疫 7", by=yi,
    )  # fmt: skip
    answer = sign_in(rui).post(f"{answer.url}enter/")
    assert answer.status_code == 422
    assert RiskArea.objects.count() == 1
    assert RiskUpload.objects.get().confirmed_at is None


def test_an_empty_workbook_is_refused(rui):
    assert upload(rui).status_code == 422


def test_a_rule_follows_the_one_before(rui):
    sent = {"look_back_days": 14, "claim_minutes": 60, "valid_from": "2024-03-01",
            "document_number": "文 2"}  # fmt: skip
    assert sign_in(rui).post(RULES, sent).url == RULES
    newest, before = ArrivalRule.objects.order_by("-valid_from")
    assert (newest.look_back_days, before.valid_to) == (14, newest.valid_from)
    answer = sign_in(rui).post(RULES, sent)
    assert "valid_from" in answer.context["form"].errors


def test_an_installation_without_rules_is_given_those_of_2022_once(db):
    ArrivalRule.objects.all().delete()
    call_command("load_arrival_rules")
    call_command("load_arrival_rules")
    days = list(ArrivalRule.objects.order_by("valid_from").values_list("look_back_days", flat=True))
    assert days == [14, 7]
    with as_if(people.local(2022, 6, 27)):
        assert ArrivalRule.objects.in_force(people.local(2022, 6, 27).date()).get(look_back_days=14)
