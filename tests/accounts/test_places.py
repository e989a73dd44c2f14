"""Names of places come from whoever registered them; without anybody, codes are shown."""

from longgang.accounts import places
from longgang.accounts.places import PlaceNames, Places, known_places, register_places


def test_nobody_registered(monkeypatch):
    monkeypatch.setattr(places, "_providers", [])
    assert known_places() == Places()
    assert PlaceNames().name(area_code="211403") == "211403"


def test_the_last_registered_counts(monkeypatch):
    monkeypatch.setattr(places, "_providers", [])
    register_places(lambda: Places(areas=[("1", "old")]))
    register_places(
        lambda: Places(areas=[("1", "new")], desks=[("1-x", "desk")], premises=[("K", "gate")])
    )
    names = PlaceNames()
    assert names.name(area_code="1") == "new"
    assert names.name(area_code="1", desk_code="1-x") == "desk"
    assert names.name(area_code="1", premises_number="K") == "gate"
