"""What devices may hold and for how long, and which checks do not fit. Plain values only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core.days import short_moment_lazy
from longgang.core.errors import Refusal, filled

INVITATION = timedelta(minutes=10)
AMBER_AFTER_S = 300  # the data on a device counts as old
CALL_AFTER_S = 4 * 3600  # and as too old to decide by
KEPT_AFTER_WITHDRAWAL = timedelta(days=7)  # how long a withdrawn device may still tell

# Why somebody was let pass who should not have been, from the gravest to the least: the first that
# applies names the conflict. Every code that stands nowhere here is against the rules.
KINDS_OF_DOUBTS: dict[str, frozenset[str]] = {
    "blocklisted": frozenset({"passes.blocklisted"}),
    "after_withdrawal": frozenset(
        {"passes.revoked", "passes.superseded", "passes.key_withdrawn"}
    ),
    "unknown_pass": frozenset({"passes.no_pass"}),
    "not_valid": frozenset(
        {
            "passes.submitted", "passes.returned", "passes.withdrawn", "passes.refused",
            "passes.expired", "passes.used", "passes.not_yet_valid", "passes.certificate_expired",
            "passes.forged", "passes.other_issuer", "passes.unknown_key", "passes.not_ours",
            "passes.unreadable", "passes.inside_on_another",
        }
    ),
    "device_withdrawn": frozenset({"checkpoints.device_withdrawn"}),
    "wrong_checkpoint": frozenset({"passes.other_checkpoint"}),
}  # fmt: skip
AGAINST_RULES = "against_rules"
DEVICE_WITHDRAWN = "checkpoints.device_withdrawn"


@dataclass(frozen=True)
class Matter:
    """One thing that does not fit: its kind, what it is about, and the checks behind it."""

    kind: str
    about: str
    nonces: frozenset[str]
    seal_number: str = ""
    is_shared: bool = False  # by several passes: it is filed under none of them


def kind_of_doubts(doubts: Collection[str]) -> str:
    """What a check that should not have let pass is a case of; "" if nothing speaks against."""
    for kind, codes in KINDS_OF_DOUBTS.items():
        if codes & set(doubts):
            return kind
    return AGAINST_RULES if doubts else ""


def matter_of_check(nonce: str, doubts: Collection[str]) -> Matter | None:
    """The matter of one check by itself."""
    kind = kind_of_doubts(doubts)
    return matter_of_stop(kind, nonce) if kind else None


def matter_of_stop(kind: str, nonce: str) -> Matter:
    """Something about one stop by itself."""
    return Matter(kind, f"check:{nonce}", frozenset({nonce}))


def matter_of_pass(kind: str, pass_number: str, nonces: frozenset[str]) -> Matter:
    """The matter of several checks of one pass."""
    return Matter(kind, f"pass:{pass_number}", nonces)


def matter_of_two_passes(kind: str, nonces: frozenset[str], *, seal_number: str = "") -> Matter:
    """The matter of one seal on two cabs, or of one vehicle inside on two passes."""
    what = "seal" if seal_number else "vehicle"
    about = f"{what}:{':'.join(sorted(nonces))}"
    return Matter(kind, about, nonces, seal_number, is_shared=True)


@dataclass(frozen=True)
class Standing:
    """A conflict as it stands: `key` is the row's own."""

    key: int
    kind: str
    about: str
    nonces: frozenset[str]
    is_open: bool
    is_resolved: bool = False


@dataclass
class Plan:
    """What is to be done so that the open conflicts are what does not fit."""

    to_open: list[Matter] = field(default_factory=list)
    to_grow: list[tuple[int, Matter]] = field(default_factory=list)
    to_explain: list[int] = field(default_factory=list)


def plan_conflicts(matters: Iterable[Matter], standing: Iterable[Standing]) -> Plan:
    """Open what is new, grow what has more behind it, close what a later check has explained.

    What somebody has resolved is not opened again unless more checks stand behind it now.
    """
    plan = Plan()
    rows = list(standing)
    wanted = {(matter.kind, matter.about): matter for matter in matters}
    for row in rows:
        matter = wanted.get((row.kind, row.about))
        if not row.is_open:
            continue
        if matter is None:
            plan.to_explain.append(row.key)
        elif matter.nonces != row.nonces:
            plan.to_grow.append((row.key, matter))
    for key, matter in sorted(wanted.items()):
        same = [row for row in rows if (row.kind, row.about) == key]
        if any(row.is_open for row in same):
            continue
        if not any(row.is_resolved and matter.nonces <= row.nonces for row in same):
            plan.to_open.append(matter)
    return plan


# --- devices -------------------------------------------------------------------------------------


CODE_UNKNOWN = Refusal(
    "checkpoints.code_unknown",
    _("There is no such code, or a newer one has taken its place."),
    _("Read the code that stands on the supervisor's page now."),
)


def check_code(
    *,
    used_at: datetime | None,
    withdrawn_at: datetime | None,
    counts_until: datetime,
    now: datetime,
) -> Refusal | None:
    """A one-time code counts once and for ten minutes.

    When it was used is told, and not by whom: a stranger may hold the code.
    """
    if used_at is not None:
        return Refusal(
            "checkpoints.code_used",
            filled(_("This code was used on %(when)s."), when=short_moment_lazy(used_at)),
            _("Ask the supervisor for a new code. If none of you used this one, say so at once."),
        )
    if withdrawn_at is not None:
        return Refusal(
            "checkpoints.code_withdrawn",
            filled(_("This code was withdrawn on %(when)s."), when=short_moment_lazy(withdrawn_at)),
            _("No phone has used it. Ask the supervisor for a new one."),
        )
    if now >= counts_until:
        return Refusal(
            "checkpoints.code_expired",
            filled(_("This code expired on %(when)s."), when=short_moment_lazy(counts_until)),
            _("A code counts for ten minutes. The supervisor makes a new one with one click."),
        )
    return None


def check_holds_post(*, holds_post: bool) -> Refusal | None:
    """A device is in the hands of somebody who may check vehicles at its checkpoint."""
    if holds_post:
        return None
    return Refusal(
        "checkpoints.officer_without_post",
        _("This person has no post at the checkpoint today."),
        _("Choose somebody who has, or have the post granted first."),
        field="officer",
    )


def check_nothing_waits(waiting_count: int) -> Refusal | None:
    """A phone does not become another device while checks on it have not been sent."""
    if not waiting_count:
        return None
    return Refusal(
        "checkpoints.checks_wait",
        _("This phone already is a device, and %(count)s of its checks have not been sent.")
        % {"count": waiting_count},
        _("Open the scanner with network until nothing waits, then use the code again."),
    )


def may_still_tell(withdrawn_at: datetime | None, now: datetime) -> bool:
    """Whether what a device tells is still taken: a withdrawn one empties its queue for a week."""
    return withdrawn_at is None or now - withdrawn_at < KEPT_AFTER_WITHDRAWAL
