"""Samples and what the lab finds: some entered by hand, most come with the evening's workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.core.identifiers import IdKind
from longgang.health.actions.result_uploads import ask_to_enter_results, send_result_workbook
from longgang.health.api import LabTest, correct_result, record_result
from longgang.health.jobs import enter_results, read_results
from longgang.health.models import ResultUpload
from longgang.measures.api import Measure, find_open, take_back_extension
from longgang.people.api import Person, correct_person

from .people import name_of, papers
from .plan import Trouble
from .world import World

LAB = "龙港区疾控中心实验室"
BY_HAND = 4  # every so manyth sample is entered by hand
COLUMNS = ("姓名", "证件类型", "证件号码", "采样时间", "检测机构", "检测结果")
WORDS = {"negative": "阴性", "positive": "阳性"}


@dataclass(frozen=True)
class Sample:
    """Of one person, taken today; what the lab will find."""

    person: int
    at: datetime
    result: str
    by: User
    concern: dict[str, str]


def take_sample(world: World, measure: Measure, *, by: User) -> None:
    """Once a day, unless today it is forgotten."""
    person = measure.person_id
    if person in world.sampled:
        return
    world.sampled.add(person)
    if world.befalls(person, Trouble.MISSED_TEST) and measure.day_one_on < world.day:
        world.note(person, Trouble.MISSED_TEST)
        return
    world.extra_tests.discard(person)
    world.samples.append(Sample(person, now(), _finding(world, measure), by, {**measure.concern}))


def _finding(world: World, measure: Measure) -> str:
    person = measure.person_id
    is_last = measure.central_ends_on == world.day
    if is_last and world.befalls(person, Trouble.POSITIVE):
        world.note(person, Trouble.POSITIVE)
        return "positive"
    if measure.day_one_on < world.day and world.befalls(person, Trouble.LAB_ERROR):
        world.note(person, Trouble.LAB_ERROR)
        world.lab_errors.append(person)
        return "positive"
    return "negative"


def report(world: World) -> None:
    """What was found today."""
    people = Person.objects.in_bulk([sample.person for sample in world.samples])
    for sample in world.samples:
        if sample.person % BY_HAND == 0:
            world.do(
                record_result, people[sample.person], sampled_at=sample.at, lab=LAB,
                result=sample.result, reported_at=now(), by=sample.by, **sample.concern,
            )  # fmt: skip
    rest = [sample for sample in world.samples if sample.person % BY_HAND]
    faulty = _send(world, rest, "results.xlsx")
    again = [sample for sample in rest if sample.person in faulty]
    for sample in again:
        coming, person = world.who[sample.person], people[sample.person]
        if world.befalls(person.pk, Trouble.WRONG_ID_AT_THE_LAB):
            world.do(
                correct_person, person, reason="检测机构名单与证件核对", by=world.district.health,
                **papers(coming),
            )  # fmt: skip
            world.note(person.pk, Trouble.WRONG_ID_AT_THE_LAB)
    still = _send(world, again, "again.xlsx")
    world.refused += [f"{world.day} workbook: nobody fits {person}" for person in still]
    world.samples.clear()


def _send(world: World, samples: Sequence[Sample], name: str) -> set[int]:
    """The people whose rows were not entered."""
    if not samples:
        return set()
    health = world.district.health
    upload = world.do(send_result_workbook, _workbook(world, samples, name), by=health)
    assert upload is not None
    world.do(read_results, upload.number)
    upload = ResultUpload.objects.get(pk=upload.pk)
    if upload.new_count:
        world.do(ask_to_enter_results, upload, with_changes=False, by=health)
        world.do(enter_results, upload.number)
    entered = LabTest.objects.filter(sampled_at__in={sample.at for sample in samples})
    known = set(entered.values_list("person", "sampled_at"))
    return {each.person for each in samples if (each.person, each.at) not in known}


def _workbook(world: World, samples: Sequence[Sample], name: str) -> SimpleUploadedFile:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, COLUMNS)
    for row, sample in enumerate(samples, 1):
        coming = world.who[sample.person]
        paper = papers(coming)
        kind = IdKind(paper.get("id_kind", IdKind.RESIDENT)).label
        taken_at = f"{localtime(sample.at):%Y-%m-%d %H:%M}"
        sheet.write_row(
            row, 0, (name_of(coming), str(kind), paper["id_number"], taken_at, LAB,
                     WORDS[sample.result]),
        )  # fmt: skip
    book.close()
    return SimpleUploadedFile(name, file.getvalue())


def correct_errors(world: World) -> None:
    """What was a mix-up in the lab: corrected, and the extension, if there was one, taken back."""
    health, waiting = world.district.health, []
    for person in world.lab_errors:
        test = LabTest.objects.counted().filter(person=person, result="positive").first()
        measure = find_open(Person.objects.get(pk=person))
        if test is None or measure is None:
            waiting.append(person)  # sampled in the evening: tomorrow it is known
            continue
        world.do(correct_result, test, result="negative", by=health, reason="样本编号录错")
        if measure.terms.filter(why="positive", about=test.number).exists():
            world.do(take_back_extension, measure, by=health, reason="阳性结果已更正")
    world.lab_errors = waiting
