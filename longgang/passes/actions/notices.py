"""Who is told what, in the deed's own transaction; the worker delivers."""

from functools import cache

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, on_duty, users_with
from longgang.core.clock import now
from longgang.core.days import short_moment_lazy
from longgang.core.errors import Words, filled
from longgang.core.identifiers import takes_messages
from longgang.core.sentences import join_lazy
from longgang.notices.api import (
    Bundle,
    Delivery,
    draft_message,
    mark_dealt_with,
    notify,
    send,
)
from longgang.people.api import members_of

from ..application import RiderRole
from ..lifecycle import PassStatus, TripStatus
from ..models import Check, Trip, VehiclePass
from ..reasons import RefusalReason

APPLICANT_TEXTS = {
    "issued": _("The pass for {plate} is ready."),
    "returned": _("The application for {plate} needs a correction: {words}"),
    "refused": _("The application for {plate} was refused: {words}"),
    "revoked": _("The pass for {plate} was revoked: {words}"),
}

TURN_BACK_TEXTS = {
    "confirmed": _("{plate} is turned back: the lead has confirmed it."),
    "overruled": _("{plate} is not turned back: {words}. Check it in."),
}


def tell_desk(vehicle_pass: VehiclePass) -> None:
    """An application waits: whoever is on duty at its desk hears of it."""
    text = format_lazy(
        _("{plate} waits for a decision, expected {when}."),
        plate=vehicle_pass.plate,
        when=short_moment_lazy(vehicle_pass.expected_entry_at),
    )
    _tell(
        on_duty(vehicle_pass.desk_code, now()),
        "pass.submitted",
        text,
        url=reverse("passes:review", args=[vehicle_pass.number]),
        waits_for=vehicle_pass,
        bundle=_of_fleet(vehicle_pass, _("Vehicles of %(company)s that wait for a decision: {n}."),
                         reverse("passes:queue") + "?company={company}"),
    )  # fmt: skip


def _of_fleet(vehicle_pass: VehiclePass, text: Words, url: str) -> Bundle | None:
    """What stands for many applications of one company, as a workbook brings them."""
    company = vehicle_pass.company
    if company is None:
        return None
    words = filled(text, company=company.name)
    return Bundle(words, url.format(company=company.number), key=company.number)


def tell_applicant(vehicle_pass: VehiclePass, what: str) -> None:
    """The applicant, and the company's dispatchers, learn the decision and its words."""
    code, words = vehicle_pass.reason_code, vehicle_pass.reason_words
    reason = RefusalReason(code).label if code in RefusalReason else ""
    text = format_lazy(
        APPLICANT_TEXTS[what], plate=vehicle_pass.plate, words=join_lazy(reason, words)
    )
    is_ready = what == "issued"
    own = f"{reverse('passes:mine')}?status={PassStatus.ISSUED}"
    ready = _of_fleet(vehicle_pass, _("Passes of %(company)s that are ready: {n}."), own)
    _tell(
        _applicants(vehicle_pass),
        f"pass.{what}",
        text,
        url=vehicle_pass.get_absolute_url(),
        about=vehicle_pass if is_ready else None,
        waits_for=vehicle_pass if what == "returned" else None,
        bundle=ready if is_ready else None,
    )


def tell_issued(vehicle_pass: VehiclePass) -> None:
    """The applicants learn that the pass is ready; the driver's phone gets the link to the code.

    Expects `aboard__person` loaded.
    """
    tell_applicant(vehicle_pass, "issued")
    link = reverse("passes:card", args=[vehicle_pass.token])
    text = format_lazy(APPLICANT_TEXTS["issued"], plate=vehicle_pass.plate, words="")
    for each in vehicle_pass.aboard.all():
        if each.role == RiderRole.DRIVER and each.person.phone:
            notify(each.person.phone, kind="pass.issued", text=text, url=link)


def tell_reminder(vehicle_pass: VehiclePass) -> None:
    """At 80 % of the limit the desk is reminded; once a submission."""
    text = format_lazy(
        _("{plate} still waits; it is to be decided by {limit}."),
        plate=vehicle_pass.plate,
        limit=f"{localtime(vehicle_pass.due_at):%H:%M}",
    )
    _tell(
        on_duty(vehicle_pass.desk_code, now()),
        "pass.reminded",
        text,
        url=reverse("passes:review", args=[vehicle_pass.number]),
        sms=True,
        key=f"{vehicle_pass.number}:{vehicle_pass.submitted_at:%y%m%d%H%M%S}",
        waits_for=vehicle_pass,
        bundle=Bundle(
            _("Applications that still wait, near their limit: {n}."), reverse("passes:queue")
        ),
    )


def tell_escalation(vehicle_pass: VehiclePass) -> None:
    """At 100 % the supervisors of the desk hear of it."""
    text = format_lazy(_("{plate} has waited longer than the limit."), plate=vehicle_pass.plate)
    _tell(
        users_with(Permission.PASS_REASSIGN, desk_code=vehicle_pass.desk_code),
        "pass.escalated",
        text,
        url=reverse("passes:review", args=[vehicle_pass.number]),
        sms=True,
        key=f"{vehicle_pass.number}:{vehicle_pass.submitted_at:%y%m%d%H%M%S}",
        waits_for=vehicle_pass,
        bundle=Bundle(
            _("Applications that have waited longer than the limit: {n}."),
            f"{reverse('passes:list')}?status=late",
        ),
    )


