"""Visits, and the files that visits are imported from."""

from .upload import VisitUpload
from .visit import VOIDED_BY_HAND, ThisTransaction, TransactionField, Visit, VisitQuerySet

__all__ = [
    "VOIDED_BY_HAND",
    "ThisTransaction",
    "TransactionField",
    "Visit",
    "VisitQuerySet",
    "VisitUpload",
]
