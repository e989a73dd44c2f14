"""The office hears which companies wait, and whoever registered one what the office decided."""

import pytest

from longgang.notices.models import Delivery, Notice
from longgang.people.api import add_member, approve_company, refuse_company, register_company

pytestmark = pytest.mark.django_db


def test_who_may_approve_it_finds_it_among_what_waits_until_somebody_has(facts, ada, mei, bo):
    pending = register_company(by=ada, **facts)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.waits) == (mei, "company.registered", True)
    assert notice.url == pending.get_absolute_url()
    assert pending.name in notice.text_zh
    approve_company(pending, by=mei)
    notice.refresh_from_db()
    assert not notice.waits


def test_approval_reaches_the_managers_alone(pending, ada, mei):
    add_member(pending, phone="13800000077", name="调度", role="dispatcher", by=ada)
    approve_company(pending, by=mei)
    notice = Notice.objects.exclude(user=mei).get()
    assert (notice.user, notice.kind, notice.url) == (
        ada,
        "company.approved",
        pending.get_absolute_url(),
    )
    assert pending.name in notice.text_zh
    assert pending.name in notice.text_en


def test_refusal_reaches_the_manager_and_their_phone(pending, ada, mei):
    refuse_company(pending, by=mei, reason="not the licence")
    assert Notice.objects.get(user=ada).kind == "company.refused"
    assert Delivery.objects.get(channel="sms").phone == ada.phone


def test_refusal_leads_to_the_page_that_says_why(pending, ada, mei, client):
    refuse_company(pending, by=mei, reason="not the licence")
    client.force_login(ada)
    assert "not the licence" in client.get(Notice.objects.get(user=ada).url).content.decode()


def test_company_that_an_officer_registered_has_nobody_to_tell(facts, mei, bo):
    approve_company(register_company(by=bo, **facts), by=mei)
    assert not Notice.objects.exclude(kind="company.registered").exists()
