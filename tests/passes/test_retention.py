"""Everything is kept as long as its model declares, and then goes, with its photos."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection, transaction
from PIL import Image

from longgang.accounts.api import Post
from longgang.audit.jobs import delete_each_night
from longgang.audit.models import Event
from longgang.audit.retention import delete_outdated
from longgang.core.clock import as_if, now, today
from longgang.passes.actions.drafts import attach_document, hand_in_draft, start_draft
from longgang.passes.actions.refused_scans import ScanAtGate, record_refused_scan
from longgang.passes.drafting import Answers
from longgang.passes.models import Aboard, Attachment, Check, PassDraft, Trip, VehiclePass
from tests.audit.helpers import assert_one_event

from . import build
from .gate import an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=500)


@pytest.fixture(autouse=True)
def _old_district(west_exit, port, lin, hai):
    """Rules and posts that were there when the oldest of these passes was asked for."""
    with as_if(now() - LONG_AGO):
        build.rules_at_hand()
    Post.objects.update(starts_on=today() - LONG_AGO)
    lin.forget_posts()
    hai.forget_posts()


def deleted_of_passes() -> dict[str, int]:
    """The messages about them go too; that is theirs to test."""
    deleted = delete_outdated()
    return {table: count for table, count in deleted.items() if table.startswith("passes.")}


def a_photo() -> BytesIO:
    written = BytesIO()
    Image.new("RGB", (60, 60), "red").save(written, "PNG")
    written.seek(0)
    return written


def a_draft(by, *, days: float) -> PassDraft:
    """Last gone on with so many days ago, with one photo."""
    with as_if(now() - timedelta(days=days)):
        draft = start_draft(Answers(), by=by)
        attach_document(draft, kind="contract", upload=a_photo(), by=by)
    return draft


def test_an_old_draft_goes_with_its_photo(ada, django_capture_on_commit_callbacks):
    draft = a_draft(ada, days=30.1)
    photo = draft.attachments.get().photo
    assert photo.storage.exists(photo.name)
    with (
        assert_one_event("row.deleted") as events,
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert deleted_of_passes() == {"passes.PassDraft": 1}
    assert (events[0].subject_number, events[0].by_name) == (draft.number, "system")
    assert not PassDraft.objects.exists()
    assert not Attachment.objects.exists()
    assert not photo.storage.exists(photo.name)


def test_a_younger_draft_stays(ada):
    a_draft(ada, days=29.9)
    last = Event.objects.latest("id")
    assert deleted_of_passes() == {}
    assert PassDraft.objects.get().attachments.count() == 1
    assert Event.objects.latest("id") == last


def test_the_days_of_a_draft_run_from_the_last_answer(ada):
    draft = a_draft(ada, days=40)
    with as_if(now() - timedelta(days=1)):
        attach_document(draft, kind="contract", upload=a_photo(), by=ada)
    PassDraft.objects.filter(pk=draft.pk).update(updated_at=now() - timedelta(days=1))
    assert deleted_of_passes() == {}


def test_a_draft_handed_in_leaves_the_pass_and_its_photo(ada):
    draft = a_draft(ada, days=40)
    hand_in_draft(draft, lambda: build.a_submitted_pass(ada), by=ada)
    PassDraft.objects.update(updated_at=now() - timedelta(days=31))
    delete_each_night(0)
    assert not PassDraft.objects.exists()
    assert VehiclePass.objects.get().attachments.get().kind == "contract"


# -- passes, trips and checks -------------------------------------------------------------------


@pytest.fixture
def used(wen, lin, hai, west_exit, django_capture_on_commit_callbacks):
    """Makes a pass that was used so many days ago, with a photo of the cab."""

    def use(*, days: float) -> VehiclePass:
        stored = BytesIO()
        Image.new("RGB", (60, 60), "blue").save(stored, "JPEG")
        with as_if(now() - timedelta(days=days)), django_capture_on_commit_callbacks(execute=True):
            vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
            an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai, photo=stored.getvalue())
            an_exit(the_trip(vehicle_pass), premises=west_exit, by=hai)
        return vehicle_pass

    return use


def test_a_pass_goes_a_year_after_its_end_with_all_that_hangs_on_it(
    used, django_capture_on_commit_callbacks
):
    vehicle_pass = used(days=368)
    photo = Check.objects.exclude(photo="").get().photo
    assert photo.storage.exists(photo.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert deleted_of_passes() == {"passes.Check": 2, "passes.Trip": 1, "passes.VehiclePass": 1}
    assert not Aboard.objects.exists()
    assert not photo.storage.exists(photo.name)
    told = Event.objects.filter(kind="row.deleted", subject_number=vehicle_pass.number).get()
    assert (told.by_name, told.area_code) == ("system", vehicle_pass.area_code)


def test_a_pass_stays_a_year_after_its_end(used):
    used(days=364)
    assert deleted_of_passes() == {}


def test_what_is_inside_or_undecided_stays_whatever_its_age(wen, lin, hai, west_exit):
    with as_if(now() - timedelta(days=400)):
        vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
        an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
        waiting = build.a_submitted_pass(wen, plate="辽PB0002")
    assert deleted_of_passes() == {"passes.Check": 1}
    assert Trip.objects.get().vehicle_pass == vehicle_pass
    assert set(VehiclePass.objects.all()) == {vehicle_pass, waiting}


def test_a_pass_that_another_row_needs_stays_until_that_one_goes(used, hai, west_exit):
    """Its code was shown last week, and that was refused; another pass of that day goes."""
    shown, _other = used(days=400), used(days=401)
    scan = ScanAtGate(
        nonce="n1", direction="entry", code_kind="signed", code_text="x", plate=shown.plate,
        verdict_level="red", verdict_code="passes.not_valid_any_more",
    )  # fmt: skip
    record_refused_scan(scan, premises=west_exit, vehicle_pass=shown, by=hai)
    assert deleted_of_passes() == {"passes.Check": 4, "passes.Trip": 2, "passes.VehiclePass": 1}
    assert VehiclePass.objects.get() == shown


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_being_changed_stays_until_tomorrow(ada):
    """Held by somebody else at this moment: neither waited for nor taken away."""
    draft = a_draft(ada, days=31)
    is_held, is_asked = threading.Event(), threading.Event()

    def go_on():
        try:
            with transaction.atomic():
                PassDraft.objects.select_for_update().get(pk=draft.pk)
                is_held.set()
                assert is_asked.wait(10)
        finally:
            connection.close()

    somebody = threading.Thread(target=go_on)
    somebody.start()
    assert is_held.wait(10)
    assert deleted_of_passes() == {}
    is_asked.set()
    somebody.join()
    assert deleted_of_passes() == {"passes.PassDraft": 1}
