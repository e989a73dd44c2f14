"""Who may do what with passes, trips and gates. Each raises NotAllowed; `allows` asks."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, check_holds, holds
from longgang.areas.api import Premises
from longgang.core.errors import NotAllowed, Refusal
from longgang.people.api import Company, acts_for, person_of

from .models import Check, PassDraft, RefusedScan, Trip, VehiclePass


def check_may_apply_for(user: User, company: Company | None) -> None:
    """Who may apply in a company's name.

    - its members, once the company is approved
    - everybody for themselves (no company)
    """
    if company is not None and not _acts_for(user, company.pk):
        raise NotAllowed


def _acts_for(user: User, company_id: int | None) -> bool:
    return company_id is not None and acts_for(user.pk, company_id)


def check_may_change(user: User, vehicle_pass: VehiclePass) -> None:
    """Who may correct, withdraw or repeat an application.

    - whoever submitted it
    - members of the company it was submitted for
    """
    if vehicle_pass.applicant_id != user.pk and not _acts_for(user, vehicle_pass.company_id):
        raise NotAllowed


def check_may_write_draft(user: User, draft: PassDraft) -> None:
    """Who may go on with a draft: whoever began it."""
    if draft.user_id != user.pk:
        raise NotAllowed


def check_may_review(user: User, vehicle_pass: VehiclePass) -> None:
    """Who may approve, return or refuse.

    - reviewers of the desk where the application lies
    - street officers, for the desk of their street
    - nobody for an application of their own: made by them, for them or for their company, or with
      them aboard
    """
    check_holds(user, Permission.PASS_REVIEW, desk_code=vehicle_pass.desk_code)
    if _has_a_stake(user, vehicle_pass):
        raise NotAllowed(
            Refusal(
                "passes.own_application",
                _("Nobody decides about an application of their own."),
                _("Hand it to another reviewer or desk."),
            )
        )


def _has_a_stake(user: User, vehicle_pass: VehiclePass) -> bool:
    if vehicle_pass.applicant_id == user.pk or _acts_for(user, vehicle_pass.company_id):
        return True
    own = person_of(user)
    return own is not None and (
        vehicle_pass.on_behalf_of_id == own.pk
        or any(each.person_id == own.pk for each in vehicle_pass.aboard.all())
    )


def check_may_hand_over(user: User, vehicle_pass: VehiclePass) -> None:
    """Who may give an application to another desk.

    - reviewers of the desk where it lies
    - supervisors of the area
    """
    if not holds(user, Permission.PASS_REASSIGN, desk_code=vehicle_pass.desk_code):
        check_may_review(user, vehicle_pass)


def check_may_revoke(user: User, vehicle_pass: VehiclePass) -> None:
    """Who may take back a pass: reviewers of its desk, supervisors of the area."""
    check_holds(user, Permission.PASS_REVOKE, desk_code=vehicle_pass.desk_code)


def check_may_reveal(user: User, vehicle_pass: VehiclePass) -> None:
    """Who may see personal data of the people aboard, for a purpose that is written down.

    - reviewers and supervisors of the desk where the application lies
    - others whose post includes it in the area of that desk
    """
    check_holds(user, Permission.PERSON_REVEAL, desk_code=vehicle_pass.desk_code)


def check_may_check(user: User, premises: Premises) -> None:
    """Who may record checks at a checkpoint: its officers, and the leads of the area."""
    check_holds(
        user,
        Permission.CHECK_RECORD,
        premises_number=premises.number,
        area_code=premises.area_code,
    )


def check_may_undo(user: User) -> None:
    """Who may undo a check: whoever may still record checks; that it is their own is a rule."""
    check_holds(user, Permission.CHECK_RECORD)


def check_may_turn_back(user: User, check: Check) -> None:
    """Who may confirm or overrule a turning back: the leads of the area where it was asked for."""
    check_holds(
        user,
        Permission.CHECK_TURN_BACK,
        premises_number=check.premises_number,
        area_code=check.area_code,
    )


def check_may_reveal_scan(user: User, scan: RefusedScan) -> None:
    """Who may see what was scanned and refused, for a purpose that is written down: the leads, and
    others whose post includes seeing personal data in the area of the checkpoint.
    """
    check_holds(
        user,
        Permission.PERSON_REVEAL,
        premises_number=scan.premises_number,
        area_code=scan.area_code,
    )


def check_may_confirm_trip(user: User, trip: Trip) -> None:
    """Who may say that a truck has arrived or left, besides whoever holds the link.

    - members of the visited company
    - the visited party's street and the supervisors, after a phone call
    """
    if _acts_for(user, trip.vehicle_pass.visited_company_id):
        return
    if holds(user, Permission.PASS_REASSIGN, area_code=trip.area_code):
        return
    check_holds(user, Permission.PASS_REVIEW, area_code=trip.area_code)


def check_may_propose_block(user: User) -> None:
    """Who may propose somebody for the blocklist: desks, checkpoint leads, rules officers."""
    check_holds(user, Permission.BLOCKLIST_PROPOSE)


def check_may_confirm_block(user: User) -> None:
    """Who may confirm or lift an entry: supervisors of the district, for which it counts.

    That it is a second person is a rule.
    """
    check_holds(user, Permission.BLOCKLIST_CONFIRM, area_code=settings.DISTRICT_CODE)


def check_may_manage_keys(user: User) -> None:
    """Who may publish and withdraw the keys that sign passes: security administrators."""
    check_holds(user, Permission.KEY_MANAGE, area_code=settings.DISTRICT_CODE)
