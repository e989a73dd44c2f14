"""What is asked for once through many deeds, and asked for anew by everybody else."""

import pytest

from longgang.core.remembering import remembered, remembering


@pytest.fixture
def asked():
    return []


@pytest.fixture
def ask(asked):
    @remembered
    def desk_of(kind, *, area=""):
        asked.append((kind, area))
        return None if kind == "nobody" else f"{area}-{kind}"

    return desk_of


def test_every_question_is_asked_outside(ask, asked):
    assert ask("industry") == ask("industry") == "-industry"
    assert len(asked) == 2


def test_the_same_question_is_asked_once_inside(ask, asked):
    with remembering():
        assert ask("industry", area="211403") == ask("industry", area="211403")
        assert ask("transport", area="211403") == "211403-transport"
    assert asked == [("industry", "211403"), ("transport", "211403")]


def test_that_there_is_none_is_remembered_too(ask, asked):
    with remembering():
        assert ask("nobody") is None
        assert ask("nobody") is None
    assert len(asked) == 1


def test_nothing_is_kept_afterwards(ask, asked):
    for _block in range(2):
        with remembering():
            ask("industry")
    ask("industry")
    assert len(asked) == 3
