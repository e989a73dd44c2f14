"""What was typed is found again under its name, by its own session, for as long as it lasts."""

from longgang.core import searches


def test_what_was_typed_is_found_under_a_name_that_says_nothing():
    session = {}
    name = searches.keep(session, {"q": "13800000001", "by": "林"})
    assert searches.recall(session, name) == {"q": "13800000001", "by": "林"}
    assert len(name) == searches.NAME_LENGTH
    assert "1380" not in name


def test_another_session_knows_nothing_of_it():
    name = searches.keep({}, {"q": "13800000001"})
    assert searches.recall({}, name) is None
    assert searches.recall({}, "") is None


def test_the_same_again_keeps_its_name():
    session = {}
    name = searches.keep(session, {"q": "a"})
    other = searches.keep(session, {"q": "b"})
    assert searches.keep(session, {"q": "a"}) == name != other


def test_what_was_searched_for_longest_ago_goes_first(monkeypatch):
    monkeypatch.setattr(searches, "KEPT", 2)
    session = {}
    first, second = (searches.keep(session, {"q": each}) for each in "ab")
    searches.keep(session, {"q": "a"})
    third = searches.keep(session, {"q": "c"})
    found = {name: searches.recall(session, name) for name in (first, second, third)}
    assert found == {first: {"q": "a"}, second: None, third: {"q": "c"}}
