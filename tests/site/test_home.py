"""The first page: doors for strangers, services for residents, tasks for staff."""

from django.urls import reverse

from longgang.core.home import Section, Task
from longgang.site import home


def test_strangers_see_two_doors_and_no_menu(client, db):
    page = client.get("/").content.decode()
    assert reverse("account_request_login_code") in page
    assert reverse("account_login") in page
    assert 'class="mainnav' not in page


def test_residents_see_services(signed_in, wen):
    page = signed_in(wen).get("/").content.decode()
    assert 'class="services"' in page
    assert "文" in page


def test_staff_see_what_waits_for_them_first(signed_in, lin, monkeypatch):
    def tasks(user):
        return [Task("Nothing", 0, "/none/"), Task("Waiting", 7, "/queue/")]

    monkeypatch.setattr(home, "TASKS", [tasks])
    answer = signed_in(lin).get("/")
    assert [task.count for task in answer.context["tasks"]] == [7, 0]
    assert '<span class="task-count">7</span>' in answer.content.decode()


def test_a_module_puts_its_own_card_on_the_page(signed_in, wen, monkeypatch):
    def sections(user):
        return [Section("Mine", "parts/facts.html", {"facts": [("a", "b")]}, "/mine/")]

    monkeypatch.setattr(home, "SECTIONS", [sections])
    page = signed_in(wen).get("/").content.decode()
    assert "Mine" in page
    assert 'href="/mine/"' in page
