"""What the register refuses, as pure functions over plain values."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core import reasons
from longgang.core.errors import Refusal, filled

REVEALS_PER_HOUR = 60
MISFITS_PER_HOUR = 20
NAME_LENGTH = 60
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_UN_NUMBER = re.compile(r"[0-9]{4}")
_LETTER = re.compile(r"[^\W\d_]")


def check_name(name: str, *, field: str = "name", length: int = NAME_LENGTH) -> Refusal | None:
    """A name has at least one letter and fits its column."""
    if not _LETTER.search(name):
        return Refusal(
            "people.name_missing", _("The name is missing."), _("Write the name."), field=field
        )
    return check_length(name, field=field, length=length)


def check_length(text: str, *, field: str, length: int) -> Refusal | None:
    """A text fits its column."""
    if len(text) <= length:
        return None
    return Refusal(
        "people.text_too_long",
        filled(_("This is longer than %(length)d characters."), length=length),
        _("Write it shorter."),
        field=field,
    )


def check_same_name(known: str, given: str) -> Refusal | None:
    """An ID number that is known belongs to the name it is known under; only staff correct that."""
    if known.casefold() == given.casefold():
        return None
    return Refusal(
        "people.other_name",
        _("In the register another name stands beside this ID number."),
        _(
            "Look at the ID card. Mistyped: put it right here. Typed as on the card: the register "
            "is wrong, and the community or street office corrects it there first (People, search "
            "the whole number, Correct); then enter this once more."
        ),
        field="name",
    )


def check_misfits(count: int) -> Refusal | None:
    """Nobody finds out by trying which ID numbers are registered, and under which names."""
    if count < MISFITS_PER_HOUR:
        return None
    return Refusal(
        "people.too_many_misfits",
        _("Within an hour you have tried too many ID numbers under names that do not fit."),
        _("Compare the others with the cards and go on in an hour, or ask the street office."),
        field="id_number",
    )


def check_strangers(count: int) -> Refusal | None:
    """Nobody finds out by trying which ID numbers are registered."""
    if count < MISFITS_PER_HOUR:
        return None
    return Refusal(
        "people.too_many_strangers",
        _("Within an hour you have asked for too many ID numbers that are not in the register."),
        _("Compare the number with the document and go on in an hour."),
        field="id_number",
    )


def check_own_phone(*, known_index: str, own_index: str) -> Refusal | None:
    """Who claims an entry signs in with its phone: the code proved that it is theirs."""
    if known_index and known_index == own_index:
        return None
    return Refusal(
        "people.entry_not_yours",
        _("This ID number is already registered, with another phone."),
        _("Ask the street office to enter your phone, then try again."),
        field="id_number",
    )


def check_area(code: str, *, is_known: bool, field: str = "area_code") -> Refusal | None:
    """An area is empty or one of the division tree."""
    if not code or is_known:
        return None
    return Refusal(
        "people.area_unknown",
        _("There is no such area."),
        _("Choose one from the list."),
        field=field,
    )


def check_vin(vin: str) -> Refusal | None:
    """GB 16735: seventeen characters, never I, O or Q."""
    if not vin or _VIN.fullmatch(vin):
        return None
    return Refusal(
        "people.vin_format",
        _("A VIN has 17 letters and digits, but never I, O or Q."),
        _("Compare it with the vehicle licence."),
        rule="GB 16735",
        field="vin",
    )


def check_tank_media(numbers: Iterable[str]) -> Refusal | None:
    """A tank's list of goods consists of UN numbers."""
    if all(_UN_NUMBER.fullmatch(number) for number in numbers):
        return None
    return Refusal(
        "people.un_number_format",
        _("A UN number has four digits."),
        _("Write the numbers with commas, for example 1830, 1831."),
        field="tank_media",
    )


def check_expiry(expires_on: date, *, today: date, field: str = "expires_on") -> Refusal | None:
    """A certificate's last day lies within a human life of today: anything else is mistyped."""
    if abs(expires_on - today) < timedelta(days=366 * 60):
        return None
    return Refusal(
        "people.expiry_unlikely",
        _("This date cannot be right."),
        _("Compare it with the certificate."),
        field=field,
    )


