"""Companies: registering, deciding, members, drivers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, holds, signed_in
from longgang.core.answering import done
from longgang.core.tables import list_page

from .. import forms
from ..actions import companies as actions
from ..actions.people import find_or_register_person
from ..actions.revealing import reveal
from ..models import Company, Person
from ..permissions import (
    check_may_act_for,
    check_may_manage,
)
from ..presenting import company_context
from ..tables import CompaniesTable
from .answering import form_page


@list_page
@signed_in("residents see the companies they belong to, staff those of their area")
def list_companies(request: AuthenticatedRequest) -> HttpResponse:
    """The companies one belongs to or looks after."""
    rows = Company.objects.visible_to(request.user).defer("contact_phone")
    may_export = holds(request.user, Permission.COMPANY_EDIT)
    return CompaniesTable(rows, request, may_export=may_export).respond("people/companies.html")


@sensitive_post_parameters()
@signed_in("everybody may ask for their company to be let in")
def register(request: AuthenticatedRequest) -> HttpResponse:
    """Register a company; it waits for approval. `after` names the one that was refused."""
    own = {"contact_name": request.user.name, "contact_phone": request.user.phone}
    form = forms.CompanyForm(request.POST or None, initial=own | _entered_before(request))
    entered: list[Company] = []
    if done(
        request,
        form,
        lambda: entered.append(actions.register_company(by=request.user, **form.cleaned_data)),
        _("Registered. You can act for it as soon as the office has approved it."),
    ):
        return redirect(entered[0])
    return form_page(request, form, _("Register a company"), back=reverse("people:companies"))


@require_GET
@signed_in("members see their company, staff the companies of their area")
def show(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One company with its members, drivers and vehicles."""
    return _answer(request, _get(request, number))


@require_POST
@allowed(Permission.PERSON_REVEAL)
def show_phone(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show the contact's phone once, after asking why."""
    company = _get(request, number)
    form = forms.RevealForm(request.POST)
    shown = ""
    if form.is_valid():
        shown = reveal(company, "contact_phone", by=request.user, **form.cleaned_data)
    return _answer(request, company, form=form, shown=shown)


@sensitive_post_parameters()
@signed_in("managers correct their company, staff the companies of their area")
def correct(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Correct a company's details."""
    company = _get(request, number)
    check_may_manage(request.user, company)
    form = forms.CorrectCompanyForm(request.POST or None, row=company)
    if done(
        request,
        form,
        lambda: actions.correct_company(company, by=request.user, **form.changes),
        _("Saved."),
    ):
        return redirect(company)
    title = _("Correct %(name)s") % {"name": company}
    return form_page(request, form, title, back=company.get_absolute_url())


@require_POST
@allowed(Permission.COMPANY_APPROVE)
def approve(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Let a company act here."""
    company = _get(request, number)
    actions.approve_company(company, by=request.user)
    messages.success(request, _("%(name)s may act here now.") % {"name": company})
    return redirect(company)


@require_POST
@allowed(Permission.COMPANY_APPROVE)
def refuse(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Turn a registration down."""
    company = _get(request, number)
    form = forms.RefuseForm(request.POST)
    if done(
        request,
        form,
        lambda: actions.refuse_company(company, by=request.user, **form.cleaned_data),
        _("Refused."),
    ):
        return redirect(company)
    title = _("Refuse %(name)s") % {"name": company}
    return form_page(request, form, title, back=company.get_absolute_url())


@sensitive_post_parameters()
@signed_in("managers name who acts for their company")
def add_member(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Let somebody act for a company."""
    company = _get(request, number)
    check_may_manage(request.user, company)
    form = forms.MemberForm(request.POST or None)
    if done(
        request,
        form,
        lambda: actions.add_member(company, by=request.user, **form.cleaned_data),
        _("Whoever signs in with this phone can act for the company now.")
        if company.status == Company.Status.APPROVED
        else _("Whoever signs in with this phone can act for the company once it is approved."),
    ):
        return redirect(company)
    return form_page(request, form, _("Add a member"), back=company.get_absolute_url())


@require_POST
@signed_in("managers name who acts for their company")
def remove_member(request: AuthenticatedRequest, number: str, member: str) -> HttpResponse:
    """End somebody's acting for a company."""
    company = _get(request, number)
    membership = get_object_or_404(company.memberships.select_related("user"), user__number=member)
    actions.remove_member(company, membership.user, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(company if membership.user != request.user else "people:companies")


@sensitive_post_parameters()
@signed_in("members name their company's drivers and escorts")
def add_crew(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Enter a driver or escort."""
    company = _get(request, number)
    check_may_act_for(request.user, company)
    form = forms.PersonForm(request.POST or None)
    if done(
        request,
        form,
        lambda: find_or_register_person(company=company, by=request.user, **form.cleaned_data),
        _("Added."),
    ):
        return redirect(company)
    return form_page(request, form, _("Add a driver or escort"), back=company.get_absolute_url())


@require_POST
@signed_in("members name their company's drivers and escorts")
def remove_crew(request: AuthenticatedRequest, number: str, person: str) -> HttpResponse:
    """Take a driver or escort off the list."""
    company = _get(request, number)
    found = get_object_or_404(Person.objects.visible_to(request.user), number=person)
    actions.remove_crew_member(company, found, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(company)


def _entered_before(request: AuthenticatedRequest) -> dict[str, str]:
    """What one registered oneself and the office refused: corrected, and not typed again."""
    mine = Company.objects.visible_to(request.user).refused_to(request.user)
    company = mine.filter(number=request.GET.get("after", "")).first()
    names = forms.CompanyForm.base_fields
    return {name: getattr(company, name) for name in names} if company else {}


def _get(request: AuthenticatedRequest, number: str) -> Company:
    return get_object_or_404(Company.objects.visible_to(request.user), number=number)


def _answer(
    request: AuthenticatedRequest,
    company: Company,
    *,
    form: forms.RevealForm | None = None,
    shown: str = "",
) -> HttpResponse:
    context = company_context(company, request.user, shown)
    context |= {
        "reveal_form": form if form is not None and form.errors else forms.RevealForm(),
        "refuse_form": forms.RefuseForm(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "people/company.html", context, status=status)
