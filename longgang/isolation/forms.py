"""What is asked at a site. What is possible, the actions say."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import DatedRuleForm, User
from longgang.areas.api import list_premises
from longgang.core.days import short_moment
from longgang.core.forms import DateInput, Form, MomentInput, ParsedField
from longgang.core.identifiers import parse_plate_number
from longgang.core.sentences import beside
from longgang.core.tags import Tag

from .kinds import Condition, Diet, Going, Need, RequestKind, Zone
from .lifecycle import StayStatus
from .models import Bed, BedUse, Site, Stay
from .queries import bed_code, beds_to_choose, find_bed, leaving
from .rules import LONGEST_WORDS, MOST_BEDS, OLDEST, POSITIVE_REMEDY
from .wording import name_of

PLAIN = "parts/form_fields.html"
YES_NO = [("", _("No")), ("yes", _("Yes"))]


class BedField(forms.CharField):
    """A bed of the site. All of its beds are known, so that who comes second is told so."""

    def __init__(self, **kwargs: Any) -> None:
        self.site: Site | None = None
        super().__init__(max_length=40, widget=forms.Select, **kwargs)

    def offer(self, site: Site, company: Iterable[str] | None = None) -> str:
        """Show what is free there, by floor; proposes the smallest room that fits."""
        self.site = site
        groups: dict[str, list[tuple[str, str]]] = {}
        beds = list(beds_to_choose(site, with_company=company is None))
        for bed, guest in beds:
            groups.setdefault(_group(bed, guest), []).append((bed_code(bed), _label(bed, guest)))
        assert isinstance(self.widget, forms.Select)
        self.widget.choices = [("", _("Choose a room")), *groups.items()]
        fitting = min(beds, key=_waste, default=None)
        return bed_code(fitting[0]) if fitting else ""

    def clean(self, value: Any) -> Any:
        """The bed itself."""
        text = super().clean(value)
        if not text:
            return None
        bed = find_bed(None, text)
        if bed is None:
            raise forms.ValidationError(_("Choose one from the list."), code="invalid_choice")
        return bed


def _waste(choice: tuple[Bed, BedUse | None]) -> tuple[bool, bool, bool, int]:
    """What a single person would take from others: company is the last resort, then the rooms for
    families and wheelchairs; of the others the one with the fewest beds.
    """
    bed, guest = choice
    room = bed.room
    return guest is not None, room.is_family, room.is_accessible, len(room.beds.all())


def _group(bed: Bed, guest: BedUse | None) -> str:
    return str(_("Together with somebody")) if guest else str(bed.room.floor)


def _label(bed: Bed, guest: BedUse | None) -> str:
    room = bed.room
    notes = [str(_("accessible"))] if room.is_accessible else []
    notes += [str(_("family room"))] if room.is_family else []
    if guest:
        notes.append(guest.stay.person.name)
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


class CarerRuleForm(DatedRuleForm):
    """From and up to which age somebody is what, from which day on, on whose word."""

    kept = _("Nobody who has a room is moved.")
    child_below = forms.IntegerField(
        label=_("Children are younger than"), min_value=1, max_value=OLDEST
    )
    adult_from = forms.IntegerField(label=_("Carers are at least"), min_value=1, max_value=OLDEST)
    elderly_from = forms.IntegerField(
        label=_("Carers are younger than"), min_value=1, max_value=OLDEST
    )


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
        help_text=_(
            "Only who needs care shares a room, with who gives it. Whoever cannot look after "
            "themselves is not left alone."
        ),
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
    positive = forms.CharField(
        label=_("What is done about the positive test"),
        max_length=LONGEST_WORDS,
        help_text=format_lazy(
            "{remedy} {words}",
            remedy=POSITIVE_REMEDY,
            words=_("Write whom you called, and where the person waits."),
        ),
    )

    def offer(self, *, is_positive: bool) -> None:
        """Of who is not positive it is not asked."""
        if not is_positive:
            del self.fields["positive"]


class MoveForm(ReasonForm):
    """Where to, and why."""

    bed = BedField(label=_("Room"))
    field_order = ["bed", "reason"]


class SendForm(Form):
    """Which bed of the other site, and why."""

    bed = BedField(label=_("Room"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class DivertForm(Form):
    """Which hospital."""

    template_name = PLAIN
    hospital = forms.CharField(label=_("Hospital"), max_length=100)


class HospitalForm(DivertForm):
    """Which hospital, and whether the bed is kept."""

    keeps_bed = forms.BooleanField(label=_("Keep the room"), required=False, initial=True)


class BackForm(Form):
    """Into which bed; the one that was kept when none is chosen."""

    template_name = PLAIN
    bed = BedField(label=_("Room"), required=False, help_text=_("Blank: the room that was kept."))


class LeaveForm(Form):
    """Where to."""

    template_name = PLAIN
    going = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Where to, and with whom"),
        max_length=300,
        help_text=_(
            "Home by decision: name the decision and who took it. Where the rule asks for a second "
            "person, somebody of the district confirms it first."
        ),
    )
    called = {"reason": "words"}

    def offer(self, *, may_send_home: bool) -> None:
        """The ways out that this person may write down."""
        hidden = {Going.RELEASED} if may_send_home else {Going.RELEASED, Going.HOME}
        field = self.fields["going"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [choice for choice in Going.choices if choice[0] not in hidden]


# --- the day --------------------------------------------------------------------------------------

DEGREES = [(str(each), str(each)) for each in range(35, 42)]
TENTHS = [(str(each), f".{each}") for each in range(10)]


class ReadingForm(Form):
    """A temperature in two taps: degrees, then tenths."""

    degrees = forms.ChoiceField(
        label=pgettext_lazy("reading", "Degrees"), choices=DEGREES, widget=forms.RadioSelect
    )
    tenths = forms.ChoiceField(
        label=pgettext_lazy("reading", "Tenths"), choices=TENTHS, widget=forms.RadioSelect
    )

    @property
    def celsius(self) -> Decimal:
        """What the thermometer showed."""
        return Decimal(f"{self.cleaned_data['degrees']}.{self.cleaned_data['tenths']}")


class RequestForm(Form):
    """What a guest asks for."""

    template_name = PLAIN
    kind = forms.ChoiceField(
        label=_("What it is about"), choices=RequestKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In words"), max_length=300)
    called = {"reason": "words"}


class AnswerForm(Form):
    """What was done about it."""

    template_name = PLAIN
    answer = forms.CharField(label=_("What was done"), max_length=300)


class SupplyForm(Form):
    """Something the site needs."""

    name = forms.CharField(label=pgettext_lazy("supply", "What"), max_length=40)
    unit = forms.CharField(label=_("Counted in"), max_length=10, help_text=_("Boxes, bags."))
    count = forms.IntegerField(label=_("How many there are"), min_value=0, max_value=1_000_000)
    low_at = forms.IntegerField(label=_("Low from"), min_value=0, max_value=1_000_000)


class CountForm(Form):
    """How many are left."""

    template_name = PLAIN
    count = forms.IntegerField(label=_("How many there are"), min_value=0, max_value=1_000_000)


class ShiftForm(Form):
    """What the next shift has to know besides."""

    template_name = PLAIN
    words = forms.CharField(
        label=_("What the next shift has to know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TransferForm(Form):
    """A bus to the site."""

    plate = ParsedField(label=_("Plate"), parse=parse_plate_number, max_length=12)
    driver_name = forms.CharField(label=_("Driver"), max_length=60)
    escort_name = forms.CharField(label=pgettext_lazy("bus", "Escort"), max_length=60)
    leaves_from = forms.CharField(label=_("Leaves from"), max_length=100)
    leaves_at = forms.DateTimeField(label=_("Leaves at"), widget=MomentInput())


class StaysForm(Form):
    """Some of a list of people."""

    template_name = PLAIN
    stays = forms.MultipleChoiceField(
        label=_("People"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(
        self,
        stays: Sequence[Stay],
        user: User,
        *,
        gone: Iterable[str] = (),
        tags: Mapping[int, Tag] | None = None,
    ) -> None:
        """Whom one can tick, by name, with a tag by the key of the measure; who was on the list
        before is understood, too.
        """
        self.people = {stay.number: stay for stay in stays}
        field = self.fields["stays"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            *(
                (
                    number,
                    _with_tag(
                        beside(name_of(stay, user), stay.room or ""),
                        tags.get(stay.measure_id) if tags else None,
                    ),
                )
                for number, stay in self.people.items()
            ),
            *((number, "") for number in gone),
        ]

    def clean_stays(self) -> list[Stay]:
        """The stays themselves."""
        return [self.people[number] for number in self.cleaned_data["stays"]]


class ReleaseForm(StaysForm):
    """Who leaves, and how they get home."""

    stays = forms.MultipleChoiceField(label=_("Who leaves"), widget=forms.CheckboxSelectMultiple)
    transport = forms.CharField(
        label=_("How they get home"),
        max_length=200,
        help_text=_("From door to door: the bus, the plate, or who fetches them."),
    )

    def offer_of(self, site: Site, user: User) -> None:
        """Whose days are over. Who was ticked on a page that is old now is known by name, too."""
        assert isinstance(self.data, QueryDict)
        stays, ticked = list(leaving(site)), self.data.getlist("stays")
        left = Stay.objects.filter(site=site, number__in=ticked, status=StayStatus.LEFT)
        self.gone = {
            stay.number: _("%(who)s has let %(name)s go already, at %(when)s.")
            % {"who": stay.left_by, "name": name_of(stay, user), "when": short_moment(at)}
            for stay in left.select_related("measure", "person", "site", "left_by")
            if (at := stay.left_at)
        }
        self.offer(stays, user, gone=self.gone)

    def clean_stays(self) -> list[Stay]:
        """Those who are here still; who has left meanwhile is named, by whom and when."""
        ticked = self.cleaned_data["stays"]
        if left := [words for number, words in self.gone.items() if number in ticked]:
            raise ValidationError(left)
        return super().clean_stays()


def _with_tag(words: str, tag: Tag | None) -> str:
    return format_html("<span>{} {}</span>", words, tag) if tag else words
