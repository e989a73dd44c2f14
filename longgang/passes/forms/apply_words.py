"""What the steps are called, and a draft's answers as a person reads them back."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.fields import BooleanField
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import full_area_name
from longgang.core.errors import Words
from longgang.core.privacy import mask_id_number, mask_name, mask_phone
from longgang.core.sentences import beside
from longgang.people.api import Person

from ..application import GoodsClass
from .apply_places import PlaceField

STEP_TITLES: dict[str, Words] = {
    "trip": _("What for"),
    "behalf": _("For whom"),
    "vehicle": _("Vehicle"),
    "people": _("Who is aboard"),
    "sender": _("Consignor"),
    "receiver": _("Consignee"),
    "goods": _("Goods"),
    "hazard": _("Hazardous goods"),
    "papers": _("Licence and tank"),
    "journey": _("Checkpoint and time"),
    "documents": _("Documents"),
    "check": _("Check and sign"),
}


def step_title(step: str, *, is_freight: bool) -> Words:
    """What a step is called; a private trip has no consignee."""
    return _("Who is visited") if step == "receiver" and not is_freight else STEP_TITLES[step]


def facts_of(form: Any) -> list[tuple[Words, object]]:
    """The answers of a form with their labels; what is empty is left out, what is wrong is not."""
    facts = [(field.label, shown) for field in form if (shown := _shown(field))]
    person = getattr(form, "person", None)
    shown = beside(*_masked(person)) if person else ""
    return [(_("Name"), shown), *facts] if person else facts


def rider_facts(form: Any) -> list[tuple[Words, object]]:
    """One person aboard: who it is behind the role, then test and certificate."""
    who = form.who()
    name, *others = _masked(form.person) if form.person else [who[key] for key in _WHO]
    besides = [field for field in form if field.name.startswith(("sampled", "certificate"))]
    shown = [(field.label, value) for field in besides if (value := _shown(field))]
    labels = (_("ID number"), _("Mobile number"))
    known = [(label, text) for label, text in zip(labels, others, strict=True) if text]
    return [(form.shown_role, name), *known, *shown]


_WHO = ("name", "id_number", "phone")


def _masked(person: Person) -> list[str]:
    return [mask_name(person.name), mask_id_number(person.id_number), mask_phone(person.phone)]


def _shown(field: BoundField) -> object:
    value = _said(field)
    if value in (None, "", False, GoodsClass.NONE) or field.is_hidden:
        return ""
    if isinstance(field.field, BooleanField):
        return _("Yes")
    if isinstance(field.field, PlaceField):
        return full_area_name(str(value))
    if hasattr(value, "hour"):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if hasattr(value, "year"):
        return date_format(value, "Y-m-d")
    return _choice(field, str(value)) or value


def _said(field: BoundField) -> Any:
    """What was answered, read as far as it can be."""
    if field.name not in field.form.errors:
        return field.form.cleaned_data.get(field.name)
    try:
        return field.field.clean(field.data)
    except ValidationError:
        return field.data


def _choice(field: BoundField, value: str) -> object:
    choices: Iterator[tuple[Any, Any]] = iter(getattr(field.field, "choices", ()))
    return next((label for key, label in choices if str(key) == value), "")
