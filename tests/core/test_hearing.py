"""News go to everybody who listens, once each, in the order in which they came."""

import pytest

from longgang.core.hearing import News


@News
def house_sold(house: str, *, price: int) -> None:
    """A house was sold."""


@pytest.fixture
def heard():
    """What was heard, by whom; nobody listens any more afterwards."""
    yield []
    house_sold.listeners.clear()


@pytest.fixture
def listener(heard):
    def hear(house, *, price):
        heard.append(house)

    return hear


def test_who_listens_is_told_in_turn_and_once_each(heard):
    def first(house, *, price):
        heard.append(("first", house, price))

    def second(house, *, price):
        heard.append(("second", house, price))

    for listener in (first, second, first):
        house_sold.listen(listener)
    house_sold.tell("No. 7", price=12)
    assert heard == [("first", "No. 7", 12), ("second", "No. 7", 12)]


def test_who_comes_later_hears_what_comes_later(heard, listener):
    house_sold.tell("No. 7", price=12)
    house_sold.listen(listener)
    house_sold.tell("No. 8", price=13)
    assert heard == ["No. 8"]


def test_a_listener_that_fails_takes_the_deed_back(heard, listener):
    """It stands in the transaction of whoever tells."""

    def refuse(_house, *, price):
        raise ValueError(price)

    house_sold.listen(refuse)
    house_sold.listen(listener)
    with pytest.raises(ValueError, match="12"):
        house_sold.tell("No. 7", price=12)
    assert heard == []


def test_it_says_what_it_is_about():
    assert house_sold.__doc__ == "A house was sold."
