"""The plain entry: a truck about which nothing is out of the ordinary, in two statements.

It is what nearly every truck is. Whatever is not plain is left to `record_entry`, which says why;
what both write is made by the same functions (`steps.py`), and a test holds them side by side.
"""

from contextlib import nullcontext

from django.db import IntegrityError, connection, transaction

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import draft
from longgang.core.clock import local_day, now
from longgang.core.prepared import Condition, update_and_insert
from longgang.notices.api import wake_worker

from ..gate_rules import Level, Stop, check_entry, judge_entry
from ..lifecycle import TRIP
from ..loops import FromDevice
from ..models import Check
from ..models.check import Direction, Disposition
from ..permissions import check_may_check
from ..queries import find_expected
from . import notices
from .steps import entered, facts_of_entry, make_check


def record_plain_entry(
    pass_number: str,
    *,
    premises: Premises,
    stop: Stop,
    by: User,
    source: FromDevice,
    provided: Condition | None = None,
) -> Check | None:
    """Let a truck in as `record_entry` does, if its answer is green and nothing speaks against the
    stop; else None, and nothing was done. A picture comes by itself, or the stop is not plain.

    Nothing is locked: what was read and judged is written only if the trip is still that very
    version, and if what the caller took for granted (`provided`) holds. Whoever asks for the trip
    to be turned back gives it a new version.
    """
    check_may_check(by, premises)
    moment = now()
    day = local_day(moment)
    is_plain = stop.disposition == Disposition.LET_PASS and not stop.photo
    found = find_expected(pass_number, day=day) if is_plain else None
    if found is None:
        return None
    trip, facts, rule = found.trip, found.facts, found.trip.vehicle_pass.rule
    verdict = judge_entry(facts, premises_number=premises.number, now=moment, today=day)
    if verdict.level != Level.GREEN or check_entry(
        stop,
        verdict=verdict,
        announced=len(facts.samples),
        fever_from=float(rule.fever_from),
        needs_seal=rule.needs_seal,
    ):
        return None
    changes = {
        "status": TRIP.moves["enter"].to,
        **entered(trip, premises=premises, stop=stop, moment=moment),
    }
    trip.seal_number = changes["seal_number"]
    check = make_check(
        trip, premises=premises, stop=stop, verdict=verdict, direction=Direction.ENTRY, by=by,
        source=source,
    )  # fmt: skip
    event = draft("trip.entered", **facts_of_entry(trip, check, by=by))
    message = notices.message_to_site(trip)
    has_company = trip.vehicle_pass.visited_company_id is not None
    try:
        with transaction.atomic() if has_company or connection.in_atomic_block else nullcontext():
            if not update_and_insert(
                trip, changes, version=found.version, provided=provided, rows=[check, event],
                once=[message] if message else [],
            ):  # fmt: skip
                return None
            notices.tell_company_at_site(trip)
    except IntegrityError:
        return None  # the seal is on another cab, or the stop is known: the long way says which
    if message:
        wake_worker(message.key)
    return check
