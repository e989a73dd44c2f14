"""The door of the observations: what measures, sites, tracing, the demo and the site may use."""

from .actions.readings import (
    correct_temperature,
    record_code,
    record_temperature,
    report_symptoms,
)
from .actions.results import correct_result, record_result, record_sample, report_result
from .forms import (
    CorrectResultForm,
    CorrectTemperatureForm,
    DegreesField,
    ResultForm,
    SampleForm,
    SymptomsForm,
    TakenForm,
    TemperatureForm,
)
from .hearing import Told, ask_who_looks_after, on_result, on_samples, on_temperature
from .kinds import CodeColour, CodeSource, Grade, ResultKind, Symptom
from .models import LabTest, SeenCode, SymptomReport, Temperature
from .permissions import check_may_enter_results, check_may_record, check_may_record_seen
from .queries import (
    Reading,
    list_codes,
    list_positives,
    list_symptoms,
    list_temperatures,
    list_tests,
    readings_of,
    samples_of,
    symptoms_of,
    temperatures_of,
    tests_of,
    unseen_fevers_of,
    was_measured,
    was_tested,
)
from .result_workbook import result_columns
from .rules import check_celsius, check_moment, grade_of
from .wording import grade_tag, result_tag, symptoms_in_words

__all__ = [
    "CodeColour",
    "CodeSource",
    "CorrectResultForm",
    "CorrectTemperatureForm",
    "DegreesField",
    "Grade",
    "LabTest",
    "Reading",
    "ResultForm",
    "ResultKind",
    "SampleForm",
    "SeenCode",
    "Symptom",
    "SymptomReport",
    "SymptomsForm",
    "TakenForm",
    "Temperature",
    "TemperatureForm",
    "Told",
    "ask_who_looks_after",
    "check_celsius",
    "check_may_enter_results",
    "check_may_record",
    "check_may_record_seen",
    "check_moment",
    "correct_result",
    "correct_temperature",
    "grade_of",
    "grade_tag",
    "list_codes",
    "list_positives",
    "list_symptoms",
    "list_temperatures",
    "list_tests",
    "on_result",
    "on_samples",
    "on_temperature",
    "readings_of",
    "record_code",
    "record_result",
    "record_sample",
    "record_temperature",
    "report_result",
    "report_symptoms",
    "result_columns",
    "result_tag",
    "samples_of",
    "symptoms_in_words",
    "symptoms_of",
    "temperatures_of",
    "tests_of",
    "unseen_fevers_of",
    "was_measured",
    "was_tested",
]
