"""A file of visits: read and judged, recorded once, faulty rows sent back with their reasons."""

from datetime import datetime, timedelta
from io import BytesIO

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from longgang.accounts.api import Role
from longgang.areas.api import add_premises
from longgang.audit.api import Event
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.core.excel import Rehearsal
from longgang.trail.actions.uploads import enter_visits_of_file, read_visits_of_file
from longgang.trail.api import TRAITS, PlaceType
from longgang.trail.models import Visit, VisitUpload
from longgang.trail.visit_file import MAX_ROWS, read_moment
from tests.cast import sign_in
from tests.health.conftest import (  # noqa: F401 - fixtures are found by being here
    _morning,
    ada,
    he,
    kang,
    ling,
    staff,
)
from tests.measures import build
from tests.trail.telling import at

pytestmark = pytest.mark.django_db
HEADER = ["姓名", "身份证号", "场所类型", "场所", "开始时间", "结束时间"]
PLACE = "锦山路农贸市场"


@pytest.fixture
def person(kang):  # noqa: F811
    return build.a_person(kang)


def row(**changes):
    """何静 at the market from eight to nine."""
    said = {
        "name": "何静", "id": build.id_number(), "type": "场所", "place": PLACE,
        "from": "2024-02-26 08:00:00", "until": "2024-02-26 09:00:00",
    }  # fmt: skip
    return list((said | changes).values())


def as_csv(*rows, letters="utf-8", separator=","):
    lines = [separator.join(map(str, each)) for each in (HEADER, *rows)]
    return SimpleUploadedFile("名单.csv", "\r\n".join(lines).encode(letters))


def as_parquet(*rows):
    content = BytesIO()
    columns = list(zip(*rows, strict=True))
    times = [[datetime.fromisoformat(each) for each in side] for side in columns[4:]]
    pl.DataFrame(dict(zip(HEADER, [*columns[:4], *times], strict=True))).write_parquet(content)
    return SimpleUploadedFile("名单.parquet", content.getvalue())


def as_excel(*rows):
    book, content = Workbook(), BytesIO()
    for each in (["住客名单"], HEADER, *rows):
        book.active.append(each)
    book.save(content)
    return SimpleUploadedFile("名单.xlsx", content.getvalue())


def codes(upload):
    return [
        {fault.refusal.code for fault in each.faults} for each in Rehearsal.read(upload.rows).rows
    ]


def test_a_place_that_bears_the_name_of_premises_is_theirs(person, kang, staff):  # noqa: F811
    rui = staff("芮", Role.RULES_OFFICER)
    market = add_premises(name=PLACE, kind="venue", area_code="211403005", by=rui)
    enter_visits_of_file(read_visits_of_file(as_csv(row()), by=kang), by=kang)
    assert Visit.objects.get().place == f"premises:{market.number}"
    again = read_visits_of_file(as_csv(row(), row(until="2024-02-26 09:30:00")), by=kang)
    assert again.new_count == 0, "the same words are the same visit, wherever it was found to be"


@pytest.mark.parametrize("write", [as_csv, as_parquet, as_excel])
def test_a_visit_is_read_and_then_recorded(write, person, kang):  # noqa: F811
    read = read_visits_of_file(write(row()), by=kang)
    assert (read.new_count, read.known_count, read.faulty_count) == (1, 0, 0)
    assert not Visit.objects.exists()
    assert enter_visits_of_file(read, by=kang) == 1
    visit = Visit.objects.get()
    assert (visit.person_id, visit.place, visit.source) == (
        person.pk, f"premises:{PLACE}", "import"
    )  # fmt: skip
    assert (visit.started_at, visit.ended_at) == (at(8), at(9))
    kinds = ["visit_file.read", "visit_file.entered"]
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    assert [each.kind for each in events] == kinds
    assert "何静" not in str([each.after for each in events])


@pytest.mark.parametrize(("letters", "separator"), [("gb18030", ","), ("utf-8-sig", "\t")])
def test_text_is_read_as_offices_write_it(letters, separator, person, kang):  # noqa: F811
    read = read_visits_of_file(as_csv(row(), letters=letters, separator=separator), by=kang)
    assert read.new_count == 1


def test_without_an_end_it_lasts_as_long_as_one_usually_is_there(person, kang):  # noqa: F811
    enter_visits_of_file(read_visits_of_file(as_csv(row(until="")), by=kang), by=kang)
    visit = Visit.objects.get()
    dwell = timedelta(seconds=TRAITS[PlaceType.PREMISES].dwell_s)
    assert visit.ended_at - visit.started_at == dwell


