"""What people are told: the notice they read here, and the messages that leave the house."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from longgang.core.clock import now
from longgang.core.privacy import Purpose
from longgang.core.sealed import BlindIndexField, SealedModel, SealedQuerySet, SealedTextField
from longgang.core.tokens import new_token

from .lifecycle import TRYING, DeliveryStatus
from .rules import fit

if TYPE_CHECKING:
    from longgang.accounts.api import User


BUNDLED = "{n}"  # in the text of a bundle: how many matters it is about
DEALT_WITH = "-"  # before a matter that nobody waits for any more


def new_notice_number() -> str:
    """What a notice or delivery is called outside the database."""
    return new_token()


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as their receivers see them."""

    def visible_to(self, user: "User") -> "NoticeQuerySet":
        """Everybody sees their own notices, nobody those of another."""
        return self.filter(user=user)

    def unread(self) -> "NoticeQuerySet":
        """Those not opened yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One sentence to one account, in both languages, with the page to go to.

    It is `about` one matter, or about many of one `bundle`: then `{n}` in the text is the number of
    those that are left, and in the end of all. One that `waits` asks for a deed, until somebody has
    done it for each.
    """

    number = models.CharField(max_length=22, unique=True, default=new_notice_number, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("receiver"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("what"), max_length=60)
    key = models.CharField(max_length=120, editable=False)
    text_zh = models.TextField(_("text in Chinese"), max_length=1000)
    text_en = models.TextField(_("text in English"), max_length=1000)
    url = models.CharField(_("page"), max_length=300, blank=True)
    about = ArrayField(models.CharField(max_length=120), default=list, editable=False)
    bundle = models.CharField(max_length=120, blank=True, editable=False)
    waits = models.BooleanField(_("asks for a deed"), default=False)
    created_at = models.DateTimeField(_("sent"), default=now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [
            # The same thing is told to the same person once.
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_key"),
        ]
        indexes = [
            models.Index(fields=["user", "waits", "created_at", "id"], name="notice_by_deed"),
            GinIndex(fields=["about"], condition=Q(waits=True), name="notice_waits_for"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    class Privacy:
        personal = {"text_zh": Purpose.CONTACT, "text_en": Purpose.CONTACT}
        plain = {
            "id", "number", "user", "kind", "key", "url", "about", "bundle", "waits", "created_at",
            "read_at",
        }  # fmt: skip
        keep_days = 180
        counted_from = ("created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def text(self) -> str:
        """The sentence in the reader's language of this moment."""
        text = self.text_en if (get_language() or "").startswith("en") else self.text_zh
        left = [one for one in self.about if not one.startswith(DEALT_WITH)]
        return text.replace(BUNDLED, str(len(left or self.about))) if self.bundle else text


class Channel(models.TextChoices):
    """The ways in which a message leaves the house."""

    SMS = "sms", _("SMS")


class DeliveryQuerySet(SealedQuerySet["Delivery"]):
    """Deliveries by what is to be done about them."""

    def due(self) -> "DeliveryQuerySet":
        """Those to be tried now, the longest waiting first."""
        return self.filter(status__in=TRYING, next_try_at__lte=now()).order_by("next_try_at", "id")


class Delivery(SealedModel):
    """One message to one phone: written with the deed, tried by the worker until it arrives."""

    number = models.CharField(max_length=22, default=new_notice_number, editable=False)
    # What the gateway is told too: a message handed over twice is shown to the receiver once.
    key = models.CharField(max_length=160, editable=False)
    channel = models.CharField(_("way"), max_length=10, choices=Channel, default=Channel.SMS)
    kind = models.CharField(_("what"), max_length=60)
    phone = SealedTextField(_("phone"), max_length=20)
    phone_index = BlindIndexField(of="phone", db_index=False)
    text = SealedTextField(_("text"), max_length=1000)
    url = SealedTextField(_("page"), max_length=300, blank=True, default="")  # it may hold a token
    status = models.CharField(
        _("status"), max_length=10, choices=DeliveryStatus, default=DeliveryStatus.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("written"), default=now)
    next_try_at = models.DateTimeField(_("next try"), default=now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.TextField(_("last error"), max_length=500, blank=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        constraints = [
            # Not on the fields: that would add an index each for parts of them, which nobody types.
            models.UniqueConstraint(fields=["number"], name="delivery_number_unique"),
            models.UniqueConstraint(fields=["key"], name="delivery_key_unique"),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="delivery_status_known"
            ),
            # A message is sent when, and only when, it has the moment at which it was.
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.SENT, sent_at__isnull=False)
                | (~Q(status=DeliveryStatus.SENT) & Q(sent_at=None)),
                name="delivery_sent_at",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="delivery_by_time"),
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(status__in=TRYING),
                name="delivery_due",
            ),
            models.Index(
                fields=["id"],
                condition=Q(status=DeliveryStatus.GIVEN_UP),
                name="delivery_given_up",
            ),
        ]

    class Privacy:
        personal = {
            "phone": Purpose.CONTACT,
            "phone_index": Purpose.CONTACT,
            "text": Purpose.CONTACT,
            "url": Purpose.CONTACT,
        }
        plain = {
            "id", "number", "key", "channel", "kind", "status", "attempts", "created_at",
            "next_try_at", "sent_at", "last_error",
        }  # fmt: skip
        keep_days = 180
        counted_from = ("created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def full_text(self) -> str:
        """What the phone shows: the text, and the link under the address of today."""
        return fit(self.text, self.link)

    @property
    def link(self) -> str:
        """The page it leads to, as an address that a phone can open; blank when to none."""
        return f"{settings.PUBLIC_URL}{self.url}" if self.url else ""

    @property
    def words(self) -> str:
        """What the phone shows before the link."""
        return self.full_text.removesuffix(self.link)

    @property
    def is_trying(self) -> bool:
        """Whether the worker has yet to do something about it."""
        return self.status in TRYING
