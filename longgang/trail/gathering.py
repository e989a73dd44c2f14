"""Visits that follow from what other modules keep anyway: gathered behind the deeds, which so cost
nothing more.

Modules above say at the start how their visits are found. What they say holds: a visit that they
tell otherwise than before, or take back, is voided and told anew. So nothing has to be done where a
check is undone or a guest gets another room.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.audit.api import SYSTEM
from longgang.core.clock import now

from .actions.visits import void
from .models import Visit
from .queries import contested
from .recording import NewVisit, as_kept, first_kept, write_visits
from .rules import KEEP_DAYS, check_span

# A visit, or the reference of one that does not hold, or no longer.
Told = NewVisit | str
# What changed since that moment, and it may be more: every visit of it.
Teller = Callable[[datetime], Iterable[Told]]

ALL = timedelta(days=KEEP_DAYS)
TOGETHER = 2_000  # visits in one transaction
TOLD_OTHERWISE = _("What it followed from was corrected.")
log = logging.getLogger(__name__)
_tellers: dict[str, Teller] = {}


def register_visits(source: str, teller: Teller) -> None:
    """Gather these visits too: `register_visits("passes.trips", tell_visits)`."""
    _tellers[source] = teller


def gather_visits(*, within: timedelta) -> int:
    """Let every module tell what changed within this time; how many visits are new or have ended.

    Whatever a module has never told before, it tells as far back as visits are kept.
    """
    return sum(_gather(source, within) for source in _tellers)


def _gather(source: str, within: timedelta) -> int:
    if not Visit.objects.filter(source=source).order_by().exists():
        within = ALL
    told = iter(_tellers[source](now() - within))
    count = 0
    while batch := list(islice(told, TOGETHER)):
        count += _settle(source, batch)
    return count


@transaction.atomic
def _settle(source: str, told: list[Told]) -> int:
    """Void what stands otherwise than it is told, and write the rest; not what somebody has said to
    be wrong, as long as it is told in the same way.
    """
    sound = list(_sound(source, told))
    wrong_by_hand = contested(source, {each.person for each in sound})
    visits = {each.reference: each for each in sound if _key(each) not in wrong_by_hand}
    references = [each if isinstance(each, str) else each.reference for each in told]
    present = Visit.objects.counting().filter(source=source, reference__in=references)
    wrong = []
    for row in present:
        visit = visits.get(row.reference)
        if not _is_so(row, visit):
            wrong.append(row.pk)
        elif visit is not None and row.ended_at == visit.ended_at:
            del visits[row.reference]  # it stands there already
    if wrong:
        void(Visit.objects.counting().filter(pk__in=wrong), by=SYSTEM, reason=str(TOLD_OTHERWISE))
    return write_visits(visits.values(), source=source)


def _sound(source: str, told: Iterable[Told]) -> Iterator[NewVisit]:
    """Without what makes no sense: one wrong clock keeps nobody else's visits away."""
    first = first_kept(now())
    for each in told:
        if isinstance(each, str):
            continue
        kept = as_kept(each, first=first)
        if kept is None:
            continue
        if fault := check_span(kept.started_at, kept.ended_at, now=now()):
            log.warning("%s %s is left out: %s", source, each.reference, fault.code)
            continue
        yield kept


def _key(visit: NewVisit) -> tuple[int, str, datetime]:
    """By what `contested` knows it."""
    return visit.person, visit.place.name, visit.started_at


def _is_so(row: Visit, told: NewVisit | None) -> bool:
    """Whether the row says what is told, or will once its end is."""
    if told is None:
        return False
    return (row.person_id, row.place, row.started_at) == (
        told.person, told.place.name, told.started_at,
    ) and row.ended_at in {None, told.ended_at}  # fmt: skip
