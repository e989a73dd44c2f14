"""Who may do what with cases. Each raises NotAllowed or Refused; `allows` asks."""

from django.conf import settings

from longgang.accounts.api import Permission, User, check_holds
from longgang.core.errors import check_two_people, refuse_if

from .models import Batch, Case
from .rules import needs_two_people


def check_may_open(user: User) -> None:
    """Who may open a case: investigators of the district."""
    check_holds(user, Permission.CASE_INVESTIGATE, area_code=settings.DISTRICT_CODE)


def check_may_investigate(user: User, case: Case) -> None:
    """Who may ask, add, set aside, decide and close: investigators of the case's area."""
    check_holds(user, Permission.CASE_INVESTIGATE, area_code=case.area_code)


def check_may_carry_out(user: User, batch: Batch) -> None:
    """Who may carry out what was chosen: an investigator; of many people at once another one than
    who has chosen them.
    """
    check_may_investigate(user, batch.case)
    if needs_two_people(batch.size):
        refuse_if(check_two_people(batch.proposed_by_id, user.pk))
