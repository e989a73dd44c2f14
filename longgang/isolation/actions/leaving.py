"""What becomes of the measure of somebody who leaves a site without being released: a part of the
deed that calls it, never one alone.
"""

from longgang.accounts.api import User
from longgang.measures.api import (
    Measure,
    MeasureStatus,
    end_after_death,
    hand_over_unreleased,
    resume_measure,
    stay_at_home,
    suspend_measure,
)

from ..kinds import Going
from ..models import Stay
from ..queries import find_held


def leave_unreleased(stay: Stay, going: Going, *, words: str, by: User) -> None:
    """Hand them to whoever looks after them at home. In hospital nothing is due of them; who goes
    by decision is isolated at home; the measure of who has died ends. Whose measure has ended, or
    belongs elsewhere already, stays as it is.
    """
    measure = find_held(stay)
    if measure is None:
        return
    if going == Going.DIED:
        end_after_death(measure, by=by, reason=words)
        return
    is_away = measure.status == MeasureStatus.SUSPENDED
    if going == Going.HOSPITAL and not is_away:
        suspend_measure(measure, hospital=words, by=by)
    elif going != Going.HOSPITAL and is_away:
        resume_measure(measure, by=by)
    if going == Going.HOME:
        stay_at_home(_again(stay), by=by, reason=words)
    hand_over_unreleased(_again(stay), words=words, by=by)


def _again(stay: Stay) -> Measure:
    """As the deed before has left it."""
    measure = find_held(stay)
    assert measure is not None, "it is held until it is handed over"
    return measure
