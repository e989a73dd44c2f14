"""A browser that breaks rules: sends anything anywhere, and leaves the database as it was."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from longgang.accounts.api import User
from tests.cast import sign_in

CSRF_FIELD = "csrfmiddlewaretoken"  # a test's client need not send it


@dataclass
class Form:
    """One form of a page: where it goes, and what its fields hold."""

    action: str
    method: str
    values: dict[str, Any] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Reads the forms of a page, with the first choice of every list."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.select = address, [], ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append(Form(found.get("action") or self.address, found.get("method") or ""))
        if not self.forms:
            return
        values, name = self.forms[-1].values, found.get("name")
        if tag in {"input", "textarea", "button"} and name and name != CSRF_FIELD:
            values.setdefault(name, found.get("value") or "")
        if tag == "select":
            self.select = name or ""
        value = found.get("value")
        is_chosen = "selected" in found or not values.get(self.select)
        if tag == "option" and self.select and value and is_chosen:
            values[self.select] = value


def forms_of(address: str, answer: HttpResponse | None) -> list[Form]:
    """The forms on this page that write something."""
    if answer is None or "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    reader = _Forms(address)
    reader.feed(answer.content.decode())
    return [form for form in reader.forms if form.method.lower() == "post"]


class Vandal:
    """Somebody's browser, every request of which is undone: also what it did to their cookies, so
    that whoever signs out is signed in again.
    """

    def __init__(self, user: User | None = None, **options: Any) -> None:
        self.user = user
        self.client = sign_in(user) if user else Client()
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.broken: list[str] = []

    def send(self, method: str, address: str, data: Any = None, **options: Any) -> HttpResponse:
        """The answer; a page that breaks is noted with the line that broke it."""
        self.client.raise_request_exception = False
        path, _, query = address.partition("?")
        if query:
            options["QUERY_STRING"] = query
        self.client.exc_info = None
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer = getattr(self.client, method)(path, data, **options)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            caught = getattr(answer, "exc_info", None)
            self.broken.append(f"{method.upper()} {address} {_cause(caught)} {str(data)[:200]}")
        return answer


def _cause(caught: Any) -> str:
    if not caught:
        return "(no exception)"
    trace, ours = caught[2], ""
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if "/longgang/" in name or not ours:
            ours = f"{name.rpartition('/longgang/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{caught[0].__name__}: {str(caught[1])[:150]} at {ours}"
