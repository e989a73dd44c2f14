"""What is wrong on a form is said all at once: what the action would refuse, too."""

import pytest
from django.http import QueryDict

from longgang.core.clock import as_if
from longgang.tracing import forms
from tests.measures.build import NOW

LATE, EARLY = "2024-02-25T12:00", "2024-02-25T11:00"


@pytest.mark.parametrize(
    ("form", "sent", "codes"),
    [
        (forms.CorrectForm, {"sampled_on": "2024-02-27"}, {"tracing.sampled_ahead"}),
        (
            forms.OpenForm, {"sampled_on": "2024-02-26", "onset_on": "2024-02-26"},
            {"tracing.onset_without_symptoms"},
        ),
        (forms.WindowForm, {"since": LATE, "until": EARLY}, {"tracing.window_empty"}),
        (
            forms.VisitForm,
            {"place_type": "hall", "place": "x", "met_since": LATE, "met_until": EARLY},
            {"tracing.meeting_empty"},
        ),
        (
            forms.AddContactForm, {"who": "x", "where": "x", "since": LATE, "until": EARLY},
            {"tracing.meeting_empty"},
        ),
        (forms.ChooseForm, {"whom": "ticked"}, {"tracing.nobody_chosen"}),
        (forms.VisitForm, {"place_type": "hall", "place": "x", "met_since": LATE}, set()),
        (forms.WindowForm, {"since": "soon", "until": EARLY}, set()),
    ],
)  # fmt: skip
def test_beside_a_reason_that_is_missing(form, sent, codes):
    data = QueryDict(mutable=True)
    data.update({"purpose": "trace"} | sent)
    with as_if(NOW):
        errors = form(data).errors.as_data()
    assert "reason" in errors
    assert codes <= {error.code for found in errors.values() for error in found}
