"""The tables of the register. Facts about one row; every write is in `actions`."""

from ..lifecycle import CompanyStatus
from .companies import Company, Crew, Industry, MemberRole, Membership
from .people import Person, Qualification, QualificationKind, Representative, own_people
from .uploads import ReadWorkbook, VehicleUpload, WorkbookUpload, file_confirmed_once
from .vehicles import Vehicle, VehicleKind

__all__ = [
    "Company",
    "CompanyStatus",
    "Crew",
    "Industry",
    "MemberRole",
    "Membership",
    "Person",
    "Qualification",
    "QualificationKind",
    "ReadWorkbook",
    "Representative",
    "Vehicle",
    "VehicleKind",
    "VehicleUpload",
    "WorkbookUpload",
    "file_confirmed_once",
    "own_people",
]
