"""What is deleted each night, table by table."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from longgang.accounts.actions import open_account
from longgang.accounts.models import Tally
from longgang.audit.jobs import delete_each_night
from longgang.audit.models import Event
from longgang.audit.retention import delete_outdated
from longgang.checkpoints.models import PhotoUpload
from longgang.core.clock import as_if, now
from longgang.core.privacy import privacy_of
from longgang.notices.models import Notice
from longgang.trail.models import Visit

pytestmark = pytest.mark.django_db

BY_ANOTHER_JOB = {
    PhotoUpload,  # its pieces lie in a folder of their own (`checkpoints.tidy`)
    Visit,  # by dropping the partition of a day (`trail.drop_partitions`)
}


def test_every_table_that_is_not_kept_for_good_is_deleted_from_somehow():
    for model in apps.get_models():
        if not model.__module__.startswith("longgang."):
            continue
        privacy = privacy_of(model)
        ways = [bool(privacy.counted_from), bool(privacy.goes_with), model in BY_ANOTHER_JOB]
        assert sum(ways) == (privacy.keep_days is not None), model._meta.label
        if privacy.goes_with:
            owner = model._meta.get_field(privacy.goes_with)
            assert owner.remote_field.on_delete is models.CASCADE, model._meta.label
            assert privacy_of(owner.related_model).keep_days == privacy.keep_days


@pytest.fixture(autouse=True)
def _no_tallies():
    """Tries are counted for good, whatever a test takes back: those of other tests may be old."""
    Tally.objects.all().delete()


@pytest.fixture
def yu():
    return open_account("13800000003", name="于", language="zh-hans")


def notice_of(user, *, days):
    with as_if(now() - timedelta(days=days)):
        return Notice.objects.create(
            number=f"N{days}", user=user, key=f"{days}", kind="passes.issued", text_zh="好",
            text_en="Good", created_at=now(),
        )  # fmt: skip


def test_an_old_notice_goes_and_leaves_an_event(yu):
    old, young = notice_of(yu, days=181), notice_of(yu, days=179)
    assert delete_outdated() == {"notices.Notice": 1}
    assert Notice.objects.get() == young
    told = Event.objects.filter(kind="row.deleted")
    assert [(event.subject_kind, event.subject_number) for event in told] == [
        ("notices.notice", old.number)
    ]


def test_a_row_without_a_number_leaves_no_event():
    hour = now() - timedelta(days=2)
    Tally.objects.create(account="U1", what="looked", hour=hour, count=3)
    last = Event.objects.order_by("-id").first()
    assert delete_outdated() == {"accounts.Tally": 1}
    assert Event.objects.order_by("-id").first() == last


def test_the_night_ends_old_sessions_too(client, yu):
    client.force_login(yu)
    Session.objects.update(expire_date=now() - timedelta(minutes=1))
    delete_each_night(0)
    assert not Session.objects.exists()
