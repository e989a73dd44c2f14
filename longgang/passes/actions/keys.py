"""The keys that sign the codes: the next one is published ahead, a leaked one is withdrawn."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import SYSTEM, ActsAsActor, record
from longgang.core.clock import now
from longgang.core.cose import key_id_of
from longgang.core.errors import Refusal, StaleRow, refuse_if
from longgang.core.tokens import new_number

from ..models import SigningKey
from ..permissions import check_may_manage_keys
from ..rules import check_reason

PUBLISHED_AHEAD = timedelta(days=1)  # every device has asked for the keys by then
RELIEVED_FOR = timedelta(hours=1)


@transaction.atomic
def rotate_signing_key(*, at_once: bool = False, by: ActsAsActor) -> SigningKey:
    """Publish the key that signs next: from a day later on, or at once.

    The very first signs at once. What older keys signed goes on to count. Raises Refused while
    another waits for its turn.
    """
    _check_may_manage(by)
    moment, signing = now(), _find_signing()
    refuse_if(_ONE_WAITS if SigningKey.objects.waiting(moment).exists() else None)
    begins = moment if at_once or signing is None else moment + PUBLISHED_AHEAD
    key = _publish(by, at=moment, signs_from=begins)
    _destroy_all_but([signing, key])
    return key


@transaction.atomic
def withdraw_signing_key(key: SigningKey, *, by: ActsAsActor, reason: str) -> SigningKey:
    """Make void everything that this key signed, and return the key that signs from now on.

    If it was the one that signs, the next takes its place at once: the one that waits, or a new
    one. Codes shown from now on are signed by that; what is printed has to be printed anew.
    """
    _check_may_manage(by)
    refuse_if(check_reason(reason))
    moment, signing = now(), _find_signing()
    withdrawn = SigningKey.objects.filter(pk=key.pk, withdrawn_at=None).update(
        withdrawn_at=moment,
        withdrawn_by_name=by.as_actor().name,
        withdrawn_why=reason,
        private_key="",
    )
    if not withdrawn:
        raise StaleRow
    record("key.withdrawn", key, by=by, after={"kid": key.kid}, reason=reason)
    if signing is not None and signing.pk != key.pk:
        return signing
    waiting = SigningKey.objects.waiting(moment).first()
    following = (
        _bring_forward(waiting, by=by) if waiting else _publish(by, at=moment, signs_from=moment)
    )
    _destroy_all_but([following])
    return following


@transaction.atomic
def destroy_relieved_keys() -> int:
    """Destroy the private halves of keys that others have relieved an hour ago; how many.

    What they signed goes on to count. The hour is for a clock that is set back: it finds its key.
    """
    signing, moment = _find_signing(), now()
    before = SigningKey.objects.begun(moment - RELIEVED_FOR).first()
    needed = [key.pk for key in (signing, before, *SigningKey.objects.waiting(moment)) if key]
    relieved = [key for key in SigningKey.objects.exclude(pk__in=needed) if key.private_key]
    for key in relieved:
        record("key.destroyed", key, by=SYSTEM, after={"kid": key.kid})
    SigningKey.objects.filter(pk__in=[key.pk for key in relieved]).update(private_key="")
    return len(relieved)


def _check_may_manage(by: ActsAsActor) -> None:
    """The system founds a district's first key, and whoever operates the machine acts as it."""
    if isinstance(by, User):
        check_may_manage_keys(by)


def _find_signing() -> SigningKey | None:
    """The key that signs now. All are locked, so that two changes at once follow each other."""
    list(SigningKey.objects.published().select_for_update())
    return SigningKey.objects.begun(now()).first()


def _publish(by: ActsAsActor, *, at: datetime, signs_from: datetime) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key = SigningKey.objects.create(
        number=new_number("QY"),
        kid=key_id_of(public).hex(),
        public_key=public.hex(),
        private_key=private.private_bytes_raw().hex(),
        published_at=at,
        author_name=by.as_actor().name,
        signs_from=signs_from,
    )
    record("key.published", key, by=by, after={"kid": key.kid, "signs_from": signs_from})
    return key


def _bring_forward(waiting: SigningKey, *, by: ActsAsActor) -> SigningKey:
    """Let the key that waits sign at once."""
    before, waiting.signs_from = waiting.signs_from, now()
    waiting.save(update_fields=["signs_from"])
    record(
        "key.brought_forward",
        waiting,
        by=by,
        before={"signs_from": before},
        after={"kid": waiting.kid, "signs_from": waiting.signs_from},
    )
    return waiting


def _destroy_all_but(kept: list[SigningKey | None]) -> None:
    """Private halves of which there is no more need."""
    needed = [key.pk for key in kept if key is not None]
    SigningKey.objects.exclude(pk__in=needed).update(private_key="")


_ONE_WAITS = Refusal(
    "passes.a_key_waits",
    _("The next key is published already and waits for its turn."),
    _("Withdraw it first if it must not sign."),
)
