"""Which lines of the books an auditor may read."""

from django.conf import settings
from django.db.models import Q, QuerySet

from longgang.accounts.api import Permission, Scope, User, scope_of
from longgang.audit.api import Disclosure, Event


def events_visible_to(user: User) -> QuerySet[Event]:
    """Events of the areas for which the reader is an auditor."""
    return Event.objects.filter(_within(scope_of(user, Permission.EVENT_VIEW)))


def disclosures_visible_to(user: User) -> QuerySet[Disclosure]:
    """Disclosures of the areas for which the reader is an auditor."""
    return Disclosure.objects.filter(_within(scope_of(user, Permission.DISCLOSURE_VIEW)))


def _within(scope: Scope) -> Q:
    """What belongs to no area belongs to the district: only its own auditors read it."""
    found = scope.as_q(area="area_code")
    if scope.covers(area_code=settings.DISTRICT_CODE):
        found |= Q(area_code="")
    return found
