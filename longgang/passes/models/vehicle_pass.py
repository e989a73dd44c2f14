"""An application for one vehicle's trip, and the pass that comes of it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse, Substr
from django.db.models.lookups import StartsWith
from django.urls import reverse

from longgang.accounts.api import Permission, User, scope_of
from longgang.core.identifiers import IdKind, tidy_part_of_plate
from longgang.core.privacy import Purpose, mask_name
from longgang.core.sealed import SealedTextField
from longgang.people.api import Vehicle, VehicleKind, companies_of, person_of

from ..application import DocumentKind, GoodsClass, PackingGroup, RiderRole, TripKind
from ..lifecycle import LIVE, PassStatus

SHORTEST_MIDDLE, LONGEST_MIDDLE = 3, 7  # characters of a plate looked for wherever they stand
LONGEST_FAMILY_NAME = 4  # characters of a whole name, as 欧阳小明


class VehiclePassQuerySet(models.QuerySet["VehiclePass"]):
    """Passes in the words of the desks."""

    def visible_to(self, user: User) -> Self:
        """The passes that this person may see."""
        return self.filter(is_visible_to(user))

    def with_token(self, token: str) -> Self:
        """The application or pass behind a code, for whoever holds the code."""
        return self.filter(token=token)

    def looked_for(self, typed: str) -> Self:
        """By part of the plate, or by the beginning of either number."""
        part = tidy_part_of_plate(typed)
        return self.filter(
            has_plate_like(part) | Q(number__startswith=part) | Q(pass_number__startswith=part)
        )

    def waiting(self) -> Self:
        """Applications that a desk has to decide, longest waiting first."""
        return self.filter(status=PassStatus.SUBMITTED).order_by("submitted_at", "id")

    def live(self) -> Self:
        """Applications and passes that still count."""
        return self.filter(status__in=LIVE)


def has_plate_like(part: str) -> Q:
    """By its beginning, with the province or without, by its end, each an index; or by its middle.

    For the middle the database reads every plate out of the index first, and asks for those that
    have it; so few characters that all plates have them are not looked for there.
    """
    behind_province = StartsWith(Substr("plate", 2), part)
    end = StartsWith(Reverse("plate"), part[::-1])
    found = Q(plate__startswith=part) | Q(behind_province) | Q(end)
    if not SHORTEST_MIDDLE <= len(part) <= LONGEST_MIDDLE:
        return found
    plates = VehiclePass.objects.filter(plate__contains=part).order_by().values_list("plate")
    inside = [plate for (plate,) in plates.distinct() if part in plate[2:-1]]
    return found | Q(plate__any_of=inside) if inside else found


def is_visible_to(user: User, *, by_area: bool = True) -> Q:
    """Which passes somebody sees; without `by_area` those that are theirs for another reason.

    - whoever applied, for whom it was applied, and who is aboard
    - members of the company that applied and of the company that is visited
    - staff whose post covers its desk, its area or its checkpoint
    """
    companies = [company.pk for company in companies_of(user)]
    own = Q(applicant=user)
    if companies:
        own |= Q(company__in=companies) | Q(visited_company__in=companies)
    if (person := person_of(user)) is not None:
        aboard = Aboard.objects.filter(person=person).values_list("vehicle_pass", flat=True)
        own |= Q(on_behalf_of=person) | Q(pk__any_of=list(aboard))
    return own | scope_of(user, Permission.PASS_VIEW).as_q(
        area="area_code" if by_area else "", desk="desk_code", premises="checkpoint_number"
    )


class VehiclePass(models.Model):
    """From the moment it is submitted; drafts are kept apart.

    `number` names the application, `pass_number` (12 digits: division and sequence) the issued
    pass, `token` stands in the QR code and cannot be guessed. What was declared stays as it was,
    whatever the register says of vehicle and people later (decision 17).
    """

    number = models.CharField(max_length=32, unique=True)
    pass_number = models.CharField(max_length=12, blank=True)
    token = models.CharField(max_length=32, unique=True)
    status = models.CharField(max_length=20, choices=PassStatus.choices)
    rule = models.ForeignKey("passes.PassRule", models.PROTECT, related_name="+")
    desk_code = models.CharField(max_length=40)
    area_code = models.CharField(max_length=12)  # of the visited party: whose street it concerns

    applicant = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey("people.Company", models.PROTECT, null=True, related_name="+")
    visited_company = models.ForeignKey(
        "people.Company", models.PROTECT, null=True, related_name="+"
    )  # when the visited party is a registered company, its members see the trip and confirm it
    upload = models.ForeignKey(
        "passes.FleetUpload", models.SET_NULL, null=True, related_name="passes"
    )

    vehicle = models.ForeignKey("people.Vehicle", models.PROTECT, related_name="+")
    plate = models.CharField(max_length=20)
    plate_colour = models.CharField(max_length=2)
    vehicle_kind = models.CharField(max_length=12, choices=VehicleKind.choices)
    vin = models.CharField(max_length=17, blank=True)
    trailer_plate = models.CharField(max_length=20, blank=True)

    trip_kind = models.CharField(max_length=20, choices=TripKind.choices)
    goods_class = models.CharField(max_length=20, choices=GoodsClass.choices)
    goods_name = models.CharField(max_length=100, blank=True)
    goods_quantity = models.CharField(max_length=50, blank=True)
    weight_t = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    checkpoint_number = models.CharField(max_length=32)
    expected_entry_at = models.DateTimeField()
    route = models.CharField(max_length=200, blank=True)

    consignor_name = models.CharField(max_length=100, blank=True)
    consignor_is_person = models.BooleanField(default=False)  # see `is_person`
    consignor_area = models.CharField(max_length=12, blank=True)
    consignor_address = SealedTextField(max_length=200, blank=True)
    consignor_contact = SealedTextField(max_length=50, blank=True)
    consignor_phone = SealedTextField(max_length=20, blank=True)
    consignee_name = models.CharField(max_length=100)
    consignee_is_person = models.BooleanField(default=False)
    consignee_area = models.CharField(max_length=12)
    consignee_address = SealedTextField(max_length=200, blank=True)
    consignee_contact = SealedTextField(max_length=50)
    consignee_phone = SealedTextField(max_length=20)

    is_hazardous = models.BooleanField(default=False)
    un_number = models.CharField(max_length=4, blank=True)
    proper_name = models.CharField(max_length=100, blank=True)
    hazard_class = models.CharField(max_length=10, blank=True)
    packing_group = models.CharField(max_length=3, choices=PackingGroup.choices, blank=True)
    waybill_number = models.CharField(max_length=50, blank=True)
    emergency_phone = SealedTextField(max_length=20, blank=True)
    licence_number = models.CharField(max_length=40, blank=True)
    licence_expires_on = models.DateField(null=True)
    tank_number = models.CharField(max_length=40, blank=True)
    tank_media = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    tank_inspected_until = models.DateField(null=True)
    certificates_until = models.DateField(null=True)  # the earliest expiry of all certificates

    signature = SealedTextField(max_length=50)
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()  # by when the desk has to decide
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=40, blank=True)
    reason_words = models.CharField(max_length=500, blank=True)
    marked_fields = models.JSONField(default=list, blank=True)

    one_trip = models.BooleanField(default=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = VehiclePassQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PassStatus.values), name="pass_status_is_known"
            ),
            # Nobody announces the same vehicle twice for the same moment. Somebody else may: who
            # knows a plate cannot keep its keeper from applying, and the desk sees both.
            models.UniqueConstraint(
                fields=["plate", "plate_colour", "expected_entry_at", "company"],
                condition=Q(status__in=sorted(LIVE)),
                name="one_live_pass_per_vehicle_entry_and_company",
            ),
            models.UniqueConstraint(
                fields=["plate", "plate_colour", "expected_entry_at", "applicant"],
                condition=Q(status__in=sorted(LIVE), company=None),
                name="one_live_pass_per_vehicle_entry_and_person",
            ),
            models.UniqueConstraint(
                fields=["pass_number"], condition=~Q(pass_number=""), name="pass_number_is_unique"
            ),
            # An issued pass, whatever became of it, has a number and dates.
            models.CheckConstraint(
                condition=~Q(status__in=["issued", "used", "expired", "revoked", "superseded"])
                | (~Q(pass_number="") & Q(valid_from__isnull=False, valid_until__isnull=False)),
                name="issued_pass_has_number_and_dates",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="pass_decided_at_and_by_together",
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk_code", "submitted_at"],
                condition=Q(status="submitted"),
                name="pass_queue",
            ),
            models.Index(fields=["-submitted_at", "-id"], name="pass_latest"),
            models.Index(fields=["desk_code", "-submitted_at"], name="pass_by_desk"),
            models.Index(fields=["status", "-submitted_at"], name="pass_by_status"),
            models.Index(fields=["goods_class", "-submitted_at"], name="pass_by_goods"),
            models.Index(fields=["company", "-submitted_at"], name="pass_by_company"),
            models.Index(fields=["applicant", "-submitted_at"], name="pass_by_applicant"),
            models.Index(fields=["plate", "-submitted_at"], name="pass_by_plate"),
            models.Index(
                fields=["plate"], name="pass_by_plate_begin", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                OpClass(Substr("plate", 2), name="text_pattern_ops"), name="pass_by_plate_middle"
            ),
            models.Index(
                OpClass(Reverse("plate"), name="text_pattern_ops"), name="pass_by_plate_end"
            ),
            models.Index(
                fields=["pass_number"],
                name="pass_by_number_begin",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(fields=["decided_at"], name="pass_by_decision"),
            models.Index(
                fields=["plate", "plate_colour"],
                condition=Q(status="issued"),
                name="pass_issued_by_plate",
            ),
            models.Index(fields=["valid_until"], condition=~Q(pass_number=""), name="pass_by_end"),
            models.Index(fields=["visited_company", "-submitted_at"], name="pass_by_visited"),
            models.Index(
                fields=["area_code"], name="pass_by_area", opclasses=["varchar_pattern_ops"]
            ),
        ]

    class Privacy:
        personal = {
            "applicant": Purpose.CONTACT,
            "on_behalf_of": Purpose.CONTACT,
            "plate": Purpose.CHECK,
            "vin": Purpose.REVIEW,
            "trailer_plate": Purpose.CHECK,
            "consignor_address": Purpose.CONTACT,
            "consignor_contact": Purpose.CONTACT,
            "consignor_phone": Purpose.CONTACT,
            "consignee_address": Purpose.CONTACT,
            "consignee_contact": Purpose.CONTACT,
            "consignee_phone": Purpose.CONTACT,
            "emergency_phone": Purpose.CONTACT,
            "signature": Purpose.REVIEW,
        }
        plain = {
            "id", "number", "pass_number", "token", "status", "rule", "desk_code", "area_code",
            "company", "visited_company", "upload", "vehicle", "plate_colour",
            "vehicle_kind", "trip_kind", "goods_class", "goods_name", "goods_quantity", "weight_t",
            "checkpoint_number", "expected_entry_at", "route", "consignor_name", "consignor_area",
            "consignor_is_person", "consignee_name", "consignee_area", "consignee_is_person",
            "is_hazardous", "un_number", "proper_name", "hazard_class", "packing_group",
            "waybill_number", "licence_number", "licence_expires_on", "tank_number", "tank_media",
            "tank_inspected_until", "certificates_until", "submitted_at", "due_at", "reminded_at",
            "escalated_at", "decided_at", "decided_by", "reason_code", "reason_words",
            "marked_fields", "one_trip", "valid_from", "valid_until", "superseded_by",
        }  # fmt: skip
        keep_days = 365  # hazardous waybills are kept twelve months (decree 29 of 2019, article 24)
        counted_from = ("valid_until", "decided_at", "submitted_at")
        kept_while = Q(status__in=[PassStatus.SUBMITTED, PassStatus.RETURNED])

    def __str__(self) -> str:
        return self.pass_number or self.number

    def get_absolute_url(self) -> str:
        """The page of the application, for those who may see it."""
        return reverse("passes:show", args=[self.number])

    @property
    def declared_vehicle(self) -> Vehicle:
        """The vehicle as it was declared; `vehicle` is the same as the register has it now.

        No row of the register: it is read, never saved.
        """
        return Vehicle(
            plate=self.plate,
            colour=self.plate_colour,
            kind=self.vehicle_kind,
            vin=self.vin,
            licence_number=self.licence_number,
            licence_expires_on=self.licence_expires_on,
            tank_number=self.tank_number,
            tank_media=self.tank_media,
            tank_inspected_until=self.tank_inspected_until,
        )

    @property
    def visited_name(self) -> str:
        """The party in the district: the consignee if it is here, else the consignor.

        A family that is visited is named no further than whoever may see it has to know.
        """
        return self.name_of("consignee" if self.visits_consignee else "consignor")

    def name_of(self, end: str) -> str:
        """What `consignor` or `consignee` is called: a firm by its name, a person's name masked."""
        name = str(getattr(self, f"{end}_name"))
        return mask_name(name) if self.is_person(end) else name

    def is_person(self, end: str) -> bool:
        """Whether somebody at home is at this end of the trip, and no firm.

        Who is called as the contact person is one. A private trip leads to one unless to a
        registered firm, or to a name that people do not have: firms and offices have longer ones,
        in Chinese.
        """
        if getattr(self, f"{end}_is_person"):
            return True
        name = str(getattr(self, f"{end}_name")).strip()
        is_private = self.trip_kind == TripKind.PRIVATE and self.visited_company_id is None
        return is_private and (len(name) <= LONGEST_FAMILY_NAME or name.isascii())

    @property
    def visits_consignee(self) -> bool:
        """Whether the truck comes to the consignee, not to fetch from the consignor."""
        return self.area_code == self.consignee_area


