"""The port, and what stands there until a carrier is chosen."""

import pytest

from longgang.notices.gateways import DemoGateway, NotConfiguredError, sms_gateway


def test_without_a_setting_there_is_no_carrier_and_it_says_so():
    with pytest.raises(NotConfiguredError, match="SMS_GATEWAY is not set"):
        sms_gateway().send("13800000002", "Hello", key="1")


def test_demo_gateway_takes_messages_in_the_demo(settings):
    settings.DEMO = True
    settings.SMS_GATEWAY = "longgang.notices.gateways.DemoGateway"
    gateway = sms_gateway()
    assert isinstance(gateway, DemoGateway)
    gateway.send("13800000002", "Hello", key="1")


def test_demo_gateway_refuses_to_stand_anywhere_else():
    with pytest.raises(NotConfiguredError, match="demo"):
        DemoGateway()
