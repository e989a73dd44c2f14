"""Making one entry of two. What pointed at the dropped entry points at the kept one afterwards."""

from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record, subject_in_words
from longgang.core.errors import Refusal, Refused, StaleRow, refuse_if

from .. import rules
from ..events import filed_under, plainly
from ..hearing import people_merged
from ..models import Crew, Person, Qualification, Representative, Vehicle
from ..permissions import check_may_merge
from ..reading import tidy_text
from ..references import references_to

PERSON_FACTS = ("id_number", "phone", "address", "area_code")
VEHICLE_FACTS = (
    "vin", "carries_hazard", "licence_number", "licence_expires_on", "tank_number", "tank_media",
    "tank_inspected_until",
)  # fmt: skip

Row = TypeVar("Row", Person, Vehicle)

CANNOT_MOVE = Refusal(
    "people.merge_conflict",
    _("Both entries are used at the same time, for example by two passes that are both live."),
    _("Wait until one of them has ended, or end it, then merge again."),
)


@dataclass(frozen=True)
class Moved:
    """How many rows of a kind will point at the kept entry."""

    label: str
    count: int


def person_takes(keep: Person, drop: Person) -> dict[str, object]:
    """What the kept entry of a person takes over: what it lacks and the dropped one has."""
    taken = _blanks_filled(keep, drop, PERSON_FACTS)
    if "id_number" in taken:
        taken["id_kind"] = drop.id_kind
    if keep.user_id is None and drop.user_id is not None:
        taken["user"] = drop.user
    return taken


def vehicle_takes(keep: Vehicle, drop: Vehicle) -> dict[str, object]:
    """The same of a vehicle; whose it is stays together with where it is."""
    taken = _blanks_filled(keep, drop, VEHICLE_FACTS)
    if keep.company_id is None and keep.owner_id is None:
        whose = {"company": drop.company, "owner": drop.owner, "area_code": drop.area_code}
        taken |= {field: value for field, value in whose.items() if value}
    return taken


def preview_moved(drop: Person | Vehicle) -> list[Moved]:
    """What a merge would move, for people to read before they decide. Writes nothing."""
    return [
        Moved(
            subject_in_words(reference.label.lower()),
            reference.model.objects.filter(**{reference.field: drop}).count(),
        )
        for reference in references_to(type(drop))
    ]


@transaction.atomic
def merge_people(keep: Person, drop: Person, *, by: User, reason: str) -> None:
    """Make one person of two entries: the kept one fills its blanks from the dropped one.

    1. Both rows are locked, in one order, so that two merges at once cannot cross.
    2. What refers to the dropped row, here and in the modules above, is moved.
    3. The dropped row stays, empty of what must be unique, and leads to the kept one.
    """
    check_may_merge(by, keep.area_code, drop.area_code)
    reason = tidy_text(reason)
    keep, drop = _lock(Person, keep, drop)
    refuse_if(
        rules.check_reason(reason),
        rules.check_mergeable_people(
            same_row=keep.pk == drop.pk,
            are_merged=bool(keep.merged_into_id or drop.merged_into_id),
            id_kinds=(keep.id_kind, drop.id_kind),
            id_numbers=(keep.id_number, drop.id_number),
        ),
        rules.check_mergeable_logins(
            both_have_logins=keep.user_id is not None and drop.user_id is not None
        ),
    )
    taken = person_takes(keep, drop)
    Person.objects.filter(pk=drop.pk).update(merged_into=keep, user=None)
    if taken:
        Person.objects.filter(pk=keep.pk).update(**taken)
    _move_own_rows(keep, drop)
    _move_references(keep, drop)
    Person.objects.filter(merged_into=drop).update(merged_into=keep)
    people_merged.tell(keep)
    _record("person.merged", keep, drop, taken, by=by, reason=reason)


@transaction.atomic
def merge_vehicles(keep: Vehicle, drop: Vehicle, *, by: User, reason: str) -> None:
    """Make one vehicle of two entries, in the same steps as two people."""
    check_may_merge(by, keep.area_code, drop.area_code)
    reason = tidy_text(reason)
    keep, drop = _lock(Vehicle, keep, drop)
    refuse_if(
        rules.check_reason(reason),
        rules.check_mergeable_vehicles(
            same_row=keep.pk == drop.pk,
            are_merged=bool(keep.merged_into_id or drop.merged_into_id),
            vins=(keep.vin, drop.vin),
        ),
    )
    taken = vehicle_takes(keep, drop)
    Vehicle.objects.filter(pk=drop.pk).update(merged_into=keep)
    if taken:
        Vehicle.objects.filter(pk=keep.pk).update(**taken)
    _move_references(keep, drop)
    Vehicle.objects.filter(merged_into=drop).update(merged_into=keep)
    _record("vehicle.merged", keep, drop, taken, by=by, reason=reason)


def _lock(table: type[Row], keep: Row, drop: Row) -> tuple[Row, Row]:
    """Both rows as they are now, locked in the order of their ids; StaleRow when one is gone."""
    numbers = [keep.pk, drop.pk]
    query = table.objects.filter(pk__in=numbers).order_by("pk")
    rows = {row.pk: row for row in query.select_for_update(of=("self",))}
    if not rows.keys() >= set(numbers):
        raise StaleRow
    return rows[keep.pk], rows[drop.pk]


def _blanks_filled(
    keep: Person | Vehicle, drop: Person | Vehicle, fields: tuple[str, ...]
) -> dict[str, object]:
    """The fields that are empty here and not there, with what is there."""
    return {
        field: getattr(drop, field)
        for field in fields
        if not getattr(keep, field) and getattr(drop, field)
    }


def _move_own_rows(keep: Person, drop: Person) -> None:
    """Companies, representatives and certificates; what the kept person has already, it keeps."""
    companies = Crew.objects.filter(person=keep).values_list("company", flat=True)
    Crew.objects.filter(person=drop).exclude(company__in=list(companies)).update(person=keep)
    Crew.objects.filter(person=drop).delete()
    users = list(Representative.objects.filter(person=keep).values_list("user", flat=True))
    Representative.objects.filter(person=drop).exclude(user__in=users).update(person=keep)
    Representative.objects.filter(person=drop).delete()
    held = {each.kind: each for each in Qualification.objects.filter(person=keep)}
    for other in Qualification.objects.filter(person=drop):
        mine = held.get(other.kind)
        if mine is not None and mine.expires_on >= other.expires_on:
            other.delete()
            continue
        if mine is not None:
            mine.delete()
        Qualification.objects.filter(pk=other.pk).update(person=keep)
    Vehicle.objects.filter(owner=drop).update(owner=keep)


def _move_references(keep: Person | Vehicle, drop: Person | Vehicle) -> None:
    try:
        with transaction.atomic():
            for reference in references_to(type(keep)):
                rows = reference.model.objects.filter(**{reference.field: drop})
                rows.update(**{reference.field: keep})
    except IntegrityError as error:
        raise Refused(CANNOT_MOVE) from error


def _record(
    kind: str, keep: Row, drop: Row, taken: dict[str, object], *, by: User, reason: str
) -> None:
    """The event says what the kept entry has now that it did not have before."""
    record(
        kind,
        keep,
        by=by,
        area_code=filed_under(keep.area_code),
        before={"kept": keep.number, "dropped": drop.number},
        after={"kept": keep.number, **plainly(taken)},
        reason=reason,
    )
