"""Whom the rows of a list mean: by ID number, else by name and phone; a few queries for thousands.

Every doubt is a refusal that tells what does not fit; nobody is guessed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, filled
from longgang.core.privacy import mask_name
from longgang.core.sealed import blind_index, without_sealed

from .models import Person

BATCH = 2000
Value = TypeVar("Value")


@dataclass(frozen=True)
class Sought:
    """Somebody in row `row` of a list; name, number and phone in the form that is stored."""

    row: int
    name: str
    id_number: str = ""
    phone: str = ""


class _Register:
    """Everybody in the register whom one of the list could be."""

    def __init__(self, sought: Collection[Sought]) -> None:
        self.numbers = {one.id_number: "" for one in sought if one.id_number}
        self.phones = {one.phone: "" for one in sought if one.phone}
        for kept, of in ((self.numbers, "id_number"), (self.phones, "phone")):
            kept.update((value, blind_index(of, value)) for value in kept)
        self.by_number = {one.id_number_index: one for one in _find("id_number", self.numbers)}
        self.by_phone: defaultdict[str, list[Person]] = defaultdict(list)
        for one in _find("phone", self.phones):
            self.by_phone[one.phone_index].append(one)

    def with_number(self, number: str) -> Person | None:
        """Who has this ID number."""
        return self.by_number.get(self.numbers[number]) if number else None

    def with_phone(self, name: str, phone: str) -> list[Person]:
        """Who has this name and this phone."""
        found = self.by_phone[self.phones[phone]] if phone else []
        return [one for one in found if one.name.casefold() == name.casefold()]


def match_people(sought: Sequence[Sought]) -> list[Person | Refusal]:
    """For each row the person in the register, or why it is not certain who that is.

    Of two names beside one ID number the register knows which is right; where it does not know the
    number, nobody does.
    """
    register = _Register(sought)
    names = _first_rows((one.id_number, one.name.casefold(), one.row) for one in sought)
    numbers = _first_rows(
        ((one.name.casefold(), one.phone) if one.phone else "", one.id_number, one.row)
        for one in sought
        if one.id_number
    )
    return [
        _check_names(one, {} if register.with_number(one.id_number) else names[one.id_number])
        or _check_numbers(one, numbers[one.name.casefold(), one.phone])
        or _match(one, register)
        for one in sought
    ]


def _match(one: Sought, register: _Register) -> Person | Refusal:
    person = register.with_number(one.id_number)
    if person is not None:
        return person if person.name.casefold() == one.name.casefold() else _other_name(person)
    alike = register.with_phone(one.name, one.phone)
    if one.id_number and any(each.id_number_index for each in alike):
        return _OTHER_NUMBER
    if len(alike) == 1:
        return alike[0]
    if alike:
        return _SEVERAL
    return _UNKNOWN if one.id_number or one.phone else _NEITHER


def _find(of: str, wanted: dict[str, str]) -> Iterator[Person]:
    rows = without_sealed(Person.objects.current())
    for some in _batches(list(wanted.values())):
        yield from rows.filter(**{f"{of}_index__in": some}).order_by("id")


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(values), BATCH):
        yield values[begin : begin + BATCH]


def _first_rows(
    facts: Iterable[tuple[Value, str, int]],
) -> defaultdict[Value, dict[str, int]]:
    """What stands beside the same value, each with the first row where it does."""
    found: defaultdict[Value, dict[str, int]] = defaultdict(dict)
    for value, beside, row in facts:
        if value:
            found[value].setdefault(beside, row)
    return found


def _check_names(one: Sought, rows: dict[str, int]) -> Refusal | None:
    """An ID number belongs to one person."""
    others = [row for name, row in rows.items() if name != one.name.casefold()]
    if not others:
        return None
    return Refusal(
        "people.number_of_two",
        filled(_("Row %(row)s has this ID number with another name."), row=others[0]),
        _("Compare both rows with the cards."),
        field="id_number",
    )


def _check_numbers(one: Sought, rows: dict[str, int]) -> Refusal | None:
    """A person has one ID number."""
    others = [row for number, row in rows.items() if number != one.id_number]
    if not others or not one.id_number:
        return None
    return Refusal(
        "people.two_numbers",
        filled(_("Row %(row)s has this name and phone with another ID number."), row=others[0]),
        _("Compare both rows with the cards."),
        field="id_number",
    )


def _other_name(person: Person) -> Refusal:
    return Refusal(
        "people.other_name",
        filled(
            _("In the register this ID number belongs to %(name)s."), name=mask_name(person.name)
        ),
        _("Check name and number; if both are right, correct the entry in the register."),
        field="id_number",
    )


_OTHER_NUMBER = Refusal(
    "people.other_number",
    _("The register knows a person of this name and phone with another ID number."),
    _("Check the number; if it is right, correct the entry in the register."),
    field="id_number",
)
_SEVERAL = Refusal(
    "people.several_fit",
    _("Several people in the register have this name and phone."),
    _("Add the ID number."),
    field="phone",
)
_UNKNOWN = Refusal(
    "people.nobody_fits",
    _("Nobody in the register fits."),
    _("Check the row; if it is right, enter the person in the register first."),
    field="name",
)
_NEITHER = Refusal(
    "people.nothing_to_match",
    _("Neither ID number nor phone: nobody can tell who this is."),
    _("Fill in one of them."),
    field="id_number",
)
