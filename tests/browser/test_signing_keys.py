"""The security administrator publishes the next key and withdraws a leaked one, in the browser."""

import pytest

from longgang.core.clock import now
from longgang.passes.models import SigningKey
from longgang.passes.signing import address_in_code
from tests.browser.conftest import PHONE
from tests.browser.world import a_checkpoint_with_its_people
from tests.cast import EAST_EXIT
from tests.passes import build


@pytest.fixture
def issued(divisions):
    build.the_rules()
    _east_exit, people = a_checkpoint_with_its_people()
    made = build.an_issued_pass(people["wen"], reviewer=people["lin"], checkpoint_number=EAST_EXIT)
    return made, people["yan"]


def test_a_leaked_key_makes_a_printed_code_void(open_browser, issued):
    vehicle_pass, yan = issued
    printed = "/C/" + address_in_code(vehicle_pass, now=now()).rpartition("/")[2]
    stranger, office = open_browser(None, PHONE), open_browser(yan)
    assert stranger.go(printed).page.locator(".verdict-good").count() == 1

    page = office.go("/passes/signing-keys/").page
    page.get_by_text("发布下一个密钥").first.click()
    page.get_by_role("button", name="发布下一个密钥").click()
    page.get_by_text("已发布。待各查验设备获取后启用。").wait_for()
    office.look_over()
    assert page.get_by_text("已发布，尚未启用").count() == 1

    leaked = page.locator("section.card", has_text="正在使用")
    leaked.get_by_text("密钥已泄露：作废").click()
    leaked.get_by_label("原因").fill("密钥副本遗失")
    leaked.get_by_role("button", name="作废密钥").click()
    page.get_by_text("已作废，其所签的二维码全部失效。").wait_for()
    office.look_over()
    assert SigningKey.objects.begun(now()).count() == 1

    assert stranger.go(printed).page.locator(".verdict-bad").count() == 1
    shown = "/C/" + address_in_code(vehicle_pass, now=now()).rpartition("/")[2]
    assert stranger.go(shown).page.locator(".verdict-good").count() == 1
