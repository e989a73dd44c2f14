"""The steps of a decision as applicant and desks see them; one line for every act."""

from longgang.audit.api import ActsAsActor
from longgang.core.clock import now

from ..models import ReviewStep, VehiclePass


def add_step(
    vehicle_pass: VehiclePass,
    verb: str,
    *,
    by: ActsAsActor,
    reason_code: str = "",
    words: str = "",
) -> ReviewStep:
    """Write the step down, at the desk where the application lies now."""
    return ReviewStep.objects.create(
        vehicle_pass=vehicle_pass,
        verb=verb,
        at=now(),
        by_name=by.as_actor().name,
        desk_code=vehicle_pass.desk_code,
        reason_code=reason_code,
        words=words,
    )
