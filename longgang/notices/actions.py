"""Telling people something, and what they and the administrator do with it."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Words
from longgang.core.languages import in_language
from longgang.core.prepared import insert
from longgang.core.sealed import blind_index
from longgang.core.tokens import new_token

from .lifecycle import LIFECYCLE
from .models import Channel, Delivery, Notice
from .permissions import check_may_retry
from .rules import is_local
from .waking import wake_worker


def notify(
    receiver: User | Collection[User] | str,
    *,
    kind: str,
    text: Words,
    url: str = "",
    sms: bool = False,
    key: str = "",
) -> None:
    """Tell one account or several, or a phone number without one, in the caller's transaction.

    Accounts get a notice, and with `sms` a message too; phone numbers always a message. `text` is
    lazy and kept in both languages; keep names and full numbers out of it. `url` is a page of ours.
    With a `key` (“reminder of pass 2114…, 80 %”) the same thing is told to the same receiver once.
    """
    if url and not is_local(url):
        raise ValueError("a notice leads to a page of this house")
    if isinstance(receiver, str):
        send(draft_message(receiver, kind=kind, text=text, url=url, key=key))
        return
    key = f"{kind}:{key or new_token()}"
    users = [receiver] if isinstance(receiver, User) else receiver
    _write_notices(users, kind=kind, text=text, url=url, key=key)
    for user in users if sms else ():
        if user.phone:
            words = in_language(user.language or settings.LANGUAGE_CODE, text)
            send(_message(user.phone, kind=kind, text=words, url=url, key=f"{key}:{user.number}"))


def _write_notices(users: Collection[User], *, kind: str, text: Words, url: str, key: str) -> None:
    texts = {"text_zh": in_language("zh-hans", text), "text_en": in_language("en", text)}
    notices = [Notice(user=user, kind=kind, url=url, key=key, **texts) for user in users]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def draft_message(phone: str, *, kind: str, text: Words, url: str = "", key: str = "") -> Delivery:
    """The message that `notify` would write to a phone, for whoever writes it in one statement with
    the deed, and then wakes the worker.
    """
    words = in_language(settings.LANGUAGE_CODE, text)
    key = f"{kind}:{key or new_token()}:{blind_index('phone', phone)}"
    return _message(phone, kind=kind, text=words, url=url, key=key)


def _message(phone: str, *, kind: str, text: str, url: str, key: str) -> Delivery:
    return Delivery(
        channel=Channel.SMS, kind=kind, phone=phone, text=text, url=url, key=f"sms:{key}"
    )


def send(message: Delivery) -> None:
    """Write a drafted message, in the caller's transaction; one that was written before stays."""
    insert(message, ignore_conflicts=True)
    wake_worker(message.key)


def mark_read(notice: Notice) -> None:
    """Note that its receiver opened it. Leaves no event: nothing was done to anybody."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now())


def mark_all_read(user: User) -> None:
    """The same for everything that this person has not opened."""
    Notice.objects.visible_to(user).unread().update(read_at=now())


@transaction.atomic
def retry_delivery(delivery: Delivery, *, by: User) -> None:
    """Put a message that failed or was given up to the front of the queue, its tries forgotten."""
    check_may_retry(by, delivery)
    before = {"status": delivery.status, "attempts": delivery.attempts}
    LIFECYCLE.move(delivery, "retry", attempts=0, next_try_at=now())
    record(
        LIFECYCLE.moves["retry"].event,
        delivery,
        by=by,
        before=before,
        after={"status": delivery.status, "attempts": 0},
    )
    wake_worker(delivery.key)
