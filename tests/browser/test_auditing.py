"""Auditors and administrators at what was done, and at messages that did not arrive."""

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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_event_shows_what_changed_without_barriers(open_browser, story, sam, language):
    visit = open_browser(sam, PHONE, language=language).open(f"/audit/events/{story.number}/")
    visit.look_over_everywhere()
    assert "•••78" in visit.page.locator("main").inner_text()


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
