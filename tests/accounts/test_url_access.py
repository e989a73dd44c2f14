"""URL × person, with the expected answer written by hand."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from longgang.accounts import login_urls, urls
from longgang.accounts.checks import each_view
from tests.cast import INDUSTRY_DESK, LONGWAN_DESK, TRANSPORT_DESK

# Columns: stranger, resident, reviewer, supervisor, checkpoint officer, auditor, system
# administrator, security administrator.
PEOPLE = [None, "ada", "lin", "mei", "hai", "sam", "zhu", "yan"]
PAGES = {
    "/login/": "200 302 302 302 302 302 302 302",
    "/login/code/": "302 302 302 302 302 302 302 302",
    "/login/code/again/": "302 302 302 302 302 302 302 302",
    "/login/staff/": "200 302 302 302 302 302 302 302",
    "/login/second-factor/": "302 302 302 302 302 302 302 302",
    "/login/closed/": "200 200 200 200 200 200 200 200",
    "/logout/": "302 200 200 200 200 200 200 200",
    "/accounts/me/": "302 200 200 200 200 200 200 200",
    "/accounts/password/": "302 403 200 200 200 200 200 200",
    "/accounts/second-factor/": "302 403 302 302 302 302 302 302",
    "/accounts/permissions/": "302 403 200 200 200 200 200 200",
    "/accounts/users/": "302 403 403 403 403 403 200 200",
    "/accounts/posts/": "302 403 403 403 403 403 200 200",
    "/accounts/users/create/": "302 403 403 403 403 403 200 403",
    "/accounts/users/{bo}/": "302 403 403 403 403 403 200 200",
    "/accounts/users/{bo}/edit/": "302 403 403 403 403 403 200 403",
    "/accounts/users/{bo}/close/": "302 403 403 403 403 403 405 403",
    "/accounts/users/{bo}/reopen/": "302 403 403 403 403 403 405 403",
    "/accounts/users/{bo}/reset/": "302 403 403 403 403 403 405 403",
    "/accounts/users/{bo}/posts/grant/": "302 403 403 403 403 403 403 200",
    "/accounts/users/{bo}/posts/{post}/end/": "302 403 403 403 403 403 403 405",
    "/accounts/users/zzzz-zzzz-zz/": "302 403 403 403 403 403 404 404",
    "/accounts/duty/": "302 403 200 200 403 403 403 403",
    f"/accounts/duty/{INDUSTRY_DESK}/": "302 403 200 200 403 403 403 403",
    f"/accounts/duty/{TRANSPORT_DESK}/": "302 403 404 200 403 403 403 403",
    f"/accounts/duty/{LONGWAN_DESK}/": "302 403 404 200 403 403 403 403",
    f"/accounts/duty/{INDUSTRY_DESK}/add/": "302 403 403 405 403 403 403 403",
    f"/accounts/duty/{INDUSTRY_DESK}/take-over/": "302 403 405 403 403 403 403 403",
    f"/accounts/duty/{INDUSTRY_DESK}/zz/remove/": "302 403 405 405 403 403 403 403",
}
CELLS = [
    (url, who, int(status))
    for url, statuses in PAGES.items()
    for who, status in zip(PEOPLE, statuses.split(), strict=True)
]


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "who", "status"), CELLS)
def test_page_answers(url, who, status, bo, request, signed_in):
    client = signed_in(request.getfixturevalue(who)) if who else Client()
    address = url.format(bo=bo.number, post=bo.posts.get().number)
    assert client.get(address).status_code == status


def test_the_table_has_every_page_of_ours():
    ours = {
        pattern.name
        for module in (urls, login_urls)
        for pattern in module.urlpatterns
        if pattern.name != "account_reauthenticate"  # has a test of its own
    }
    found = {
        pattern.name
        for address, pattern in each_view(get_resolver().url_patterns)
        for page in PAGES
        if pattern.name in ours and len(page.split("/")) == len(address.split("/"))
    }
    assert found == ours


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_set_password",
     "account_change_phone", "mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes"],
)  # fmt: skip
def test_the_rest_of_allauth_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/signup/", "/email/", "/password/reset/", "/accounts/signup/", "/accounts/email/",
            "/accounts/password/reset/", "/accounts/social/", "/accounts/login/", "/2fa/"],
)  # fmt: skip
def test_the_rest_of_allauth_cannot_be_reached(url):
    assert Client().get(url).status_code == 404
