"""A lab's workbook, from the moment it is sent until its results count."""

from enum import Enum
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.privacy import Purpose
from longgang.core.sealed import SealedTextField
from longgang.people.api import ReadWorkbook


class Stage(Enum):
    """How far it has come."""

    READING = "reading"
    UNREADABLE = "unreadable"
    READ = "read"
    ENTERING = "entering"
    ENTERED = "entered"


class ResultUploadQuerySet(models.QuerySet["ResultUpload"]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> Self:
        """Whoever imports results sees their own: a lab's file is sent to one office."""
        return (
            self.filter(uploaded_by=user) if holds(user, Permission.RESULT_IMPORT) else self.none()
        )

    def to_read(self) -> Self:
        """What was sent and waits for the worker, or is being read."""
        return self.filter(read_at=None, trouble="")

    def to_enter(self) -> Self:
        """What was said yes to and waits for the worker, or is being entered."""
        return self.filter(asked_at__isnull=False, confirmed_at=None)

    def with_lists(self) -> Self:
        """With what the page of one shows, the file itself left where it is."""
        return self.defer("content")

    def without_lists(self) -> Self:
        """With what a list of them shows."""
        return self.defer("content", "rows", "results", "trouble")


class ResultUpload(ReadWorkbook):
    """A workbook of results. It is read and entered by the worker; `done_count` says how far."""

    content = SealedTextField(max_length=30_000_000, blank=True)  # the file, until it is read
    results = SealedTextField(max_length=50_000_000, blank=True)  # what each good row would do
    trouble = models.TextField(max_length=4000, blank=True)  # why it stopped, in every language
    change_count = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    with_changes = models.BooleanField(default=False)  # said so when it was asked for
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)

    objects = ResultUploadQuerySet.as_manager()

    class Meta(ReadWorkbook.Meta):
        verbose_name = _("Workbook of test results")
        verbose_name_plural = _("Workbooks of test results")
        constraints = [
            models.UniqueConstraint(
                fields=["file_sha256"],
                condition=Q(confirmed_at__isnull=False),
                name="same_result_workbook_entered_once",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="result_workbook_asked_at_and_by",
            ),
        ]

    class Privacy(ReadWorkbook.Privacy):
        personal = {
            "rows": Purpose.IDENTIFY, "content": Purpose.IDENTIFY, "results": Purpose.IDENTIFY,
        }  # fmt: skip
        plain = ReadWorkbook.Privacy.plain | {
            "trouble", "change_count", "read_at", "asked_at", "asked_by", "with_changes",
            "done_count", "total_count",
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("health:result_upload", args=[self.number])

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.confirmed_at:
            return Stage.ENTERED
        if self.read_at is None:
            return Stage.UNREADABLE if self.trouble else Stage.READING
        return Stage.ENTERING if self.asked_at else Stage.READ

    @property
    def is_at_work(self) -> bool:
        """Whether the worker has it."""
        return self.stage in {Stage.READING, Stage.ENTERING}
