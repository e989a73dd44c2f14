"""Who may write into the register. Each question is asked by one raising function."""

from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.errors import NotAllowed, Refusal

from .models import Company, MemberRole, Membership, Person, Vehicle
from .queries import may_act_for
from .scopes import lies_in


def _holds_for(user: User, permission: Permission, area_code: str) -> bool:
    return lies_in(scope_of(user, permission), area_code)


def check_may_register(user: User) -> None:
    """Everybody whose account is open: residents for themselves and others, staff for everybody."""
    if not user.is_active:
        raise NotAllowed


def check_may_act_for(user: User, company: Company) -> None:
    """Who may do something in the name of a company.

    - its members, once it is approved
    - staff who edit companies where it is
    """
    if may_act_for(user, company):
        return
    if not _holds_for(user, Permission.COMPANY_EDIT, company.area_code):
        raise NotAllowed(
            Refusal(
                "people.not_a_member",
                _("You do not act for this company, or it is not approved yet."),
                _("Ask a manager of the company to add your phone."),
            )
        )


def check_may_manage(user: User, company: Company) -> None:
    """Who may change a company's details and members.

    - its managers, also while it waits for approval
    - staff who edit companies where it is
    """
    manages = Membership.objects.filter(
        user=user, company=company, role=MemberRole.MANAGER
    ).exclude(company__status=Company.Status.REFUSED)
    if not manages.exists() and not _holds_for(user, Permission.COMPANY_EDIT, company.area_code):
        raise NotAllowed(
            Refusal(
                "people.not_a_manager",
                _("Only a manager of the company can do this."),
                _("Ask one of the company's managers."),
            )
        )


def check_may_decide_company(user: User, company: Company) -> None:
    """Staff who approve companies where it is; never somebody who is a member of it."""
    is_member = Membership.objects.filter(user=user, company=company).exists()
    if is_member or not _holds_for(user, Permission.COMPANY_APPROVE, company.area_code):
        raise NotAllowed


def check_may_correct_person(user: User, person: Person) -> None:
    """Who may correct an entry.

    - staff who edit people where the person lives
    - the person themselves, but for name and ID number: see `may_correct_identity`
    """
    is_self = person.user_id is not None and person.user_id == user.pk
    if not is_self and not may_correct_identity(user, person):
        raise NotAllowed


def may_correct_identity(user: User, person: Person) -> bool:
    """Whether name and ID number may be corrected: by staff who edit people there, nobody else."""
    return _holds_for(user, Permission.PERSON_EDIT, person.area_code)


def check_may_reveal(user: User, area_code: str, premises_number: str = "") -> None:
    """Staff whose post includes seeing personal data where the person lives, or is kept."""
    if not _holds_for(user, Permission.PERSON_REVEAL, area_code):
        scope = scope_of(user, Permission.PERSON_REVEAL)
        if not premises_number or premises_number not in scope.premises:
            raise NotAllowed


def check_may_merge(user: User, *area_codes: str) -> None:
    """Staff whose post includes merging, where both entries are."""
    scope = scope_of(user, Permission.PERSON_MERGE)
    if not all(lies_in(scope, area_code) for area_code in area_codes):
        raise NotAllowed


def check_may_assign_vehicle(user: User, vehicle: Vehicle, company: Company | None = None) -> None:
    """Staff who edit companies where the vehicle is, and where the company is."""
    places = [vehicle.area_code, *([company.area_code] if company else [])]
    if not all(_holds_for(user, Permission.COMPANY_EDIT, place) for place in places):
        raise NotAllowed


def check_may_correct_vehicle(user: User, vehicle: Vehicle) -> None:
    """Who may correct a vehicle.

    - members of its company
    - its owner, when it has no company
    - staff who edit companies where it is, or people, when it has no company
    """
    company, owner = vehicle.company, vehicle.owner
    if company is not None:
        check_may_act_for(user, company)
        return
    is_owner = owner is not None and owner.user_id is not None and owner.user_id == user.pk
    if not is_owner and not _holds_for(user, Permission.PERSON_EDIT, vehicle.area_code):
        raise NotAllowed
