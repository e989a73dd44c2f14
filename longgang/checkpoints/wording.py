"""Labels, colours and sentences of devices and conflicts: what a page and the audit book say."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import place_name
from longgang.core.errors import Words
from longgang.core.parts import Moment, phone_link
from longgang.core.sentences import comma, join_sentences
from longgang.core.tags import Tag, Tone
from longgang.passes.api import Check, decision_words, describe_check

from .actions.calling import Callees
from .lifecycle import ConflictStatus, DeviceStatus
from .models import Conflict, ConflictKind, Device, Resolution
from .rules import AMBER_AFTER_S, CALL_AFTER_S, DEVICE_WITHDRAWN

NOTHING = "—"


def device_tag(device: Device, moment: datetime) -> Tag:
    """How a device stands: what the clock says comes before what the row says."""
    if device.status == DeviceStatus.WITHDRAWN:
        return _withdrawn_tag(device)
    if device.status == DeviceStatus.INVITED:
        if device.is_invited(moment):
            return Tag(_("Waits for the phone"), Tone.INFO)
        return Tag(_("Code not used in time"), Tone.IDLE)
    age = data_age_s(device, moment)
    if device.has_forgotten(moment):
        return Tag(_("Has forgotten what it held"), Tone.SOON)
    if age is None or age > CALL_AFTER_S:
        return Tag(_("Data too old to decide by"), Tone.BAD)
    is_old = age > AMBER_AFTER_S
    return Tag(_("No network"), Tone.SOON) if is_old else Tag(_("In use"), Tone.GOOD)


def _withdrawn_tag(device: Device) -> Tag:
    """Whether the phone has heard of it."""
    seen, withdrawn = device.last_seen_at, device.withdrawn_at
    if device.enrolled_at is not None and (seen is None or withdrawn is None or seen < withdrawn):
        return Tag(_("Withdrawn; does not know it yet"), Tone.BAD)
    return Tag(DeviceStatus.WITHDRAWN.label, Tone.IDLE)


def data_age_s(device: Device, moment: datetime) -> int | None:
    """How old what it holds is."""
    return None if device.fed_at is None else int((moment - device.fed_at).total_seconds())


def age_words(device: Device, moment: datetime) -> Words:
    """The same as people say it."""
    age = data_age_s(device, moment)
    if age is None or device.status == DeviceStatus.WITHDRAWN:
        return NOTHING
    if age < 120:
        return _("fresh")
    if age < 2 * 3600:
        return _("%(count)d min") % {"count": age // 60}
    return _("%(count)d h") % {"count": age // 3600}


def clock_words(device: Device) -> Words:
    """By how much its clock is wrong, if that is worth saying."""
    if device.clock_ahead_ms is None or abs(device.clock_ahead_ms) < 60_000:
        return NOTHING if device.clock_ahead_ms is None else _("right")
    minutes = abs(device.clock_ahead_ms) // 60_000
    words = _("%(count)d min ahead") if device.clock_ahead_ms > 0 else _("%(count)d min behind")
    return words % {"count": minutes}


def conflict_tag(conflict: Conflict, moment: datetime) -> Tag:
    """Whether somebody still has to look into it."""
    if conflict.is_overdue(moment):
        return Tag(_("Past its limit"), Tone.BAD)
    tones = {ConflictStatus.OPEN: Tone.SOON, ConflictStatus.RESOLVED: Tone.GOOD}
    status = ConflictStatus(conflict.status)
    return Tag(status.label, tones.get(status, Tone.IDLE))


def what_of(conflict: Conflict) -> str:
    """The plate or the seal that it is about."""
    return conflict.plate or conflict.seal_number or NOTHING


# What each kind means, and what to do first: for who looks into it.
KIND_WORDS: dict[str, tuple[Words, Words]] = {
    ConflictKind.DOUBLE_USE: (
        _("The same pass let a vehicle in twice, without an exit between or after its only trip."),
        _("Find out whether it was one vehicle or two. Call both checkpoints; compare the photos."),
    ),
    ConflictKind.AFTER_WITHDRAWAL: (
        _("The pass, or the key that signed its code, had been taken back before."),
        _("Find the vehicle; its trip is open. The site and the carrier can be called."),
    ),
    ConflictKind.BLOCKLISTED: (
        _("The vehicle or somebody aboard was on the blocklist at that moment."),
        _("Find the vehicle; its trip is open. The site and the carrier can be called."),
    ),
    ConflictKind.NOT_VALID: (
        _("At that moment the pass did not count."),
        _("Ask the officer what was shown. Find the vehicle if it should not be here."),
    ),
    ConflictKind.WRONG_CHECKPOINT: (
        _("The vehicle was announced for another checkpoint, and no note says why."),
        _("Ask the officer; the checkpoint it was announced for still expects it."),
    ),
    ConflictKind.SEAL_TWICE: (
        _("The same seal number was put on two cabs at a time."),
        _("Compare both photos; one number was read or typed wrongly, or a seal was copied."),
    ),
    ConflictKind.INSIDE_TWICE: (
        _("The vehicle was let in while an earlier trip of it, on another pass, was still open."),
        _("Its exit was not recorded, or the plate is copied: compare the photos, ask the sites."),
    ),
    ConflictKind.SEAL_BROKEN: (
        _("At the exit the seal was broken, missing or another; the note says why."),
        _("Call the site and the carrier: where was the cab opened, and who got in or out?"),
    ),
    ConflictKind.UNKNOWN_PASS: (
        _("A vehicle was let through without a pass that this system knows."),
        _("Ask the officer why; have an application made for it, or find the vehicle."),
    ),
    ConflictKind.NO_ENTRY: (
        _("A vehicle left, and no check says that it came in."),
        _("Wait for devices that are without network; then ask where it came in."),
    ),
    ConflictKind.EXIT_TWICE: (
        _("The vehicle of this pass left twice on one trip."),
        _("Find out whether it was one vehicle or two; compare the photos."),
    ),
    ConflictKind.AGAINST_RULES: (
        _("The vehicle was let in, but not as the rules of that moment ask for."),
        _("Ask the officer; what is missing can be made up for at the site."),
    ),
    ConflictKind.DEVICE_WITHDRAWN: (
        _("The device had been withdrawn before this check."),
        _("Find out in whose hands the phone is. What it told may be invented."),
    ),
}
_OWN_CODES: dict[str, Words] = {
    DEVICE_WITHDRAWN: _("The device had been withdrawn"),
    "passes.no_pass": _("No pass of ours was known"),
}


def doubts_in_words(check: Check) -> list[str]:
    """Why it should not have been let pass."""
    words = decision_words("en" if (get_language() or "").startswith("en") else "zh-hans")
    return [
        str(_OWN_CODES.get(code) or words.get(code, {}).get("words", code)) for code in check.doubts
    ]


def stop_facts(check: Check, callees: Callees | None = None) -> list[tuple[Words, object]]:
    """Everything about one stop, with how it became known and whom to call about it."""
    learned = localtime(check.learned_at)
    facts = [
        (_("When it happened"), f"{localtime(check.at):%Y-%m-%d %H:%M:%S}"),
        (_("When it became known"), f"{learned:%Y-%m-%d %H:%M:%S}"),
        *describe_check(check),
        (_("Officer"), _to_call(str(check.officer), callees.officer if callees else "")),
    ]
    if callees and callees.leads:
        leads = [_to_call(name, phone) for name, phone in callees.leads]
        facts.append((_("Lead of the checkpoint"), format_html_join(comma(), "{}", zip(leads))))
    if check.device_number:
        facts.append((_("Device"), check.device_number))
        mode = _("without network") if check.is_offline else _("with network")
        facts.append((pgettext_lazy("by a device", "Decided"), mode))
    if check.data_age_s is not None:
        minutes = check.data_age_s // 60
        facts.append((_("Age of its data"), _("%(count)d min") % {"count": minutes}))
    if check.device_at is not None:
        facts.append((_("Its clock showed"), f"{localtime(check.device_at):%Y-%m-%d %H:%M:%S}"))
    if reasons := doubts_in_words(check):
        facts.append((_("Spoke against it"), join_sentences(*reasons)))
    return facts


def _to_call(name: str, phone: str) -> SafeString:
    return format_html("{} {}", name, phone_link(phone)) if phone else format_html("{}", name)


def moments_of(conflict: Conflict) -> list[Moment]:
    """What has become of it, for a timeline."""
    resolved = Resolution(conflict.resolution).label if conflict.resolution else ""
    said: list[tuple[Words, datetime | None, str, Words, Tone]] = [
        (pgettext_lazy("moment", "Opened"), conflict.opened_at, "", "", Tone.SOON),
        (_("Passed on: past its limit"), conflict.escalated_at, "", "", Tone.BAD),
        (resolved, conflict.resolved_at, str(conflict.resolved_by), conflict.words, Tone.GOOD),
        (
            _("Explained by a later check"),
            conflict.explained_at,
            "",
            _("With what has become known since, nothing stands against it."),
            Tone.IDLE,
        ),
    ]
    return [Moment(label, at, who, words, tone) for label, at, who, words, tone in said if at]


def where_of(conflict: Conflict) -> str:
    """The checkpoint of its last stop."""
    return place_name(conflict.premises_number)


EVENT_WORDS = {
    "device.invited": _("Device invited"),
    "device.enrolled": _("Device enrolled"),
    "device.withdrawn": _("Device withdrawn"),
    "conflict.opened": _("Conflict of checks opened"),
    "conflict.grown": _("More checks belong to a conflict"),
    "conflict.escalated": _("Conflict past its limit passed on"),
    "conflict.resolved": _("Conflict resolved"),
    "conflict.explained": _("Conflict explained by a later check"),
}
NAMES: dict[str, Words] = {
    "checkpoints.device": _("device"),
    "checkpoints.device.premises": _("checkpoint"),
    "checkpoints.device.officer": _("officer"),
    "checkpoints.conflict": _("conflict of checks"),
    "checkpoints.conflict.kind": _("kind of conflict"),
    "checkpoints.conflict.checks": _("checks"),
    "checkpoints.conflict.resolution": _("how it ended"),
}
