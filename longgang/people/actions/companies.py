"""Registering and approving companies, and who belongs to them."""

from typing import Unpack

from django.db import IntegrityError, transaction

from longgang.accounts.api import User, open_account
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.corrections import lock_unchanged
from longgang.core.errors import Refused, refuse_if
from longgang.core.identifiers import parse_phone
from longgang.core.pinyin import initials, sort_key, spelling
from longgang.core.tokens import new_number

from .. import rules
from ..events import filed_under
from ..hearing import company_decided, company_registered
from ..lifecycle import COMPANY_LIFECYCLE
from ..models import Company, Crew, Industry, MemberRole, Membership, Person, Vehicle
from ..permissions import (
    check_may_act_for,
    check_may_decide_company,
    check_may_manage,
    check_may_register,
)
from ..reading import CompanyFacts, Reading, read_company, tidy_name, tidy_text
from ..wording import CREDIT_CODE_TAKEN

REQUIRED: CompanyFacts = {
    "industry": Industry.OTHER,
    "name": "",
    "credit_code": "",
    "area_code": "",
    "address": "",
    "contact_name": "",
    "contact_phone": "",
}


@transaction.atomic
def register_company(*, by: User, **facts: Unpack[CompanyFacts]) -> Company:
    """Ask for a company to be let in. It waits for approval; a resident becomes its manager.

    A company that was refused makes room for another try with the same credit code.
    """
    check_may_register(by)
    read = read_company({**REQUIRED, **facts})
    spelled = _spelled(read["name"])
    company = Company(number=new_number("C"), registered_at=now(), registrant=by, **spelled, **read)
    try:
        with transaction.atomic():
            company.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(CREDIT_CODE_TAKEN) from error
    if not by.is_staff_member:
        Membership.objects.create(
            company=company, user=by, role=MemberRole.MANAGER, since_on=today()
        )
    area_code = filed_under(company.area_code)
    record("company.registered", company, by=by, area_code=area_code, after=read)
    company_registered.tell(company)
    return company


@transaction.atomic
def approve_company(company: Company, *, by: User, reason: str = "") -> None:
    """Let a company act here. Never by one of its own members."""
    check_may_decide_company(by, company)
    COMPANY_LIFECYCLE.move(company, "approve", decided_at=now(), decided_by=by)
    area_code = filed_under(company.area_code)
    record("company.approved", company, by=by, area_code=area_code, reason=reason)
    company_decided.tell(company)


@transaction.atomic
def refuse_company(company: Company, *, by: User, reason: str) -> None:
    """Turn a registration down, with the reason its manager reads."""
    check_may_decide_company(by, company)
    reason = tidy_text(reason)
    refuse_if(rules.check_reason(reason))
    COMPANY_LIFECYCLE.move(
        company, "refuse", decided_at=now(), decided_by=by, refusal_reason=reason
    )
    area_code = filed_under(company.area_code)
    record("company.refused", company, by=by, area_code=area_code, reason=reason)
    company_decided.tell(company)


@transaction.atomic
def correct_company(
    company: Company, *, by: User, reason: str = "", **facts: Unpack[CompanyFacts]
) -> None:
    """Correct a company's details; its vehicles move to the new area with it.

    Name and credit code were what the office approved, so only the office changes them afterwards.
    """
    check_may_manage(by, company)
    read = read_company(facts)
    changed: dict[str, object] = {
        key: value for key, value in read.items() if getattr(company, key) != value
    }
    if changed.keys() & {"name", "credit_code"} and company.status != Company.Status.PENDING:
        refuse_if(rules.check_offices_to_correct(is_staff=by.is_staff_member))
    if not changed:
        return
    lock_unchanged(company, changed)
    before = {key: getattr(company, key) for key in changed}
    after = dict(changed)
    if "name" in changed:
        changed |= _spelled(read["name"])
    for key, value in changed.items():
        setattr(company, key, value)
    try:
        with transaction.atomic():
            company.save(update_fields=list(changed))
    except IntegrityError as error:
        raise Refused(CREDIT_CODE_TAKEN) from error
    if "area_code" in changed:
        Vehicle.objects.filter(company=company).update(area_code=company.area_code)
    area_code = filed_under(company.area_code)
    record(
        "company.corrected",
        company,
        by=by,
        area_code=area_code,
        before=before,
        after=after,
        reason=reason,
    )


