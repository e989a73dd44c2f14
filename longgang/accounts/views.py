"""Accounts and posts for administrators, the permission page for staff, one's own account."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from longgang.core.errors import Refused
from longgang.core.forms import Form
from longgang.core.privacy import mask_phone
from longgang.core.tables import list_page

from . import actions
from .access import AuthenticatedRequest, allowed, signed_in
from .forms import EditStaffForm, GrantPostForm, OwnAccountForm, ReasonForm, StaffForm
from .models import Post, User
from .permissions import Permission
from .places import PlaceNames
from .roles import ROLES
from .scopes import holds
from .tables import PostTable, UserTable
from .wording import PERMISSIONS, post_in_words, posts_of, state_of

manage = allowed(Permission.ACCOUNT_MANAGE)
grant = allowed(Permission.POST_GRANT)
look = allowed(Permission.ACCOUNT_MANAGE, Permission.POST_GRANT)


@signed_in("one's own account only")
def me(request: AuthenticatedRequest) -> HttpResponse:
    """My name, my language, my posts, and how I sign in."""
    user = _me(request)
    initial = {"language": user.language or request.LANGUAGE_CODE}
    form = OwnAccountForm(request.POST or None, row=user, initial=initial)
    if form.is_valid():
        actions.edit_own_account(user, **form.values)
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    facts = [(_("Account number"), user.number), (_("Mobile number"), user.phone)]
    has_authenticator = user.is_staff_member and is_mfa_enabled(user)
    if user.is_staff_member:
        state = _("Connected") if has_authenticator else _("Not connected")
        facts.append((_("Authenticator"), state))
    context = {
        "form": form,
        "facts": facts,
        "posts": posts_of(user),
        "may_connect": user.is_staff_member and not has_authenticator,
    }
    return render(request, "accounts/me.html", context, status=_status(form))


@allowed(*Permission)
def list_permissions(request: AuthenticatedRequest) -> HttpResponse:
    """What every role may do, as the code has it: readable for everybody with a post."""
    rows = [
        (sentence, [(card, permission in card.permissions) for card in ROLES.values()])
        for permission, sentence in PERMISSIONS.items()
    ]
    context = {"roles": ROLES.values(), "rows": rows}
    return render(request, "accounts/permissions.html", context)


@look
@list_page
def list_users(request: AuthenticatedRequest) -> HttpResponse:
    """Accounts in the area of my post."""
    table = UserTable(User.objects.visible_to(request.user), request)
    may_create = holds(request.user, Permission.ACCOUNT_MANAGE)
    return table.respond("accounts/users.html", {"may_create": may_create})


@look
@list_page
def list_posts(request: AuthenticatedRequest) -> HttpResponse:
    """Who holds which post in my area, and who held it."""
    posts = Post.objects.visible_to(request.user).select_related("user")
    return PostTable(posts, request).respond("accounts/posts.html")


@manage
def create_user(request: AuthenticatedRequest) -> HttpResponse:
    """A new staff account; the next page shows its password, once."""
    form = StaffForm(request.POST or None)
    if form.is_valid():
        try:
            opened = actions.create_staff_with_one_time_password(
                **form.cleaned_data, by=_me(request)
            )
        except Refused as refused:
            form.add_refusals(refused)
        else:
            return _show_once(request, opened.user, opened.one_time_password)
    return render(request, "accounts/create.html", {"form": form}, status=_status(form))


@look
def show_user(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One account with its posts, and what my own post lets me do about it."""
    return _user_page(request, _find_user(request, number))


