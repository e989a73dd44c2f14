"""What `manage.py check` says about doors."""

from django.test import override_settings

from longgang.accounts import checks


def ids(messages):
    return [message.id for message in messages]


def test_nothing_to_say_about_this_house():
    assert ids(checks.check_access_is_declared(None)) == []
    assert ids(checks.check_access_is_enforced(None)) == []
    assert ids(checks.check_codes_can_be_sent(None)) == []
    assert ids(checks.check_demo_is_not_public(None)) == []


@override_settings(ROOT_URLCONF="tests.accounts.test_access")
def test_names_undeclared_views():
    found = checks.check_access_is_declared(None)
    assert ids(found) == ["accounts.E001"] * 3
    assert "undeclared at “/undeclared/”" in found[0].msg


@override_settings(MIDDLEWARE=[])
def test_misses_the_middleware():
    assert ids(checks.check_access_is_enforced(None)) == ["accounts.E002"]


@override_settings(DEMO=True, PUBLIC_URL="https://longgang.example")
def test_refuses_a_public_demo():
    assert ids(checks.check_demo_is_not_public(None)) == ["accounts.E003"]


@override_settings(DEMO=True, PUBLIC_URL="http://127.0.0.1:8000")
def test_allows_a_demo_at_home():
    assert ids(checks.check_demo_is_not_public(None)) == []


@override_settings(CODE_SENDER="longgang.nowhere.send")
def test_misses_a_sender_of_codes():
    assert ids(checks.check_codes_can_be_sent(None)) == ["accounts.E004"]
