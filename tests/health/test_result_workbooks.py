"""A lab's workbook: matched with every doubt told, nothing counted twice, corrected on a yes."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from longgang.accounts.api import Role
from longgang.audit.models import Event
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.health import hearing, jobs
from longgang.health.actions.many_results import enter_results
from longgang.health.actions.result_uploads import (
    ask_to_enter_results,
    enter_result_workbook,
    read_result_workbook,
    send_result_workbook,
)
from longgang.health.actions.results import record_result, record_sample
from longgang.health.api import list_tests
from longgang.health.judging import read_entries
from longgang.health.models import LabTest, ResultUpload
from longgang.health.models.result_upload import Stage
from tests.audit.helpers import assert_writes_are_told
from tests.cast import sign_in
from tests.measures import build

from . import lab

pytestmark = pytest.mark.django_db
RESULTS = "/health/results/"
SAMPLED = build.local(2024, 2, 26, 1, 30)


@pytest.fixture
def people(person, kang):
    """`person` and two more; all three bear one name."""
    return [person, build.a_person(kang, 2), build.a_person(kang, 3)]


@pytest.fixture
def heard(monkeypatch):
    """How many results each listening was told of."""
    told = []
    listeners = [lambda found: told.append(len(found))]
    monkeypatch.setattr(hearing.results_known, "listeners", listeners)
    return told


def enter(upload, by, *, with_changes=False):
    ask_to_enter_results(upload, with_changes=with_changes, by=by)
    upload.refresh_from_db()
    enter_result_workbook(upload)
    upload.refresh_from_db()


def counted() -> list[tuple[str, str]]:
    return sorted(LabTest.objects.counted().values_list("result", "lab"))


def test_a_labs_list_is_read_as_it_is_and_entered_on_a_yes(people, kang, heard):
    rows = (
        lab.a_row(1, received_at="2024-02-26 02:00"),
        lab.a_row(2, result="未检出", sampling="10混1"),
        lab.a_row(3, result="待复检", reported_at=""),
    )
    with assert_writes_are_told():
        upload = lab.read(kang, *rows)
    assert upload.stage is Stage.READ
    assert (upload.new_count, upload.known_count, upload.faulty_count) == (3, 0, 0)
    assert not LabTest.objects.exists()
    assert upload.content == "", "the file is not kept once it was read"
    with assert_writes_are_told():
        enter(upload, kang)
    assert upload.stage is Stage.ENTERED
    first, second, third = LabTest.objects.order_by("person_id")
    assert (first.sampled_at, first.lab, first.result) == (SAMPLED, lab.LAB, "negative")
    assert (first.sampling, first.received_at) == ("single", build.local(2024, 2, 26, 2))
    assert (second.result, second.sampling) == ("negative", "mixed_10")
    assert (third.result, third.reported_at) == ("inconclusive", build.NOW)
    assert {each.reported_by for each in (first, second, third)} == {kang}
    assert heard == [3], "all at once"
    assert Event.objects.filter(kind="test.reported").count() == 3
    assert Event.objects.get(kind="result_workbook.entered").after == {"entered": 3}
    assert list_tests(people[0], since=SAMPLED) == [first]


def test_cells_that_are_merged_hold_for_every_row_of_theirs(people, kang):
    rows = [lab.a_row(1), lab.a_row(2, lab="", sampled_at=""), lab.a_row(3, lab="", sampled_at="")]
    # Below the title, its unit and the headers: the lab in B, the time of sampling in G.
    upload = lab.read(kang, *rows, merge=["B4:B6", "G4:G6"])
    assert (upload.new_count, upload.faulty_count) == (3, 0)
    assert {entry.sampled_at for entry in read_entries(upload.results)} == {SAMPLED.isoformat()}


def test_every_doubt_about_who_it_is_is_told(people, kang):
    wrong = (int(build.id_number(2)[-1]) + 1) % 10
    upload = lab.read(
        kang,
        lab.a_row(1, name="何静静"),  # the number of somebody else
        lab.a_row(9),  # nobody
        lab.a_row(2, id_number=f"{build.id_number(2)[:-1]}{wrong}"),
        lab.a_row(3, id_number="", phone=""),
        lab.a_row(3, id_number="", phone="13700009999"),
        lab.a_row(1, name="", id_number=build.id_number(8)),
    )  # fmt: skip
    assert lab.codes_of(upload) == {
        4: [("id_number", "people.other_name")],
        5: [("name", "people.nobody_fits")],
        6: [("id_number", "core.id_check_digit")],
        7: [("id_number", "people.nothing_to_match")],
        8: [("name", "people.nobody_fits")],
        9: [("name", "core.cell_missing")],
    }
    page = sign_in(kang).get(upload.get_absolute_url()).content.decode()
    assert "何*" in page
    assert people[0].id_number not in page


def test_who_has_no_number_here_is_found_by_name_and_phone(people, kang):
    upload = lab.read(kang, lab.a_row(id_number="", phone="137 0000 0002"))
    assert [entry.person for entry in read_entries(upload.results)] == [people[1].pk]


def test_two_people_with_one_number_and_one_with_two_are_told_with_their_rows(people, kang):
    upload = lab.read(
        kang,
        lab.a_row(8),
        lab.a_row(8, name="贺静"),
        lab.a_row(2, phone="13700000002"),
        lab.a_row(3, phone="13700000002"),
    )
    assert lab.codes_of(upload) == {
        4: [("id_number", "people.number_of_two")],
        5: [("id_number", "people.number_of_two")],
        6: [("id_number", "people.two_numbers")],
        7: [("id_number", "people.two_numbers")],
    }


def test_of_two_names_beside_a_known_number_only_the_other_one_is_faulty(people, kang):
    upload = lab.read(
        kang, lab.a_row(1), lab.a_row(1, name="贺静", sampled_at="2024-02-25 01:30"),
        lab.a_row(1, sampled_at="2024-02-24 01:30"),
    )  # fmt: skip
    assert lab.codes_of(upload) == {5: [("id_number", "people.other_name")]}
    assert upload.new_count == 2


def test_a_workbook_of_faults_alone_says_so_with_their_number(people, kang):
    upload = lab.read(kang, lab.a_row(9), lab.a_row(8))
    page = sign_in(kang).get(upload.get_absolute_url()).content.decode()
    assert "2 行均有错误" in page
    assert "没有新增内容" not in page


@pytest.mark.parametrize(("result", "is_told"), [("阳性", True), ("阴性", False)])
def test_only_where_there_was_a_positive_result_it_says_that_people_were_told(
    people, kang, result, is_told
):
    upload = lab.read(kang, lab.a_row(1, result=result))
    enter(upload, kang)
    page = sign_in(kang).get(upload.get_absolute_url()).content.decode()
    assert "已录入" in page
    assert ("已通知应知人员" in page) is is_told


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"result": "弱阳性?"}, ("result", "health.unknown_result")),
        ({"result": "阳性", "sampling": "10混1"}, ("result", "health.positive_of_several")),
        ({"sampling": "其他"}, ("sampling", "health.unknown_sampling")),
        ({"sampled_at": "2024-02-26"}, ("sampled_at", "core.moment_time")),
        ({"sampled_at": "2024-02-27 08:00", "reported_at": ""}, ("sampled_at", "health.ahead")),
        ({"sampled_at": "1970-01-01 08:00"}, ("sampled_at", "health.too_old")),
        (
            {"reported_at": "2024-02-26 01:00"},
            ("reported_at", "health.reported_before_sampled"),
        ),
        ({"received_at": "2024-02-26 01:00"}, ("received_at", "health.received_out_of_order")),
        ({"lab": ""}, ("lab", "core.cell_missing")),
        ({"phone": "1370000"}, ("phone", "core.phone_format")),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(people, kang, changes, fault):
    upload = lab.read(kang, lab.a_row(1, **changes), lab.a_row(2))
    assert lab.codes_of(upload) == {4: [fault]}
    assert upload.new_count == 1


@pytest.mark.parametrize(
    ("word", "result"),
    [
        ("阴性（－）", "negative"), ("未检出", "negative"), ("检出", "positive"),
        ("阳性(+)", "positive"), ("待复检", "inconclusive"), ("Positive", "positive"),
        ("检测中", ""),
    ],
)  # fmt: skip
def test_a_labs_words_are_known_and_shown_beside_what_they_are_taken_for(
    people, kang, word, result
):
    upload = lab.read(kang, lab.a_row(1, result=word))
    assert [entry.result for entry in read_entries(upload.results)] == [result]
    context = sign_in(kang).get(upload.get_absolute_url()).context
    ((said, _meaning, count),) = context["meanings"]
    assert (said, count) == (word, 1)


def test_a_sample_at_the_lab_gets_its_result_later(people, kang):
    enter(lab.read(kang, lab.a_row(1, result="检测中", reported_at="")), kang)
    assert counted() == [("", lab.LAB)]
    enter(lab.read(kang, lab.a_row(1)), kang)
    assert counted() == [("negative", lab.LAB)]
    assert LabTest.objects.count() == 1


def test_a_sample_noted_by_hand_gets_its_result(people, kang):
    record_sample(people[0], sampled_at=SAMPLED, by=kang)
    enter(lab.read(kang, lab.a_row(1)), kang)
    assert counted() == [("negative", lab.LAB)]


def test_the_same_sample_is_passed_over_with_its_reason(people, kang):
    known = {"sampled_at": SAMPLED, "lab": lab.LAB, "reported_at": build.NOW}
    record_result(people[0], result="negative", by=kang, **known)
    upload = lab.read(kang, lab.a_row(1), lab.a_row(2), lab.a_row(2, phone="13700000002"))
    assert (upload.new_count, upload.known_count) == (1, 2)
    (listed,) = sign_in(kang).get(upload.get_absolute_url()).context["lists"]
    assert [line.row for line in listed.lines] == [4, 6]
    assert "5" in str(listed.lines[1].words)
    enter(upload, kang)
    assert len(counted()) == 2


def test_two_labs_may_test_at_one_moment(people, kang):
    enter(lab.read(kang, lab.a_row(1), lab.a_row(1, lab="市中心医院", result="阳性")), kang)
    assert counted() == [("negative", lab.LAB), ("positive", "市中心医院")]


def test_two_rows_that_contradict_each_other_are_both_faulty(people, kang):
    upload = lab.read(kang, lab.a_row(1), lab.a_row(1, result="阳性"))
    assert lab.codes_of(upload) == {
        4: [("result", "health.rows_contradict")],
        5: [("result", "health.rows_contradict")],
    }


def test_a_correction_counts_only_when_it_is_said_yes_to(people, kang, heard):
    enter(lab.read(kang, lab.a_row(1), lab.a_row(2)), kang)
    upload = lab.read(kang, lab.a_row(1, result="阳性"), lab.a_row(3))
    assert (upload.new_count, upload.change_count) == (1, 1)
    enter(upload, kang)
    assert [result for result, _lab in counted()] == ["negative"] * 3
    upload = lab.read(kang, lab.a_row(1, result="阳性"), lab.a_row(2))
    with pytest.raises(Refused, match="nothing_to_enter"):
        ask_to_enter_results(upload, with_changes=False, by=kang)
    enter(upload, kang, with_changes=True)
    assert [result for result, _lab in counted()] == ["negative", "negative", "positive"]
    old = LabTest.objects.get(corrected_at__isnull=False)
    assert (old.result, old.person, old.corrected_by) == ("negative", people[0], kang)
    assert upload.number in old.corrected_why
    assert LabTest.objects.get(corrects=old).result == "positive"
    assert heard == [2, 1, 1]
    assert Event.objects.filter(kind="test.corrected").count() == 1


def test_what_changed_meanwhile_stops_all_of_it_and_is_told(people, kang):
    upload = lab.read(kang, lab.a_row(1), lab.a_row(2))
    known = {"sampled_at": SAMPLED, "lab": lab.LAB, "reported_at": build.NOW}
    record_result(people[1], result="positive", by=kang, **known)
    enter(upload, kang)
    assert upload.stage is Stage.READ
    assert counted() == [("positive", lab.LAB)]
    page = sign_in(kang).get(upload.get_absolute_url())
    assert page.context["refusals"][0].code == "core.stale_row"
    assert Event.objects.filter(kind="result_workbook.stopped").count() == 1


def test_results_are_entered_where_people_are_looked_after(people, kang, staff):
    upload = lab.read(kang, lab.a_row(1))
    entries = read_entries(upload.results)
    somewhere = staff("外", Role.HEALTH_OFFICER, build.GONGJIAN)
    with pytest.raises(NotAllowed):
        enter_results(entries, tell=lambda _count: None, by=somewhere, reason="x")
    assert enter_results(entries, tell=lambda _count: None, by=kang, reason="x") == 1
    away = lab.read(somewhere, lab.a_row(2))
    assert lab.codes_of(away) == {4: [("name", "health.looked_after_elsewhere")]}


def test_the_same_file_is_entered_once(people, kang):
    file = lab.a_workbook(lab.a_row(1)).read()

    def sent() -> ResultUpload:
        upload = send_result_workbook(SimpleUploadedFile("x.xlsx", file), by=kang)
        read_result_workbook(upload)
        return upload

    first, second = sent(), sent()
    for upload in (first, second):
        ask_to_enter_results(upload, with_changes=False, by=kang)
    with pytest.raises(StaleRow):
        ask_to_enter_results(first, with_changes=False, by=kang)
    for number in (first.number, first.number, second.number):
        jobs.enter_results(number)
    assert len(counted()) == 1
    second.refresh_from_db()
    assert "core.workbook_entered_meanwhile" in second.trouble
    with pytest.raises(Refused, match="workbook_entered_before"):
        sent()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: SimpleUploadedFile("x.xlsx", b"nothing"), "core.workbook_not_excel"),
        (lab.a_workbook, "core.workbook_without_rows"),
    ],
)
def test_what_cannot_be_read_says_why(kang, file, code):
    upload = send_result_workbook(file(), by=kang)
    jobs.read_results(upload.number)
    upload.refresh_from_db()
    assert upload.stage is Stage.UNREADABLE
    page = sign_in(kang).get(upload.get_absolute_url())
    assert page.context["refusals"][0].code == code
    jobs.read_results(upload.number)  # is not tried again


def test_only_health_officers_send_workbooks_and_see_their_own(people, kang, lin, ada, staff):
    upload = lab.read(kang, lab.a_row(1))
    for user in (lin, ada):
        with pytest.raises(NotAllowed):
            send_result_workbook(lab.a_workbook(lab.a_row(1)), by=user)
        assert sign_in(user).get(RESULTS).status_code == 403
    other = staff("卫", Role.HEALTH_OFFICER)
    assert sign_in(other).get(upload.get_absolute_url()).status_code == 404


def test_what_the_worker_was_not_woken_for_is_found(people, kang):
    upload = send_result_workbook(lab.a_workbook(lab.a_row(1)), by=kang)
    jobs.look_for_waiting(timestamp=0)
    upload.refresh_from_db()
    assert upload.stage is Stage.READING, "it was sent a moment ago: the worker has it"
    with as_if(build.NOW + timedelta(minutes=5)):
        jobs.look_for_waiting(timestamp=0)
        upload.refresh_from_db()
        assert upload.stage is Stage.READ
        ask_to_enter_results(upload, with_changes=False, by=kang)
    with as_if(build.NOW + timedelta(minutes=10)):
        jobs.look_for_waiting(timestamp=0)
    assert len(counted()) == 1


def test_pages_lead_from_template_to_entered(people, kang):
    client = sign_in(kang)
    assert client.get(f"{RESULTS}template/").status_code == 200
    bad = lab.a_row(9)
    sent = client.post(RESULTS, {"workbook": lab.a_workbook(lab.a_row(1, result="阳性"), bad)})
    upload = ResultUpload.objects.get()
    assert sent.url == upload.get_absolute_url()
    assert "hx-trigger" in client.get(sent.url).content.decode()
    part = client.get(sent.url, headers={"HX-Request": "true", "HX-Target": "upload"})
    assert "<html" not in part.content.decode()
    jobs.read_results(upload.number)
    page = client.get(sent.url)
    assert "hx-trigger" not in page.content.decode()
    assert [listed.count for listed in page.context["lists"]] == [1], "the positive one"
    faults = client.get(f"{sent.url}faults/")
    cells = [cell.value for row in load_workbook(BytesIO(faults.content)).active for cell in row]
    assert bad["id_number"] in cells
    for _click in range(2):
        assert client.post(f"{sent.url}enter/", {}).url == sent.url
    jobs.enter_results(upload.number)
    assert counted() == [("positive", lab.LAB)]
    assert client.post(f"{sent.url}enter/", {}).status_code == 302
    assert client.get(sent.url).context["stage"] == "entered"


def test_a_workbook_is_no_file_of_another_kind(kang):
    answer = sign_in(kang).post(RESULTS, {"workbook": ""})
    assert answer.status_code == 422
