"""How a company comes to act here: registered by a resident, decided by the office."""

from django.utils.translation import gettext_lazy as _

from longgang.core.lifecycle import Lifecycle, Move, States


class CompanyStatus(States):
    """Where the registration of a company stands."""

    PENDING = "pending", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


COMPANY_LIFECYCLE = Lifecycle(
    CompanyStatus,
    start=CompanyStatus.PENDING,
    ends={CompanyStatus.APPROVED, CompanyStatus.REFUSED},
    moves=[
        Move("approve", CompanyStatus.PENDING, to=CompanyStatus.APPROVED, event="company.approved"),
        Move("refuse", CompanyStatus.PENDING, to=CompanyStatus.REFUSED, event="company.refused"),
    ],
)
