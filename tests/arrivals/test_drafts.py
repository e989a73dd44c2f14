"""A draft is its writer's alone, and is handed in once."""

import pytest

from longgang.arrivals.actions.drafts import discard_draft, hand_in_draft
from longgang.core.errors import NotAllowed

from . import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(declaration):
    return seen.a_draft(declaration)


def test_a_second_click_finds_what_the_first_has_declared(draft, declaration):
    declared = []

    def hand_in():
        declared.append(declaration)
        return declaration

    for _click in range(2):
        assert hand_in_draft(draft, hand_in, by=draft.user) == declaration
    assert len(declared) == 1


def test_nobody_else_writes_it(draft, declaration, bo):
    with pytest.raises(NotAllowed):
        discard_draft(draft, by=bo)
    with pytest.raises(NotAllowed):
        hand_in_draft(draft, lambda: declaration, by=bo)
