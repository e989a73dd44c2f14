"""What the ordinance allows, as pure functions over plain values. No database, no clock.

The sources are named per rule; the figures that offices change come in as a `RuleFacts` row.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from longgang.core import reasons
from longgang.core.errors import Refusal, Words, filled
from longgang.core.signatures import check_signature

from .application import Application, GoodsClass, Rider, RiderRole, TripKind
from .substances import SUBSTANCES

HAZARD_DECREE = _("Decree 29 of 2019 on the safety of hazardous goods by road")
HAZARD_LIST = _("List of dangerous goods, JT/T 617.3")
# Papers that were valid until a later day of arrival was asked for.
EXPIRED_CODES = frozenset(
    f"passes.hazard_{paper}_expired" for paper in ("certificate", "road_licence", "tank_inspection")
)
UN_NUMBER_LENGTH = 4
STREET_CODE_LENGTH = 9
NO_DRIVER = Refusal(
    "passes.no_driver",
    _("Nobody is named as the driver."),
    _("Name the person who will drive."),
    field="riders",
)
DOCUMENT_MISSING = Refusal(
    "passes.document_missing",
    _("A document that this kind of trip needs is missing."),
    _("Attach a photo of it."),
)
REMINDER_SHARE = 0.8  # of the limit, from which on a desk is reminded


@dataclass(frozen=True)
class RuleFacts:
    """The figures of one dated rule row that decide about an application."""

    goods_class: str
    trip_kind: str
    test_max_hours: int | None = None
    documents: tuple[str, ...] = ()
    advance_days: int = 7
    max_people: int = 4
    title: Words = ""


def check_application(
    application: Application, *, rule: RuleFacts, now: datetime, entry_day: date, district_code: str
) -> list[Refusal]:
    """Every reason why this application cannot be accepted as it is; empty when it can.

    `entry_day` is the local day of arrival: certificates must be valid on it.
    """
    return [
        *check_time(application.expected_entry_at, rule=rule, now=now),
        *_check_people(application, rule=rule, now=now),
        *_check_goods(application, district_code=district_code),
        *_check_hazard(application, entry_day=entry_day),
        *_check_papers(application, rule=rule),
    ]


def check_time(expected_entry_at: datetime, *, rule: RuleFacts, now: datetime) -> Iterator[Refusal]:
    """A vehicle is announced before it comes, and not too long before."""
    if expected_entry_at < now - timedelta(minutes=30):
        yield Refusal(
            "passes.entry_in_the_past",
            _("The expected time of entry has passed."),
            _("Enter when the vehicle will be at the checkpoint."),
            field="expected_entry_at",
        )
    if expected_entry_at > now + timedelta(days=rule.advance_days):
        yield Refusal(
            "passes.entry_too_far",
            filled(
                _("A pass can be applied for at most %(days)s days ahead."), days=rule.advance_days
            ),
            _("Apply again nearer to the trip."),
            rule.title,
            field="expected_entry_at",
        )


def _check_people(application: Application, *, rule: RuleFacts, now: datetime) -> Iterator[Refusal]:
    riders, is_hazardous = application.riders, application.hazard is not None
    yield from check_crew(riders, rule=rule, is_hazardous=is_hazardous)
    tests = (check_test(rider.name, rider.sampled_at, rule=rule, now=now) for rider in riders)
    yield from filter(None, tests)


def check_crew(
    riders: Sequence[Rider], *, rule: RuleFacts, is_hazardous: bool
) -> Iterator[Refusal]:
    """Who must be aboard, each of them once, and how many may."""
    roles = {rider.role for rider in riders}
    if RiderRole.DRIVER not in roles:
        yield NO_DRIVER
    if is_hazardous and RiderRole.ESCORT not in roles:
        yield _hazard(
            "escort_missing",
            _("Hazardous goods travel with an escort besides the driver."),
            "riders",
        )
    if len(riders) > rule.max_people:
        yield Refusal(
            "passes.too_many_people",
            filled(_("At most %(count)s people may be aboard."), count=rule.max_people),
            _("Leave out who need not travel."),
            rule.title,
            field="riders",
        )
    if len({rider.id_number for rider in riders}) < len(riders):
        yield Refusal(
            "passes.person_twice",
            _("The same person stands twice on the list."),
            _("Each person aboard is named once; the escort is not the driver."),
            HAZARD_DECREE if is_hazardous else "",
            field="riders",
        )


def check_test(
    name: str, sampled_at: datetime | None, *, rule: RuleFacts, now: datetime
) -> Refusal | None:
    """A test counts from when the sample was taken, not from when the result came."""
    if rule.test_max_hours is None:
        return None
    if sampled_at is None:
        reason = _("A nucleic acid test is needed for %(name)s.")
    elif sampled_at > now:
        reason = _("The test of %(name)s lies in the future.")
    elif now - sampled_at > timedelta(hours=rule.test_max_hours):
        reason = _("The test of %(name)s is older than %(hours)s hours.")
    else:
        return None
    return Refusal(
        "passes.test_missing_or_old",
        filled(reason, name=name, hours=rule.test_max_hours),
        _("Enter when the last sample was taken; the nearest test point is open day and night."),
        rule.title,
        field="riders",
    )


def old_tests_at_entry(
    samples: Iterable[tuple[str, datetime | None]], *, rule: RuleFacts, entry_at: datetime
) -> list[Words]:
    """Of whom, by name, the last test will be too old at the expected entry. It is no reason to
    refuse: who applies days ahead cannot have the test yet, and the checkpoint looks again.
    """
    if rule.test_max_hours is None:
        return []
    limit, hour = timedelta(hours=rule.test_max_hours), timedelta(hours=1)
    return [
        filled(
            _(
                "At the expected entry the test of %(name)s will be %(age)s hours old"
                " (allowed: %(hours)s). Take a new one before, or at the checkpoint."
            ),
            name=name,
            age=(entry_at - sampled_at) // hour,
            hours=rule.test_max_hours,
        )
        for name, sampled_at in samples
        if sampled_at is not None and entry_at - sampled_at > limit
    ]


def _check_goods(application: Application, *, district_code: str) -> Iterator[Refusal]:
    if application.trip_kind == TripKind.FREIGHT:
        if application.goods_class == GoodsClass.NONE or not application.goods_name:
            yield Refusal(
                "passes.goods_missing",
                _("The goods are not named."),
                _("Choose the class of goods and write what is loaded."),
                field="goods_name",
            )
        if application.consignor is None:
            yield Refusal(
                "passes.consignor_missing",
                _("The consignor is not named."),
                _("Write who sends the goods."),
                field="consignor_name",
            )
    visited = application.visited_party(district_code)
    if visited is not None and len(visited.area_code) < STREET_CODE_LENGTH:
        yield Refusal(
            "passes.street_missing",
            _("The address in this district does not name the street."),
            _("Choose the street or community, so that it knows whom to expect."),
            field="consignee_area" if visited is application.consignee else "consignor_area",
        )
    if visited is None:
        yield Refusal(
            "passes.nobody_visited_here",
            _("Neither end of the trip is in this district."),
            _("A pass is for trips that load or unload here; passing through needs none."),
            field="consignee_area",
        )


def _check_hazard(application: Application, *, entry_day: date) -> Iterator[Refusal]:
    """Articles 23 to 26 of the decree: escort, licences, tank and waybill, all valid on arrival."""
    hazard = application.hazard
    if hazard is None:
        return
    if not (len(hazard.un_number) == UN_NUMBER_LENGTH and hazard.un_number.isdecimal()):
        yield _hazard("un_number", _("A UN number has four digits."), "un_number")
    yield from check_substance(hazard.un_number, hazard.hazard_class, hazard.packing_group)
    for role in (RiderRole.DRIVER, RiderRole.ESCORT):
        rider = application.rider(role)
        if rider is not None:
            yield from _check_certificate(rider, entry_day=entry_day)
    yield from check_licence(hazard.road_licence.expires_on, entry_day=entry_day)
    yield from check_tank(
        hazard.tank_number,
        hazard.tank_media,
        hazard.tank_inspected_until,
        un_number=hazard.un_number,
        entry_day=entry_day,
    )
    if not hazard.waybill_number:
        yield _hazard(
            "waybill_missing",
            _("A hazardous goods waybill is needed (article 24)."),
            "waybill_number",
        )


def check_substance(un_number: str, hazard_class: str, packing_group: str) -> Iterator[Refusal]:
    """What is declared of goods that we know is what the list says of them.

    The class may be written with its subsidiary hazards or without: 8 (6.1), 8（6.1）, 8.
    """
    known = SUBSTANCES.get(un_number)
    if known is None:
        return
    said, right = _numbers(hazard_class), _numbers(known.hazard_class)
    if said not in (right, right[:1]):
        yield _not_as_listed(
            "class_wrong",
            _("UN %(number)s is of class %(right)s, not %(said)s."),
            {"number": un_number, "right": known.hazard_class, "said": hazard_class},
            "hazard_class",
        )
    if packing_group not in ("", known.packing_group):
        yield _not_as_listed(
            "packing_group_wrong",
            _("UN %(number)s is of packing group %(right)s, not %(said)s."),
            {"number": un_number, "right": str(known.packing_group), "said": packing_group},
            "packing_group",
        )


def _numbers(hazard_class: str) -> list[str]:
    return re.findall(r"[0-9](?:\.[0-9])?", unicodedata.normalize("NFKC", hazard_class))


def _not_as_listed(code: str, reason: Words, values: dict[str, str], field: str) -> Refusal:
    return Refusal(
        f"passes.hazard_{code}",
        filled(reason, **values),
        _("Compare the waybill and the safety data sheet."),
        HAZARD_LIST,
        field,
    )


def check_licence(expires_on: date, *, entry_day: date) -> Iterator[Refusal]:
    """The vehicle's licence is valid on the day of arrival."""
    if expires_on < entry_day:
        yield _hazard(
            "road_licence_expired",
            _("The road transport licence will have expired on the day of arrival."),
            "licence_expires_on",
        )


