"""What is done to the trail: visits recorded, voided, moved to the entry that a merge has kept."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.audit.api import SYSTEM, ActsAsActor, record
from longgang.core.clock import now
from longgang.core.errors import refuse_if
from longgang.people.api import Person

from ..models import Visit, VisitQuerySet
from ..places import Place, PlaceType
from ..recording import NewVisit, write_visits
from ..rules import check_reason

MERGED = _("Two entries of the register were the same person.")


def record_visit(visit: NewVisit, *, source: str) -> bool:
    """Record one visit, in one statement of the caller's transaction; whether it was new.

    The deed that it comes from has its event and its permission; the visit has none of its own.
    Told a second time it changes nothing, unless it now has the end that was open.
    """
    return bool(write_visits([visit], source=source))


def record_visits(visits: Iterable[NewVisit], *, source: str) -> int:
    """The same of any number, all or none; how many were new or have ended now."""
    return write_visits(visits, source=source)


@transaction.atomic
def void_visits(references: Sequence[str], *, source: str, by: ActsAsActor, reason: str) -> int:
    """Let visits of a source count no more; how many did. Who asks has seen to the permission."""
    refuse_if(check_reason(reason))
    rows = Visit.objects.counting().filter(source=source, reference__in=references)
    return void(rows, by=by, reason=reason)


@transaction.atomic
def move_visits_of_merged(kept: Person) -> None:
    """Tell the visits of entries that were merged anew, as visits of the entry that was kept."""
    rows = Visit.objects.counting().filter(person__merged_into=kept)
    moved = [
        NewVisit(
            kept.pk,
            Place(PlaceType(visit.place_type), visit.place.partition(":")[2]),
            visit.started_at,
            visit.ended_at,
            visit.reference,
        )
        for visit in rows
    ]
    sources = list(rows.values_list("source", flat=True))
    void(rows, by=SYSTEM, reason=str(MERGED))
    for source in sorted(set(sources)):
        write_visits(
            [visit for visit, of in zip(moved, sources, strict=True) if of == source],
            source=source,
        )


def void(rows: VisitQuerySet, *, by: ActsAsActor, reason: str) -> int:
    """Let these count no more, with one event for all; how many did."""
    first = rows.first()
    if first is None:
        return 0
    actor = by.as_actor()
    count = rows.update(
        voided_at=now(), voided_by_name=actor.name[:60], voided_why=reason.strip()[:300]
    )
    record("visits.voided", first, by=by, after={"count": count}, reason=reason)
    return count
