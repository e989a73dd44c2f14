"""Auditors and administrators at their lists, on a phone and on a desk, in both languages."""

import pytest

from longgang.audit.api import disclose, record, seal_chain
from longgang.core.privacy import Purpose
from longgang.notices.api import notify
from longgang.notices.models import Delivery, Notice
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def story(ada, lin):
    """Something done, something seen, something told and a message that did not arrive."""
    event = record(
        "delivery.retried",
        ada,
        by=lin,
        before={"is_active": True, "phone": "13900001234"},
        after={"is_active": False, "phone": "13900005678"},
        reason="the company asked for it",
    )
    disclose(ada, "phone", by=lin, purpose=Purpose.CONTACT, reason="did not come")
    notify(ada, kind="account.code", text="Your pass is ready", url="/privacy/", sms=True)
    Delivery.objects.update(status="given_up", attempts=12, last_error="ConnectionError: down")
    seal_chain()
    return event


@pytest.mark.parametrize(
    ("size", "language"), [(PHONE, "zh-hans"), (DESK, "en")], ids=["phone", "desk"]
)
def test_pages_fit_and_have_no_barriers(open_browser, story, ada, sam, zhu, size, language):
    delivery = Delivery.objects.get()
    for person, addresses in {
        sam: ["/audit/events/", f"/audit/events/{story.number}/", "/audit/disclosures/"],
        zhu: ["/notices/deliveries/", f"/notices/deliveries/{delivery.number}/"],
        ada: ["/notices/"],
    }.items():
        visit = open_browser(person, size, language=language)
        for address in addresses:
            visit.go(address)


def test_notice_is_opened_and_read_without_javascript(open_browser, story, ada):
    visit = open_browser(ada, PHONE, javascript=False)
    visit.page.goto("/notices/")
    visit.page.get_by_role("link", name="Your pass is ready").click()
    visit.page.wait_for_url("**/privacy/")
    assert Notice.objects.get().read_at is not None


def test_given_up_message_is_sent_once_more(open_browser, story, zhu):
    visit = open_browser(zhu, DESK)
    visit.go("/notices/deliveries/")
    visit.page.get_by_role("row").nth(1).get_by_role("link").click()
    visit.page.get_by_role("button", name="重新发送").click()
    visit.page.get_by_text("将随下一批发送").wait_for()
    assert Delivery.objects.get().status == "waiting"
