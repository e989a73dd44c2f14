"""The sealed values of a person on the page of a matter: masked, and shown once to who says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longgang.accounts.api import AuthenticatedRequest, Permission, PlaceCodes, User, holds
from longgang.core.errors import Refusal, Words, allows, refuse_if
from longgang.core.forms import Form
from longgang.core.privacy import Purpose

from .actions.revealing import reveal
from .forms import RevealForm
from .masking import hidden_but
from .models import Person
from .permissions import check_may_reveal

SEALED: dict[str, Words] = {
    "phone": gettext_lazy("Phone"),
    "id_number": gettext_lazy("ID number"),
    "address": gettext_lazy("Address"),
}


@dataclass(frozen=True)
class Asked:
    """What was sent to a page and came back with faults, or was shown on request."""

    forms: Mapping[str, Form] = field(default_factory=dict)  # by verb, field or number
    shown: Mapping[str, str] = field(default_factory=dict)  # values in clear

    @property
    def status(self) -> int:
        """Of the answer."""
        return 422 if self.forms else 200


@dataclass(frozen=True)
class SealedValue:
    """One value as the page shows it, and the form that asks why, for who may ask."""

    field: str
    label: Words
    value: str
    form: Form | None


def sealed_values(
    person: Person, user: User, asked: Asked, *, place: PlaceCodes, address_of: Model | None = None
) -> list[SealedValue]:
    """The values of `SEALED`, for who may see people from this place; the address may be another's
    than the register's, as what was declared.
    """
    if not holds(user, Permission.PERSON_VIEW, **place):
        return []
    may_reveal = allows(check_may_reveal, user, **place)
    found = []
    for name, label in SEALED.items():
        row = (address_of or person) if name == "address" else person
        is_asked = may_reveal and bool(getattr(row, name)) and name not in asked.shown
        value = asked.shown.get(name) or hidden_value(row, name)
        form = asked.forms.get(name) or _reveal_form(name)
        found.append(SealedValue(name, label, value, form if is_asked else None))
    return found


def hidden_value(row: Model, name: str) -> str:
    """A sealed value as it looks until somebody says why."""
    return hidden_but(getattr(row, f"{name}_last4", ""), is_there=bool(getattr(row, name)))


def reveal_on_page(
    request: AuthenticatedRequest, row: Model, name: str, *, place: PlaceCodes
) -> Asked:
    """The value in clear, once, if the form that was sent says why; else the form with its faults.

    404 for what is no sealed value. Leaves a Disclosure, as `reveal` does.
    """
    if name not in SEALED:
        raise Http404
    check_may_reveal(request.user, **place)
    form = _reveal_form(name, request.POST)
    if not form.is_valid():
        return Asked(forms={name: form})
    value = reveal(
        row,
        name,
        concerns_area=place["area_code"],
        concerns_premises=place["premises_number"],
        by=request.user,
        **form.cleaned_data,
    )
    return Asked(shown={name: value or _("Not known")})


def may_call(person: Person, user: User, *, place: PlaceCodes) -> bool:
    """Whether a button that calls them is drawn: a number is known, and this user may see it. Opens
    no seal, so that a list may ask.
    """
    return bool(person.phone_index) and allows(check_may_reveal, user, **place)


def answer_call(
    request: AuthenticatedRequest,
    person: Person,
    *,
    place: PlaceCodes,
    about: str,
    page: Mapping[str, str],
) -> HttpResponse:
    """The phone number as a link that dials, after one tap: the call says why it is seen, and that
    is written down first. A script gets the link alone and dials at once; else it is a `page` with
    its name, its number and the way back. Refused where no number is known.
    """
    refuse_if(None if person.phone else _NO_PHONE)
    phone = reveal(
        person,
        "phone",
        concerns_area=place["area_code"],
        concerns_premises=place["premises_number"],
        by=request.user,
        purpose=Purpose.CARE,
        reason=about,
    )
    is_part = request.headers.get("HX-Request") == "true"
    template = "people/_call.html" if is_part else "people/call.html"
    return render(request, template, {**page, "phone": phone})


def _reveal_form(name: str, data: Any = None) -> RevealForm:
    return RevealForm(data, auto_id=f"{name}-%s")


_NO_PHONE = Refusal(
    "people.no_phone",
    gettext_lazy("No phone number of this person is known."),
    gettext_lazy("Ask their family, or knock at the door."),
)