def mark_gone_on(trip: Trip) -> None:
    """Nobody is told any longer that it is overdue, or has to be confirmed; of a trip as it is now,
    before it moves. At a gate most have nothing of the kind, and are not asked for it.
    """
    if trip.overdue_noticed_at or trip.vehicle_pass.visited_company_id is not None:
        mark_dealt_with(trip)


def tell_site(trip: Trip) -> None:
    """A truck has entered: the visited party's phone gets the link by which it confirms."""
    if message := message_to_site(trip):
        send(message)
    tell_company_at_site(trip)


def message_to_site(trip: Trip) -> Delivery | None:
    """What the phone of the visited party gets; where a land line answers, nothing arrives."""
    phone = visited_phone(trip.vehicle_pass)
    if not takes_messages(phone):
        return None
    url = _page_to_confirm().replace(_HERE, trip.token)
    return draft_message(
        phone, kind="trip.entered", text=_is_coming(trip), url=url, key=trip.number
    )


_HERE = "-here-"


@cache
def _page_to_confirm() -> str:
    """The address is looked up once: a truck waits."""
    return reverse("passes:confirm", args=[_HERE])


def tell_company_at_site(trip: Trip) -> None:
    """The members of the visited company, if it has an account here."""
    if trip.vehicle_pass.visited_company_id is not None:
        _tell(
            members_of(trip.vehicle_pass.visited_company_id),
            "trip.entered",
            _is_coming(trip),
            url=reverse("passes:trip", args=[trip.number]),
            key=trip.number,
            waits_for=trip,
            bundle=Bundle(
                _("Vehicles on their way to you: {n}. Please confirm their arrival."),
                f"{reverse('passes:trips')}?status=entered",
            ),
        )


def _is_coming(trip: Trip) -> Promise:
    return format_lazy(
        _("{plate} has entered and is on its way to you. Please confirm its arrival."),
        plate=trip.vehicle_pass.plate,
    )


def tell_overdue(trip: Trip) -> None:
    """A leg is past its limit: street, company and supervisors hear of it, once a leg."""
    vehicle_pass = trip.vehicle_pass
    text = format_lazy(
        _("{plate} is overdue: {status}. Find out where it is."),
        plate=vehicle_pass.plate,
        status=TripStatus(trip.status).label,
    )
    people = users_with(Permission.PASS_REVIEW, area_code=trip.area_code)
    people += users_with(Permission.PASS_REASSIGN, area_code=trip.area_code)
    people += _applicants(vehicle_pass)
    if vehicle_pass.visited_company_id is not None:
        people += members_of(vehicle_pass.visited_company_id)
    _tell(
        people,
        "trip.overdue",
        text,
        url=reverse("passes:trip", args=[trip.number]),
        key=f"{trip.number}:{trip.due_at:%y%m%d%H%M}",
        waits_for=trip,
        bundle=Bundle(
            _("Overdue vehicles: {n}. Find out where they are."),
            f"{reverse('passes:trips')}?status=overdue",
        ),
    )


def tell_turn_back(check: Check, *, plate: str) -> None:
    """A turning back waits for somebody authorised."""
    text = format_lazy(
        _("{plate} is to be turned back: {words}. Confirm or overrule."),
        plate=plate,
        words=check.note,
    )
    _tell(
        users_with(
            Permission.CHECK_TURN_BACK,
            area_code=check.area_code,
            premises_number=check.premises_number,
        ),
        "check.turn_back_asked",
        text,
        url=reverse("passes:turn_backs"),
        sms=True,
        key=check.number,
        waits_for=check,
    )


def tell_turn_back_decided(check: Check, verb: str, *, words: str) -> None:
    """The officer who asked reads what the lead decided, and the leads need not any more."""
    mark_dealt_with(check)
    text = format_lazy(TURN_BACK_TEXTS[verb], plate=check.shown_plate, words=words)
    _tell(
        [check.officer],
        f"check.turn_back_{verb}",
        text,
        url=reverse("passes:gate_done", args=[check.number]),
        key=check.number,
    )


def visited_phone(vehicle_pass: VehiclePass) -> str:
    """The phone of the party in the district: the consignee if it is here, else the consignor."""
    visits_consignee = vehicle_pass.visits_consignee
    return vehicle_pass.consignee_phone if visits_consignee else vehicle_pass.consignor_phone


def _applicants(vehicle_pass: VehiclePass) -> list[User]:
    people = [vehicle_pass.applicant]
    helped = vehicle_pass.on_behalf_of
    if helped is not None and helped.user is not None and helped.user != vehicle_pass.applicant:
        people.append(helped.user)
    if vehicle_pass.company_id is not None:
        people += members_of(vehicle_pass.company_id)
    return people


def _tell(
    people: list[User],
    kind: str,
    text: Promise | str,
    *,
    url: str,
    sms: bool = False,
    key: str = "",
    about: Model | None = None,
    waits_for: Model | None = None,
    bundle: Bundle | None = None,
) -> None:
    receivers = {person.pk: person for person in people}.values()
    notify(
        list(receivers),
        kind=kind,
        text=text,
        url=url,
        sms=sms,
        key=key,
        about=waits_for or about,
        waits=waits_for is not None,
        bundle=bundle,
    )
