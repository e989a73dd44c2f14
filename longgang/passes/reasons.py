"""The reasons desks choose from when they say no. A new one is a line here and its translation."""

from django.utils.translation import gettext_lazy as _

from longgang.core.lifecycle import States


class RefusalReason(States):
    """Why a pass is not given; each reads as a sentence to the applicant."""

    NOT_NECESSARY = "not_necessary", _("The trip is not necessary at this time.")
    GOODS_NOT_COVERED = "goods_not_covered", _("These goods need another kind of permit.")
    FALSE_STATEMENT = "false_statement", _("A statement in the application is not true.")
    BLOCKLISTED = "blocklisted", _("The vehicle or a person aboard is on the blocklist.")
    CERTIFICATES = "certificates", _("Certificates are missing or will have expired.")
    RISK_AREA = "risk_area", _("The vehicle or the people come from a risk area.")
    HOST_DECLINES = "host_declines", _("The consignee or host does not expect this trip.")
    QUOTA = "quota", _("The consignee's quota for the day is used up.")
    OTHER = "other", _("Another reason, given in words.")


_EVERY_DESK = (
    RefusalReason.NOT_NECESSARY,
    RefusalReason.FALSE_STATEMENT,
    RefusalReason.BLOCKLISTED,
    RefusalReason.RISK_AREA,
    RefusalReason.HOST_DECLINES,
)
_OF_A_KIND = {
    "industry": (RefusalReason.CERTIFICATES, RefusalReason.GOODS_NOT_COVERED, RefusalReason.QUOTA),
    "transport": (RefusalReason.CERTIFICATES, RefusalReason.GOODS_NOT_COVERED),
    "commerce": (RefusalReason.GOODS_NOT_COVERED, RefusalReason.QUOTA),
    "street": (),
}


def reasons_of(desk_kind: str) -> list[tuple[str, object]]:
    """The list of one kind of desk, as choices; "another reason" stands last."""
    listed = [*_EVERY_DESK, *_OF_A_KIND.get(desk_kind, ()), RefusalReason.OTHER]
    return [(reason.value, reason.label) for reason in listed]
