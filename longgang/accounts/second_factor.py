"""A code of the authenticator counts once (RFC 6238, 5.2): who saw it being typed comes too late.

allauth takes a code for 90 seconds but remembers a used one for 30 only, and does not count the one
that connected the authenticator.
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.db.models import QuerySet

from .models import User

LAST_STEP = "last_step"  # in the authenticator's data: that of the newest code that was used


@transaction.atomic
def spend_code(user: User, code: str) -> bool:
    """Use up the code and every older one; False if it was used up before. Of two one wins."""
    found = _connected(user).select_for_update(of=("self",)).first()
    step = _step_of(found, code) if found else None
    if found is None or step is None or step <= found.data.get(LAST_STEP, -1):
        return False
    found.data[LAST_STEP] = step
    found.save(update_fields=["data"])
    return True


def is_spent(user: User, code: str) -> bool:
    """Whether the code is right, but was used already."""
    found = _connected(user).first()
    step = _step_of(found, code) if found else None
    return found is not None and step is not None and step <= found.data.get(LAST_STEP, -1)


def _connected(user: User) -> QuerySet[Any]:
    found: QuerySet[Any] = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return found


def _step_of(authenticator: Authenticator, code: str) -> int | None:
    """Which of the periods that count now the code belongs to, the newest first."""
    secret = decrypt(authenticator.data["secret"])
    for step in sorted(yield_hotp_counters_from_time(), reverse=True):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return int(step)
    return None
