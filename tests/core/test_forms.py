"""Forms limit every text, parse official numbers, and show refusals at their field."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField

from longgang.core.errors import Refusal, Refused
from longgang.core.forms import (
    LONGEST_LINE,
    LONGEST_TEXT,
    DateInput,
    Filters,
    Form,
    MomentInput,
    ParsedField,
    PhoneField,
)


class Sample(Form):
    name = CharField()
    words = CharField(widget=forms.Textarea)
    short = CharField(max_length=3, required=False)
    phone = PhoneField(required=False)


GOOD = {"name": "林", "words": "x"}


def test_a_name_of_200_kilobytes_is_refused():
    form = Sample({**GOOD, "name": "x" * 200_000})
    assert form.errors.as_data()["name"][0].code == "max_length"


@pytest.mark.parametrize(
    ("field", "longest"), [("name", LONGEST_LINE), ("words", LONGEST_TEXT), ("short", 3)]
)
def test_every_text_has_a_limit_that_the_browser_knows_too(field, longest):
    form = Sample(GOOD)
    assert form.fields[field].max_length == longest
    assert f'maxlength="{longest}"' in str(form[field])
    assert Sample({**GOOD, field: "x" * longest}).is_valid()
    assert not Sample({**GOOD, field: "x" * (longest + 1)}).is_valid()


def test_limits_do_not_pile_up_from_form_to_form():
    Sample(GOOD)
    first = len(Sample(GOOD).fields["name"].validators)
    assert len(Sample(GOOD).fields["name"].validators) == first


def test_a_phone_is_stored_in_one_form_and_a_wrong_one_says_why():
    form = Sample({**GOOD, "phone": " 138 0000 0001 "})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "13800000001"
    error = Sample({**GOOD, "phone": "12800000001"}).errors.as_data()["phone"][0]
    assert error.code.startswith("core.phone")
    assert "inputmode" in str(Sample()["phone"])


def test_an_optional_number_may_stay_empty():
    assert Sample(GOOD).is_valid()
    assert ParsedField(parse=int, required=False).clean("") == ""


def test_a_parser_may_refuse_for_several_reasons():
    def parse(_text):
        raise Refused(Refusal("a.one", "one"), Refusal("a.two", "two"))

    with pytest.raises(forms.ValidationError) as error:
        ParsedField(parse=parse).clean("x")
    assert [each.code for each in error.value.error_list] == ["a.one", "a.two"]


def test_refusals_stand_at_the_field_they_name_or_above_the_form():
    form = Sample(GOOD)
    assert form.is_valid()
    form.add_refusals(
        Refused(
            Refusal("a.taken", "Taken.", "Choose another.", "Rule 3", field="name"),
            Refusal("a.closed", "Closed."),
            Refusal("a.elsewhere", "Elsewhere.", field="no_such_field"),
        )
    )
    assert form.errors["name"] == ["Taken. Choose another. 依据：Rule 3"]
    assert form.non_field_errors() == ["Closed.", "Elsewhere."]
    assert form.errors.as_data()["name"][0].code == "a.taken"


def test_filters_require_nothing():
    class Narrow(Filters):
        day = forms.DateField()

    assert Narrow({}).is_valid()
    assert 'id="filter_day"' in str(Narrow({})["day"])


def test_a_form_is_drawn_with_label_help_error_and_their_links():
    class WithHelp(Form):
        plate = CharField(label="Plate", help_text="As on the vehicle")
        trip = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        is_true = forms.BooleanField(label="True")

    html = str(WithHelp({}))
    assert 'aria-describedby="id_plate_helptext id_plate_error"' in html
    assert 'id="id_plate_error"' in html
    assert '<a href="#id_plate_field">' in html
    assert 'id="id_trip_field"' in html
    assert "<legend>" in html


@pytest.mark.parametrize(
    ("widget", "kind"),
    [(DateInput, "date"), (MomentInput, "datetime-local")],
)
def test_days_and_times_use_the_browsers_own_picker(widget, kind):
    assert f'type="{kind}"' in widget().render("when", None)


class Counted(Form):
    name = CharField(max_length=3)
    count = forms.IntegerField(min_value=1, max_value=9)
    weight = forms.DecimalField(max_digits=4, decimal_places=1, required=False)
    day = forms.DateField(required=False)
    at = forms.DateTimeField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "此项必填。"),
        ("name", "长长长长", "最多 3 个字，现为 4 个字。"),
        ("count", "x", "请填写数字。"),
        ("count", "0", "不能小于 1。"),
        ("count", "10", "不能大于 9。"),
        ("weight", "1.25", "小数点后最多 1 位。"),
        ("weight", "12345", "数值过大。"),
        ("day", "2026-02-30", "该日期不存在。"),
        ("at", "2026-02-30T10:00", "日期或时间不完整，或不存在。"),
        ("kind", "b", "请从列表中选择。"),
    ],
)
def test_a_form_speaks_plainly_of_what_is_wrong(name, typed, said):
    assert Counted({name: typed}).errors[name] == [said]


def test_words_of_a_form_of_its_own_are_kept():
    class Worded(Form):
        count = forms.IntegerField(min_value=0, error_messages={"min_value": "太少。"})

    assert Worded({"count": "-1"}).errors["count"] == ["太少。"]


def test_fields_added_afterwards_speak_plainly_too():
    form = Sample({})
    form.fields["late"] = CharField()
    form.finish_fields()
    assert form.errors["late"] == ["此项必填。"]
    assert form.fields["late"].max_length == 200


class WithFile(Form):
    name = CharField()
    paper = forms.FileField(required=False)


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_form_with_a_fault_asks_for_its_file_again(is_sent):
    files = {"paper": SimpleUploadedFile("a.txt", b"x")} if is_sent else {}
    assert "paper" not in WithFile({"name": "林"}, files).errors
    faulty = WithFile({"name": ""}, files)
    assert ("paper" in faulty.errors) is is_sent
    refused = WithFile({"name": "林"}, files)
    assert refused.is_valid()
    refused.add_refusals(Refused(Refusal("x.y", "no", field="name")))
    assert ("paper" in refused.errors) is is_sent
    if is_sent:
        assert refused.errors.as_data()["paper"][0].code == "choose_again"


class ArrivalForm(Form):
    called = {"base_on": "arrived_on"}
    arrived_on = forms.CharField()


def test_a_refusal_finds_its_field_under_the_name_it_has_here():
    form = ArrivalForm({"arrived_on": "yesterday"})
    assert form.is_valid()
    form.add_refusals(Refused(Refusal("x.y", "no", field="base_on")))
    assert list(form.errors) == ["arrived_on"]


class Days(Form):
    day = forms.DateField()
    moment = forms.DateTimeField()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("0001-01-01", "core.day_too_old"),
        ("1970-01-01", "core.day_too_old"),
        ("2019-11-30", "core.day_too_old"),
        ("2101-01-01", "core.day_too_far"),
        ("9999-12-31", "core.day_too_far"),
    ],
)
def test_a_day_that_nobody_means_is_refused_in_every_form(day, code):
    errors = Days({"day": day, "moment": f"{day}T12:00"}).errors.as_data()
    assert [errors[name][0].code for name in ("day", "moment")] == [code, code]
    assert Days({"day": "2019-12-01", "moment": "2100-12-31T23:59"}).is_valid()