class Aboard(models.Model):
    """Somebody aboard on this trip, with the day's test and certificate, all as declared.

    `person` is the same as the register has them now.
    """

    vehicle_pass = models.ForeignKey(VehiclePass, models.CASCADE, related_name="aboard")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    id_kind = models.CharField(max_length=3, choices=IdKind.choices)
    id_number = SealedTextField(max_length=40, blank=True)
    phone = SealedTextField(max_length=20, blank=True)
    role = models.CharField(max_length=20, choices=RiderRole.choices)
    sampled_at = models.DateTimeField(null=True)
    certificate_number = SealedTextField(max_length=50, blank=True)  # often the ID number
    certificate_expires_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vehicle_pass", "person"], name="person_once_aboard_a_pass"
            )
        ]

    class Privacy:
        personal = {
            "person": Purpose.CHECK,
            "name": Purpose.CHECK,
            "id_number": Purpose.CHECK,
            "phone": Purpose.CONTACT,
            "sampled_at": Purpose.CHECK,
            "certificate_number": Purpose.REVIEW,
        }
        plain = {"id", "vehicle_pass", "id_kind", "role", "certificate_expires_on"}
        keep_days = 365
        goes_with = "vehicle_pass"

    def __str__(self) -> str:
        return f"{self.vehicle_pass_id} · {self.get_role_display()}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Photos of documents."""

    def visible_to(self, user: User) -> Self:
        """Whose documents somebody sees.

        - of their own drafts and applications, and those of their companies
        - of what lies at a desk where their post includes seeing personal data
        """
        own = Q(draft__user=user) | Q(vehicle_pass__applicant=user)
        scope = scope_of(user, Permission.PERSON_REVEAL)
        return self.filter(
            own
            | Q(vehicle_pass__company__in=companies_of(user))
            | scope.as_q(area="vehicle_pass__desk_code", desk="vehicle_pass__desk_code")
        )


