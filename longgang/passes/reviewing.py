"""What a reviewer sees of the people aboard, and which parts of an application can be returned."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.privacy import Purpose, mask_id_number, mask_name, mask_phone
from longgang.people.api import RevealForm

from .models import Aboard, VehiclePass

Fact = tuple[Words, object]


@dataclass(frozen=True)
class Shown:
    """One value that was revealed a moment ago, for this answer only."""

    person_number: str
    field: str
    value: str


@dataclass(frozen=True)
class Masked:
    """A sealed value of somebody aboard: masked, or in clear when it was just revealed."""

    field: str
    label: Words
    value: str
    form: RevealForm | None


@dataclass(frozen=True)
class RiderInReview:
    """Somebody aboard as the desk sees them."""

    person_number: str
    role: Words
    name: str
    values: tuple[Masked, ...]
    facts: tuple[Fact, ...]


def riders_of(
    vehicle_pass: VehiclePass, *, may_reveal: bool, shown: Shown | None = None
) -> list[RiderInReview]:
    """Everybody aboard, with a form beside each value that may be revealed.

    Expects `aboard__person` loaded.
    """
    return [
        RiderInReview(
            aboard.person.number,
            aboard.get_role_display(),
            mask_name(aboard.name),
            tuple(_masked(aboard, may_reveal=may_reveal, shown=shown)),
            tuple(_facts(aboard)),
        )
        for aboard in vehicle_pass.aboard.all()
    ]


def _masked(aboard: Aboard, *, may_reveal: bool, shown: Shown | None) -> Iterator[Masked]:
    number = aboard.person.number
    for field, label, masked in (
        ("id_number", _("ID number"), mask_id_number(aboard.id_number)),
        ("phone", _("Phone"), mask_phone(aboard.phone)),
    ):
        is_shown = shown is not None and (shown.person_number, shown.field) == (
            number,
            field,
        )
        value = shown.value if shown is not None and is_shown else masked
        form = RevealForm(auto_id=f"{number}-{field}-%s", initial={"purpose": Purpose.REVIEW})
        yield Masked(field, label, value, form if may_reveal and masked and not is_shown else None)


def _facts(aboard: Aboard) -> Iterator[Fact]:
    if aboard.sampled_at is not None:
        yield _("Test sampled at"), short_moment(aboard.sampled_at)
    if aboard.certificate_expires_on is not None:
        yield _("Certificate valid until"), f"{aboard.certificate_expires_on:%Y-%m-%d}"


def parts_of(vehicle_pass: VehiclePass) -> list[tuple[str, Words]]:
    """What can be marked for correction: the parts that this application has."""
    parts: list[tuple[str, Words]] = [
        ("journey", _("Checkpoint and time")),
        ("vehicle", _("Vehicle")),
        ("people", _("People aboard")),
    ]
    if vehicle_pass.consignor_name:
        parts.append(("sender", _("Consignor")))
    parts.append(("receiver", _("Consignee")))
    if vehicle_pass.consignor_name:
        parts.append(("goods", _("Goods")))
    if vehicle_pass.is_hazardous:
        parts.append(("hazard", _("Hazardous goods")))
    if vehicle_pass.rule.documents:
        parts.append(("documents", _("Documents")))
    return parts
