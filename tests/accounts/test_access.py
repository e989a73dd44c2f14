"""Deny by default: a view that does not say for whom it is does not run."""

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from longgang.accounts.access import (
    DECLARED_ELSEWHERE,
    Access,
    Audience,
    access_of,
    allowed,
    path_of,
    public,
    signed_in,
)
from longgang.accounts.api import Permission


def undeclared(request):
    return HttpResponse("secret")


class Undeclared:
    def __call__(self, request):
        return HttpResponse("secret")


@public("a test")
def open_to_all(request):
    return HttpResponse("open")


@signed_in("a test")
def for_accounts(request):
    return HttpResponse("account")


@allowed(Permission.PASS_REVIEW, Permission.CHECK_RECORD)
def for_posts(request):
    return HttpResponse("post")


def library_view(request):
    return HttpResponse("library")


urlpatterns = [
    path("undeclared/", undeclared),
    path("object/", Undeclared()),
    path("open/", open_to_all),
    path("accounts-only/", for_accounts),
    path("posts-only/", for_posts),
    path("library/", library_view),
    path("", include("longgang.site.urls")),
]
in_this_house = override_settings(ROOT_URLCONF="tests.accounts.test_access")


@pytest.fixture(autouse=True)
def _urls():
    with in_this_house:
        yield


@pytest.mark.parametrize("url", ["/undeclared/", "/object/", "/library/"])
def test_undeclared_views_are_refused_to_everybody(url, lin, db):
    for client in (Client(), Client()):
        assert client.get(url).status_code == 403
        client.force_login(lin)


def test_open_views(db):
    assert Client().get("/open/").content == b"open"


def test_views_for_accounts(ada, lin, db):
    stranger = Client().get("/accounts-only/?a=1")
    assert stranger.headers["Location"] == "/login/?next=/accounts-only/%3Fa%3D1"
    client = Client()
    client.force_login(ada)
    assert client.get("/accounts-only/").content == b"account"


def test_views_for_posts(lin, hai, ada, signed_in):
    assert Client().get("/posts-only/").status_code == 302
    assert signed_in(lin).get("/posts-only/").content == b"post"
    assert signed_in(hai).get("/posts-only/").content == b"post"
    refused = signed_in(ada).get("/posts-only/")
    assert refused.status_code == 403
    assert "本页面仅供工作人员使用。" in refused.content.decode()
    assert "岗位" not in refused.content.decode()


@pytest.mark.parametrize(
    ("page", "onwards"),
    [
        ("", "/"),
        ("http://testserver/passes/apply/?kind=freight", "/passes/apply/%3Fkind%3Dfreight"),
        ("https://evil.example/passes/apply/", "/"),
    ],
)
def test_what_is_sent_after_the_session_ended_comes_back_to_the_page_with_the_form(
    db, page, onwards
):
    answer = Client().post("/accounts-only/", headers={"Referer": page})
    assert answer.headers["Location"] == f"/login/?next={onwards}"
    swapped = Client().get(
        "/accounts-only/", headers={"hx-request": "true", "hx-current-url": page}
    )
    assert swapped.status_code == 200
    assert swapped.headers["HX-Redirect"] == f"/login/?next={onwards}"


def test_staff_whose_session_ended_are_led_to_their_own_page(db):
    assert Client().get("/posts-only/").headers["Location"] == "/login/staff/?next=/posts-only/"
    browser = Client()
    browser.cookies["entrance"] = "staff"
    onwards = "/login/staff/?next=/accounts-only/%3Fa%3D1"
    assert browser.get("/accounts-only/?a=1").headers["Location"] == onwards
    sent = browser.post("/accounts-only/", headers={"Referer": "http://testserver/accounts-only/"})
    assert sent.headers["Location"] == "/login/staff/?next=/accounts-only/"
    swapped = browser.get("/accounts-only/", headers={"hx-request": "true"})
    assert swapped.headers["HX-Redirect"] == "/login/staff/?next=/"


def test_who_is_signed_out_in_the_middle_of_a_form_reads_that_nothing_was_saved(db):
    client = Client()
    answer = client.post("/accounts-only/", headers={"Referer": "http://testserver/open/"})
    said = [str(each) for each in get_messages(answer.wsgi_request)]
    assert said == ["登录已失效，刚才提交的内容未保存。请重新登录后继续。"]


@pytest.mark.parametrize(
    ("audience", "stranger"), [(Audience.EVERYBODY, 200), (Audience.SIGNED_IN, 302)]
)
def test_a_librarys_view_is_guarded_by_the_table(audience, stranger, monkeypatch, db, ada):
    monkeypatch.setitem(DECLARED_ELSEWHERE, path_of(library_view), Access(audience, "a test"))
    assert Client().get("/library/").status_code == stranger
    client = Client()
    client.force_login(ada)
    assert client.get("/library/").status_code == 200


def test_a_permission_must_be_named():
    with pytest.raises(TypeError):
        allowed()


def test_every_librarys_view_has_a_reason():
    assert all(access.why for access in DECLARED_ELSEWHERE.values())
    assert access_of(undeclared) is None
