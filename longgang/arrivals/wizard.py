"""A draft as its pages see it: which step is where, what is filled in, what it amounts to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import full_area_name
from longgang.core.clock import local_day, today
from longgang.core.days import short_moment
from longgang.core.errors import Refusal, Words
from longgang.core.forms import Form
from longgang.core.parts import Step
from longgang.core.sentences import beside
from longgang.health.api import CodeSource
from longgang.people.api import Person, facts_of_plate, person_of, represented_by

from .actions.declaring import DeclaredPlace, Travel, Traveller, find_faults
from .drafting import ASKED, CHECK, HEALTH, HOME, JOURNEY, PEOPLE, STAYS, STEPS, Answers, step_of
from .forms import (
    AskedForm,
    HealthForm,
    HomeForm,
    JourneyForm,
    StayForm,
    asked_rows,
    destination_of,
)
from .kinds import Housing, Kind, Reason, Transport
from .models import DeclarationDraft
from .queries import declared_of, get_rule, risks_between
from .risk_words import risk_in_words
from .rules import check_way
from .triage import Risk, Stay, to_be_asked
from .wording import celsius_in_words, codes_in_words, place_in_words, symptoms_in_words

COMMUNITY_DIGITS = 12
TITLES: dict[str, Words] = {
    PEOPLE: _("Who travels"),
    JOURNEY: _("Day and transport"),
    STAYS: _("Where you were"),
    ASKED: _("Were you there?"),
    HOME: _("Where to stay here"),
    HEALTH: _("Health"),
    CHECK: pgettext_lazy("step", "Check and declare"),
}


@dataclass(frozen=True)
class Group:
    """One step in words, on the check page."""

    title: Words
    facts: list[tuple[Words, Words]]


class Wizard:
    """A draft and the way through it."""

    def __init__(self, draft: DeclarationDraft) -> None:
        self.draft = draft
        self.keep(Answers.read(draft.answers))

    def keep(self, answers: Answers) -> None:
        """Go on with these answers."""
        self.answers = answers
        for read in ("people", "stays", "asked", "declared"):
            self.__dict__.pop(read, None)

    # --- what was answered --------------------------------------------------------------------

    @property
    def is_departure(self) -> bool:
        return self.answers.kind == Kind.DEPARTURE

    @cached_property
    def people(self) -> list[Person]:
        """Who travels, in the order in which they were named."""
        rows = Person.objects.current().filter(number__in=self.answers.people)
        found = {person.number: person for person in rows}
        return [found[number] for number in self.answers.people if number in found]

    @property
    def known(self) -> list[Person]:
        """Whom one declares by a touch: oneself and those one acts for."""
        user = self.draft.user
        own = person_of(user)
        all_known = [*([own] if own else []), *represented_by(user)]
        return [person for person in all_known if person.number not in self.answers.people]

    @cached_property
    def declared(self) -> set[str]:
        """Who of these people has a declaration that is not settled; nobody while one corrects."""
        return set() if self.draft.corrects else declared_of([*self.people, *self.known])

    @property
    def arrives_on(self) -> date:
        """The day of the arrival; today as long as it is not known."""
        moment = self._clean(JOURNEY).get("arrives_at")
        return local_day(moment) if moment else today()

    @cached_property
    def stays(self) -> list[DeclaredPlace]:
        """The places with their days, and the risk areas that were admitted."""
        named = self.answers.of(ASKED)
        forms = [StayForm(texts) for texts in self.answers.stays]
        return [
            form.place(frozenset(named.get(f"named_{number}") or ()))
            for number, form in enumerate(forms, 1)
            if form.is_valid()
        ]

    @cached_property
    def asked(self) -> list[tuple[int, Stay, list[Risk]]]:
        """The stays of which only the person knows whether they were in a risk area."""
        if self.is_departure or not self.stays:
            return []
        risks = risks_between(self.looked_at_since, self.arrives_on)
        pairs = [(place, each.stay, to_be_asked(each.stay, risks))
                 for place, each in enumerate(self.stays, 1)]  # fmt: skip
        return [(place, stay, found) for place, stay, found in pairs if found]

    def way_faults(self) -> Sequence[Refusal]:
        """What is wrong with the places and their days."""
        stays = [each.stay for each in self.stays]
        days = get_rule(today()).look_back_days
        return check_way(stays, arrives_on=self.arrives_on, days=days)

    def form(self, step: str, data: Any = None, initial: Any = None) -> Form:
        """The form of a step that is one form."""
        if step == JOURNEY:
            return JourneyForm(data, initial=initial, people=self.people, kind=self.answers.kind)
        if step == ASKED:
            return AskedForm(data, initial=initial, asked=self.asked)
        if step == HOME:
            return HomeForm(data, initial=initial, kind=self.answers.kind)
        asks_codes = get_rule(today()).asks_codes
        return HealthForm(data, initial=initial, people=self.people, asks_codes=asks_codes)

    def start_of(self, step: str) -> dict[str, Any]:
        """What a step is shown with: what was answered, else what is known."""
        if answered := self.answers.of(step):
            return answered
        person = self.people[0] if self.people else None
        if step == HOME and person is not None:
            community = person.area_code[:COMMUNITY_DIGITS]  # a grid, only the office knows
            return {"area_code": community, "address": person.address, "housing": "own"}
        return {}

    def _clean(self, step: str) -> dict[str, Any]:
        form = self.form(step, self.answers.of(step)) if self.answers.of(step) else None
        return form.cleaned_data if form is not None and form.is_valid() else {}

    def next_stay(self) -> dict[str, Any]:
        """What one more place begins with: where the last one ended, up to the arrival."""
        since = max((each.stay.until for each in self.stays), default=self.looked_at_since)
        return {"since_on": since, "until_on": self.arrives_on}

    @property
    def looked_at_since(self) -> date:
        """The first day of which somebody is asked."""
        return self.arrives_on - timedelta(days=get_rule(today()).look_back_days)

    @property
    def next_place(self) -> int:
        """Where one more place would stand."""
        return len(self.answers.stays) + 1

    @property
    def stays_in_words(self) -> list[tuple[str, str]]:
        """The places with their days."""
        return [
            (f"{each.stay.since} – {each.stay.until}",
             place_in_words(each.stay.area_code, each.words))
            for each in self.stays
        ]  # fmt: skip

    # --- where things are ---------------------------------------------------------------------

    @property
    def steps(self) -> list[str]:
        """The steps that these answers lead through."""
        left_out = {STAYS: self.is_departure, ASKED: not self.asked}
        return [step for step in STEPS if not left_out.get(step)]

    @property
    def first_open(self) -> str:
        """Where to go on."""
        return next((step for step in self.steps if not self.answers.is_answered(step)), CHECK)

    @property
    def title(self) -> Words:
        """What the draft is called in a list."""
        names = _(", ").join(person.name for person in self.people)
        kind = Kind(self.answers.kind).label
        return beside(kind, names) if names else kind

    def url(self, step: str, then: str = "") -> str:
        """The page of a step; `then` leads back to the check page afterwards."""
        number = self.draft.number
        pages = {PEOPLE: "draft_people", STAYS: "draft_stays", CHECK: "draft_check"}
        path = (
            reverse(f"arrivals:{pages[step]}", args=[number])
            if step in pages
            else reverse("arrivals:draft", args=[number, step])
        )
        return f"{path}?then={CHECK}" if then == CHECK and step != CHECK else path

    def url_after(self, step: str, then: str = "") -> str:
        """The next page: the step that follows, or the check page for whoever came from there."""
        following = self.steps[self.steps.index(step) + 1]
        is_new = following != CHECK and not self.answers.is_answered(following)
        return self.url(CHECK) if then == CHECK and not is_new else self.url(following)

    def url_before(self, step: str) -> str:
        """The page before."""
        at = self.steps.index(step)
        return self.url(self.steps[at - 1]) if at else reverse("arrivals:declare")

    def way(self, step: str) -> list[Step]:
        """The steps with what is done, for the line above the form. Whether one is asked about risk
        areas follows from the places: it counts as a part of them, and no step comes on the way.
        """
        return [
            Step(
                TITLES[each],
                "now" if each == _counted_as(step) else
                "done" if self.answers.is_answered(each) else "next",
            )
            for each in self._counted
        ]  # fmt: skip

    def place(self, step: str) -> int:
        """Which of them it is, counted from 1."""
        return self._counted.index(_counted_as(step)) + 1

    @property
    def _counted(self) -> list[str]:
        return [step for step in self.steps if step != ASKED]

    # --- what it amounts to -------------------------------------------------------------------

    def problems(self) -> list[tuple[str, Refusal]]:
        """What is missing or wrong, each with the page where it is put right."""
        left = [step for step in self.steps if step != CHECK and not self._is_right(step)]
        if left:
            return [(self.url(step, CHECK), _missing(TITLES[step])) for step in left]
        rule = get_rule(today())
        faults = [each for each in find_faults(self.travel(), self.travellers(), rule) if each]
        return [(self.url_of(each), each) for each in faults]

    def url_of(self, refusal: Refusal) -> str:
        """Where somebody puts right what was refused."""
        return self.url(step_of(refusal.field), CHECK)

    def _is_right(self, step: str) -> bool:
        if step == PEOPLE:
            return bool(self.people)
        if step == STAYS:
            return bool(self.stays) and len(self.stays) == len(self.answers.stays)
        answered = self.answers.of(step)
        return step in self.answers.steps and self.form(step, answered).is_valid()

    def travel(self) -> Travel:
        """What is the same for everybody. For answers without a problem."""
        journey, home = self._clean(JOURNEY), self._clean(HOME)
        return Travel(
            kind=self.answers.kind,
            reason=self.answers.reason,
            area_code=home["area_code"],
            address=home["address"],
            housing=home["housing"],
            arrives_at=journey["arrives_at"],
            transport=journey["transport"],
            service_number=journey["service_number"],
            plate=journey["plate"],
            destination_code=destination_of(journey),
            destination_words=journey.get("destination_words", ""),
            places=() if self.is_departure else tuple(self.stays),
        )

    def travellers(self) -> list[Traveller]:
        """What is each one's own."""
        journey, health = self._clean(JOURNEY), self._clean(HEALTH)
        return [
            Traveller(
                person,
                seat=journey[f"seat_{place}"],
                work=health[f"work_{place}"],
                is_contact=bool(health[f"contact_{place}"]),
                symptoms=tuple(health[f"symptoms_{place}"]),
                celsius=health[f"celsius_{place}"],
                codes=tuple(_codes(health, place).items()),
            )
            for place, person in enumerate(self.people, 1)
        ]

    def groups(self) -> list[tuple[str, Group]]:
        """Every step in words, with its page."""
        return [
            (self.url(step, CHECK), Group(TITLES[step], self._facts(step)))
            for step in self.steps
            if step != CHECK
        ]

    def _facts(self, step: str) -> list[tuple[Words, Words]]:
        if step == PEOPLE:
            kind, reason = Kind(self.answers.kind).label, Reason(self.answers.reason).label
            names = [(_("Name"), person.name) for person in self.people]
            return [(_("What is declared"), beside(kind, reason)), *names]
        if step == STAYS:
            return list(self.stays_in_words)
        values = self._clean(step)
        if not values:
            return []
        return list({JOURNEY: self._journey, ASKED: self._admitted, HOME: _home,
                     HEALTH: self._health}[step](values))  # fmt: skip

    def _journey(self, values: dict[str, Any]) -> list[tuple[Words, Words]]:
        label = _("Leaves at") if self.is_departure else _("Arrives at")
        number = values["service_number"] or values["plate"]
        seats = [values[f"seat_{place}"] for place in range(1, len(self.people) + 1)]
        goes = place_in_words(destination_of(values), values.get("destination_words", ""))
        return [
            *([(_("Destination"), goes)] if self.is_departure else []),
            (label, short_moment(values["arrives_at"])),
            (_("Transport"), beside(Transport(values["transport"]).label, number or "—")),
            *(
                (_("Known of the car"), words)
                for words in facts_of_plate(values["plate"], reader=self.draft.user)
            ),
            (pgettext_lazy("train", "Seat"), _(", ").join(seat for seat in seats if seat)),
        ]

    def _admitted(self, values: dict[str, Any]) -> list[tuple[Words, Words]]:
        named = {number for numbers in values.values() for number in numbers}
        return [
            (risk_in_words(row), _("Yes") if row.number in named else _("No"))
            for row in asked_rows(self.asked).values()
        ]

    def _health(self, values: dict[str, Any]) -> list[tuple[Words, Words]]:
        return [
            (
                person.name,
                beside(
                    symptoms_in_words(values[f"symptoms_{place}"]),
                    celsius_in_words(values[f"celsius_{place}"]),
                    codes_in_words(_codes(values, place)),
                    _("Told to be a contact of a case")
                    if values[f"contact_{place}"]
                    else _("No contact of a case"),
                ),
            )
            for place, person in enumerate(self.people, 1)
        ]


def _counted_as(step: str) -> str:
    return STAYS if step == ASKED else step


def _codes(values: dict[str, Any], place: int) -> dict[str, str]:
    """The codes that were shown, by whose they are."""
    shown = {str(source): values.get(f"{source}_{place}", "") for source in CodeSource}
    return {source: colour for source, colour in shown.items() if colour}


def _home(values: dict[str, Any]) -> list[tuple[Words, Words]]:
    return [
        (_("Community"), full_area_name(values["area_code"])),
        (_("Address"), values["address"]),
        (_("Housing"), Housing(values["housing"]).label),
    ]


def _missing(title: Words) -> Refusal:
    return Refusal("arrivals.step_missing", title, _("Something is missing or wrong here."))
