"""Temperatures, symptoms and codes as seen: recorded, and followed by a correction."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.errors import refuse_if
from longgang.people.api import Person

from ..hearing import temperature_taken
from ..kinds import CodeColour, CodeSource
from ..models import SeenCode, SymptomReport, Temperature
from ..permissions import check_may_record, check_may_record_seen
from ..places import place_of
from ..rules import check_celsius, check_moment, check_reason, check_symptoms
from .steps import set_aside, write


@transaction.atomic
def record_temperature(
    person: Person,
    celsius: Decimal,
    *,
    taken_at: datetime | None = None,
    concerns_area: str = "",
    concerns_premises: str = "",
    told_in: str = "",
    by: User,
) -> Temperature:
    """Write down a reading, by the person or by whoever looks after them; `told_in` is the number
    of what somebody has told it in, where nobody has seen it.
    """
    moment = now()
    taken_at = taken_at or moment
    place = place_of(person, concerns_area, concerns_premises)
    check_may_record(by, person, **place)
    refuse_if(check_celsius(celsius), check_moment(taken_at, now=moment, field="taken_at"))
    reading = write(
        Temperature, "TW", person, by=by, **place, celsius=celsius, taken_at=taken_at,
        told_in=told_in,
    )  # fmt: skip
    record(
        "temperature.recorded",
        reading,
        by=by,
        area_code=reading.area_code,
        after={"celsius": celsius, "taken_at": taken_at},
    )
    temperature_taken.tell(reading)
    return reading


@transaction.atomic
def correct_temperature(
    reading: Temperature, celsius: Decimal, *, by: User, reason: str
) -> Temperature:
    """Follow a reading that was written down wrongly. The old one stays and counts no longer."""
    check_may_record(by, reading.person, **reading.seen_from)
    refuse_if(check_celsius(celsius), check_reason(reason))
    set_aside(reading, by=by, reason=reason)
    follower = write(
        Temperature,
        "TW",
        reading.person,
        by=by,
        **reading.seen_from,
        celsius=celsius,
        taken_at=reading.taken_at,
        corrects=reading,
    )
    record(
        "temperature.corrected",
        follower,
        by=by,
        area_code=reading.area_code,
        before={"celsius": reading.celsius},
        after={"celsius": celsius},
        reason=reason,
    )
    temperature_taken.tell(follower)
    return follower


@transaction.atomic
def report_symptoms(
    person: Person,
    symptoms: Sequence[str],
    *,
    words: str = "",
    reported_on: date | None = None,
    concerns_area: str = "",
    concerns_premises: str = "",
    told_in: str = "",
    by: User,
) -> SymptomReport:
    """Write down what somebody says they feel; no code at all says: nothing. Another symptom than
    those of the list is said in words, or by the number of where it was told.
    """
    place = place_of(person, concerns_area, concerns_premises)
    check_may_record(by, person, **place)
    refuse_if(check_symptoms(symptoms, words or told_in))
    report = write(
        SymptomReport,
        "ZZ",
        person,
        by=by,
        told_in=told_in,
        **place,
        symptoms=sorted(set(symptoms)),
        words=words.strip(),
        reported_on=reported_on or today(),
    )
    record(
        "symptoms.reported",
        report,
        by=by,
        area_code=report.area_code,
        after={"symptoms": report.symptoms},
    )
    return report


@transaction.atomic
def record_code(
    person: Person,
    *,
    source: str,
    colour: str,
    seen_at: datetime | None = None,
    concerns_area: str = "",
    concerns_premises: str = "",
    told_in: str = "",
    by: User,
) -> SeenCode:
    """Write down a code of another authority, as its holder showed it."""
    moment = now()
    seen_at = seen_at or moment
    place = place_of(person, concerns_area, concerns_premises)
    check_may_record_seen(by, **place)
    refuse_if(check_moment(seen_at, now=moment, field="seen_at"))
    seen = write(
        SeenCode,
        "MA",
        person,
        by=by,
        told_in=told_in,
        **place,
        source=CodeSource(source),
        colour=CodeColour(colour),
        seen_at=seen_at,
    )
    record("code.seen", seen, by=by, area_code=seen.area_code, after={"source": source})
    return seen
