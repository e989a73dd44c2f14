"""One person's declaration, with the way behind them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from longgang.accounts.api import Permission, PlaceCodes, User, scope_of
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedModel, SealedQuerySet, SealedTextField
from longgang.measures.api import Who
from longgang.people.api import own_people

from ..kinds import Check, Housing, Kind, Outcome, Reason, Transport, Way
from ..lifecycle import OPEN, DeclarationStatus
from ..triage import Stay

KEEP_DAYS = 180


def _own(user: User) -> Q:
    return Q(person__in=own_people(user)) | Q(declared_by=user)


class DeclarationQuerySet(SealedQuerySet["Declaration"]):
    """Declarations in the words of who looks after them."""

    def visible_to(self, user: User) -> Self:
        """Whose declarations this person sees.

        - staff: those of the area of a post that includes it; while one is handed over, also those
          that come from it or go to it
        - everybody: what they declared, their own, and those of people they act for
        """
        scope = scope_of(user, Permission.DECLARATION_VIEW)
        return self.filter(
            scope.as_q(area="area_code")
            | scope.as_q(area="handed_to_code") & Q(status=DeclarationStatus.HANDED)
            | _own(user)
        )

    def of(self, user: User) -> Self:
        """What this person declared, their own, and those of people they act for."""
        return self.filter(_own(user))

    def open(self) -> Self:
        """Somebody has to do something about these."""
        return self.filter(status__in=OPEN)

    def unclaimed_since(self, moment: datetime) -> Self:
        """Declared by then, and nobody's yet."""
        return self.filter(status=DeclarationStatus.DECLARED, declared_at__lte=moment)


