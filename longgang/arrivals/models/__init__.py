"""Tables of the arrivals; one file a noun."""

from .declaration import Declaration, DeclaredStay
from .parts import Call, Transfer
from .risk_area import RiskArea
from .rule import ArrivalRule

__all__ = ["ArrivalRule", "Call", "Declaration", "DeclaredStay", "RiskArea", "Transfer"]
