"""The signature under a declaration: one's full name, as it is registered."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from .errors import Refusal, Words, filled, refuse_if
from .forms import ParsedField
from .names import check_person_name
from .sentences import join_lazy


def signature_field(name: str, *, declares: Words = "") -> ParsedField:
    """A field that takes this name alone; of somebody without one, the name they go by from now.

    `declares` is what is signed, where the page does not say it above the field.
    """

    def parse(text: str) -> str:
        refuse_if(check_signature(text, name=name))
        refuse_if(None if name else check_person_name(text, field="signature"))
        return text.strip()

    which: Words = _("Write your full name; it is registered with your account.")
    if name:
        which = filled(_("Write your name as registered: %(name)s"), name=name)
    return ParsedField(
        label=_("Your full name as signature"),
        parse=parse,
        max_length=50,
        help_text=join_lazy(declares, which),
    )


def check_signature(signature: str, *, name: str = "") -> Refusal | None:
    """The declaration is signed with a name; by whom it is known, with that one.

    Spaces, width and case do not matter. Who is not known yet is known by the first signature.
    """
    if len(signature.strip()) < (1 if name else 2):
        return _NOT_SIGNED
    if not name:
        return None
    return None if as_signed(signature) == as_signed(name) else _SIGNED_OTHERWISE


def as_signed(name: str) -> str:
    """A name without what does not matter: spaces, width and case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


_NOT_SIGNED = Refusal(
    "core.not_signed",
    _("The declaration is not signed."),
    _("Write your full name below the declaration."),
    field="signature",
)
_SIGNED_OTHERWISE = Refusal(
    "core.signed_otherwise",
    _("This is not your name as registered."),
    _("Write it as it stands above the field; correct a wrong one under “My account”."),
    field="signature",
)
