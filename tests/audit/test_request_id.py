"""The number of a request binds all its rows together."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from longgang.audit.api import current_request_id
from longgang.audit.middleware import RequestIdMiddleware


def test_request_has_a_number_of_its_own_that_the_caller_is_told():
    seen: list[str] = []

    def view(_request):
        seen.append(current_request_id())
        return HttpResponse()

    middleware = RequestIdMiddleware(view)
    told = [middleware(RequestFactory().get("/"))["X-Request-ID"] for _n in range(2)]
    assert seen == told
    assert seen[0] != seen[1]
    assert all(len(number) == 16 for number in seen)
    assert current_request_id() == ""


def test_request_number_is_never_the_callers_word():
    middleware = RequestIdMiddleware(lambda _request: HttpResponse(current_request_id()))
    response = middleware(RequestFactory().get("/", headers={"X-Request-ID": "forged"}))
    assert b"forged" not in response.content


def test_request_number_is_forgotten_when_the_view_fails():
    def view(_request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        RequestIdMiddleware(view)(RequestFactory().get("/"))
    assert current_request_id() == ""
