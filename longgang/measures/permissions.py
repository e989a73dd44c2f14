"""Who may do what with measures. Each raises NotAllowed or Refused; `allows` asks."""

from django.conf import settings

from longgang.accounts.api import Permission, User, check_holds
from longgang.core.errors import check_two_people, refuse_if

from .models import Measure, Moving


def check_may_edit_rules(user: User) -> None:
    """Who may change the rules: rules officers of the district."""
    check_holds(user, Permission.RULE_EDIT, area_code=settings.DISTRICT_CODE)


def check_may_move(user: User, *, area_code: str) -> None:
    """Who may propose to move people to a newer rule: rules officers of the area."""
    check_holds(user, Permission.MEASURE_MOVE, area_code=area_code)


def check_may_decide(user: User, moving: Moving) -> None:
    """Who may confirm such a proposal or turn it down: the command centre of the area, and never
    the person who made it.
    """
    check_holds(user, Permission.MEASURE_MOVE_CONFIRM, area_code=moving.area_code)
    refuse_if(check_two_people(moving.proposed_by_id, user.pk))


def check_may_open(user: User, *, area_code: str) -> None:
    """Who may put somebody under a measure: community, street and health officers of the area."""
    check_holds(user, Permission.MEASURE_EDIT, area_code=area_code)


def check_may_change(user: User, measure: Measure) -> None:
    """Who may extend, suspend and resume it: the officers of the area that owns it."""
    check_holds(user, Permission.MEASURE_EDIT, area_code=measure.area_code)


def check_may_lift(user: User, measure: Measure) -> None:
    """Who may lift it, or cancel one that was a mistake: the officers of the area that owns it."""
    check_holds(user, Permission.MEASURE_LIFT, area_code=measure.area_code)


def check_may_visit(user: User, measure: Measure) -> None:
    """Who may record a visit: grid workers, community and street officers of the area."""
    check_holds(user, Permission.VISIT_RECORD, area_code=measure.area_code)