class Declaration(SealedModel):
    """What was declared of one person; people who travel together share a `party`.

    `area_code` is the community or grid whose it is: of the home, until another has accepted it.
    What the rules of that day said stands in `who`, `exposed_on` and `risk_area`; blank: nothing.
    """

    number = models.CharField(max_length=32, unique=True)
    party = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=20, choices=DeclarationStatus.choices)
    way = models.CharField(max_length=12, choices=Way.choices)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="declarations")
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15)
    handed_to_code = models.CharField(max_length=15, blank=True)
    address = SealedTextField(max_length=200)
    housing = models.CharField(max_length=12, choices=Housing.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    arrives_at = models.DateTimeField()  # of a departure: when it begins
    destination_code = models.CharField(max_length=15, blank=True)  # of a departure; "00": abroad
    destination_words = models.CharField(max_length=100, blank=True)  # more closely
    transport = models.CharField(max_length=10, choices=Transport.choices)
    service_number = models.CharField(max_length=20, blank=True)
    seat = models.CharField(max_length=20, blank=True)
    plate = models.CharField(max_length=12, blank=True)
    work = models.CharField(max_length=100, blank=True)  # employer or school
    is_contact = models.BooleanField(default=False)  # was told to be a contact of a case
    symptoms = models.JSONField(default=list, blank=True)  # health.Symptom values
    celsius = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    codes = models.JSONField(default=dict, blank=True)  # health.CodeSource: CodeColour, as shown
    signature = models.CharField(max_length=60)

    who = models.CharField(max_length=20, choices=Who.choices, blank=True)
    exposed_on = models.DateField(null=True)
    risk_area = models.ForeignKey("arrivals.RiskArea", models.PROTECT, null=True, related_name="+")

    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(null=True)  # the street was told that nobody had claimed it
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)
    verified_how = models.CharField(max_length=10, choices=Check.choices, blank=True)
    measure = models.ForeignKey(
        "measures.Measure", models.PROTECT, null=True, related_name="declarations"
    )

    objects = DeclarationQuerySet.as_manager()  # type: ignore[misc]  # the base has a plainer one

    class Meta:
        ordering = ["-declared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=Kind.values, status__in=DeclarationStatus.values, way__in=Way.values
                ),
                name="declaration_words_are_known",
            ),
            # A person is declared once until that is settled.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=sorted(OPEN)),
                name="one_open_declaration_per_person",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at=None, claimed_by=None)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="declaration_claimed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, status__in=sorted(OPEN))
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(status__in=sorted(OPEN)),
                name="declaration_closed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(verified_how="")
                | Q(verified_how__in=Check.values, status=DeclarationStatus.VERIFIED),
                name="declaration_verified_how",
            ),
            models.CheckConstraint(
                condition=Q(handed_to_code="") & ~Q(status="handed")
                | ~Q(handed_to_code="") & Q(status="handed") & ~Q(handed_to_code=F("area_code")),
                name="declaration_is_handed_to_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["area_code", "status"],
                opclasses=["varchar_pattern_ops", "varchar_ops"],
                name="declaration_by_area",
            ),
            models.Index(
                fields=["handed_to_code"],
                opclasses=["varchar_pattern_ops"],
                condition=~Q(handed_to_code=""),
                name="declaration_handed_to",
            ),
            models.Index(fields=["-declared_at", "-id"], name="declaration_latest"),
            models.Index(fields=["-arrives_at", "-id"], name="declaration_by_arrival"),
            models.Index(
                fields=["declared_at"],
                condition=Q(status="declared", raised_at=None),
                name="declaration_unclaimed",
            ),
        ]

    class Privacy:
        personal = {
            "person": Purpose.CARE,
            "address": Purpose.CONTACT,
            "work": Purpose.CARE,
            "is_contact": Purpose.CARE,
            "symptoms": Purpose.CARE,
            "celsius": Purpose.CARE,
            "codes": Purpose.CARE,
            "who": Purpose.CARE,
            "exposed_on": Purpose.CARE,
            "risk_area": Purpose.CARE,
            "seat": Purpose.CARE,
            "plate": Purpose.CARE,
            "destination_code": Purpose.CARE,
            "destination_words": Purpose.CARE,
            "signature": Purpose.IDENTIFY,
            "closed_why": Purpose.CARE,
        }
        plain = {
            "id", "number", "party", "kind", "status", "way", "declared_at", "declared_by",
            "area_code", "handed_to_code", "housing", "reason", "arrives_at", "transport",
            "service_number", "claimed_at", "claimed_by", "raised_at", "closed_at", "closed_by",
            "verified_how", "measure",
        }  # fmt: skip
        keep_days = KEEP_DAYS
        counted_from = ("closed_at", "declared_at")
        kept_while = Q(status__in=sorted(OPEN))

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("arrivals:declaration", args=[self.number])

    @property
    def was_reached(self) -> bool:
        """Whether somebody has spoken with the person by phone."""
        return self.calls.filter(outcome=Outcome.REACHED).exists()

    @property
    def seen_from(self) -> PlaceCodes:
        """From where the person is seen: the area whose it is."""
        return {"area_code": self.area_code, "premises_number": ""}


class DeclaredStay(models.Model):
    """One place of the way, with its days, and the risk areas in it that were admitted."""

    declaration = models.ForeignKey("arrivals.Declaration", models.CASCADE, related_name="stays")
    place = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=12)  # "00": outside the country
    words = models.CharField(max_length=100, blank=True)  # the country, or the place more closely
    since_on = models.DateField()
    until_on = models.DateField()
    named = models.JSONField(default=list, blank=True)  # numbers of risk areas

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "place"], name="stay_once_a_place"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("since_on")), name="stay_ends_after_it_begins"
            ),
        ]

    class Privacy:
        personal = {
            "area_code": Purpose.CARE,
            "words": Purpose.CARE,
            "since_on": Purpose.CARE,
            "until_on": Purpose.CARE,
            "named": Purpose.CARE,
        }
        plain = {"id", "declaration", "place"}
        keep_days = KEEP_DAYS
        goes_with = "declaration"

    def __str__(self) -> str:
        return f"{self.area_code} {self.since_on}–{self.until_on}"

    @property
    def as_stay(self) -> Stay:
        """As the triage sees it."""
        return Stay(self.area_code, self.since_on, self.until_on, frozenset(self.named))
