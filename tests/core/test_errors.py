"""How refusals are raised, collected and asked."""

import pytest

from longgang.core.errors import (
    IllegalMove,
    NotAllowed,
    Refusal,
    Refused,
    StaleRow,
    about,
    allows,
    refuse_all,
    refuse_if,
)

LATE, TWICE = Refusal("x.late", "Too late."), Refusal("x.twice", "Twice.", field="plate")


def test_a_refusal_reads_as_its_reason():
    assert str(LATE) == "Too late."


def test_refused_tells_its_first_code_and_all_in_its_text():
    refused = Refused(LATE, TWICE)
    assert (refused.code, str(refused), refused.status) == ("x.late", "x.late; x.twice", 422)


def test_refused_needs_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Refused()


@pytest.mark.parametrize(
    ("refused", "status", "code"),
    [
        (NotAllowed(), 403, "core.not_allowed"),
        (NotAllowed(LATE), 403, "x.late"),
        (StaleRow(), 409, "core.stale_row"),
        (StaleRow(LATE), 409, "x.late"),
        (IllegalMove(LATE), 409, "x.late"),
    ],
)
def test_each_kind_has_its_status(refused, status, code):
    assert (refused.status, refused.code) == (status, code)


def test_refuse_if_raises_everything_that_was_found():
    refuse_if(None, None)
    with pytest.raises(Refused) as refused:
        refuse_if(None, LATE, TWICE)
    assert refused.value.refusals == (LATE, TWICE)


def test_refuse_all_takes_any_sequence():
    refuse_all(iter([None]))
    with pytest.raises(Refused):
        refuse_all(iter([LATE]))


def test_about_marks_the_field_where_none_is_marked():
    with pytest.raises(Refused) as refused, about("phone"):
        raise Refused(LATE, TWICE)
    assert [refusal.field for refusal in refused.value.refusals] == ["phone", "plate"]
    with about("phone"):
        pass


def test_allows_answers_and_lets_other_faults_through():
    def check(number, *, limit):
        if number > limit:
            raise NotAllowed
        return 1 / number

    assert allows(check, 1, limit=2) is True
    assert allows(check, 3, limit=2) is False
    with pytest.raises(ZeroDivisionError):
        allows(check, 0, limit=2)
