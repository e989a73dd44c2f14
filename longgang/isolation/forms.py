"""What is asked at a site. What is possible, the actions say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import list_premises
from longgang.core.forms import DateInput, Form

from .kinds import Condition, Diet, Going, Need, Zone
from .models import Bed, BedUse, Site
from .queries import bed_code, beds_to_choose, find_bed
from .rules import MOST_BEDS

PLAIN = "parts/form_fields.html"
YES_NO = [("", _("No")), ("yes", _("Yes"))]


class BedField(forms.CharField):
    """A bed of the site. All of its beds are known, so that who comes second is told so."""

    def __init__(self, **kwargs: Any) -> None:
        self.site: Site | None = None
        super().__init__(max_length=40, widget=forms.Select, **kwargs)

    def offer(self, site: Site, company: Iterable[str] | None = None) -> str:
        """Show what is free there, by floor; the first fitting one."""
        self.site = site
        groups: dict[str, list[tuple[str, str]]] = {}
        for bed, beside in beds_to_choose(site, with_company=company is None):
            groups.setdefault(_group(bed, beside), []).append((bed_code(bed), _label(bed, beside)))
        assert isinstance(self.widget, forms.Select)
        first = next((code for beds in groups.values() for code, _label in beds), "")
        self.widget.choices = [("", _("Choose a room")), *groups.items()]
        return first

    def clean(self, value: Any) -> Any:
        """The bed itself."""
        text = super().clean(value)
        if not text:
            return None
        bed = find_bed(None, text)
        if bed is None:
            raise forms.ValidationError(_("Choose one from the list."), code="invalid_choice")
        return bed


def _group(bed: Bed, beside: BedUse | None) -> str:
    return str(_("Together with somebody")) if beside else str(bed.room.floor)


def _label(bed: Bed, beside: BedUse | None) -> str:
    room = bed.room
    notes = [str(_("accessible"))] if room.is_accessible else []
    notes += [str(_("family room"))] if room.is_family else []
    if beside:
        notes.append(beside.stay.person.name)
    return " · ".join([str(room), *notes])


class OpenSiteForm(Form):
    """Which premises, and whom one calls."""

    premises = forms.ChoiceField(label=_("Premises"))
    phone = forms.CharField(
        label=_("Phone of the desk at the door"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_now = set(Site.objects.open().values_list("premises", flat=True))
        self.sites = {
            each.number: each for each in list_premises("site") if each.pk not in open_now
        }
        field = self.fields["premises"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(number, str(each)) for number, each in self.sites.items()]

    def clean_premises(self) -> Any:
        """The premises themselves."""
        return self.sites[self.cleaned_data["premises"]]


class RoomsForm(Form):
    """A floor of rooms at once."""

    building = forms.CharField(
        label=_("Building"), max_length=20, help_text=_("As it is called: A or Main building.")
    )
    level = forms.IntegerField(label=_("Floor"), min_value=-3, max_value=99)
    zone = forms.ChoiceField(label=_("Zone"), choices=Zone.choices, initial=Zone.CONTAMINATED)
    first = forms.IntegerField(label=_("First room"), min_value=1, max_value=99_999)
    last = forms.IntegerField(label=_("Last room"), min_value=1, max_value=99_999)
    beds = forms.IntegerField(label=_("Beds in each"), min_value=1, max_value=MOST_BEDS, initial=1)
    is_accessible = forms.BooleanField(label=_("Accessible with a wheelchair"), required=False)
    is_family = forms.BooleanField(label=_("Family rooms"), required=False)


class ConditionForm(Form):
    """What a room is like."""

    template_name = PLAIN
    condition = forms.ChoiceField(
        label=_("Condition"), choices=Condition.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=pgettext_lazy("room", "What is wrong, or who disinfected it"),
        max_length=200,
        required=False,
    )
    called = {"reason": "words"}


class FindForm(Form):
    """Who stands at the door."""

    person = forms.CharField(
        label=_("ID number, or number of the measure"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReserveForm(Form):
    """A bed for somebody, from which day, and what they need."""

    bed = BedField(label=_("Room"))
    planned_on = forms.DateField(label=_("Comes on"), widget=DateInput())
    diet = forms.ChoiceField(label=_("Meals"), choices=Diet.choices)
    need = forms.ChoiceField(
        label=_("Why not alone"),
        choices=[("", _("Lives alone in the room")), *Need.choices],
        required=False,
        help_text=_("Only who needs care shares a room, with who gives it."),
    )
    remarks = forms.CharField(
        label=_("To be known"),
        max_length=200,
        required=False,
        help_text=_("Allergies, medicine, a cot."),
    )


class NothingForm(Form):
    """Nothing to type: the button says it all."""

    template_name = PLAIN


class ReasonForm(Form):
    """Only why."""

    template_name = PLAIN
    reason = forms.CharField(label=_("Reason"), max_length=300)


class CheckInForm(Form):
    """Who signs, and what they eat."""

    template_name = PLAIN
    signed_by = forms.CharField(label=_("Agreement signed by"), max_length=60)
    is_signed_for = forms.BooleanField(
        label=_("Signed for the guest by somebody else"), required=False
    )
    diet = forms.ChoiceField(label=_("Meals"), choices=Diet.choices)
    remarks = forms.CharField(label=_("To be known"), max_length=200, required=False)


class MoveForm(ReasonForm):
    """Where to, and why."""

    bed = BedField(label=_("Room"))
    field_order = ["bed", "reason"]


class HospitalForm(Form):
    """Which hospital, and whether the bed is kept."""

    template_name = PLAIN
    hospital = forms.CharField(label=_("Hospital"), max_length=100)
    keeps_bed = forms.BooleanField(label=_("Keep the room"), required=False, initial=True)


class BackForm(Form):
    """Into which bed; the one that was kept when none is chosen."""

    template_name = PLAIN
    bed = BedField(label=_("Room"), required=False, help_text=_("Blank: the room that was kept."))


class LeaveForm(Form):
    """Where to."""

    template_name = PLAIN
    going = forms.ChoiceField(
        label=_("Why"),
        choices=[choice for choice in Going.choices if choice[0] != Going.RELEASED],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Where to, and with whom"), max_length=300)
