"""Finding the account that a phone or an account number opens."""

from longgang.core.errors import Refused
from longgang.core.identifiers import parse_phone
from longgang.core.sealed import blind_index

from .models import User
from .numbers import as_staff_number


def account_of_phone(phone: str) -> User | None:
    """The account opened by this phone, closed ones too; none for a phone that opens nothing."""
    return User.objects.filter(phone_index=blind_index("phone", phone)).first() if phone else None


def tidy_login(typed: str) -> str:
    """A phone as its digits, a staff number with its hyphens, anything else in small letters.

    Tries are counted under this text, so one account must not have two spellings.
    """
    try:
        return parse_phone(typed)
    except Refused:
        text = "".join(typed.split()).lower()
        return as_staff_number(text) or text


def account_with(*, number_or_phone: str) -> User | None:
    """The account somebody meant when they typed this to sign in."""
    text = tidy_login(number_or_phone)
    return User.objects.filter(number=text).first() or account_of_phone(text)
