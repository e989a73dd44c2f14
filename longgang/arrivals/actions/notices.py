"""Who is told about a declaration, in the deed's own transaction; the worker delivers."""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, users_with
from longgang.core.days import short_moment_lazy
from longgang.core.errors import Words
from longgang.notices.api import Bundle, notify

from ..models import Declaration, Transfer

STREET_DIGITS = 9  # of a division's code


def tell_declared(declaration: Declaration) -> None:
    """The community of the home."""
    text = format_lazy(
        _("{number} was declared, for {when}. Claim it and call."),
        number=declaration.number,
        when=short_moment_lazy(declaration.arrives_at),
    )
    _tell(declaration, declaration.area_code, "declaration.declared", text, bundle=_unclaimed())


def tell_unclaimed(declaration: Declaration) -> None:
    """The street, when its community has not claimed it in time."""
    text = format_lazy(
        _("{number} lies unclaimed. Claim it, or see that the community does."),
        number=declaration.number,
    )
    street = declaration.area_code[:STREET_DIGITS]
    _tell(declaration, street, "declaration.unclaimed", text, bundle=_unclaimed())


def _unclaimed() -> Bundle:
    """What stands for many of them."""
    text = _("Declarations that nobody has claimed yet: {n}.")
    return Bundle(text, reverse("arrivals:queue"))


def tell_handed(declaration: Declaration, transfer: Transfer) -> None:
    """The community to which it is handed."""
    text = format_lazy(
        _("{number} is handed to you: {why}. Accept it or send it back."),
        number=declaration.number,
        why=transfer.why,
    )
    _tell(declaration, transfer.to_code, "declaration.handed_over", text, key=str(transfer.pk))


def tell_answered(declaration: Declaration, transfer: Transfer) -> None:
    """Who handed it over."""
    accepted = _("{number} was accepted.")
    sent_back = _("{number} was sent back: {why}")
    text = format_lazy(
        accepted if transfer.was_accepted else sent_back,
        number=declaration.number,
        why=transfer.answer,
    )
    notify(transfer.by, kind="declaration.answered", text=text, key=str(transfer.pk))


def _tell(
    declaration: Declaration,
    area_code: str,
    kind: str,
    text: Words,
    *,
    key: str = "",
    bundle: Bundle | None = None,
) -> None:
    people = users_with(Permission.DECLARATION_HANDLE, area_code=area_code)
    notify(
        people,
        kind=kind,
        text=text,
        url=declaration.get_absolute_url(),
        key=key or declaration.number,
        about=declaration,
        waits=True,
        bundle=bundle,
    )