def test_the_same_visit_in_another_file_is_known(person, kang):  # noqa: F811
    enter_visits_of_file(read_visits_of_file(as_csv(row()), by=kang), by=kang)
    other = read_visits_of_file(as_excel(row(), row(place="码头")), by=kang)
    assert (other.new_count, other.known_count) == (1, 1)
    assert enter_visits_of_file(other, by=kang) == 1
    assert Visit.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "何静静"}, "people.other_name"),
        ({"id": build.id_number(5)}, "people.nobody_fits"),
        ({"id": "12"}, "core.id_length"),
        ({"type": "月球"}, "core.cell_choice"),
        ({"place": ""}, "core.cell_missing"),
        ({"from": "昨天"}, "core.day_format"),
        ({"until": "2024-02-26 07:00:00"}, "trail.ends_before_start"),
        ({"until": "2124-02-26 07:00:00"}, "trail.too_long"),
        ({"from": "2024-05-26", "until": "2024-05-27"}, "trail.too_far_ahead"),
        ({"from": "2023-05-26", "until": "2023-05-27"}, "trail.too_old"),
    ],
)
def test_a_faulty_row_says_why(changes, code, person, kang):  # noqa: F811
    read = read_visits_of_file(as_csv(row(**changes), row()), by=kang)
    assert codes(read) == [{code}, set()]
    assert (read.new_count, read.faulty_count) == (1, 1)


def test_a_row_twice_is_a_fault(person, kang):  # noqa: F811
    read = read_visits_of_file(as_csv(row(), row()), by=kang)
    assert codes(read) == [set(), {"core.workbook_row_twice"}]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "core.workbook_no_header"),
        (b"PAR1 broken", "trail.file_unreadable"),
        (b"\xff\xfe\x00\x00\x81", "trail.file_unreadable"),
        (",".join(HEADER).encode(), "core.workbook_without_rows"),
        ("姓名,场所\n何静,码头".encode(), "core.workbook_missing_columns"),
        (b'a,"b\n' + b"x" * 200_000, "trail.file_unreadable"),
    ],
)
def test_what_is_no_list_is_refused(content, code, kang):  # noqa: F811
    with pytest.raises(Refused) as refused:
        read_visits_of_file(SimpleUploadedFile("a.csv", content), by=kang)
    assert refused.value.refusals[0].code == code


def test_too_many_rows_and_too_large_a_file_are_refused(kang, settings):  # noqa: F811
    many = as_csv(*[["a"] * 6] * (MAX_ROWS + 1))
    with pytest.raises(Refused) as refused:
        read_visits_of_file(many, by=kang)
    assert refused.value.refusals[0].code == "core.workbook_too_many_rows"
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(Refused) as refused:
        read_visits_of_file(as_csv(row()), by=kang)
    assert refused.value.refusals[0].code == "core.workbook_too_large"


def test_the_same_file_counts_once(person, kang):  # noqa: F811
    first, second = (read_visits_of_file(as_csv(row()), by=kang) for _ in range(2))
    enter_visits_of_file(first, by=kang)
    with pytest.raises(StaleRow):
        enter_visits_of_file(second, by=kang)
    with pytest.raises(Refused) as refused:
        read_visits_of_file(as_csv(row()), by=kang)
    assert refused.value.refusals[0].code == "core.workbook_entered_before"
    assert Visit.objects.count() == 1


def test_a_row_that_has_become_too_old_stops_the_entering(person, kang):  # noqa: F811
    read = read_visits_of_file(as_csv(row()), by=kang)
    with as_if(build.NOW + timedelta(days=80)), pytest.raises(Refused) as refused:
        enter_visits_of_file(read, by=kang)
    assert refused.value.refusals[0].code == "trail.too_old"


def test_only_who_may_imports(person, ling, kang):  # noqa: F811
    with pytest.raises(NotAllowed):
        read_visits_of_file(as_csv(row()), by=ling)
    read = read_visits_of_file(as_csv(row()), by=kang)
    with pytest.raises(NotAllowed):
        enter_visits_of_file(read, by=ling)


@pytest.mark.parametrize("text", ["1708905600", "2024-02-26T00:00:00Z", "2024-02-26 08:00"])
def test_moments_are_read_as_machines_and_people_write_them(text):
    assert datetime.fromisoformat(read_moment(text)) == at(8)


def test_the_pages_lead_from_the_file_to_the_record(person, kang, staff):  # noqa: F811
    client = sign_in(kang)
    page = client.post(
        reverse("trail:uploads"), {"workbook": as_csv(row(), row(name="何静静"))}, follow=True
    )
    upload = VisitUpload.objects.get()
    assert page.redirect_chain == [(upload.get_absolute_url(), 302)]
    assert "何静" not in page.content.decode().replace("何静静", "")
    faults = client.get(reverse("trail:faults", args=[upload.number]))
    assert load_workbook(BytesIO(faults.content)).active.max_row >= 2
    client.post(reverse("trail:enter", args=[upload.number]))
    client.post(reverse("trail:enter", args=[upload.number]))
    assert Visit.objects.count() == 1
    other = staff("康二", "health_officer", build.DISTRICT)
    client = sign_in(other)
    assert client.get(upload.get_absolute_url()).status_code == 404
    assert client.get(reverse("trail:template")).status_code == 200


def test_the_page_says_why_a_file_is_refused(kang):  # noqa: F811
    client = sign_in(kang)
    page = client.post(
        reverse("trail:uploads"), {"workbook": SimpleUploadedFile("a.csv", b"PAR1x")}
    )
    assert page.status_code == 422
    assert "无法读取" in page.content.decode()