def check_certificate_number(number: str) -> Refusal | None:
    """A certificate has a number."""
    if not number:
        return Refusal(
            "people.certificate_number_missing",
            _("The number of the certificate is missing."),
            _("Copy it from the certificate."),
            field="number",
        )
    return check_length(number, field="number", length=40)


def check_reason(reason: str) -> Refusal | None:
    """What must be explained is explained in words."""
    if refusal := reasons.check_reason(reason, code="people.reason_missing"):
        return refusal
    return check_length(reason, field="reason", length=200)


def check_reveals(count: int) -> Refusal | None:
    """Nobody looks at personal data wholesale."""
    if count <= REVEALS_PER_HOUR:
        return None
    return Refusal(
        "people.too_many_reveals",
        _("You have looked at many people's data within an hour."),
        _("Wait a while. Who really needs a list asks for an export with a reason."),
    )


def check_may_be_member(*, is_staff: bool) -> Refusal | None:
    """Staff decide about companies and act for none: nobody makes them a party by naming them."""
    if not is_staff:
        return None
    return Refusal(
        "people.phone_cannot_act",
        _("Nobody can act for a company with this phone."),
        _("Name another phone of this person."),
        field="phone",
    )


def check_new_member(*, is_known: bool) -> Refusal | None:
    """Whoever is a member in this role already is not added a second time."""
    if not is_known:
        return None
    return Refusal(
        "people.member_already",
        _("This person is a member in this role already."),
        _("Name another phone, or choose another role."),
        field="phone",
    )


def check_members(*, is_manager: bool, managers: int) -> Refusal | None:
    """A company keeps at least one manager."""
    if not is_manager or managers > 1:
        return None
    return Refusal(
        "people.last_manager",
        _("This is the company's last manager."),
        _("Make somebody else a manager first."),
    )


def check_company_acts(*, is_approved: bool) -> Refusal | None:
    """Only a company that was let in has vehicles."""
    if is_approved:
        return None
    return Refusal(
        "people.company_not_approved",
        _("This company is not approved."),
        _("Approve it first."),
        field="company",
    )


def check_mergeable_people(
    *, same_row: bool, are_merged: bool, id_kinds: tuple[str, str], id_numbers: tuple[str, str]
) -> Refusal | None:
    """Two entries are one person unless two ID numbers of one kind say otherwise."""
    if same_row or are_merged:
        return _not_two_entries()
    if all(id_numbers) and id_kinds[0] == id_kinds[1] and id_numbers[0] != id_numbers[1]:
        return Refusal(
            "people.two_people",
            _("These are two people: their ID numbers differ."),
            _("If one number is mistyped, correct that entry first."),
        )
    return None


def check_mergeable_logins(*, both_have_logins: bool) -> Refusal | None:
    """Two logins stay two: nobody can be signed in as two people at once."""
    if not both_have_logins:
        return None
    return Refusal(
        "people.two_logins",
        _("Both entries belong to a login."),
        _("Close one of the two accounts first."),
    )


def check_mergeable_vehicles(
    *, same_row: bool, are_merged: bool, vins: tuple[str, str]
) -> Refusal | None:
    """Two entries are one vehicle unless two VINs say otherwise."""
    if same_row or are_merged:
        return _not_two_entries()
    if all(vins) and vins[0] != vins[1]:
        return Refusal(
            "people.two_vehicles",
            _("These are two vehicles: their VINs differ."),
            _("If one VIN is mistyped, correct that entry first."),
        )
    return None


def _not_two_entries() -> Refusal:
    return Refusal(
        "people.not_two_entries",
        _("Two entries that both still count are needed."),
        _("Choose them again."),
    )


IDENTITY_REASON = _("Name and ID number are corrected by the office.")
IDENTITY_REMEDY = _("Show your ID card at the street office; they correct the entry at once.")


def check_offices_to_correct(*, is_staff: bool) -> Refusal | None:
    """Name and credit code were approved as they are."""
    if is_staff:
        return None
    return Refusal(
        "people.company_identity_is_the_offices",
        _("Name and credit code were approved and are corrected by the office."),
        _("Show the new business licence at the office."),
        field="name",
    )


NOBODY = Refusal(
    "people.nobody",
    _("Nobody in the register has this ID number."),
    _("Compare it with the document."),
    field="id_number",
)