@manage
def edit_user(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Correct the name or the phone."""
    user = _find_user(request, number)
    form = EditStaffForm(request.POST or None, row=user)
    if form.is_valid():
        try:
            actions.edit_staff(user, **form.values, by=_me(request))
        except Refused as refused:
            form.add_refusals(refused)
        else:
            return redirect("accounts:user", number)
    context = {"form": form, "person": user}
    return render(request, "accounts/edit.html", context, status=_status(form))


@manage
@require_POST
def close_user(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Close the account, with a reason."""
    user = _find_user(request, number)
    form = ReasonForm(request.POST, prefix="close")
    if not form.is_valid():
        return _user_page(request, user, close_form=form)
    actions.close_account(user, by=_me(request), **form.cleaned_data)
    messages.success(request, _("The account is closed."))
    return redirect("accounts:user", number)


@manage
@require_POST
def reopen_user(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Open the account again, with a reason."""
    user = _find_user(request, number)
    form = ReasonForm(request.POST, prefix="close")
    if not form.is_valid():
        return _user_page(request, user, close_form=form)
    actions.reopen_account(user, by=_me(request), **form.cleaned_data)
    messages.success(request, _("The account is open again."))
    return redirect("accounts:user", number)


@manage
@require_POST
def reset_user(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Replace password and second factor; the new password is shown once."""
    user = _find_user(request, number)
    form = ReasonForm(request.POST, prefix="reset")
    if not form.is_valid():
        return _user_page(request, user, reset_form=form)
    password = actions.reset_login(user, by=_me(request), **form.cleaned_data)
    return _show_once(request, user, password)


@grant
def grant_user_post(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Give this person a role at a place."""
    user = _find_user(request, number)
    form = GrantPostForm(request.POST or None)
    if form.is_valid():
        try:
            actions.grant_post(user, **form.as_post, by=_me(request))
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("The post is granted."))
            return redirect("accounts:user", number)
    context = {"form": form, "person": user, "roles": ROLES.values()}
    return render(request, "accounts/grant.html", context, status=_status(form))


@grant
@require_POST
def end_user_post(request: AuthenticatedRequest, number: str, post_number: str) -> HttpResponse:
    """End one post, with a reason."""
    user = _find_user(request, number)
    posts = Post.objects.visible_to(request.user)
    post = get_object_or_404(posts, user=user, number=post_number)
    form = ReasonForm(request.POST, prefix=post.number)
    if not form.is_valid():
        return _user_page(request, user, end_form=form)
    actions.end_post(post, by=_me(request), **form.cleaned_data)
    messages.success(request, _("The post is ended."))
    return redirect("accounts:user", number)


@never_cache
def _show_once(request: AuthenticatedRequest, user: User, password: str) -> HttpResponse:
    """The password stands on this answer only; it is stored nowhere."""
    context = {"person": user, "password": password}
    return render(request, "accounts/one_time_password.html", context)


def _user_page(
    request: AuthenticatedRequest,
    user: User,
    *,
    close_form: Form | None = None,
    reset_form: Form | None = None,
    end_form: Form | None = None,
) -> HttpResponse:
    context = {
        "person": user,
        "facts": [(_("Account number"), user.number), (_("Mobile number"), mask_phone(user.phone))],
        "tag": state_of(user),
        "posts": _posts_of(user, end_form),
        "is_me": user == request.user,
        "may_manage": holds(request.user, Permission.ACCOUNT_MANAGE),
        "may_grant": holds(request.user, Permission.POST_GRANT),
        "close_form": close_form or ReasonForm(prefix="close"),
        "reset_form": reset_form or ReasonForm(prefix="reset"),
    }
    status = 422 if close_form or reset_form or end_form else 200
    return render(request, "accounts/user.html", context, status=status)


def _posts_of(user: User, end_form: Form | None) -> list[dict[str, Any]]:
    """The posts in words, each with the form that ends it, as it was sent or empty."""
    names = PlaceNames()
    sent = {end_form.prefix: end_form} if end_form else {}
    return [
        {
            "post": post,
            "words": post_in_words(post, names),
            "form": sent.get(post.number) or ReasonForm(prefix=post.number),
        }
        for post in user.posts.all()
    ]


def _find_user(request: AuthenticatedRequest, number: str) -> User:
    users = User.objects.visible_to(request.user)
    return get_object_or_404(users, number=number)


def _me(request: AuthenticatedRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _status(form: Form) -> int:
    return 422 if form.errors else 200
