"""The cast itself: everybody can open what their post is for."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("lin", "/accounts/duty/"),
        ("mei", "/accounts/duty/"),
        ("zhu", "/accounts/users/"),
        ("yan", "/accounts/posts/"),
        ("hai", "/accounts/permissions/"),
        ("ada", "/accounts/me/"),
    ],
)
def test_everybody_opens_their_own_page(who, url, request, signed_in):
    user = request.getfixturevalue(who)
    assert signed_in(user).get(url).status_code == 200
