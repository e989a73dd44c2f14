"""Tables of the arrivals; one file a noun."""

from .declaration import Declaration, DeclaredStay
from .draft import DeclarationDraft
from .parts import Call, Transfer
from .risk_area import RiskArea
from .risk_upload import RiskUpload
from .rule import ArrivalRule

__all__ = [
    "ArrivalRule",
    "Call",
    "Declaration",
    "DeclarationDraft",
    "DeclaredStay",
    "RiskArea",
    "RiskUpload",
    "Transfer",
]
