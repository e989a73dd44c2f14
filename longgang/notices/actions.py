"""Telling people something, and what they and the administrator do with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from longgang.accounts.api import User
from longgang.audit.api import number_of, record
from longgang.core.clock import now
from longgang.core.errors import Words
from longgang.core.languages import in_every_language, in_language
from longgang.core.prepared import insert, new_row
from longgang.core.sealed import blind_index
from longgang.core.statements import run
from longgang.core.tokens import new_token

from .lifecycle import LIFECYCLE
from .models import DEALT_WITH, Channel, Delivery, Notice
from .permissions import check_may_retry
from .rules import is_local
from .waking import wake_worker


@dataclass(frozen=True)
class Bundle:
    """What stands instead of many unread notices of a kind: `text` has {n} where their number is,
    `url` leads to all of them. Without a `key` all of the kind go together.
    """

    text: Words
    url: str
    key: str = "all"


def notify(
    receiver: User | Collection[User] | str,
    *,
    kind: str,
    text: Words,
    url: str = "",
    sms: bool = False,
    key: str = "",
    about: Model | None = None,
    waits: bool = False,
    bundle: Bundle | None = None,
) -> None:
    """Tell one account or several, or a phone number without one, in the caller's transaction.

    Accounts get a notice, and with `sms` a message too; phone numbers always a message. `text` is
    lazy and kept in both languages; keep names and full numbers out of it. `url` is a page of ours.
    With a `key` (“reminder of pass 2114…, 80 %”) the same thing is told to the same receiver once.

    A notice that `waits` asks for a deed in the matter that it is `about`, and stands first until
    `mark_dealt_with`. Of a `bundle` one notice is unread at a time. Messages go out one by one.
    """
    if url and not is_local(url):
        raise ValueError("a notice leads to a page of this house")
    if isinstance(receiver, str):
        send(draft_message(receiver, kind=kind, text=text, url=url, key=key))
        return
    key = f"{kind}:{key or new_token()}"
    users = [receiver] if isinstance(receiver, User) else receiver
    told = Notice(kind=kind, url=url, key=key, waits=waits, **_in_both(text))
    told.about = [matter_of(about)] if about else []
    if bundle is not None:
        told.bundle = bundle.key
        bundled = _add_to_bundle(users, told, bundle)
        _write_notices([user for user in users if user.pk not in bundled], told)
    else:
        _write_notices(users, told)
    if sms:
        _send_all(_messages(users, kind=kind, text=text, url=url, key=key))


def _messages(
    users: Collection[User], *, kind: str, text: Words, url: str, key: str
) -> list[Delivery]:
    """One to each who has a phone, in their language."""
    said = in_every_language(text)
    return [
        _message(
            user.phone,
            kind=kind,
            text=said.get(user.language) or said[settings.LANGUAGE_CODE],
            url=url,
            key=f"{key}:{user.number}",
        )
        for user in users
        if user.phone
    ]


def _send_all(messages: Collection[Delivery]) -> None:
    """As `send`, for thousands in one statement."""
    Delivery.objects.bulk_create(messages, batch_size=1000, ignore_conflicts=True)
    wake_worker(*(message.key for message in messages))


def matter_of(subject: Model) -> str:
    """What notices call the thing that they are about."""
    return f"{subject._meta.label_lower}:{number_of(subject)}"


def _in_both(text: Words) -> dict[str, str]:
    return {"text_zh": in_language("zh-hans", text), "text_en": in_language("en", text)}


def _write_notices(users: Collection[User], told: Notice) -> None:
    facts = {
        name: getattr(told, name)
        for name in ("kind", "url", "key", "about", "bundle", "waits", "text_zh", "text_en")
    }
    for user in users:
        insert(new_row(Notice, user=user, **facts), ignore_conflicts=True)


# Both are held until the end of the deed, in one order, so that two deeds at once cannot cross.
_ADD_TO_BUNDLE = """
    WITH held AS (
        SELECT id FROM notices_notice
        WHERE user_id = ANY(%s::bigint[]) AND kind = %s AND bundle = %s
            AND read_at IS NULL AND about <> '{}'
        ORDER BY id FOR UPDATE
    )
    UPDATE notices_notice AS notice
    SET about = notice.about || ARRAY(
            SELECT one FROM unnest(%s::varchar[]) AS one WHERE one <> ALL(notice.about)
        ),
        url = %s, waits = %s, created_at = %s, text_zh = %s, text_en = %s
    FROM held WHERE notice.id = held.id
    RETURNING notice.user_id
"""
_MARK_DEALT_WITH = """
    WITH held AS (
        SELECT id, array_replace(about, %s::varchar, %s::varchar) AS rest FROM notices_notice
        WHERE waits AND about @> %s::varchar[]
        ORDER BY id FOR UPDATE
    ), ended AS (
        SELECT id, rest,
            NOT EXISTS (SELECT FROM unnest(rest) AS one WHERE NOT starts_with(one, %s)) AS is_over
        FROM held
    )
    UPDATE notices_notice AS notice
    SET about = rest, waits = NOT is_over,
        read_at = CASE WHEN is_over THEN coalesce(read_at, %s) ELSE read_at END
    FROM ended WHERE notice.id = ended.id
    RETURNING notice.id
"""


def _add_to_bundle(users: Collection[User], told: Notice, bundle: Bundle) -> set[int]:
    """Who has one of this bundle before them, unread: it is about one matter more from now on."""
    whose, texts = [user.pk for user in users], _in_both(bundle.text)
    changed = [told.about, bundle.url, told.waits, now(), texts["text_zh"], texts["text_en"]]
    return {user for (user,) in run(_ADD_TO_BUNDLE, [whose, told.kind, bundle.key, *changed])}


def mark_dealt_with(subject: Model) -> None:
    """What waited in this matter waits no longer, whoever did the deed; in the deed's transaction.

    Of a bundle one matter less is left; with the last one it is read.
    """
    matter = matter_of(subject)
    run(_MARK_DEALT_WITH, [matter, DEALT_WITH + matter, [matter], DEALT_WITH, now()])


def draft_message(phone: str, *, kind: str, text: Words, url: str = "", key: str = "") -> Delivery:
    """The message that `notify` would write to a phone, for whoever writes it in one statement with
    the deed, and then wakes the worker.
    """
    words = in_language(settings.LANGUAGE_CODE, text)
    key = f"{kind}:{key or new_token()}:{blind_index('phone', phone)}"
    return _message(phone, kind=kind, text=words, url=url, key=key)


def _message(phone: str, *, kind: str, text: str, url: str, key: str) -> Delivery:
    return new_row(
        Delivery, channel=Channel.SMS, kind=kind, phone=phone, text=text, url=url, key=f"sms:{key}"
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
