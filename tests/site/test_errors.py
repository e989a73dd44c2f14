"""Every no is a calm page in both languages with a way on; the broken page needs no database."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from django.views.defaults import bad_request, server_error

from longgang.accounts.api import public
from longgang.core.errors import IllegalMove, NotAllowed, Refusal, Refused, StaleRow
from longgang.site import urls as site_urls
from longgang.site.middleware import RefusalMiddleware, way_back

REFUSAL = Refusal("site.sample", "The seal is in use.", "Take another seal.", "Rule 7")


@public("raises what the test asks for")
def refuse(request, kind):
    kinds = {"refused": Refused(REFUSAL), "not-allowed": NotAllowed(REFUSAL),
             "illegal": IllegalMove(REFUSAL), "stale": StaleRow()}  # fmt: skip
    raise kinds.get(kind) or ZeroDivisionError


@public("takes a post with a token")
def take(request):
    return HttpResponse("taken")


urlpatterns = [path("refuse/<kind>/", refuse), path("take/", take), *site_urls.urlpatterns]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.mark.parametrize(
    ("kind", "status"),
    [("refused", 422), ("not-allowed", 403), ("illegal", 409), ("stale", 409)],
)
def test_a_refused_action_says_why_what_to_do_and_where_back(client, kind, status):
    answer = client.get(f"/refuse/{kind}/", headers={"Referer": "http://testserver/help/"})
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1") == 1
    assert 'href="/help/"' in page or 'href="http://testserver/help/"' in page
    if kind != "stale":
        assert "The seal is in use." in page
        assert "Take another seal." in page
        assert "Rule 7" in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_was_written_in_vain_is_there_to_be_copied(client, headers):
    sent = {"reason": "<b>缺少</b>押运员证\n请补", "words": "  ", "plate": "辽P12345"}
    page = client.post("/refuse/stale/", sent, headers=headers).content.decode()
    assert "&lt;b&gt;缺少&lt;/b&gt;押运员证<br>请补</blockquote>" in page
    assert page.count("<blockquote") == 1
    assert "辽P12345" not in page
    assert "<blockquote" not in client.post("/refuse/stale/").content.decode()


def test_a_swap_gets_a_fragment_and_a_boosted_page_the_whole(client):
    fragment = client.get("/refuse/refused/", headers={"HX-Request": "true"})
    assert "The seal is in use." in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    boosted = client.get("/refuse/refused/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in boosted.content.decode()


def test_what_is_no_refusal_is_not_swallowed():
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.parametrize(
    ("method", "referrer", "back"),
    [
        ("get", "", "/"),
        ("get", "https://elsewhere.example/", "/"),
        ("get", "http://testserver/here/", "/"),
        ("post", "http://testserver/here/", "http://testserver/here/"),
        ("get", "http://testserver/list/", "http://testserver/list/"),
    ],
)
def test_the_way_back_is_one_of_our_own_pages_and_not_this_one(method, referrer, back):
    request = getattr(RequestFactory(), method)("/here/", headers={"Referer": referrer})
    assert way_back(request) == back


def test_a_missing_page_says_so_in_both_languages(client):
    assert "页面不存在" in client.get("/no/such/page/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_an_old_form_is_explained():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/take/", headers={"Referer": "http://testserver/help/"})
    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()
    assert 'href="http://testserver/help/"' in answer.content.decode()


def test_the_address_of_a_form_opened_again_is_a_page_with_a_way_on(client):
    answer = client.get("/elder/", headers={"Accept": "text/html"})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "此地址仅用于提交表单" in answer.content.decode()
    assert client.get("/elder/", headers={"Accept": "application/json"}).content == b""


def test_a_broken_page_needs_no_database_and_no_session(django_db_blocker):
    request = RequestFactory().get("/")
    with django_db_blocker.block(), translation.override("en"):
        page = server_error(request).content.decode()
        assert "Something broke on our side" in page
        assert "could not be understood" in bad_request(request, ValueError()).content.decode()
    assert page.count("<h1") == 1


def test_a_crash_is_a_500_page(client):
    client.raise_request_exception = False
    answer = client.get("/refuse/crash/")
    assert answer.status_code == 500
    assert "<h1" in answer.content.decode()
