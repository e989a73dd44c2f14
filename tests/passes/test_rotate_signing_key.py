"""The next key is published a day ahead; the first signs at once; the older ones go on to count."""

import base64
from datetime import timedelta
from io import StringIO

import cbor2
import pytest
from cwt import COSE, COSEKey
from django.core.management import CommandError, call_command
from django.db import connection

from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused
from longgang.passes.actions.keys import destroy_relieved_keys, rotate_signing_key
from longgang.passes.codes import CodeState
from longgang.passes.jobs import tidy_relieved_keys
from longgang.passes.models import SigningKey
from longgang.passes.signing import address_in_code, key_states, read_pass_code
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def states() -> list[str]:
    return [state.value for _key, state in key_states(SigningKey.objects.all(), now=now())]


def kids_in(client) -> list[str]:
    return [key[2].hex() for key in cbor2.loads(client.get("/passes/keys").content)]


def test_the_first_key_signs_at_once(yan):
    key = rotate_signing_key(by=yan)
    assert key.signs_from <= now()
    assert states() == ["signing"]
    assert (key.author_name, len(key.private_key), len(key.kid)) == (yan.name, 64, 16)


def test_the_next_key_signs_a_day_later_and_the_older_goes_on_to_verify(yan, time_machine):
    first = rotate_signing_key(by=yan)
    following = rotate_signing_key(by=yan)
    assert following.signs_from == following.published_at + DAY
    assert states() == ["waiting", "signing"]
    time_machine.move_to(following.signs_from - timedelta(seconds=1))
    assert SigningKey.objects.begun(now()).first() == first
    time_machine.move_to(following.signs_from)
    assert SigningKey.objects.begun(now()).first() == following
    assert states() == ["signing", "verifying"]


def test_codes_of_both_keys_count_at_once(yan, wen, lin, district, time_machine):
    issued = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(30))
    rotate_signing_key(by=yan)
    old = address_in_code(issued, now=now())
    rotate_signing_key(by=yan)
    time_machine.move_to(now() + DAY)
    new = address_in_code(issued, now=now())
    assert old != new
    assert [read_pass_code(text).state for text in (old, new)] == [CodeState.SIGNED] * 2


def test_what_is_published_is_what_another_implementation_verifies_with(client, yan, wen, lin,
                                                                        district):  # fmt: skip
    key = rotate_signing_key(by=yan)
    rotate_signing_key(by=yan)
    issued = build.an_issued_pass(wen, reviewer=lin)
    code = address_in_code(issued, now=now()).partition("/C/")[2]
    answer = client.get("/passes/keys")
    assert answer["Content-Type"] == "application/cose-key-set"
    published = {each[2].hex(): each for each in cbor2.loads(answer.content)}
    assert len(published) == 2
    message = base64.b32decode(code + "=" * (-len(code) % 8))
    claims = cbor2.loads(COSE.new().decode(message, COSEKey.new(published[key.kid])))
    assert claims == {
        1: "211403",
        2: issued.pass_number,
        4: int(issued.valid_until.timestamp()),
        5: int(issued.valid_from.timestamp()),
        -65537: [issued.plate, int(issued.plate_colour), issued.checkpoint_number, 1, True],
    }


def test_only_one_key_waits_at_a_time(yan):
    rotate_signing_key(by=yan)
    rotate_signing_key(by=yan)
    with pytest.raises(Refused) as refused:
        rotate_signing_key(by=yan)
    assert refused.value.code == "passes.a_key_waits"
    assert SigningKey.objects.count() == 2


def test_the_next_key_may_sign_at_once(yan):
    rotate_signing_key(by=yan)
    following = rotate_signing_key(at_once=True, by=yan)
    assert SigningKey.objects.begun(now()).first() == following


def test_private_halves_that_never_sign_again_are_destroyed(yan, time_machine):
    for _turn in range(3):
        rotate_signing_key(by=yan)
        time_machine.move_to(now() + 2 * DAY)
    rotate_signing_key(by=yan)
    kept = [bool(key.private_key) for key in SigningKey.objects.all()]
    assert kept == [True, True, False, False]


def test_the_private_half_of_a_relieved_key_is_destroyed_within_hours(yan, time_machine):
    first, following = rotate_signing_key(by=yan), rotate_signing_key(by=yan)
    for moment, kept in (
        (following.signs_from - timedelta(minutes=1), [True, True]),
        (following.signs_from + timedelta(minutes=59), [True, True]),
        (following.signs_from + timedelta(minutes=61), [True, False]),
    ):
        time_machine.move_to(moment)
        tidy_relieved_keys(0)
        assert [bool(key.private_key) for key in SigningKey.objects.all()] == kept
    event = Event.objects.get(kind="key.destroyed")
    assert (event.subject_number, event.by_name) == (first.number, SYSTEM.name)
    assert destroy_relieved_keys() == 0
    assert states() == ["signing", "verifying"]


def test_the_private_half_is_sealed_at_rest(yan):
    key = rotate_signing_key(by=yan)
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_key FROM passes_signingkey")
        stored = bytes(cursor.fetchone()[0])
    assert key.private_key.encode() not in stored
    assert bytes.fromhex(key.private_key) not in stored
    assert SigningKey.objects.get().private_key == key.private_key


def test_rotate_leaves_exactly_one_event_without_the_private_half(yan):
    with assert_one_event("key.published") as events:
        key = rotate_signing_key(by=yan)
    assert events[0].after["kid"] == key.kid
    assert key.private_key not in str(events[0].after)


@pytest.mark.parametrize("name", ["lin", "mei", "hai", "kai", "rui", "sam", "ada", "zhu"])
def test_rotate_refuses_others(name, request):
    with pytest.raises(NotAllowed):
        rotate_signing_key(by=request.getfixturevalue(name))


def told(*words: str) -> str:
    said = StringIO()
    call_command("rotate_signing_key", *words, stdout=said)
    return said.getvalue()


def test_command_makes_the_first_key_once():
    assert "起签发" in told("--if-none")
    assert told("--if-none") == ""
    assert SigningKey.objects.count() == 1


def test_command_publishes_the_next_and_can_let_it_sign_at_once():
    told()
    told("--at-once")
    assert states() == ["signing", "verifying"]
    told()
    with pytest.raises(CommandError, match="下一个密钥"):
        told()


def test_page_publishes_the_next_key(yan, signed_in):
    rotate_signing_key(by=SYSTEM)
    browser = signed_in(yan)
    assert "发布下一个密钥" in browser.get("/passes/signing-keys/").content.decode()
    assert browser.post("/passes/signing-keys/rotate/").status_code == 302
    shown = browser.get("/passes/signing-keys/")
    assert shown.context["one_waits"]
    assert "发布下一个密钥" not in shown.content.decode()
    assert all(key.private_key not in shown.content.decode() for key in SigningKey.objects.all())


@pytest.mark.parametrize("name", ["lin", "mei", "hai", "sam", "ada", "zhu"])
def test_page_is_closed_to_others(name, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert browser.get("/passes/signing-keys/").status_code == 403
    assert browser.post("/passes/signing-keys/rotate/").status_code == 403
    assert not SigningKey.objects.exists()


def test_keys_may_be_kept_for_five_minutes_by_anybody(client, yan):
    rotate_signing_key(by=yan)
    answer = client.get("/passes/keys")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert len(kids_in(client)) == 1


def test_without_a_key_the_code_is_the_link_of_the_holder(wen, lin, district):
    issued = build.an_issued_pass(wen, reviewer=lin)
    assert address_in_code(issued, now=now()).endswith(f"/passes/p/{issued.token}/")
