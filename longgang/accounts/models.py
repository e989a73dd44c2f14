"""Accounts of residents and staff, the posts staff hold, and who is on duty at which desk."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from longgang.audit.api import Actor
from longgang.core.clock import now, today
from longgang.core.pinyin import initials, sort_key
from longgang.core.prepared import Prepared
from longgang.core.privacy import Purpose
from longgang.core.sealed import BlindIndexField, SealedModel, SealedQuerySet, SealedTextField
from longgang.core.sentences import listed
from longgang.core.statements import Given

from .numbers import new_staff_number
from .permissions import Permission
from .places import PlaceNames, Scope
from .roles import ROLES, Role
from .scopes import scope_of

AREA_CODE_LENGTH = 15
DESK_CODE_LENGTH = 40


class UserQuerySet(SealedQuerySet["User"]):
    """Accounts, in the words of the office that looks after them."""

    def active(self) -> "UserQuerySet":
        """Accounts that may sign in."""
        return self.filter(is_active=True)

    def staff(self) -> "UserQuerySet":
        """Accounts of people who hold, held or are about to hold a post."""
        return self.filter(is_staff_member=True)

    def residents(self) -> "UserQuerySet":
        """Accounts that a phone and a code opened."""
        return self.filter(is_staff_member=False)

    def visible_to(self, user: Any) -> "UserQuerySet":
        """For administrators: staff with a post in their area or with none yet, and residents.

        Residents belong to no area, so whoever manages accounts anywhere may close one of theirs.
        """
        scope = scope_of(user, Permission.ACCOUNT_MANAGE, Permission.POST_GRANT)
        if scope.is_empty:
            return self.none()
        posts = Post.objects.filter(user=OuterRef("pk"))
        within = posts.filter(scope.as_q(area="area_code"))
        return self.filter(~Exists(posts) | Exists(within))


class User(SealedModel, AbstractBaseUser):
    """Somebody who can sign in. What they may do stands in their posts, never here."""

    number = models.CharField(
        _("account number"), max_length=20, unique=True, default=new_staff_number, editable=False
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=540, blank=True, editable=False, db_collation="C")
    initials = models.CharField(max_length=60, blank=True, editable=False)
    phone = SealedTextField(_("phone"), max_length=20, blank=True, default="")
    phone_index = BlindIndexField(of="phone", db_index=False)  # the unique constraint is its index
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff_member = models.BooleanField(_("staff"), default=False)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    created_at = models.DateTimeField(_("opened"), default=now, editable=False)

    objects = UserQuerySet.as_manager()  # type: ignore[misc]  # the base has a plainer one

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["-id"]
        constraints = [
            # One phone opens one account.
            models.UniqueConstraint(
                fields=["phone_index"], condition=~Q(phone_index=""), name="user_phone_unique"
            ),
        ]

    class Privacy:
        personal = {
            "name": Purpose.IDENTIFY,
            "sort_key": Purpose.IDENTIFY,
            "initials": Purpose.IDENTIFY,
            "phone": Purpose.CONTACT,
            "phone_index": Purpose.CONTACT,
        }
        plain = {
            "id", "number", "password", "last_login", "language", "is_active", "is_staff_member",
            "must_change_password", "created_at",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        return self.name or self.number

    def rename(self, name: str) -> None:
        """Set the name together with how it sounds; the caller saves all three."""
        self.name, self.sort_key, self.initials = name, sort_key(name)[:540], initials(name)[:60]
        self.__dict__.pop("_actor", None)

    @cached_property
    def live_posts(self) -> "tuple[Post, ...]":
        """The posts held today. One query, then remembered on this object for the request."""
        if not self.is_active:
            return ()
        posts = _LIVE_POSTS.list(user=self.pk, day=today())
        for post in posts:
            post.user = self
        return tuple(posts)

    @cached_property
    def scopes(self) -> dict[tuple[Permission, ...], Scope]:
        """Where each permission that was asked for so far is held: a page asks a hundred times."""
        return {}

    @property
    def office(self) -> str:
        """Where the posts held today are, by name; empty for residents."""
        if not self.live_posts:
            return ""
        names = PlaceNames()
        return listed(dict.fromkeys(post.place_name(names) for post in self.live_posts))

    def forget_posts(self) -> None:
        """Ask the database again next time: a post was granted or ended."""
        for known in ("live_posts", "scopes", "_actor"):
            self.__dict__.pop(known, None)

    def as_actor(self) -> Actor:
        """How the audit remembers this person, with the posts held at this moment.

        Always in the office's own language, whatever language the page is read in.
        """
        return self._actor

    @cached_property
    def _actor(self) -> Actor:
        with override(settings.LANGUAGE_CODE):
            posts = "；".join(str(post) for post in self.live_posts)
        return Actor(id=self.number, name=str(self), post=posts)


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by the day."""

    def live(self, on: date | Given | None = None) -> "PostQuerySet":
        """Posts that are held on this day (today) and were not ended."""
        day = on or today()
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, ended_at=None
        ).order_by("starts_on", "id")

    def visible_to(self, user: Any) -> "PostQuerySet":
        """For administrators: posts held in their area."""
        scope = scope_of(user, Permission.ACCOUNT_MANAGE, Permission.POST_GRANT)
        return self.filter(scope.as_q(area="area_code"))

    def not_over(self, on: date) -> "PostQuerySet":
        """Posts held on this day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), ended_at=None)


class Post(models.Model):
    """Somebody holds a role at a place for a time.

    With a desk it covers that desk only, with a premises that premises only; otherwise everything
    whose area code starts with the post's.
    """

    number = models.CharField(
        _("number"), max_length=20, unique=True, default=new_staff_number, editable=False
    )
    user = models.ForeignKey(
        User, verbose_name=_("held by"), on_delete=models.PROTECT, related_name="posts"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    area_code = models.CharField(_("area"), max_length=AREA_CODE_LENGTH)
    desk_code = models.CharField(_("desk"), max_length=DESK_CODE_LENGTH, blank=True)
    premises_number = models.CharField(_("premises"), max_length=DESK_CODE_LENGTH, blank=True)
    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        User,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["role", "area_code"], name="post_role_area")]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role_known"),
            # A post is held somewhere: without an area it would cover the whole country.
            models.CheckConstraint(condition=~Q(area_code=""), name="post_has_an_area"),
            models.CheckConstraint(
                condition=Q(desk_code="") | Q(premises_number=""), name="post_desk_or_premises"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="post_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="post_ended_at_and_by",
            ),
        ]

    class Privacy:
        personal: ClassVar[dict[str, Purpose]] = {}
        plain = {
            "id", "number", "user", "role", "area_code", "desk_code", "premises_number",
            "starts_on", "ends_on", "ended_at", "ended_by",
        }  # fmt: skip
        keep_days = None

    def __str__(self) -> str:
        place = self.premises_number or self.desk_code or self.area_code
        return f"{Role(self.role).label} {place}"

    def place_name(self, names: PlaceNames) -> str:
        """The place by its name."""
        return names.name(
            area_code=self.area_code,
            desk_code=self.desk_code,
            premises_number=self.premises_number,
        )

    def has(self, permission: str) -> bool:
        """Whether the role of this post includes the permission."""
        return permission in ROLES[self.role].permissions

    @property
    def scope(self) -> Scope:
        """The place this post covers."""
        if self.premises_number:
            return Scope(premises=(self.premises_number,))
        if self.desk_code:
            return Scope(desks=(self.desk_code,))
        return Scope(areas=(self.area_code,))


_LIVE_POSTS = Prepared(lambda: Post.objects.live(Given("day")).filter(user=Given("user")))


class ShiftQuerySet(models.QuerySet["Shift"]):
    """The duty roster by the moment."""

    def visible_to(self, user: Any) -> "ShiftQuerySet":
        """The rosters of the desks in somebody's post. A desk's code begins with its area's."""
        scope = scope_of(user, Permission.DUTY_VIEW)
        return self.filter(scope.as_q(area="desk_code", desk="desk_code"))

    def at(self, moment: datetime | Given) -> "ShiftQuerySet":
        """Shifts that run at this moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def upcoming(self, moment: datetime) -> "ShiftQuerySet":
        """Shifts that are not over, in the order they begin."""
        return self.filter(ends_at__gt=moment).order_by("starts_at", "id")


class Shift(models.Model):
    """Somebody is on duty at a desk from one moment to another: the emergency roster, nothing else.

    It says who is told about a waiting application. Hours are neither counted nor compared.
    """

    number = models.CharField(
        _("number"), max_length=20, unique=True, default=new_staff_number, editable=False
    )
    user = models.ForeignKey(
        User, verbose_name=_("on duty"), on_delete=models.PROTECT, related_name="shifts"
    )
    desk_code = models.CharField(_("desk"), max_length=DESK_CODE_LENGTH)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["desk_code", "ends_at"], name="shift_desk_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"
            ),
        ]

    class Privacy:
        personal: ClassVar[dict[str, Purpose]] = {}
        plain = {"id", "number", "user", "desk_code", "starts_at", "ends_at"}
        keep_days = 180
        counted_from = ("ends_at",)

    def __str__(self) -> str:
        return f"{self.desk_code} {self.starts_at:%Y-%m-%d %H:%M}"


class Tally(models.Model):
    """How often an account did something within an hour of the clock, where that is limited.

    Written outside the transaction of the deed, so it refers to no row that the deed may take back.
    """

    account = models.CharField(max_length=20)  # its number
    what = models.CharField(max_length=40)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "what", "hour"], name="tally_once_an_hour"),
        ]

    class Privacy:
        personal: ClassVar[dict[str, Purpose]] = {}
        plain = {"id", "account", "what", "hour", "count"}
        keep_days = 1
        counted_from = ("hour",)

    def __str__(self) -> str:
        return f"{self.account} {self.what} {self.count}"
