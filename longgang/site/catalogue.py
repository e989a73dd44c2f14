"""The living catalogue of the parts; browser tests visit it, production does not have it."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import public
from longgang.areas.api import Area, Level, list_areas
from longgang.core.charts import Chart
from longgang.core.clock import now
from longgang.core.errors import Refusal
from longgang.core.forms import DateInput, Filters, Form, MomentInput, PhoneField
from longgang.core.parts import Clock, Moment, Step, Verdict
from longgang.core.tables import Column, Empty, Table, list_page
from longgang.core.tags import Tag, Tone

TAGS = [
    Tag(_("Issued"), Tone.GOOD),
    Tag(_("Ends soon"), Tone.SOON),
    Tag(_("Refused"), Tone.BAD),
    Tag(_("Finished"), Tone.IDLE),
    Tag(_("Under review"), Tone.INFO),
]
CHOICES = [("one", _("There and back")), ("two", _("One way"))]


class EveryField(Form):
    """One of each kind of field."""

    plate = forms.CharField(label=_("Plate"), help_text=_("As on the vehicle, with the province."))
    phone = PhoneField()
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=9)
    goods = forms.ChoiceField(label=_("Goods"), choices=CHOICES)
    trip = forms.ChoiceField(label=_("Trip"), choices=CHOICES, widget=forms.RadioSelect)
    papers = forms.MultipleChoiceField(
        label=_("Papers"), choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    day = forms.DateField(label=_("Day"), widget=DateInput())
    arrives_at = forms.DateTimeField(label=_("Arrives"), widget=MomentInput())
    photo = forms.FileField(label=_("Photo"), required=False)
    words = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
    is_true = forms.BooleanField(label=_("I declare that this is true."))


class ReasonForm(Form):
    """What asks for a reason."""

    reason = forms.CharField(label=_("Reason"))


class SampleFilters(Filters):
    """Search and one choice."""

    level = forms.ChoiceField(label=_("Level"), choices=[("", _("All")), *Level.choices])


class SampleTable(Table[Area]):
    """The divisions of the country: a long list without anybody's data."""

    name = "sample"
    title = _("Sample list")
    filters = SampleFilters
    search = ("name__icontains", "code__startswith", "initials__startswith")
    lookups = {"level": "level"}
    order = "code"
    columns = [
        Column("code", _("Number"), sort="code", css="cell-code", link=lambda area: "#form"),
        Column("name", _("Name"), sort="pinyin", detail=lambda area: area.name_en),
        Column("level", _("Level"), lambda area: Tag(area.get_level_display(), Tone.INFO)),
        Column("since", _("Day"), "valid_from", sort="valid_from"),
    ]
    empty = Empty(_("Nothing here yet."), _("It begins with the first application."))


@public("shows made-up values only, and only in demonstrations and while developing")
@list_page
def show_parts(request: HttpRequest) -> HttpResponse:
    """Every part once, with made-up values; `?faults=1` shows the form with its errors."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    moment = now()
    hours = [f"{hour}:00" for hour in range(6, 20)]
    facts = [(_("Plate"), "辽PA1234"), (_("Goods"), _("Sulphuric acid")), (_("Reason"), "")]
    context = {
        "tags": TAGS,
        "tones": list(Tone)[:4],
        "steps": [
            Step(_("Submitted"), "done", "08:02"),
            Step(_("Reviewed"), "done", "08:07"),
            Step(_("Entered"), "now"),
            Step(_("Finished"), "next"),
        ],
        "stats": [
            (_("Issued"), 412, "good"),
            (_("Ends soon"), 7, "soon"),
            (_("Overdue"), 2, "bad"),
        ],
        "form": EveryField({} if "faults" in request.GET else None),
        "reason_form": ReasonForm(auto_id=False),
        "charts": [
            Chart(
                "hours",
                _("By hour"),
                hours,
                {"今天": range(14), "昨天": range(14, 0, -1)},
                _("trips"),
            ),
            Chart("wait", _("Minutes"), hours, {"P50": range(3, 17)}, _("min"), "line"),
        ],
        "verdicts": [
            Verdict(Tone.GOOD, _("Let pass"), "辽P·A1234", [_("2 people, one entry left")]),
            Verdict(Tone.SOON, _("Look twice"), "辽P·A1234", [_("Ends in 20 minutes")]),
            Verdict(Tone.BAD, _("Stop"), "辽P·A1234", [_("The pass was revoked.")]),
            Verdict(Tone.IDLE, _("Unknown"), "", [_("There is no such pass.")]),
        ],
        "clock": Clock(
            moment - timedelta(minutes=8), moment, moment + timedelta(minutes=2), moment
        ),
        "facts": facts,
        "moments": [
            Moment(_("Entered"), moment, "龙港收费站", _("2 people, 36.5"), Tone.GOOD),
            Moment(_("Reviewed"), moment - timedelta(minutes=20), "林审核", "", Tone.INFO),
            Moment(_("Submitted"), moment - timedelta(minutes=25), "", "", Tone.IDLE),
        ],
        "refusals": [
            Refusal("site.sample", _("The pass was revoked."), _("Call the desk."), "GB 11643")
        ],
        "picture": static("site/img/mark.svg"),
    }
    return SampleTable(list_areas(), request, may_export=True).respond("site/parts.html", context)
