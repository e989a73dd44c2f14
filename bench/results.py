"""A lab's workbook of 20,000 results, 3 % of the rows faulty: read, then entered, by the worker.

The goal: each under 20 s, each faulty row explained. And the same entered when every result is
positive, of people under measures who live in many communities: whoever must know is told in the
same deed, each once.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO

from bench.support import setting

setting.start()

import xlsxwriter  # noqa: E402 - only after the database is there
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils.timezone import localtime  # noqa: E402

from bench.table import print_table  # noqa: E402
from longgang.accounts.api import Post, Role, User  # noqa: E402
from longgang.areas.api import list_areas  # noqa: E402
from longgang.audit.api import SYSTEM  # noqa: E402
from longgang.core.clock import now, today  # noqa: E402
from longgang.core.identifiers import id_check_digit  # noqa: E402
from longgang.core.tokens import new_number  # noqa: E402
from longgang.health.actions.result_uploads import (  # noqa: E402
    ask_to_enter_results,
    enter_result_workbook,
    read_result_workbook,
    send_result_workbook,
)
from longgang.health.models import LabTest, ResultUpload  # noqa: E402
from longgang.measures.api import load_rules, open_measure  # noqa: E402
from longgang.measures.models import Term  # noqa: E402
from longgang.notices.models import Notice  # noqa: E402
from longgang.people.api import Person  # noqa: E402

ROWS, FAULTY_IN = 20_000, 33  # every 33rd row is faulty: 3 %
UNDER_MEASURES, IN_COMMUNITIES = 2_000, 40
DISTRICT = "211403"
HEADERS = [
    "姓名",
    "身份证号",
    "采样时间",
    "采样类型",
    "收样时间",
    "检测时间",
    "检测机构",
    "检测结果",
]
GOAL_S = 20


def main(*, tiny: bool = False) -> None:
    """Found the people, then send, read and enter."""
    rows, under = (300, 20) if tiny else (ROWS, UNDER_MEASURES)
    officer, people = _found(rows, under)
    table = []
    usual, read_s = _timed(lambda: _read(people, officer, "阴性", faulty_in=FAULTY_IN))
    table.append(_row(f"read {rows:,} rows", read_s, usual))
    _, entered_s = _timed(lambda: _enter(usual, officer))
    table.append(_row(f"enter {usual.new_count:,} negative", entered_s, usual))
    assert LabTest.objects.count() == usual.new_count
    bad = _read(people, officer, "阳性", faulty_in=0)
    _, entered_s = _timed(lambda: _enter(bad, officer))
    table.append(_row(f"enter {bad.new_count:,} positive", entered_s, bad))
    assert Term.objects.filter(why="positive").count() == under
    print_table("A lab's workbook", table)


def _found(count: int, under: int) -> tuple[User, list[Person]]:
    load_rules(by=SYSTEM)
    communities = [area.code for area in list_areas() if len(area.code) == 12][:IN_COMMUNITIES]
    people = [
        Person(
            number=new_number("P"), name="何静", id_number=_id_number(serial),
            phone=f"137{serial:08d}", area_code=communities[serial % len(communities)],
            registered_at=now(),
        )
        for serial in range(count)
    ]  # fmt: skip
    Person.objects.bulk_create(people, batch_size=1000)
    officer = _appoint("康宁", Role.HEALTH_OFFICER, DISTRICT)
    for place, code in enumerate(communities):
        _appoint(f"社工{place}", Role.COMMUNITY_OFFICER, code)
    print(f"{under:,} measures are opened", file=sys.stderr)
    for person in people[:under]:
        open_measure(
            person, "close_contact", base_on=today() - timedelta(days=2), by=officer,
            reason="同车厢",
        )  # fmt: skip
    return officer, people


def _appoint(name: str, role: Role, area_code: str) -> User:
    phone = f"139{User.objects.count():08d}"
    user = User.objects.create(name=name, phone=phone, is_staff_member=True)
    Post.objects.create(user=user, role=role, area_code=area_code, starts_on=today())
    return user


def _id_number(serial: int) -> str:
    """A number with a right check digit; several birthdays, so that there are enough."""
    body = (
        f"{DISTRICT}1985{serial // 1000 % 12 + 1:02d}{serial // 12000 + 1:02d}{serial % 1000:03d}"
    )
    return body + id_check_digit(body)


def _read(people: Sequence[Person], by: User, word: str, *, faulty_in: int) -> ResultUpload:
    at = localtime(now()) - timedelta(hours=8 if word == "阴性" else 4)
    file = SimpleUploadedFile("结果.xlsx", _workbook(people, at, word, faulty_in))
    upload = send_result_workbook(file, by=by)
    read_result_workbook(upload)
    expected = len(range(0, len(people), faulty_in)) if faulty_in else 0
    assert upload.faulty_count == expected, "a fault was not found, or one found that is none"
    return upload


def _workbook(people: Sequence[Person], at: datetime, word: str, faulty_in: int) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "核酸检测结果报告单")
    sheet.write_row(1, 0, HEADERS)
    moments = [f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M}" for hours in (0, 1, 3)]
    for place, person in enumerate(people):
        name, result = person.name, word
        if faulty_in and place % faulty_in == 0:  # somebody else's number, or a word nobody knows
            name, result = (name, "待核实") if place % 2 else ("何静静", word)
        cells = [name, person.id_number, moments[0], "单采", *moments[1:], "区疾控中心", result]
        sheet.write_row(place + 2, 0, cells)
    book.close()
    return file.getvalue()


def _enter(upload: ResultUpload, by: User) -> None:
    ask_to_enter_results(upload, with_changes=False, by=by)
    upload.refresh_from_db()
    enter_result_workbook(upload)
    upload.refresh_from_db()
    assert upload.confirmed_at is not None, upload.trouble


def _timed(work: Callable[[], ResultUpload | None]) -> tuple[ResultUpload, float]:
    began = time.perf_counter()
    done = work()
    return done, time.perf_counter() - began  # type: ignore[return-value]


def _row(name: str, seconds: float, upload: ResultUpload) -> dict[str, object]:
    told = Notice.objects.filter(kind="test.positive")
    return {
        "what": name,
        "seconds": round(seconds, 1),
        "goal": f"{GOAL_S} s",
        "met": "yes" if seconds < GOAL_S else "NO",
        "faulty rows": upload.faulty_count,
        "told of a positive one": told.count(),
        "people told": told.values("user").distinct().count(),
    }


if __name__ == "__main__":
    main()
