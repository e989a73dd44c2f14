"""A leaked key is withdrawn: what it signed is void, and the next one signs at once."""

import threading
from datetime import timedelta
from io import StringIO

import cbor2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from longgang.audit.api import SYSTEM, Event
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.passes.actions.keys import rotate_signing_key, withdraw_signing_key
from longgang.passes.codes import CodeState
from longgang.passes.models import SigningKey
from longgang.passes.signing import address_in_code, read_pass_code
from tests.audit.helpers import assert_one_event

from . import build

WHY = "密钥文件在旧电脑上被找到"


@pytest.fixture
def key(db) -> SigningKey:
    return rotate_signing_key(by=SYSTEM)


@pytest.fixture
def issued(wen, lin, district):
    return build.an_issued_pass(wen, reviewer=lin)


def test_everything_that_it_signed_is_void_and_holders_see_a_new_code(key, issued, yan):
    printed = address_in_code(issued, now=now())
    withdraw_signing_key(key, by=yan, reason=WHY)
    shown = address_in_code(issued, now=now())
    assert read_pass_code(printed).state == CodeState.KEY_WITHDRAWN
    assert read_pass_code(shown).state == CodeState.SIGNED


def test_it_is_published_no_longer_and_its_private_half_is_gone(key, yan, client):
    following = withdraw_signing_key(key, by=yan, reason=WHY)
    key.refresh_from_db()
    assert (key.withdrawn_by_name, key.withdrawn_why, key.private_key) == (yan.name, WHY, "")
    published = cbor2.loads(client.get("/passes/keys").content)
    assert [each[2].hex() for each in published] == [following.kid]


def test_the_key_that_waits_is_brought_forward(key, yan):
    waiting = rotate_signing_key(by=yan)
    assert withdraw_signing_key(key, by=yan, reason=WHY) == waiting
    waiting.refresh_from_db()
    assert waiting.signs_from <= now()
    assert SigningKey.objects.count() == 2
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["key.withdrawn", "key.brought_forward"]


def test_without_one_that_waits_a_new_one_is_made(key, yan):
    following = withdraw_signing_key(key, by=yan, reason=WHY)
    assert following.kid != key.kid
    assert SigningKey.objects.begun(now()).first() == following


def test_an_older_key_never_signs_again(key, yan, time_machine):
    following = rotate_signing_key(by=yan)
    time_machine.move_to(now() + timedelta(days=2))
    new = withdraw_signing_key(following, by=yan, reason=WHY)
    assert new.pk not in {key.pk, following.pk}
    key.refresh_from_db()
    assert (key.withdrawn_at, key.private_key) == (None, "")


def test_withdrawing_one_that_does_not_sign_leaves_the_other_signing(key, yan):
    waiting = rotate_signing_key(by=yan)
    assert withdraw_signing_key(waiting, by=yan, reason=WHY) == key
    key.refresh_from_db()
    assert key.private_key
    assert SigningKey.objects.count() == 2


def test_withdraw_needs_a_reason(key, yan):
    with pytest.raises(Refused) as refused:
        withdraw_signing_key(key, by=yan, reason="x")
    assert refused.value.code == "passes.reason_missing"


def test_withdraw_twice_is_told_so_and_makes_no_third_key(key, yan):
    withdraw_signing_key(key, by=yan, reason=WHY)
    with pytest.raises(StaleRow):
        withdraw_signing_key(key, by=yan, reason=WHY)
    assert SigningKey.objects.count() == 2


def test_withdraw_says_what_and_why_in_the_book(key, yan):
    waiting = rotate_signing_key(by=yan)
    with assert_one_event("key.withdrawn") as events:
        withdraw_signing_key(waiting, by=yan, reason=WHY)
    assert (events[0].after["kid"], events[0].reason) == (waiting.kid, WHY)


@pytest.mark.parametrize("name", ["lin", "mei", "hai", "kai", "rui", "sam", "ada", "zhu"])
def test_withdraw_refuses_others(name, key, request):
    with pytest.raises(NotAllowed):
        withdraw_signing_key(key, by=request.getfixturevalue(name), reason=WHY)


def test_command_withdraws_by_the_keys_id(key):
    said = StringIO()
    call_command("withdraw_signing_key", key.kid, "--reason", WHY, stdout=said)
    following = SigningKey.objects.begun(now()).first()
    assert said.getvalue() == f"{key.kid} 已作废，现由 {following.kid} 签发\n"
    for again in (key.kid, "0" * 16):
        with pytest.raises(CommandError, match=f"没有标识为 {again}"):
            call_command("withdraw_signing_key", again, "--reason", WHY)


def test_command_needs_a_reason_of_words(key):
    with pytest.raises(CommandError, match="未填写原因"):
        call_command("withdraw_signing_key", key.kid, "--reason", " ")


def test_page_withdraws_with_a_reason(key, yan, signed_in):
    browser = signed_in(yan)
    address = f"/passes/signing-keys/{key.number}/withdraw/"
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": WHY}).status_code == 302
    page = browser.get("/passes/signing-keys/").content.decode()
    assert WHY in page
    assert page.count("作废密钥") == 1
    assert browser.post(address, {"reason": WHY}).status_code == 409


def test_page_of_an_unknown_key_is_not_found(yan, signed_in):
    address = "/passes/signing-keys/QY0000000000/withdraw/"
    assert signed_in(yan).post(address, {"reason": WHY}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_the_same_key_at_once_make_one_new_key(staff):
    key = rotate_signing_key(by=SYSTEM)
    told: list[str] = []
    begin = threading.Barrier(2)

    def withdraw() -> None:
        begin.wait()
        try:
            told.append(withdraw_signing_key(key, by=SYSTEM, reason=WHY).kid)
        except StaleRow:
            told.append("stale")
        finally:
            connection.close()

    both = [threading.Thread(target=withdraw) for _each in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert told.count("stale") == 1
    assert SigningKey.objects.published().count() == 1
