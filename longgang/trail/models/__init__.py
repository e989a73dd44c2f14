"""Visits, and the files that visits are imported from."""

from .upload import VisitUpload
from .visit import ThisTransaction, TransactionField, Visit, VisitQuerySet

__all__ = ["ThisTransaction", "TransactionField", "Visit", "VisitQuerySet", "VisitUpload"]
