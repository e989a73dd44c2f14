"""Reads for auditors. Never used to decide anything: the deed's own row says what is true now."""

from django.db.models import Model, QuerySet

from .actions import number_of
from .models import Event


def events_of(subject: Model) -> QuerySet[Event]:
    """Everything that was done to this thing, newest first."""
    return Event.objects.filter(
        subject_kind=subject._meta.label_lower, subject_number=number_of(subject)
    ).order_by("-id")
