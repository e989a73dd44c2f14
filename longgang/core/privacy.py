"""What is personal about a model, why somebody may need to see it, and how it looks when hidden.

Every concrete model says it in an inner class, with each of its fields in exactly one of the sets:

    class Privacy:
        personal = {"phone": Purpose.CONTACT}
        plain = {"id", "number"}
        keep_days = 180  # or None: kept as long as the row is needed
        counted_from = ("closed_at", "expected_at")  # the days run from the first that is set
        kept_while = Q(status="open")  # whatever its age, such a row stays

A row that is deleted together with the one it belongs to says `goes_with = "vehicle_pass"` instead
of `counted_from`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Why somebody needs to see a personal value; chosen at every unmasking and kept with it."""

    IDENTIFY = "identify", _("Make sure who somebody is")
    CONTACT = "contact", _("Call or write to somebody")
    REVIEW = "review", _("Decide about an application")
    CHECK = "check", _("Check at a gate or checkpoint")
    VISIT = "visit", _("Find the address")
    CARE = "care", _("Look after somebody's health")
    ACCOUNT = "account", _("Look after a login")
    CORRECT = "correct", _("Correct or merge entries")
    TRACE = "trace", _("Trace whom somebody has met")
    INVESTIGATE = "investigate", _("Clear up an incident")
    ANSWER = "answer", _("Answer the person's own request")


@dataclass(frozen=True)
class Privacy:
    """What a model declares about its fields."""

    personal: Mapping[str, Purpose]
    plain: frozenset[str]
    keep_days: int | None
    counted_from: tuple[str, ...] = ()
    kept_while: models.Q | None = None
    goes_with: str = ""


def privacy_of(model: type[models.Model]) -> Privacy:
    """What the model declares; raises ImproperlyConfigured unless every field is declared once."""
    declared = getattr(model, "Privacy", None)
    if declared is None:
        raise ImproperlyConfigured(f"{model._meta.label} has no class Privacy.")
    privacy = Privacy(
        dict(declared.personal),
        frozenset(declared.plain),
        declared.keep_days,
        counted_from=getattr(declared, "counted_from", ()),
        kept_while=getattr(declared, "kept_while", None),
        goes_with=getattr(declared, "goes_with", ""),
    )
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    for names, fault in (
        (fields - privacy.personal.keys() - privacy.plain, "are not declared"),
        ((privacy.personal.keys() | privacy.plain) - fields, "do not exist"),
        (privacy.personal.keys() & privacy.plain, "are declared twice"),
        ({*privacy.counted_from, privacy.goes_with} - fields - {""}, "are no fields to count from"),
    ):
        if names:
            raise ImproperlyConfigured(
                f"{model._meta.label}.Privacy: {', '.join(sorted(names))} {fault}."
            )
    return privacy


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳小明 → 欧***; of names in letters only the first stays."""
    name = name.strip()
    if len(name) < 2:
        return "*" * len(name)
    return name[0] + "*" * (min(len(name), 4) - 1)


def mask_id_number(number: str) -> str:
    """First four and last four; of short numbers the last two."""
    if len(number) >= 15:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)


def mask_phone(phone: str) -> str:
    """138****5678; of land lines the area code and the last two."""
    if re.fullmatch(r"[0-9]{11}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    if found := re.fullmatch(r"([0-9]{3,4})-([0-9]+)([0-9]{2})", phone):
        return f"{found[1]}-{'*' * len(found[2])}{found[3]}"
    return "*" * len(phone)


# The first of these that an address has ends what is shown: down to the estate, never the house.
_ESTATE = re.compile(r"^.*?(?:小区|花园|家园|公寓|社区|村|街道|路|街|镇|乡|区|县|市)")


def mask_address(address: str) -> str:
    """What lies behind estate, street or village is hidden."""
    address = address.strip()
    if not address:
        return ""
    shown = ""
    while found := _ESTATE.match(address[len(shown) :]):
        shown += found[0]
    return f"{shown or address[:2]}****"