class Attachment(models.Model):
    """A document photographed for an application, re-encoded and kept outside the web root."""

    number = models.CharField(max_length=32, unique=True)
    vehicle_pass = models.ForeignKey(
        VehiclePass, models.CASCADE, null=True, related_name="attachments"
    )
    draft = models.ForeignKey(
        "passes.PassDraft", models.CASCADE, null=True, related_name="attachments"
    )
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    photo = models.FileField(upload_to="passes/documents/%Y/%m/%d")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vehicle_pass=None, draft__isnull=False)
                | Q(vehicle_pass__isnull=False, draft=None),
                name="attachment_belongs_to_a_pass_or_a_draft",
            )
        ]

    class Privacy:
        personal = {"photo": Purpose.REVIEW}
        plain = {"id", "number", "vehicle_pass", "draft", "kind"}
        keep_days = 365
        goes_with = "vehicle_pass"

    def __str__(self) -> str:
        return self.get_kind_display()


class ReviewStep(models.Model):
    """One step of the decision, as the applicant and the desks see it."""

    vehicle_pass = models.ForeignKey(VehiclePass, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)  # a move of the pass lifecycle, or "submit"
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)
    desk_code = models.CharField(max_length=40)
    reason_code = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=500, blank=True)
    changes = SealedTextField(max_length=50_000, blank=True, default="")  # by a correction

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at"], name="review_step_by_time")]

    class Privacy:
        personal = {"by_name": Purpose.REVIEW, "changes": Purpose.REVIEW}
        plain = {"id", "vehicle_pass", "verb", "at", "desk_code", "reason_code", "words"}
        keep_days = 365
        goes_with = "vehicle_pass"

    def __str__(self) -> str:
        return f"{self.vehicle_pass_id} · {self.verb}"


class PassDraftQuerySet(models.QuerySet["PassDraft"]):
    """Drafts."""

    def visible_to(self, user: User) -> Self:
        """Nobody sees another person's draft."""
        return self.filter(user=user)


class PassDraft(models.Model):
    """What somebody has filled in so far. Becomes a pass once; a second click finds that pass."""

    number = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    corrects = models.ForeignKey(VehiclePass, models.CASCADE, null=True, related_name="+")
    answers = SealedTextField(max_length=200_000)  # JSON, by step
    submitted_as = models.ForeignKey(VehiclePass, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = PassDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]

    class Privacy:
        personal = {"answers": Purpose.REVIEW, "user": Purpose.CONTACT}
        plain = {"id", "number", "corrects", "submitted_as", "created_at", "updated_at"}
        keep_days = 30
        counted_from = ("updated_at",)

    def __str__(self) -> str:
        return self.number
