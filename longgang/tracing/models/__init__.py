"""The tables of tracing."""

from .batch import Batch, BatchQuerySet
from .case import Case, CaseQuerySet
from .contact import Contact, ContactQuerySet
from .rule import TracingRule

__all__ = [
    "Batch",
    "BatchQuerySet",
    "Case",
    "CaseQuerySet",
    "Contact",
    "ContactQuerySet",
    "TracingRule",
]
