"""Labels and colours of observations, and what the audit book says of them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.days import short_moment_lazy
from longgang.core.errors import Words, filled
from longgang.core.sentences import listed
from longgang.core.tags import Tag, Tone

from .kinds import Grade, ResultKind, Symptom
from .models import LabTest, SymptomReport, Temperature

WAITS_FOR_LAB = _("Waits for the lab")


def result_tag(test: LabTest) -> Tag:
    """What the lab found, or that it is at it."""
    if not test.result:
        return Tag(WAITS_FOR_LAB, Tone.INFO)
    tones = {ResultKind.NEGATIVE: Tone.GOOD, ResultKind.POSITIVE: Tone.BAD}
    kind = ResultKind(test.result)
    return Tag(kind.label, tones.get(kind, Tone.SOON))


def positive_tag(sampled_at: datetime) -> Tag:
    """A positive result, where no other result of the person stands beside it."""
    at = short_moment_lazy(sampled_at)
    return Tag(filled(_("Positive, %(at)s"), at=at), Tone.BAD, sign="test-pipe")


def grade_tag(reading: Temperature) -> Tag:
    """Normal, or which fever."""
    tones = {Grade.NORMAL: Tone.GOOD, Grade.LOW: Tone.SOON}
    return Tag(reading.grade.label, tones.get(reading.grade, Tone.BAD))


def symptoms_in_words(report: SymptomReport) -> str:
    """What was said, in the reader's language."""
    codes = [code for code in report.symptoms if not (report.words and code == Symptom.OTHER)]
    names = [str(Symptom(code).label) for code in codes]
    return listed([*names, report.words] if report.words else names) or str(
        pgettext_lazy("symptoms", "None")
    )


EVENT_WORDS: dict[str, Words] = {
    "test.sampled": _("Sample taken"),
    "test.reported": _("Test result entered"),
    "test.corrected": _("Test result corrected"),
    "result_workbook.sent": _("Lab's workbook sent"),
    "result_workbook.read": _("Lab's workbook read"),
    "result_workbook.unreadable": _("Lab's workbook could not be read"),
    "result_workbook.asked": _("Lab's workbook confirmed"),
    "result_workbook.stopped": _("Lab's workbook was not entered"),
    "result_workbook.entered": _("Lab's workbook entered"),
    "temperature.recorded": _("Temperature recorded"),
    "temperature.corrected": _("Temperature corrected"),
    "symptoms.reported": _("Symptoms recorded"),
    "code.seen": _("Code of another authority recorded"),
}
NAMES: dict[str, Words] = {
    "health.labtest": _("test"),
    "health.labtest.sampled_at": _("sampled at"),
    "health.labtest.reported_at": _("reported at"),
    "health.labtest.lab": _("lab"),
    "health.labtest.result": _("result"),
    "health.resultupload": _("workbook of test results"),
    "health.resultupload.new_count": _("new results"),
    "health.resultupload.faulty_count": _("rows with faults"),
    "health.resultupload.with_changes": _("with corrections"),
    "health.resultupload.entered": _("results entered"),
    "health.temperature": _("temperature"),
    "health.temperature.celsius": _("temperature"),
    "health.temperature.taken_at": _("taken at"),
    "health.symptomreport": _("report of symptoms"),
    "health.symptomreport.symptoms": _("symptoms"),
    "health.seencode": _("code as seen"),
    "health.seencode.source": _("kind of code"),
}
