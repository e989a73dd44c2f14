"""The page that any phone opens from the code: genuine or not, the plate, valid now or not."""

from datetime import timedelta

import pytest

from longgang.audit.api import SYSTEM
from longgang.core.clock import now
from longgang.passes.actions.keys import rotate_signing_key, withdraw_signing_key
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.models import VehiclePass
from longgang.passes.signing import address_in_code

from . import build
from .vectors import read_vectors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def key():
    return rotate_signing_key(by=SYSTEM)


@pytest.fixture
def issued(key, wen, lin) -> VehiclePass:
    return build.an_issued_pass(wen, reviewer=lin)


def path_of(vehicle_pass: VehiclePass) -> str:
    return "/C/" + address_in_code(vehicle_pass, now=now()).partition("/C/")[2]


def answer(client, path: str, *, status: int = 200) -> tuple[str, str, str]:
    shown = client.get(path)
    assert shown.status_code == status
    assert "no-store" in shown["Cache-Control"]
    verdict = shown.context["verdict"]
    return str(verdict.tone), str(verdict.word), verdict.plate


def test_a_valid_pass_is_genuine_and_valid(client, issued):
    assert answer(client, path_of(issued)) == ("good", "当前有效", issued.plate)
    assert "通行证真实。" in client.get(path_of(issued)).content.decode()


def test_the_page_says_nothing_else(client, issued):
    """No number, no checkpoint, no company, nobody aboard; the frame is the same as everywhere."""
    page = client.get(path_of(issued)).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    hidden = [
        issued.pass_number, issued.number, issued.token, issued.consignee_name, issued.goods_name,
        issued.checkpoint_number, "龙湾高速口",
        *(each.person.name for each in issued.aboard.all()),
    ]  # fmt: skip
    assert [words for words in hidden if words in main] == []


def test_small_letters_need_no_redirect(client, issued):
    for path in (path_of(issued).lower(), path_of(issued).replace("/C/", "/c/")):
        assert answer(client, path)[0] == "good"


def test_genuine_but_over_and_not_begun(client, issued, time_machine):
    path = path_of(issued)
    time_machine.move_to(issued.valid_until + timedelta(seconds=1))
    assert answer(client, path) == ("idle", "当前无效", issued.plate)
    time_machine.move_to(issued.valid_from - timedelta(seconds=1))
    assert answer(client, path) == ("idle", "当前无效", issued.plate)


def test_the_servers_word_counts_not_the_codes(client, issued, lin):
    path = path_of(issued)
    revoke_pass(issued, by=lin, reason="虚假申报")
    assert answer(client, path) == ("idle", "当前无效", issued.plate)
    assert "虚假申报" not in client.get(path).content.decode()


def test_a_pass_that_is_kept_no_longer_is_genuine_and_not_valid(client, issued):
    path = path_of(issued)
    issued.trips.all().delete()
    issued.delete()
    assert answer(client, path) == ("idle", "当前无效", "辽P12345")


def test_signed_by_a_withdrawn_key(client, issued, key):
    path = path_of(issued)
    withdraw_signing_key(key, by=SYSTEM, reason="泄露")
    assert answer(client, path) == ("bad", "已不再认可", "")
    assert answer(client, path_of(issued))[0] == "good"


VECTORS = {case["name"]: case["text"].partition("/C/")[2] for case in read_vectors()["cases"]}


@pytest.mark.parametrize(
    ("name", "tone", "word", "status"),
    [
        ("good", "bad", "非真实通行证", 200),  # by a key that is published for examples only
        ("another plate under the same signature", "bad", "非真实通行证", 200),
        ("of another issuer", "idle", "其他地区签发", 200),
        ("wrong algorithm: ES256", "idle", "无法识读", 404),
        ("cut after 60 letters", "idle", "无法识读", 404),
        ("1,001 letters", "idle", "无法识读", 404),
        ("a digit that base32 has not", "idle", "无法识读", 404),
    ],
)
def test_what_is_not_ours_or_not_readable(client, key, name, tone, word, status):
    assert answer(client, f"/C/{VECTORS[name]}", status=status) == (tone, word, "")


def test_forged_under_our_own_keys_id(client, issued):
    path = path_of(issued)
    letter = "A" if path[-30] != "A" else "B"
    assert answer(client, path[:-30] + letter + path[-29:]) == ("bad", "非真实通行证", "")


@pytest.mark.parametrize("code", ["x", "2KC", "%FF%FE", "<b>", "辽P12345", "A" * 5_000])
def test_nonsense_gets_a_grey_answer(client, code):
    assert answer(client, f"/C/{code}", status=404) == ("idle", "无法识读", "")
