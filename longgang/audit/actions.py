"""The two ways to write into the books, both in the caller's transaction, waiting for nobody."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from longgang.core.clock import now
from longgang.core.prepared import insert, insert_all, new_row

from .actors import ActsAsActor
from .marks import mark_row
from .masking import mask_text, mask_values
from .models import Book, Disclosure, Event, new_event_number
from .requests import current_request_id


def record(
    kind: str,
    subject: Model,
    *,
    by: ActsAsActor,
    area_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Write down what was done to `subject`, by whom and why; personal values are masked here.

    Part of the caller's transaction: an action that is rolled back leaves no event.
    """
    event = draft(
        kind, subject, by=by, area_code=area_code, before=before, after=after, reason=reason
    )
    insert(event)
    return event


def record_all(events: Iterable[Event]) -> None:
    """Write down many deeds that were drafted, in one statement, in the caller's transaction."""
    insert_all(list(events))


def draft(
    kind: str,
    subject: Model,
    *,
    by: ActsAsActor,
    area_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """The event that `record` would write, for whoever writes it in one statement with the deed."""
    facts = _facts(subject, by=by, area_code=area_code, reason=reason) | {
        "kind": kind,
        "before": mask_values(subject, before),
        "after": mask_values(subject, after),
    }
    return new_row(Event, **facts, mark=mark_row(Book.EVENTS, facts))


def disclose(
    subject: Model, field: str, *, by: ActsAsActor, purpose: str, reason: str, area_code: str = ""
) -> None:
    """Write down who is about to see this personal field in clear: before it is shown."""
    facts = _facts(subject, by=by, area_code=area_code, reason=reason) | {
        "field": field,
        "purpose": str(purpose),
    }
    Disclosure.objects.create(**facts, mark=mark_row(Book.DISCLOSURES, facts))


def number_of(subject: Model) -> str:
    """What people call this thing: its number, or its code where the trade says code."""
    for name in ("number", "code"):
        if value := getattr(subject, name, ""):
            return str(value)
    raise TypeError(f"{subject._meta.label} has neither a number nor a code")


def _facts(subject: Model, *, by: ActsAsActor, area_code: str, reason: str) -> dict[str, Any]:
    actor = by.as_actor()
    return {
        "number": new_event_number(),
        "at": now(),
        "by_id": actor.id,
        "by_name": actor.name,
        "post": actor.post,
        "subject_kind": subject._meta.label_lower,
        "subject_number": number_of(subject),
        "area_code": area_code,
        "reason": mask_text(reason),
        "request_id": current_request_id(),
    }
