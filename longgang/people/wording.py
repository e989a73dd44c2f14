"""Sentences and tags that several parts of the register use."""

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal

ID_NUMBER_TAKEN = Refusal(
    "people.id_number_taken",
    _("Somebody in the register has this ID number already."),
    _(
        "Under People, search the whole number. The same person: use that entry. Somebody else: "
        "one of the two numbers is wrong; compare both with the ID cards and correct that one."
    ),
    field="id_number",
)
CREDIT_CODE_TAKEN = Refusal(
    "people.credit_code_taken",
    _("A company with this credit code is already registered."),
    _("Ask its manager to add your phone, or the office if nobody knows the manager."),
    field="credit_code",
)
PLATE_TAKEN = Refusal(
    "people.plate_taken",
    _("This plate is already registered."),
    _("Look for the vehicle by its plate instead of making a second entry."),
    field="plate",
)
SOMEBODY_ELSES = Refusal(
    "people.vehicle_of_somebody_else",
    _("This vehicle is registered to somebody else."),
    _(
        "Check plate and colour. You can apply for its trips all the same: type the plate in the "
        "application. If the company has bought it or runs it for its owner, show the vehicle "
        "licence at the office: it enters the vehicle for the company."
    ),
    field="plate",
)
