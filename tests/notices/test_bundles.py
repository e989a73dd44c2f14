"""Many notices of one kind are one, and what asks for a deed stands first until it is done."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from longgang.notices.actions import mark_read
from longgang.notices.api import Bundle, mark_dealt_with, notify, unread_count
from longgang.notices.models import Delivery, Notice

LIST = reverse("notices:list")
ALL = Bundle("Waiting: {n}.", "/passes/queue/")


@pytest.fixture
def matters(ada, wen, bo) -> list:
    """Any rows with a number; here accounts."""
    return [ada, wen, bo]


def tell(receiver, matter, **changes) -> None:
    facts = {"text": f"{matter.name} waits", "url": "/privacy/", "bundle": ALL, "waits": True}
    notify(receiver, kind="x.waits", about=matter, **facts | changes)


def shown(user) -> list[str]:
    with override("en"):
        return [notice.text for notice in Notice.objects.visible_to(user)]


def test_the_first_speaks_of_itself_and_more_are_counted(lin, matters):
    tell(lin, matters[0])
    assert shown(lin) == ["艾达 waits"]
    for matter in matters:
        tell(lin, matter)
    assert shown(lin) == ["Waiting: 3."]
    assert Notice.objects.get().url == "/passes/queue/"
    assert unread_count(lin) == 1


def test_what_was_read_is_not_added_to(lin, matters):
    tell(lin, matters[0])
    mark_read(Notice.objects.get())
    tell(lin, matters[1])
    assert unread_count(lin) == 1
    assert Notice.objects.count() == 2


def test_bundles_are_kept_apart_by_key_kind_and_receiver(lin, mei, matters):
    tell(lin, matters[0])
    tell(lin, matters[1], bundle=Bundle("Of another: {n}.", "/", key="another"))
    notify(lin, kind="x.other", text="…", about=matters[2], bundle=ALL)
    tell([lin, mei], matters[1])
    assert (Notice.objects.filter(user=lin).count(), shown(mei)) == (3, ["文 waits"])


def test_each_message_goes_out_all_the_same(lin, matters):
    lin.phone = "13700001111"
    for matter in matters:
        tell(lin, matter, sms=True)
    assert (Delivery.objects.count(), Notice.objects.count()) == (3, 1)


def test_what_is_dealt_with_is_read_for_everybody(lin, mei, matters):
    tell([lin, mei], matters[0])
    mark_dealt_with(matters[0])
    assert (unread_count(lin), unread_count(mei)) == (0, 0)
    assert not Notice.objects.filter(waits=True).exists()


def test_a_bundle_is_read_with_its_last_matter(lin, matters):
    for matter in matters:
        tell(lin, matter)
    for matter in matters[:2]:
        mark_dealt_with(matter)
    assert (shown(lin), unread_count(lin)) == (["Waiting: 1."], 1)
    mark_dealt_with(matters[2])
    assert (shown(lin), unread_count(lin)) == (["Waiting: 3."], 0), "what it was about in all"


def test_what_only_tells_stays_unread_when_the_matter_goes_on(lin, matters):
    notify(lin, kind="x.told", text="…", about=matters[0])
    mark_dealt_with(matters[0])
    assert unread_count(lin) == 1


def test_the_list_begins_with_what_asks_for_a_deed_read_or_not(lin, matters, signed_in):
    tell(lin, matters[0], bundle=None)
    mark_read(Notice.objects.get())
    notify(lin, kind="x.told", text="Only told")
    rows = signed_in(lin).get(LIST).content.decode()
    assert rows.index("艾达 waits") < rows.index("Only told")
    assert "待办" in rows
    only = signed_in(lin).get(LIST, {"state": "todo"}).content.decode()
    assert ("艾达 waits" in only, "Only told" in only) == (True, False)
