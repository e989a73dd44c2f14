"""The list of accounts."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.core.forms import Filters
from longgang.core.privacy import mask_name
from longgang.core.sealed import blind_index
from longgang.core.tables import Column, Empty, Table

from .models import Post, User, UserQuerySet
from .phones import tidy_login
from .places import PlaceNames
from .roles import Role
from .wording import last_day_of, post_in_words, state_of

STAFF, RESIDENTS = "staff", "residents"


class UserFilters(Filters):
    """Staff are listed; residents are only found by their whole phone or account number."""

    kind = forms.ChoiceField(
        label=_("Accounts of"), choices=[(STAFF, _("Staff")), (RESIDENTS, _("Residents"))]
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices])


class UserTable(Table[User]):
    """Accounts with the posts held today."""

    name = "accounts"
    title = _("Accounts")
    filters = UserFilters
    search_label = _("Name, whole phone or account number")
    order = "name"
    empty = Empty(_("No accounts yet."), _("Open one for everybody who decides or checks."))
    columns = (
        Column(
            "name",
            _("Name"),
            lambda user: str(user) if user.is_staff_member else mask_name(user.name) or "—",
            sort="sort_key",
            link=lambda user: reverse("accounts:user", args=[user.number]),
        ),
        Column("number", _("Account number"), css="cell-code"),
        Column("posts", _("Posts held"), lambda user: user.posts_in_words),
        Column("state", _("State"), state_of, sort="is_active"),
    )

    def search_rows(self, rows: QuerySet[User], text: str) -> QuerySet[User]:
        """By part or initials of the name (staff), or by the whole phone or account number."""
        typed = tidy_login(text)
        exact = Q(number=typed) | Q(phone_index=blind_index("phone", typed))
        if self._shows_residents:
            return rows.filter(exact)
        letters = Q(initials__startswith=text.lower()) if text.isascii() else Q(pk__in=[])
        return rows.filter(exact | letters | Q(name__icontains=text))

    def narrow(self, rows: QuerySet[User], values: Mapping[str, Any]) -> QuerySet[User]:
        """Staff, or the one resident that was searched for; and who holds a role today."""
        assert isinstance(rows, UserQuerySet)
        if self._shows_residents:
            rows = rows.residents() if "q" in self.values else rows.none()
        else:
            rows = rows.staff()
        if role := values.get("role"):
            rows = rows.filter(pk__in=Post.objects.live().filter(role=role).values("user"))
        today = Prefetch("posts", queryset=Post.objects.live(), to_attr="posts_today")
        return rows.prefetch_related(today)

    @property
    def _shows_residents(self) -> bool:
        return bool(self.values.get("kind") == RESIDENTS)

    @cached_property
    def page(self) -> Any:
        """The page, with the posts of its rows in words: places are asked for once."""
        page = super().page
        names = PlaceNames()
        for user in page.rows:
            posts = [post_in_words(post, names) for post in user.posts_today]  # type: ignore[attr-defined]
            user.posts_in_words = "；".join(posts)  # type: ignore[attr-defined]
        return page


class PostFilters(Filters):
    """Posts of today unless asked for all."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices])
    when = forms.ChoiceField(
        label=_("When"), choices=[("", _("Held today")), ("ever", _("All, also past ones"))]
    )


class PostTable(Table[Post]):
    """Who holds which role where."""

    name = "posts"
    title = _("Posts")
    filters = PostFilters
    search = ("user__name__icontains",)
    search_label = _("Name")
    lookups = {"role": "role"}
    order = "-starts"
    empty = Empty(_("No posts yet."), _("Grant the first one on somebody's account page."))
    columns = (
        Column(
            "user",
            _("Held by"),
            sort="user__sort_key",
            link=lambda post: reverse("accounts:user", args=[post.user.number]),
        ),
        Column("role", _("Role"), "get_role_display", sort="role"),
        Column("place", _("Place"), lambda post: post.place_in_words),
        Column("starts", _("From"), "starts_on", sort="starts_on"),
        Column("ends", _("Until"), last_day_of, sort="ends_on"),
    )

    def narrow(self, rows: QuerySet[Post], values: Mapping[str, Any]) -> QuerySet[Post]:
        """Posts held today, or all there ever were."""
        if "when" not in values:
            rows = rows.filter(pk__in=Post.objects.live().order_by().values("pk"))
        return super().narrow(rows, values)

    @cached_property
    def page(self) -> Any:
        """The page, with its places in words."""
        page = super().page
        names = PlaceNames()
        for post in page.rows:
            post.place_in_words = post.place_name(names)  # type: ignore[attr-defined]
        return page
