"""My notices: mine only, opened by a click, leading nowhere but into this house."""

import pytest
from django.urls import reverse

from longgang.notices.actions import mark_read
from longgang.notices.api import notify, unread_count
from longgang.notices.models import Notice

LIST = reverse("notices:list")


@pytest.fixture
def told(ada, wen) -> Notice:
    """One notice to ada, one to wen."""
    notify(wen, kind="x.y", text="For wen only")
    notify(ada, kind="x.y", text="Your pass is ready", url="/privacy/")
    return Notice.objects.get(user=ada)


def test_list_shows_ones_own_notices_only(told, ada, signed_in):
    page = signed_in(ada).get(LIST).content.decode()
    assert "Your pass is ready" in page
    assert "For wen only" not in page


def test_list_is_not_for_strangers(client, db):
    assert client.get(LIST).status_code == 302


def test_list_says_what_will_appear_when_it_is_empty(ada, signed_in):
    assert "暂无通知" in signed_in(ada).get(LIST).content.decode()


def test_open_marks_as_read_and_leads_to_the_page(told, ada, signed_in):
    answer = signed_in(ada).get(reverse("notices:open", args=[told.number]))
    assert (answer.status_code, answer.url) == (302, "/privacy/")
    told.refresh_from_db()
    assert told.read_at is not None
    assert unread_count(ada) == 0


def test_open_keeps_the_first_moment(told, ada, signed_in):
    browser = signed_in(ada)
    browser.get(reverse("notices:open", args=[told.number]))
    told.refresh_from_db()
    first = told.read_at
    browser.get(reverse("notices:open", args=[told.number]))
    told.refresh_from_db()
    assert told.read_at == first


@pytest.mark.parametrize("url", ["", "https://elsewhere.example/", "//elsewhere.example/"])
def test_open_never_leads_elsewhere(told, ada, signed_in, url):
    Notice.objects.filter(pk=told.pk).update(url=url)
    assert signed_in(ada).get(reverse("notices:open", args=[told.number])).url == LIST


def test_open_does_not_find_another_persons_notice(told, wen, signed_in):
    answer = signed_in(wen).get(reverse("notices:open", args=[told.number]))
    assert answer.status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_read_all_is_about_ones_own_and_asks_for_a_post(told, ada, wen, signed_in):
    browser, address = signed_in(ada), reverse("notices:read_all")
    assert browser.get(address).status_code == 405
    assert unread_count(ada) == 1
    assert browser.post(address).url == LIST
    assert (unread_count(ada), unread_count(wen)) == (0, 1)
    assert "全部标为已读" not in browser.get(LIST).content.decode()


def test_what_is_new_is_found_among_the_rest(told, ada, signed_in):
    notify(ada, kind="x.y", text="Your pass has ended")
    mark_read(told)
    browser = signed_in(ada)
    page = browser.get(LIST, {"state": "new"}).content.decode()
    assert "Your pass has ended" in page
    assert "Your pass is ready" not in page
    assert "Your pass is ready" in browser.get(LIST).content.decode()


def test_list_costs_the_same_for_many(ada, signed_in, django_assert_max_num_queries):
    browser = signed_in(ada)
    browser.get(LIST)
    costs = []
    for rows in (1, 30):
        for _n in range(rows):
            notify(ada, kind="x.y", text="Hello")
        with django_assert_max_num_queries(20) as captured:
            browser.get(LIST)
        costs.append(len(captured))
    assert costs[0] == costs[1]