def check_tank(
    number: str,
    media: Sequence[str],
    inspected_until: date | None,
    *,
    un_number: str,
    entry_day: date,
) -> Iterator[Refusal]:
    """A tank, if there is one, is approved for these goods and inspected."""
    if not number:
        return
    if un_number and media and un_number not in media:
        yield _hazard(
            "tank_not_for_this",
            filled(_("The tank is not approved for UN %(number)s (article 23)."), number=un_number),
            "un_number",
        )
    if inspected_until is None or inspected_until < entry_day:
        yield _hazard(
            "tank_inspection_expired",
            _("The tank's inspection will have expired on the day of arrival."),
            "tank_inspected_until",
        )


def _check_certificate(rider: Rider, *, entry_day: date) -> Iterator[Refusal]:
    if rider.certificate is None or not rider.certificate.number:
        yield _hazard(
            "certificate_missing",
            filled(_("%(name)s has no certificate for hazardous goods."), name=rider.name),
            "riders",
        )
    else:
        yield from check_certificate(rider.name, rider.certificate.expires_on, entry_day=entry_day)


def check_certificate(name: str, expires_on: date, *, entry_day: date) -> Iterator[Refusal]:
    """A certificate for hazardous goods is valid on the day of arrival."""
    if expires_on < entry_day:
        yield _hazard(
            "certificate_expired",
            filled(
                _("The certificate of %(name)s will have expired on the day of arrival."),
                name=name,
            ),
            "riders",
        )


