"""Who may do what with measures. Each raises NotAllowed or Refused; `allows` asks."""

from django.conf import settings

from longgang.accounts.api import Permission, User, check_holds, scope_of
from longgang.areas.api import Premises
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, allows, check_two_people, refuse_if

from .models import ACCEPTING, HandOver, Measure, Moving, place_of


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


def check_owns(user: User, measure: Measure) -> None:
    """Whose people they are: whoever sees measures at the site, or where somebody at home lives."""
    check_holds(user, Permission.MEASURE_VIEW, **measure.owner)


def check_may_change(user: User, measure: Measure) -> None:
    """Who may extend, suspend and resume it: the officers of whoever owns it."""
    check_holds(user, Permission.MEASURE_EDIT, **measure.owner)


def check_may_take_in(user: User, measure: Measure, site: Premises) -> None:
    """Who may check somebody in at a site, or note that they went to hospital instead: the officers
    of the site, and of whoever owns it.
    """
    if not allows(check_may_change, user, measure):
        check_holds(user, Permission.MEASURE_EDIT, **place_of(site))


def check_may_lift(user: User, measure: Measure) -> None:
    """Who may lift it, or cancel one that was a mistake: the officers of whoever owns it."""
    check_holds(user, Permission.MEASURE_LIFT, **measure.owner)


def check_may_hand_over(user: User, measure: Measure) -> None:
    """Who may hand somebody on: from a site who may lift there, at home who may change it."""
    if measure.held_at:
        check_may_lift(user, measure)
    else:
        check_may_change(user, measure)


def check_may_confirm_hand_over(user: User, hand_over: HandOver) -> None:
    """Who may confirm what somebody else proposed. That somebody goes home early the site does not
    decide among its own: one of the two is of the district.
    """
    check_may_hand_over(user, hand_over.measure)
    refuse_if(check_two_people(hand_over.offered_by_id, user.pk))
    if hand_over.is_early:
        check_holds(user, Permission.MEASURE_LIFT, area_code=settings.DISTRICT_CODE)


def check_may_accept(user: User, hand_over: HandOver) -> None:
    """Who may accept somebody or send them back: grid workers and officers of the area to which
    they are offered, and of the larger ones to which it has been raised.
    """
    areas = scope_of(user, *ACCEPTING).areas
    if not any(hand_over.is_for(area, now()) for area in areas):
        raise NotAllowed


def check_may_ask(user: User, measure: Measure) -> None:
    """Who may ask for help: the person, and whoever acts for them."""
    if not Measure.objects.of(user).filter(pk=measure.pk).exists():
        raise NotAllowed


def check_may_answer(user: User, measure: Measure) -> None:
    """Who answers, and says whether the person is in place: grid workers and officers of whoever
    owns the measure.
    """
    scope = scope_of(user, *ACCEPTING)
    if not scope.covers(**measure.owner):
        raise NotAllowed


def check_may_visit(user: User, measure: Measure) -> None:
    """Who may record a visit: grid workers, community and street officers of the area."""
    check_holds(user, Permission.VISIT_RECORD, **measure.owner)
