"""A phone becomes a device by a code that counts once, and stops being one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from longgang.audit.models import Event
from longgang.checkpoints.actions.devices import (
    enrol_device,
    invite_again,
    invite_device,
    withdraw_device,
)
from longgang.checkpoints.models import Device
from longgang.checkpoints.views.device import COOKIE
from longgang.core.clock import as_if, now
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def code_of(deed, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    return refused.value.code


def test_a_code_makes_a_phone_a_device_once(invited):
    device, code = invited
    enrolled, secret = enrol_device(code)
    assert enrolled == device
    device.refresh_from_db()
    assert (device.status, device.label) == ("enrolled", "西口一号")
    assert secret not in Device.objects.values_list("secret", flat=True)  # its digest alone
    assert code_of(enrol_device, code) == "checkpoints.code_used"
    kinds = Event.objects.filter(kind__startswith="device.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["device.invited", "device.enrolled"]


@pytest.mark.parametrize(("minutes", "counts"), [(9.9, True), (10, False)])
def test_a_code_counts_for_ten_minutes(invited, minutes, counts):
    with as_if(invited[0].invited_at + timedelta(minutes=minutes)):
        if counts:
            enrol_device(invited[1])
        else:
            assert code_of(enrol_device, invited[1]) == "checkpoints.code_expired"


def test_a_new_code_ends_the_old_one(invited, kai):
    device, old = invited
    new = invite_again(device, by=kai)
    assert code_of(enrol_device, old) == "checkpoints.code_unknown"
    assert enrol_device(new)[0] == device


def test_an_enrolled_device_is_not_invited_again(invited, kai):
    device, _secret = enrol_device(invited[1])
    with pytest.raises(IllegalMove):
        invite_again(device, by=kai)


@pytest.mark.parametrize("name", ["hai", "lin", "ada", "dan"])
def test_who_may_not_invite(name, hai, west_exit, request):
    with pytest.raises(NotAllowed):
        invite_device(west_exit, officer=hai, label="x", by=request.getfixturevalue(name))


def test_a_supervisor_may_invite_too(mei, hai, west_exit):
    assert invite_device(west_exit, officer=hai, label="x", by=mei)[0].officer == hai


def test_an_officer_of_another_checkpoint_gets_no_device(kai, hai, port):
    assert code_of(invite_device, port, officer=hai, label="x", by=kai) == (
        "checkpoints.officer_without_post"
    )


def test_a_withdrawal_needs_words_and_happens_once(invited, kai):
    device, _secret = enrol_device(invited[1])
    assert code_of(withdraw_device, device, by=kai, reason="x") == "checkpoints.reason_missing"
    withdraw_device(device, by=kai, reason="手机丢失")
    with pytest.raises(StaleRow):
        withdraw_device(device, by=kai, reason="手机丢失")
    event = Event.objects.get(kind="device.withdrawn")
    assert (event.subject_number, event.reason) == (device.number, "手机丢失")


@pytest.mark.parametrize("name", ["hai", "lin", "ada", "dan"])
def test_who_may_not_withdraw(invited, name, request):
    with pytest.raises(NotAllowed):
        withdraw_device(invited[0], by=request.getfixturevalue(name), reason="手机丢失")


def test_a_phone_that_becomes_another_device_stops_being_the_first(invited, kai, hai, west_exit):
    first, _secret = enrol_device(invited[1])
    _second, code = invite_device(west_exit, officer=hai, label="二号", by=kai)
    enrol_device(code, instead_of=first)
    first.refresh_from_db()
    assert first.status == "withdrawn"


def test_a_phone_with_checks_that_wait_stays_what_it_is(invited, kai, hai, west_exit):
    first, _secret = enrol_device(invited[1])
    first.waiting_count = 3
    second, code = invite_device(west_exit, officer=hai, label="二号", by=kai)
    assert code_of(enrol_device, code, instead_of=first) == "checkpoints.checks_wait"
    second.refresh_from_db()
    assert second.status == "invited"


# --- the pages ---


def test_from_the_invitation_to_the_cookie(kai, hai, west_exit):
    lead = sign_in(kai)
    url = f"{reverse('checkpoints:invite')}?gate={west_exit.number}"
    form = lead.get(url).context["form"]
    assert next(iter(form.fields["officer"].choices))[0] == ""  # nobody, until somebody is chosen
    assert hai.name in str(form["officer"])
    nobody = lead.post(url, {"gate": west_exit.number, "label": "一号", "forget_after_hours": "24"})
    assert list(nobody.context["form"].errors) == ["officer"]
    answer = lead.post(
        url, {"gate": west_exit.number, "officer": hai.number, "label": "一号",
              "forget_after_hours": "24"}, follow=True,
    )  # fmt: skip
    device = Device.objects.get()
    assert "data:image/svg+xml" in answer.content.decode()
    code = lead.session["device_codes"][device.number]
    assert f'href="http://127.0.0.1:8000/checkpoints/enrol/{code}/"' in answer.content.decode()
    somebody_else = sign_in(kai).get(device.get_absolute_url()).content.decode()
    assert "data:image/svg+xml" not in somebody_else
    assert code not in somebody_else
    phone = Client()
    page = reverse("checkpoints:enrol", args=[code])
    assert phone.get(page).status_code == 200  # looking at it uses nothing up
    answer = phone.post(page)
    assert answer.url == "/checkpoints/scanner/"
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True, "Strict", "/checkpoints/",
    )  # fmt: skip
    assert phone.post(page).status_code == 410
    assert phone.get(page).url == "/checkpoints/scanner/"  # back from the scanner
    assert Client().get(page).status_code == 410
    withdraw_device(Device.objects.get(), reason="手机丢失", by=kai)
    assert phone.get(page).status_code == 410
    assert "一号" in lead.get(reverse("checkpoints:devices")).content.decode()


def test_the_page_of_a_device_withdraws_it(phone, kai):
    device = phone().device
    lead = sign_in(kai)
    url = reverse("checkpoints:withdraw", args=[device.number])
    assert lead.post(url, {"reason": ""}).status_code == 422
    assert lead.post(url, {"reason": "手机丢失"}).status_code == 302
    assert "手机丢失" in lead.get(device.get_absolute_url()).content.decode()


def test_a_lead_of_another_area_sees_no_device(phone, staff):
    other = staff("远", "checkpoint_lead", area_code="211402")
    device = phone().device
    assert sign_in(other).get(device.get_absolute_url()).status_code == 404
    assert device.number not in sign_in(other).get(reverse("checkpoints:devices")).content.decode()


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "使用中"), (0.2, "未联网"), (5, "数据过旧"), (25, "失联已清空")],
)
def test_the_list_says_how_a_device_stands(phone, kai, hours, words):
    west = phone()
    with as_if(now() - timedelta(hours=hours)):
        west.sync(since="")
    page = sign_in(kai).get(west.device.get_absolute_url()).content.decode()
    assert words in page
