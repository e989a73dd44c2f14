"""Every change to accounts and posts: one function per verb, one audit event each."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.audit.api import SYSTEM, ActsAsActor, record
from longgang.core.clock import now, today
from longgang.core.corrections import lock_unchanged
from longgang.core.errors import Refusal, Refused, StaleRow, refuse_if
from longgang.core.names import check_person_name

from . import rules
from .models import Post, User
from .numbers import new_one_time_password
from .permissions import Permission
from .scopes import check_holds


@dataclass(frozen=True)
class Opened:
    """A staff account and the password to hand over; it is shown once and must be changed."""

    user: User
    one_time_password: str


@transaction.atomic
def open_account(phone: str, *, name: str = "", language: str = "") -> User:
    """Open a resident's account for a phone that has just proved itself with a code.

    Two tabs at once open one account: the second finds the first.
    """
    refuse_if(check_person_name(name))
    try:
        with transaction.atomic():
            user = User(phone=phone, language=language)
            user.rename(name)
            user.set_unusable_password()
            user.save()
    except IntegrityError:
        return User.objects.get(phone_index=user.phone_index)
    record("account.opened", user, by=user)
    return user


@transaction.atomic
def create_staff(
    name: str,
    *,
    phone: str = "",
    password_hash: str,
    must_change_password: bool = True,
    by: ActsAsActor,
) -> User:
    """Open a staff account without any post. The hash comes from Django's `make_password`.

    A phone that has a resident's account already keeps it: staff use another number or none.
    """
    _check_may(by, Permission.ACCOUNT_MANAGE)
    refuse_if(check_person_name(name))
    user = User(
        phone=phone,
        password=password_hash,
        is_staff_member=True,
        must_change_password=must_change_password,
    )
    user.rename(name)
    _save_with_phone(user)
    record("account.created", user, by=by, after={"name": name})
    return user


def create_staff_with_one_time_password(name: str, *, phone: str = "", by: ActsAsActor) -> Opened:
    """The same, with a new password to hand over; its holder must change it."""
    password = new_one_time_password()
    user = create_staff(name, phone=phone, password_hash=make_password(password), by=by)
    return Opened(user, password)


@transaction.atomic
def edit_staff(user: User, *, name: str, phone: str, by: ActsAsActor) -> None:
    """Correct the name or the phone of a staff account."""
    _check_may(by, Permission.ACCOUNT_MANAGE)
    refuse_if(rules.check_is_staff(is_staff=user.is_staff_member), check_person_name(name))
    lock_unchanged(user, ["name", "phone"])
    before = {"name": user.name, "phone": user.phone}
    user.rename(name)
    user.phone = phone
    _save_with_phone(user)
    record("account.edited", user, by=by, before=before, after={"name": name, "phone": phone})


@transaction.atomic
def edit_own_account(user: User, *, name: str, language: str) -> None:
    """Change one's own name as shown and the language of messages."""
    refuse_if(check_person_name(name))
    lock_unchanged(user, ["name", "language"])
    before = {"name": user.name, "language": user.language}
    user.rename(name)
    user.language = language
    user.save(update_fields=["name", "sort_key", "initials", "language"])
    after = {"name": name, "language": language}
    record("account.edited", user, by=user, before=before, after=after)


@transaction.atomic
def close_account(user: User, *, by: ActsAsActor, reason: str) -> None:
    """Close an account: nobody signs in with it, open sessions end, its posts count for nothing."""
    _check_may(by, Permission.ACCOUNT_MANAGE)
    refuse_if(rules.check_not_own_account(user.number, by.as_actor().id))
    if not User.objects.active().filter(pk=user.pk).update(is_active=False):
        raise StaleRow
    user.is_active = False
    user.forget_posts()
    record("account.closed", user, by=by, reason=reason)


@transaction.atomic
def reopen_account(user: User, *, by: ActsAsActor, reason: str) -> None:
    """Open a closed account again; posts that were not ended count again."""
    _check_may(by, Permission.ACCOUNT_MANAGE)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise StaleRow
    user.is_active = True
    user.forget_posts()
    record("account.reopened", user, by=by, reason=reason)


