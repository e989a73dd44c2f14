"""Rules and risk areas: dated rows that follow one another, under a document."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import (
    User,
    check_document_number,
    check_may_edit_rules,
    follow_last,
)
from longgang.areas.api import is_area
from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.tokens import new_number

from ..kinds import RiskLevel
from ..models import ArrivalRule, RiskArea
from ..rules import check_risk_days


def set_arrival_rule(
    *,
    look_back_days: int,
    claim_minutes: int,
    asks_codes: bool = False,
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> ArrivalRule:
    """Let these figures hold from a day on; no declaration is touched."""
    return follow_last(
        ArrivalRule.objects.all(),
        {
            "look_back_days": look_back_days,
            "claim_minutes": claim_minutes,
            "asks_codes": asks_codes,
        },
        faults=[None if 1 <= look_back_days <= 60 and claim_minutes >= 1 else _FIGURES],
        valid_from=valid_from,
        document_number=document_number,
        by=by,
    )


@transaction.atomic
def announce_risk_area(
    *,
    area_code: str,
    place: str = "",
    level: str,
    since_on: date,
    until_on: date | None = None,
    document_number: str,
    by: User,
) -> RiskArea:
    """Enter what the authorities have announced. What was declared before keeps its meaning: the
    communities call whoever it concerns.
    """
    check_may_edit_rules(by)
    refuse_if(
        None if is_area(area_code) else _NO_PLACE,
        None if level in RiskLevel else _NO_LEVEL,
        check_risk_days(since_on, until_on),
        check_document_number(document_number),
    )
    try:
        with transaction.atomic():
            row = RiskArea.objects.create(
                number=new_number("FQ"),
                area_code=area_code,
                place=place.strip(),
                level=level,
                since_on=since_on,
                until_on=until_on,
                document_number=document_number.strip(),
                author_name=by.as_actor().name,
                created_at=now(),
            )
    except IntegrityError as error:
        raise Refused(_KNOWN) from error
    record(
        "risk_area.announced",
        row,
        by=by,
        after={"area": area_code, "level": level, "since_on": since_on, "until_on": until_on},
        reason=document_number,
    )
    return row


@transaction.atomic
def end_risk_area(area: RiskArea, *, until_on: date, document_number: str, by: User) -> None:
    """Note the first day on which it is none any more."""
    check_may_edit_rules(by)
    refuse_if(
        check_risk_days(area.since_on, until_on),
        check_document_number(document_number),
    )
    ended = RiskArea.objects.filter(pk=area.pk, until_on=None).update(until_on=until_on)
    refuse_if(None if ended else _ENDED)
    area.until_on = until_on
    record("risk_area.ended", area, by=by, after={"until_on": until_on}, reason=document_number)


_FIGURES = Refusal(
    "arrivals.rule_figures",
    _("From 1 to 60 days are looked at, and a declaration may lie for a minute or longer."),
    field="look_back_days",
)
_NO_PLACE = Refusal(
    "arrivals.risk_place",
    _("No division with this code is known."),
    _("Choose the county, street or community."),
    field="area_code",
)
_NO_LEVEL = Refusal("arrivals.risk_level", _("Choose high or medium risk."), field="level")
_KNOWN = Refusal(
    "arrivals.risk_known",
    _("This place is listed from this day on already."),
    _("Look at the list."),
)
_ENDED = Refusal(
    "arrivals.risk_ended",
    _("It has an end already."),
    _("Reload the page to see it."),
)
