"""Who sees messages."""

from longgang.notices.permissions import deliveries_visible_to


def test_messages_are_visible_to_whoever_looks_after_them(delivery, zhu):
    assert list(deliveries_visible_to(zhu)) == [delivery]


def test_messages_are_visible_to_nobody_else(delivery, sam, ada):
    assert not deliveries_visible_to(sam).exists()
    assert not deliveries_visible_to(ada).exists()
