"""The tables of what was observed."""

from .lab_test import LabTest
from .observation import Observation
from .readings import SeenCode, SymptomReport, Temperature

__all__ = ["LabTest", "Observation", "SeenCode", "SymptomReport", "Temperature"]
