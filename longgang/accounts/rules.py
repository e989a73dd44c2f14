"""Who may hold which posts together, and what a post and a shift must look like. Plain values."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, filled

from .roles import ROLES, Place, Role

# System, security and audit administration are separate offices (GB/T 22239, 三员分离).
OFFICES_THAT_STAND_ALONE = frozenset(
    {Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}
)
Hours = tuple[datetime, datetime]
LONGEST_SHIFT = timedelta(hours=24)
NOT_OF_THE_DESK = Refusal(
    "accounts.not_of_the_desk",
    _("Only people who decide for this desk can be on duty there."),
    _("Give them a post at the desk first."),
    field="user",
)


def check_not_own(holder: str, granter: str) -> Refusal | None:
    """Nobody grants or ends a post of their own."""
    if holder != granter:
        return None
    return Refusal(
        "accounts.own_post",
        _("Nobody grants or ends a post of their own."),
        _("Ask another security administrator."),
    )


def check_not_own_account(account: str, actor: str) -> Refusal | None:
    """Nobody closes or resets the account they are using."""
    if account != actor:
        return None
    return Refusal(
        "accounts.own_account",
        _("This is your own account."),
        _("Ask another administrator."),
    )


def check_office_apart(held: Collection[str]) -> Refusal | None:
    """Who resets a login can come in with it: so never that of an office kept apart from theirs."""
    if not set(held) & {Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}:
        return None
    return Refusal(
        "accounts.office_apart",
        _("The login of a security administrator or auditor is not reset here."),
        _("The operator appoints a new account: longgang appoint."),
        "GB/T 22239-2019",
    )


def check_is_staff(*, is_staff: bool) -> Refusal | None:
    """Passwords, names and phones are looked after for staff only; residents sign in by code."""
    if is_staff:
        return None
    return Refusal(
        "accounts.not_staff",
        _("This is a resident's account: it has no password and belongs to its phone."),
    )


def check_separation(role: str, held: Collection[str]) -> Refusal | None:
    """System administrator, security administrator and auditor each hold no other role."""
    others = set(held) - {role}
    if not others or not OFFICES_THAT_STAND_ALONE & (others | {role}):
        return None
    return Refusal(
        "accounts.offices_not_separate",
        _("An administrator or auditor holds no other role."),
        _("End the other posts first, or give this post to somebody else."),
        "GB/T 22239-2019",
        field="role",
    )


def check_place(role: str, *, desk_code: str, premises_number: str) -> Refusal | None:
    """A desk role names a desk, a premises role a premises, every other role an area alone."""
    place = ROLES[role].place
    if place is Place.DESK and not desk_code:
        return Refusal("accounts.desk_missing", _("Choose the desk."), field="place")
    if place is Place.PREMISES and not premises_number:
        return Refusal("accounts.premises_missing", _("Choose the premises."), field="place")
    named = {Place.DESK: premises_number, Place.PREMISES: desk_code}
    if named.get(place, desk_code or premises_number):
        return Refusal(
            "accounts.place_does_not_fit",
            _("This role is not held at such a place."),
            field="place",
        )
    return None


def check_period(starts_on: date, ends_on: date | None) -> Refusal | None:
    """A post does not end before it starts."""
    if ends_on is None or ends_on >= starts_on:
        return None
    return Refusal(
        "accounts.ends_before_start",
        _("The last day is before the first."),
        field="ends_on",
    )


def check_shift(starts_at: datetime, ends_at: datetime, now: datetime) -> Refusal | None:
    """A shift ends after it starts, is not over yet, and nobody is on duty for more than a day."""
    if ends_at <= starts_at:
        return Refusal(
            "accounts.shift_ends_before_start",
            _("The shift ends before it begins."),
            field="ends_at",
        )
    if ends_at <= now:
        return Refusal(
            "accounts.shift_is_over", _("This shift would already be over."), field="ends_at"
        )
    if ends_at - starts_at > LONGEST_SHIFT:
        return Refusal(
            "accounts.shift_too_long",
            _("Nobody is on duty for more than 24 hours at a stretch."),
            _("Plan two shifts."),
            field="ends_at",
        )
    return None


def check_overlap(name: str, taken: Sequence[Hours]) -> Refusal | None:
    """Nobody is on duty twice at one desk: what is planned already is named."""
    if not taken:
        return None
    start, end = (f"{localtime(moment):%Y-%m-%d %H:%M}" for moment in taken[0])
    return Refusal(
        "accounts.shift_overlaps",
        filled(
            _("%(name)s is on duty here from %(start)s until %(end)s already."),
            name=name,
            start=start,
            end=end,
        ),
        _("Plan around it, or take that shift off the roster first."),
        field="starts_at",
    )


def hours_left(hours: Hours, taken: Iterable[Hours]) -> Hours:
    """The hours after the running shift and before the next; they may end before they start."""
    starts_at, ends_at = hours
    for start, end in sorted(taken):
        if start <= starts_at:
            starts_at = max(starts_at, end)
        else:
            ends_at = min(ends_at, start)
    return starts_at, ends_at
