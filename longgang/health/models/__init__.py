"""The tables of what was observed."""

from .lab_test import LabTest
from .observation import Observation
from .readings import SeenCode, SymptomReport, Temperature
from .result_upload import ResultUpload

__all__ = ["LabTest", "Observation", "ResultUpload", "SeenCode", "SymptomReport", "Temperature"]
