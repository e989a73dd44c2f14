"""What the auditor reads instead of the names of our tables and columns."""

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Words

from .application import DocumentKind

_THINGS: dict[str, Words] = {
    "aboard": _("person aboard"),
    "attachment": _("document"),
    "blockentry": _("blocklist entry"),
    "check": _("check at the gate"),
    "fleetupload": _("workbook of trips"),
    "passdraft": _("draft of an application"),
    "passrule": _("rule of the passes"),
    "refusedscan": _("scan that was not let pass"),
    "signingkey": _("key that signs passes"),
    "trip": _("trip"),
    "vehiclepass": _("vehicle pass"),
}
_FACTS: dict[str, Words] = {
    "at": _("when it happened"),
    "check": _("check at the gate"),
    "closed_at": _("out at"),
    "closed_through": _("out through"),
    "device": _("device"),
    "direction": _("way"),
    "doubts": _("what spoke against it"),
    "entered_at": _("entered at"),
    "entered_through": _("entered through"),
    "is_seal_doubled": _("seal was on another cab"),
    "tank_inspected_until": _("tank inspected until"),
    "tank_number": _("number of the tank"),
    "trip": _("trip"),
    "desk_code": _("desk"),
    "disposition": _("what was decided"),
    "document_number": _("number of the document"),
    "due_at": _("limit of this leg"),
    "ends_on": _("last day"),
    "for_person": _("applied on behalf of"),
    "faulty_count": _("rows with faults"),
    "kid": _("key id"),
    "licence_expires_on": _("licence valid until"),
    "licence_number": _("road transport licence"),
    "marked_fields": _("marked for correction"),
    "new_count": _("new trips"),
    "pass_number": _("number of the pass"),
    "photo": _("photo"),
    "plate": _("plate"),
    "premises": _("checkpoint"),
    "reason_code": _("kind of reason"),
    "seal_number": _("seal number"),
    "seal_state": _("state of the seal"),
    "signs_from": _("signs from"),
    "status": _("status"),
    "submitted": _("trips submitted"),
    "superseded_by": _("superseded by"),
    "verdict": _("answer"),
    "valid_from": _("valid from"),
    "valid_until": _("valid until"),
}
NAMES: dict[str, Words] = {
    **{f"passes.{thing}": words for thing, words in _THINGS.items()},
    **{f"passes.{thing}.{fact}": words for thing in _THINGS for fact, words in _FACTS.items()},
    **{f"passes.vehiclepass.document_{kind}": kind.label for kind in DocumentKind},
}
