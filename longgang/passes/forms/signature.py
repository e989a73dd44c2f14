"""The signature under a declaration: one's full name, as it is registered."""

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Words, filled, refuse_if
from longgang.core.forms import ParsedField
from longgang.core.sentences import join_lazy

from ..rules import check_signature


def signature_field(name: str, *, declares: Words = "") -> ParsedField:
    """A field that takes this name alone; of somebody without one, the name they go by from now.

    `declares` is what is signed, where the page does not say it above the field.
    """

    def parse(text: str) -> str:
        refuse_if(check_signature(text, name=name))
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
