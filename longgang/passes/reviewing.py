"""What a reviewer sees of the people aboard, and which parts of an application can be returned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.privacy import Purpose, mask_id_number, mask_name, mask_phone
from longgang.people.api import RevealForm

from .describing import PARTY_COLUMNS, Group, Masked, describe
from .models import Aboard, VehiclePass

Fact = tuple[Words, object]
PARTIES = {"sender": "consignor", "receiver": "consignee"}
SHOWN_OF_PERSON = ("id_number", "phone")
SHOWN_OF_PARTY = tuple(
    f"{end}_{column}"
    for end in PARTIES.values()
    for column in ("name", "address", "contact", "phone")
)


@dataclass(frozen=True)
class Shown:
    """One value that was revealed a moment ago, for this answer only; `of` is whose number."""

    of: str
    field: str
    value: str


@dataclass(frozen=True)
class RiderInReview:
    """Somebody aboard as the desk sees them."""

    role: Words
    name: str
    masked: tuple[Masked, ...]
    facts: tuple[Fact, ...]


def riders_of(
    vehicle_pass: VehiclePass, *, may_reveal: bool, shown: Shown | None = None
) -> list[RiderInReview]:
    """Everybody aboard, with a form beside each value that may be revealed.

    Expects `aboard__person` loaded.
    """
    return [
        RiderInReview(
            aboard.get_role_display(),
            mask_name(aboard.name),
            tuple(_masked_of(vehicle_pass, aboard, may_reveal=may_reveal, shown=shown)),
            tuple(_facts(aboard)),
        )
        for aboard in vehicle_pass.aboard.all()
    ]


def groups_of(
    vehicle_pass: VehiclePass, *, may_reveal: bool, shown: Shown | None = None
) -> list[Group]:
    """What was declared besides who is aboard; what is masked of either end with a form."""
    groups = [group for group in describe(vehicle_pass) if group.key != "people"]
    return [
        _with_masked(group, vehicle_pass, may_reveal=may_reveal, shown=shown)
        if group.key in PARTIES
        else group
        for group in groups
    ]


def _with_masked(
    group: Group, vehicle_pass: VehiclePass, *, may_reveal: bool, shown: Shown | None
) -> Group:
    facts, masked = [], []
    for column, (label, value) in zip(PARTY_COLUMNS, group.facts, strict=True):
        field = f"{PARTIES[group.key]}_{column}"
        is_open = field not in SHOWN_OF_PARTY or value == getattr(vehicle_pass, field)
        if is_open:
            facts.append((label, value))
            continue
        url = reverse("passes:reveal_party", args=[vehicle_pass.number, field])
        asked = Shown(vehicle_pass.number, field, str(value))
        masked.append(_masked(label, asked, url if may_reveal else "", shown))
    return replace(group, facts=tuple(facts), masked=tuple(masked))


def _masked_of(
    vehicle_pass: VehiclePass, aboard: Aboard, *, may_reveal: bool, shown: Shown | None
) -> Iterator[Masked]:
    number = aboard.person.number
    for field, label, value in (
        ("id_number", _("ID number"), mask_id_number(aboard.id_number)),
        ("phone", _("Phone"), mask_phone(aboard.phone)),
    ):
        url = reverse("passes:reveal", args=[vehicle_pass.number, number, field])
        can_reveal = may_reveal and value
        yield _masked(label, Shown(number, field, value), url if can_reveal else "", shown)


def _masked(label: Words, asked: Shown, url: str, shown: Shown | None) -> Masked:
    """The masked value that is `asked` about; in clear if it is the one that was shown."""
    if shown is not None and (shown.of, shown.field) == (asked.of, asked.field):
        return Masked(label, shown.value)
    form = RevealForm(auto_id=f"{asked.of}-{asked.field}-%s", initial={"purpose": Purpose.REVIEW})
    return Masked(label, asked.value, url, form if url else None)


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