@transaction.atomic
def reset_login(user: User, *, by: ActsAsActor, reason: str) -> str:
    """Replace password and second factor by a one-time password; every open session ends.

    Never of the offices that watch over administrators, or one of them could act as all three.
    """
    _check_may(by, Permission.ACCOUNT_MANAGE)
    refuse_if(
        rules.check_not_own_account(user.number, by.as_actor().id),
        rules.check_is_staff(is_staff=user.is_staff_member),
        rules.check_office_apart(list(user.posts.not_over(today()).values_list("role", flat=True))),
    )
    password = new_one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user=user).delete()
    record("account.login_reset", user, by=by, reason=reason)
    return password


def note_signed_in(user: User) -> None:
    """Remember that somebody came in."""
    record("account.signed_in", user, by=user)


def note_sign_in_failed(user: User) -> None:
    """Remember that somebody tried a wrong password or code at this account."""
    record("account.sign_in_failed", user, by=SYSTEM)


def note_second_factor_added(user: User) -> None:
    """Remember that the holder connected an authenticator."""
    record("account.second_factor_added", user, by=user)


@transaction.atomic
def note_password_changed(user: User) -> None:
    """Remember that the holder has chosen a password of their own."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    record("account.password_changed", user, by=user)


@transaction.atomic
def grant_post(
    user: User,
    *,
    role: str,
    area_code: str,
    desk_code: str = "",
    premises_number: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: ActsAsActor,
    reason: str = "",
) -> Post:
    """Give somebody a role at a place. Nobody grants their own; administration stands alone.

    The holder's row is locked, so that two grants at once cannot join offices kept separate.
    """
    _check_may(by, Permission.POST_GRANT, area_code=area_code)
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    first_day = starts_on or today()
    held = list(user.posts.not_over(first_day).values_list("role", flat=True))
    refuse_if(
        rules.check_not_own(user.number, by.as_actor().id),
        rules.check_separation(role, held),
        rules.check_place(role, desk_code=desk_code, premises_number=premises_number),
        rules.check_period(first_day, ends_on),
    )
    post = Post.objects.create(
        user=user,
        role=role,
        area_code=area_code,
        desk_code=desk_code,
        premises_number=premises_number,
        starts_on=first_day,
        ends_on=ends_on,
    )
    if not user.is_staff_member:
        user.is_staff_member = True
        user.set_unusable_password()  # ends sessions that a code alone has opened
        user.save(update_fields=["is_staff_member", "password"])
    user.forget_posts()
    record("post.granted", post, by=by, area_code=area_code, after=_facts_of(post), reason=reason)
    return post


@transaction.atomic
def end_post(post: Post, *, by: User, reason: str) -> None:
    """End a post at this moment; what was done under it stays."""
    _check_may(by, Permission.POST_GRANT, area_code=post.area_code)
    refuse_if(rules.check_not_own(post.user.number, by.number))
    if not Post.objects.filter(pk=post.pk, ended_at=None).update(ended_at=now(), ended_by=by):
        raise StaleRow
    post.refresh_from_db()
    post.user.forget_posts()
    record("post.ended", post, by=by, area_code=post.area_code, reason=reason)


def _check_may(by: ActsAsActor, permission: Permission, *, area_code: str = "") -> None:
    """People need the permission; the system and the operator's commands do not."""
    if isinstance(by, User):
        check_holds(by, permission, area_code=area_code)


def _facts_of(post: Post) -> dict[str, str]:
    return {
        "user": post.user.number,
        "role": post.role,
        "area_code": post.area_code,
        "desk_code": post.desk_code,
        "premises_number": post.premises_number,
        "starts_on": post.starts_on.isoformat(),
        "ends_on": post.ends_on.isoformat() if post.ends_on else "",
    }


def _save_with_phone(user: User) -> None:
    """Save, and say in words when the phone already opens another account."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(
            Refusal(
                "accounts.phone_taken",
                _("This phone already opens another account."),
                _("Use another number, or leave it empty."),
                field="phone",
            )
        ) from error
