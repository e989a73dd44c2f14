"""Who sees the photos of an application's documents and of a check, and what that leaves behind."""

import pytest
from django.urls import reverse

from longgang.audit.api import Disclosure, field_in_words
from longgang.passes.actions.documents import attach, open_document, open_photo
from tests.cast import sign_in

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def document(ada, acid_works):
    """The driving licence in an application of `ada` that goes to the acid works."""
    consignee = build.a_consignee(name=acid_works.name)
    submitted = build.a_submitted_pass(ada, consignee=consignee)
    attach(b"a photo", "driving_licence", vehicle_pass=submitted)
    return submitted.attachments.get()


@pytest.mark.parametrize(
    ("who", "status", "is_told"),
    [
        ("ada", 200, False),  # who applied
        ("lin", 200, True),  # decides at that desk
        ("mei", 200, True),  # supervises it
        ("bo", 404, False),  # of another desk
        ("hai", 404, False),  # at a gate, where the pass is seen
        ("wen", 404, False),  # of the visited company, where the pass is seen
    ],
)
def test_document_is_shown_to_who_decides_and_that_is_written_down(
    document, who, status, is_told, request
):
    client = sign_in(request.getfixturevalue(who))
    answer = client.get(reverse("passes:document", args=[document.number]))
    assert answer.status_code == status
    told = Disclosure.objects.values_list("field", "purpose", "subject_number")
    number = document.vehicle_pass.number
    assert list(told) == [("document_driving_licence", "review", number)] * is_told
    answer.close()


def test_open_writes_down_who_sees_it_unless_it_is_ones_own(document, ada, lin):
    for user in (ada, lin):
        assert open_document(document, by=user) == document.photo
    assert list(Disclosure.objects.values_list("by_name", flat=True)) == [lin.name]


def test_open_a_checks_photo_writes_down_anybody_but_who_took_it(wen, lin, hai, kai, west_exit):
    issued = build.an_issued_pass(wen, reviewer=lin)
    check = an_entry(the_trip(issued), premises=west_exit, by=hai)
    for user in (hai, kai):
        open_photo(check, by=user)
    told = Disclosure.objects.values_list("by_name", "field", "purpose", "subject_number")
    assert list(told) == [(kai.name, "photo", "check", check.number)]


def test_page_leaves_out_documents_that_its_reader_may_not_see(document, ada, wen, mei):
    address = reverse("passes:document", args=[document.number])
    page = document.vehicle_pass.get_absolute_url()
    shown = {user: address in sign_in(user).get(page).content.decode() for user in (ada, wen, mei)}
    assert shown == {ada: True, wen: False, mei: True}


def test_auditor_reads_which_document_it_was(document):
    assert field_in_words("passes.vehiclepass", "document_driving_licence") == "驾驶证"
