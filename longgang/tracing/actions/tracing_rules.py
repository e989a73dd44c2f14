"""Rules of tracing: dated rows that follow one another, under a document."""

from datetime import date

from longgang.accounts.api import follow_last
from longgang.audit.api import ActsAsActor

from ..models import TracingRule
from ..rules import check_rule_figures


def set_tracing_rule(
    *,
    days_before: int,
    least_minutes: int = 0,
    linger_minutes: int = 0,
    first_circle: str,
    second_circle: str = "",
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> TracingRule:
    """Let these figures hold from a day on; no open case is touched."""
    return follow_last(
        TracingRule.objects.all(),
        {
            "days_before": days_before,
            "least_minutes": least_minutes,
            "linger_minutes": linger_minutes,
            "first_circle": first_circle,
            "second_circle": second_circle,
        },
        faults=[check_rule_figures(days_before, least_minutes, linger_minutes)],
        valid_from=valid_from,
        document_number=document_number,
        by=by,
    )
