"""A company, who may act for it, and who drives for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.privacy import Purpose
from longgang.core.sealed import (
    BlindIndexField,
    LastFourField,
    SealedModel,
    SealedQuerySet,
    SealedTextField,
)

from ..lifecycle import CompanyStatus
from ..scopes import in_scope


class Industry(models.TextChoices):
    """What a company does, as far as it decides which office knows it."""

    CHEMICALS = "chemicals", _("Chemicals")
    METALS = "metals", _("Metals")
    MACHINERY = "machinery", _("Machinery and shipbuilding")
    ENERGY = "energy", pgettext_lazy("industry", "Energy")
    BUILDING = "building", _("Building materials")
    LOGISTICS = "logistics", _("Logistics")
    COMMERCE = "commerce", _("Commerce and markets")
    FOOD = "food", _("Food and farming")
    OTHER = "other", _("Other trade")


class CompanyQuerySet(SealedQuerySet["Company"]):
    """Reads of companies."""

    def approved(self) -> "CompanyQuerySet":
        """Companies that may act here."""
        return self.filter(status=CompanyStatus.APPROVED)

    def live(self) -> "CompanyQuerySet":
        """Companies that hold their credit code: every one that was not refused."""
        return self.exclude(status=CompanyStatus.REFUSED)

    def refused_to(self, user: User) -> "CompanyQuerySet":
        """Companies that this user registered themselves, and that were refused."""
        return self.filter(status=CompanyStatus.REFUSED, registrant=user)

    def visible_to(self, user: User) -> "CompanyQuerySet":
        """Staff see the companies of the area of their posts, members see their own."""
        own = Q(pk__in=Membership.objects.filter(user=user).values("company"))
        return self.filter(own | in_scope(scope_of(user, Permission.COMPANY_VIEW), "area_code"))


class Company(SealedModel):
    """A company or other organisation under its unified social credit code."""

    Industry = Industry
    Status = CompanyStatus

    number = models.CharField(_("Number"), max_length=32, unique=True)
    name = models.CharField(pgettext_lazy("company", "Name"), max_length=100)
    sort_key = models.CharField(max_length=900, blank=True, db_collation="C")
    pinyin = models.CharField(max_length=400, blank=True)
    initials = models.CharField(max_length=100, blank=True)
    credit_code = models.CharField(_("Unified social credit code"), max_length=18)
    industry = models.CharField(_("Industry"), max_length=12, choices=Industry)
    area_code = models.CharField(_("Area"), max_length=15)
    address = models.CharField(_("Address"), max_length=200)
    contact_name = models.CharField(_("Contact person"), max_length=60)
    contact_phone = SealedTextField(_("Contact phone"), max_length=20)
    contact_phone_index = BlindIndexField(of="contact_phone")
    contact_phone_last4 = LastFourField(of="contact_phone")
    status = models.CharField(
        _("Status"), max_length=12, choices=CompanyStatus, default=CompanyStatus.PENDING
    )
    registered_at = models.DateTimeField(_("Registered at"))
    registrant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Registrant"),
        on_delete=models.PROTECT,
        null=True,  # of those registered before this was kept nobody knows it
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    refusal_reason = models.CharField(_("Why it was refused"), max_length=200, blank=True)

    objects = CompanyQuerySet.as_manager()  # type: ignore[misc]  # the base has a plainer one

    class Privacy:
        personal = {
            "contact_name": Purpose.CONTACT,
            "contact_phone": Purpose.CONTACT,
            "contact_phone_index": Purpose.CONTACT,
            "contact_phone_last4": Purpose.CONTACT,
        }
        plain = {
            "id", "number", "name", "sort_key", "pinyin", "initials", "credit_code", "industry",
            "area_code", "address", "status", "registered_at", "registrant", "decided_at",
            "decided_by", "refusal_reason",
        }  # fmt: skip
        keep_days = None

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["sort_key", "number"]
        indexes = [
            models.Index(fields=["status", "registered_at"], name="company_waiting"),
            models.Index(
                fields=["area_code"], name="company_area", opclasses=["varchar_pattern_ops"]
            ),
        ]
        constraints = [
            # A credit code belongs to one company; a refused registration makes room.
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(status="refused"),
                name="company_credit_code_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CompanyStatus.values), name="company_status_known"
            ),
            models.CheckConstraint(
                condition=Q(industry__in=Industry.values), name="company_industry_known"
            ),
            # What is decided says when and by whom; what waits says neither.
            models.CheckConstraint(
                condition=Q(status="pending", decided_at=None, decided_by=None)
                | (
                    ~Q(status="pending") & Q(decided_at__isnull=False) & Q(decided_by__isnull=False)
                ),
                name="company_decided_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:company", args=[self.number])


class MemberRole(models.TextChoices):
    """What a member may do for a company."""

    DISPATCHER = "dispatcher", _("Dispatcher")
    MANAGER = "manager", _("Manager")


class Membership(models.Model):
    """A user who acts for a company."""

    Role = MemberRole

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("Role"), max_length=12, choices=MemberRole)
    since_on = models.DateField(_("Since"))

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "company", "user", "role", "since_on"}
        keep_days = None

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["role", "since_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.company}"


class Crew(models.Model):
    """A driver or escort who works for a company, so that its dispatchers can pick them."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="crew")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="crew_of")
    since_on = models.DateField(_("Since"))

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "company", "person", "since_on"}
        keep_days = None

    class Meta:
        verbose_name = _("crew")
        verbose_name_plural = _("crews")
        constraints = [models.UniqueConstraint(fields=["company", "person"], name="crew_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.company}"