def papers_in_doubt(
    *,
    licence_number: str,
    licence_expires_on: date | None,
    tank_number: str,
    tank_inspected_until: date | None,
    certificates_until: date | None,
    entry_day: date,
    last_day: date,
) -> list[Words]:
    """What a desk compares with the paper: where the register says less than was declared.

    The register's entry is its keeper's: what another declares about the vehicle does not enter it.
    """
    doubts: list[Words] = []
    if not licence_number:
        doubts.append(_("The register knows no road transport licence of it: compare the paper."))
    elif licence_expires_on is None or licence_expires_on < entry_day:
        doubts.append(_("In the register the licence is not valid on that day: compare the paper."))
    if tank_number and (tank_inspected_until is None or tank_inspected_until < entry_day):
        doubts.append(
            _("In the register the tank inspection is not valid on that day: compare it.")
        )
    if certificates_until is not None and certificates_until < last_day:
        doubts.append(_("A declared certificate expires before the pass would."))
    return doubts


def _hazard(code: str, reason: Words, field_name: str) -> Refusal:
    return Refusal(
        f"passes.hazard_{code}",
        reason,
        _("Correct it, or send a vehicle and people that meet the decree."),
        HAZARD_DECREE,
        field_name,
    )


def _check_papers(application: Application, *, rule: RuleFacts) -> Iterator[Refusal]:
    for kind in rule.documents:
        if kind not in application.documents:
            yield replace(DOCUMENT_MISSING, rule=rule.title, field=f"document_{kind}")
    if signature_missing := check_signature(application.signature):
        yield signature_missing


# --- time limits -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """How long an application has waited, against its limit."""

    submitted_at: datetime
    limit: timedelta

    def share(self, now: datetime) -> float:
        """Elapsed part of the limit; over 1 when overdue."""
        return (now - self.submitted_at) / self.limit

    def stage(self, now: datetime) -> str:
        """`calm`, `near` from 80 % of the limit on, `over` from 100 % on."""
        share = self.share(now)
        return "over" if share >= 1 else "near" if share >= REMINDER_SHARE else "calm"


def check_document_number(number: str) -> Refusal | None:
    """What is ordered names the document that orders it."""
    if number.strip():
        return None
    return Refusal(
        "passes.document_number_missing",
        _("The number of the document that orders it is missing."),
        field="document_number",
    )


def check_reason(reason: str) -> Refusal | None:
    """What must be explained is explained in words."""
    return reasons.check_reason(reason, code="passes.reason_missing")
