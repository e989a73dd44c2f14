"""A list of guests that was read: one of them good, one with faults."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.trail.actions.uploads import read_visits_of_file
from longgang.trail.models import VisitUpload
from tests.passes import build


def a_list_of_guests(kang: User) -> VisitUpload:
    """Of somebody who is under a measure, and of nobody."""
    at = (now() - timedelta(hours=9)).isoformat(timespec="seconds")
    rows = [
        "姓名,身份证号,场所类型,场所,开始时间,结束时间",
        f"赵秋实,{build.id_number(81)},premises,海滨宾馆,{at},",
        f"无此人,{build.id_number(99)},premises,海滨宾馆,{at},{at}",
    ]
    file = SimpleUploadedFile("住客名单.csv", "\n".join(rows).encode())
    return read_visits_of_file(file, by=kang)
