"""The door of the accounts: what other modules may use."""

from .access import AuthenticatedRequest, access_of, allowed, public, signed_in
from .actions import (
    close_account,
    create_staff,
    edit_own_account,
    end_post,
    grant_post,
    open_account,
    reopen_account,
)
from .dated import (
    DatedRule,
    check_document_number,
    check_follows,
    check_may_date,
    check_may_edit_rules,
    ends_after_it_starts,
    follow_last,
    one_at_a_time,
)
from .dated_page import DatedRuleForm, rules_page
from .models import Post, Shift, User
from .permissions import Permission
from .places import (
    PlaceCodes,
    PlaceNames,
    Places,
    Scope,
    area_of_desk,
    duty_office_of,
    register_places,
)
from .queries import on_duty, users_with
from .roles import ROLES, Place, Role
from .roster import add_shift, take_over
from .scopes import check_holds, holds, scope_of
from .tries import count_try, tries_of
from .wording import posts_of

__all__ = [
    "ROLES",
    "AuthenticatedRequest",
    "DatedRule",
    "DatedRuleForm",
    "Permission",
    "Place",
    "PlaceCodes",
    "PlaceNames",
    "Places",
    "Post",
    "Role",
    "Scope",
    "Shift",
    "User",
    "access_of",
    "add_shift",
    "allowed",
    "area_of_desk",
    "check_document_number",
    "check_follows",
    "check_holds",
    "check_may_date",
    "check_may_edit_rules",
    "close_account",
    "count_try",
    "create_staff",
    "duty_office_of",
    "edit_own_account",
    "end_post",
    "ends_after_it_starts",
    "follow_last",
    "grant_post",
    "holds",
    "on_duty",
    "one_at_a_time",
    "open_account",
    "posts_of",
    "public",
    "register_places",
    "reopen_account",
    "rules_page",
    "scope_of",
    "signed_in",
    "take_over",
    "tries_of",
    "users_with",
]
