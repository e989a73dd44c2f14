"""Visits follow when two entries of the register turn out to be one person."""

from datetime import timedelta

import pytest

from longgang.audit.api import Event
from longgang.core.clock import now
from longgang.people.api import merge_people, register_person
from longgang.trail.api import record_visit, record_visits
from longgang.trail.models import Visit
from tests.measures.build import a_person
from tests.trail.telling import a_visit

pytestmark = pytest.mark.django_db


def test_visits_follow_a_merge(mei):
    keep = a_person(mei)
    drop = register_person(name="何静", phone="13700000009", by=mei)
    end = now().replace(microsecond=0)
    start = end - timedelta(hours=1)
    told = a_visit(start=start, end=end, person=drop.pk)
    other = a_visit(start=start, end=end, person=keep.pk, reference="two")
    record_visits([told, other], source="scan")
    record_visit(a_visit(start=start, end=None, person=drop.pk), source="stay")
    merge_people(keep, drop, by=mei, reason="the same person twice")
    kept = Visit.objects.counting()
    assert set(kept.values_list("person", "source", "reference", "ended_at")) == {
        (keep.pk, "scan", "one", end), (keep.pk, "scan", "two", end), (keep.pk, "stay", "one", None)
    }  # fmt: skip
    assert set(Visit.objects.exclude(voided_at=None).values_list("person", flat=True)) == {drop.pk}
    assert Event.objects.get(kind="visits.voided").after == {"count": 2}
    assert {visit.place for visit in kept} == {"room:1"}
