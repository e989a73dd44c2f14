"""Telling people something, in the caller's transaction."""

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.notices.api import notify, unread_count
from longgang.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db


def test_notify_writes_a_notice_in_both_languages(ada):
    notify(ada, kind="pass.approved", text=_("notice"), url="/passes/1/")

    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.url) == (ada, "pass.approved", "/passes/1/")
    assert (notice.text_zh, notice.text_en) == ("通知", "notice")
    with override("en"):
        assert notice.text == "notice"
    with override("zh-hans"):
        assert notice.text == "通知"
    assert not Delivery.objects.exists()
    assert str(notice) == f"pass.approved {notice.number}"


def test_notify_sends_a_message_too_when_asked(ada, bo):
    bo.language = "en"
    for receiver in (ada, bo):
        notify(receiver, kind="pass.approved", text=_("notice"), url="/passes/1/", sms=True)

    to_ada, to_bo = Delivery.objects.order_by("id")
    assert (to_ada.phone, to_ada.full_text) == (ada.phone, "通知 http://127.0.0.1:8000/passes/1/")
    assert (to_bo.phone, to_bo.full_text) == (bo.phone, "notice http://127.0.0.1:8000/passes/1/")
    assert (to_ada.status, to_ada.attempts) == ("waiting", 0)
    assert Notice.objects.count() == 2


def test_notify_tells_a_phone_without_an_account_in_chinese():
    notify("13900009999", kind="trip.arrives", text=_("notice"))
    delivery = Delivery.objects.get()
    assert (delivery.phone, delivery.full_text) == ("13900009999", "通知")
    assert not Notice.objects.exists()


def test_notify_leaves_out_the_message_where_there_is_no_phone():
    notify(User.objects.create(name="Lin"), kind="x.y", text="Hello", sms=True)
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_notify_with_a_key_tells_each_receiver_once(ada, bo):
    for receiver in (ada, bo, ada, "13900009999", "13900009999"):
        notify(receiver, kind="pass.due", text="Hurry", sms=True, key="7:80")
    assert Notice.objects.count() == 2
    assert Delivery.objects.count() == 3


def test_notify_without_a_key_tells_again(ada):
    for _n in range(2):
        notify(ada, kind="pass.due", text="Hurry", sms=True)
    assert (Notice.objects.count(), Delivery.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "passes/"]
)
def test_notify_refuses_to_lead_elsewhere(ada, url):
    with pytest.raises(ValueError, match="a page of this house"):
        notify(ada, kind="x.y", text="Hello", url=url)


def test_notify_is_undone_with_the_deed(ada):
    def deed():
        notify(ada, kind="x.y", text="Hello", sms=True)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        deed()
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_phone_and_text_never_lie_in_the_database_in_clear(ada):
    from django.db import connection

    notify(ada.phone, kind="x.y", text="Hello", url="/passes/p/token/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM notices_delivery d")
        row = cursor.fetchone()[0]
    assert ada.phone not in row
    assert ada.phone.encode().hex() not in row
    assert "Hello" not in row
    assert "token/" not in row


def test_unread_count_is_of_ones_own_unread(ada, bo, django_assert_num_queries):
    for receiver in (ada, ada, bo):
        notify(receiver, kind="x.y", text="Hello")
    Notice.objects.filter(pk=Notice.objects.filter(user=ada).first().pk).update(read_at=now())
    with django_assert_num_queries(1):
        assert unread_count(ada) == 1