@transaction.atomic
def add_member(
    company: Company, *, phone: str, name: str = "", role: str = MemberRole.DISPATCHER, by: User
) -> Membership:
    """Let whoever signs in with this phone act for the company; a known member changes role.

    The account is there from now on; nobody gets in without the code sent to that phone.
    """
    check_may_manage(by, company)
    reading = Reading()
    number = reading.read("phone", parse_phone, phone, empty="")
    reading.refuse()
    user = open_account(number, name=tidy_name(name)[: rules.NAME_LENGTH])
    refuse_if(rules.check_may_be_member(is_staff=user.is_staff_member))
    held = Membership.objects.filter(company=company, user=user).first()
    refuse_if(rules.check_new_member(is_known=held is not None and held.role == role))
    if held is not None and held.role == MemberRole.MANAGER != role:
        refuse_if(rules.check_members(is_manager=True, managers=_count_managers(company)))
    membership, is_new = Membership.objects.update_or_create(
        company=company,
        user=user,
        defaults={"role": role},
        create_defaults={"role": role, "since_on": today()},
    )
    record(
        "company.member_added",
        company,
        by=by,
        area_code=filed_under(company.area_code),
        before=None if is_new or held is None else {"member": user.number, "role": held.role},
        after={"member": user.number, "role": role},
    )
    return membership


@transaction.atomic
def remove_member(company: Company, user: User, *, by: User, reason: str = "") -> None:
    """End somebody's acting for a company; a company keeps at least one manager.

    Its managers are locked, so that two cannot remove each other at once.
    """
    check_may_manage(by, company)
    managers = _count_managers(company)
    membership = Membership.objects.filter(company=company, user=user).first()
    if membership is None:
        return
    is_manager = membership.role == MemberRole.MANAGER
    refuse_if(rules.check_members(is_manager=is_manager, managers=managers))
    membership.delete()
    record(
        "company.member_removed",
        company,
        by=by,
        area_code=filed_under(company.area_code),
        before={"member": user.number, "role": membership.role},
        reason=reason,
    )


@transaction.atomic
def add_crew_member(company: Company, person: Person, *, by: User) -> None:
    """Put a person among a company's drivers and escorts; doing it again changes nothing."""
    check_may_act_for(by, company)
    _, is_new = Crew.objects.get_or_create(
        company=company, person=person, defaults={"since_on": today()}
    )
    if is_new:
        record(
            "company.crew_added",
            company,
            by=by,
            area_code=filed_under(company.area_code),
            after={"person": person.number},
        )


@transaction.atomic
def remove_crew_member(company: Company, person: Person, *, by: User, reason: str = "") -> None:
    """Take a person from a company's drivers and escorts; past trips keep who drove them."""
    check_may_act_for(by, company)
    found = Crew.objects.filter(company=company, person=person).first()
    if found is not None:
        found.delete()
        record(
            "company.crew_removed",
            company,
            by=by,
            area_code=filed_under(company.area_code),
            before={"person": person.number},
            reason=reason,
        )


def _count_managers(company: Company) -> int:
    managers = Membership.objects.filter(company=company, role=MemberRole.MANAGER)
    return len(managers.select_for_update(of=("self",)))


def _spelled(name: str) -> dict[str, str]:
    return {
        "sort_key": sort_key(name, is_person=False)[:900],
        "pinyin": spelling(name, is_person=False)[:400],
        "initials": initials(name, is_person=False)[:100],
    }
