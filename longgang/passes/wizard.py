"""A draft as its pages see it: which step is where, what is offered and what is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import full_area_name
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, Words
from longgang.core.parts import Step
from longgang.core.privacy import mask_id_number, mask_name
from longgang.people.api import Company, find_vehicle, person_of

from . import knowing
from .application import RiderRole
from .drafting import CHECK_STEP, ME, PEOPLE_STEP, Answers, Texts
from .forms.apply import StepForm
from .forms.apply_people import RiderForm
from .forms.apply_whole import FORMS, Whole, read_whole
from .forms.apply_words import step_title
from .lifecycle import PassStatus
from .models import Attachment, PassDraft, VehiclePass
from .repeating import answers_of
from .rules import EXPIRED_CODES
from .substances import SUBSTANCES, Substance

MOST_PEOPLE = 10
MOST_ANNOUNCED = 5  # that are named; the list of one's passes has the others
PICK = "pick"  # the name of the buttons that fill in a step; they keep nothing
NOBODY = ""
_MARKED_WITH = {"hazard": ("hazard", "papers")}
_WRITTEN_IN = _MARKED_WITH | {"goods": ("goods", "trip")}  # their class is chosen at the beginning


@dataclass(frozen=True)
class Pick:
    """Something known that fills in the step at one touch; `value` is what its button sends."""

    label: Words
    value: str
    detail: Words = ""


class Wizard:
    """A draft and the way through it."""

    def __init__(self, draft: PassDraft) -> None:
        self.draft = draft
        self.answers = Answers.read(draft.answers)

    def keep(self, answers: Answers) -> None:
        """Go on with these answers."""
        self.answers = answers
        for read in ("whole", "marked", "company"):
            self.__dict__.pop(read, None)

    @cached_property
    def attached(self) -> frozenset[str]:
        """The kinds of documents that are there: the draft's, and those of what it corrects."""
        return frozenset(each.kind for each in self.photos)

    @cached_property
    def whole(self) -> Whole:
        """Every step read."""
        return self._read(self.answers)

    def _read(self, answers: Answers) -> Whole:
        return read_whole(
            answers,
            user=self.draft.user,
            attached=self.attached,
            corrects=self.draft.corrects is not None,
        )

    def outdated_by(self, answers: Answers) -> list[Refusal]:
        """The papers that these answers make too old: the arrival is asked for after them."""
        before = {(one.step, one.place, one.refusal.code) for one in self.whole.problems}
        return [
            one.refusal
            for one in self._read(answers).problems
            if one.refusal.code in EXPIRED_CODES
            and (one.step, one.place, one.refusal.code) not in before
        ]

    @property
    def steps(self) -> list[str]:
        return self.whole.steps

    @cached_property
    def company(self) -> Company | None:
        return self.whole.company

    @property
    def most_people(self) -> int:
        """How many people the pages take; the rule may allow fewer and says so at the end."""
        return MOST_PEOPLE

    @property
    def next_place(self) -> int:
        """Where one more person would stand."""
        return len(self.answers.people) + 1

    @property
    def plate(self) -> str:
        """What the draft is called in a list."""
        return self.answers.of("vehicle").get("plate", "")

    @property
    def photos(self) -> list[Attachment]:
        """The documents that are there; a newer one of a kind hides the one before."""
        before = self.draft.corrects.attachments.all() if self.draft.corrects else []
        newest = {each.kind: each for each in [*before, *self.draft.attachments.all()]}
        return list(newest.values())

    @cached_property
    def marked(self) -> set[str]:
        """The steps a reviewer has marked for correction that still say what was returned."""
        marks = self.draft.corrects.marked_fields if self.draft.corrects else []
        open_marks = [mark for mark in marks if not self._is_corrected(mark)]
        return {step for mark in open_marks for step in _MARKED_WITH.get(mark, (mark,))}

    @property
    def unchanged(self) -> list[tuple[str, Words]]:
        """The marked steps that say what they said, with their pages."""
        steps = [step for step in self.steps if step in self.marked]
        return [(self.url_to_correct(step), self.title_of(step)) for step in steps]

    def _is_corrected(self, mark: str) -> bool:
        """Whether anything is said otherwise now where what was marked is written."""
        if mark == "documents":
            return self.draft.attachments.exists()
        steps = _WRITTEN_IN.get(mark, (mark,))
        return any(self.whole.said(step) != self._returned.said(step) for step in steps)

    @cached_property
    def _returned(self) -> Whole:
        """What was returned, read in the same way."""
        assert self.draft.corrects is not None, "only a correction has something returned"
        answers = answers_of(self.draft.corrects)
        return read_whole(answers, user=self.draft.user, attached=(), corrects=True)

    @property
    def first_open(self) -> str:
        """Where to go on: a marked step of a correction, else the first one that is not done."""
        marked = [step for step in self.steps if step in self.marked]
        left = [step for step in self.steps if step != CHECK_STEP and not self.is_done(step)]
        return (marked or left or [CHECK_STEP])[0]

    def is_done(self, step: str) -> bool:
        """Whether a step is answered and nothing is missing or wrong in it."""
        has_problem = any(problem.step == step for problem in self.whole.problems)
        return self.answers.is_answered(step) and not has_problem

    def place_of(self, step: str) -> int:
        """Which step of how many; people count as one."""
        known = PEOPLE_STEP if step == "person" else step
        return self.steps.index(known) + 1 if known in self.steps else 0

    def url(self, step: str, then: str = "") -> str:
        """The page of a step; `then` leads back to the check page afterwards."""
        name = {PEOPLE_STEP: "draft_people", CHECK_STEP: "draft_check"}.get(step)
        number = self.draft.number
        path = (
            reverse(f"passes:{name}", args=[number])
            if name
            else reverse("passes:draft", args=[number, step])
        )
        return f"{path}?then={CHECK_STEP}" if then == CHECK_STEP and step != CHECK_STEP else path

    def url_after(self, step: str, then: str = "") -> str:
        """The next page: the step that follows, or the check page for whoever came from there."""
        at = self.steps.index(step)
        if then == CHECK_STEP and not self._has_opened(at):
            return self.url(CHECK_STEP)
        return self.url(self.steps[at + 1])

    def url_before(self, step: str) -> str:
        """The page before."""
        at = self.steps.index(PEOPLE_STEP if step == "person" else step)
        return self.url(self.steps[at - 1]) if at else reverse("passes:apply")

    def _has_opened(self, at: int) -> bool:
        """Whether the next step is new: another answer may lead through other steps."""
        return not self.answers.is_answered(self.steps[at + 1]) and self.steps[at + 1] != CHECK_STEP

    def url_to_correct(self, step: str, place: int = 0) -> str:
        """Where something is corrected; the way leads back to the check page."""
        if step == PEOPLE_STEP and place:
            path = reverse("passes:draft_person", args=[self.draft.number, place])
            return f"{path}?then={CHECK_STEP}"
        return self.url(step, CHECK_STEP) if step in self.steps else self.url(CHECK_STEP)

    def refusals_of(self, step: str) -> list[Refusal]:
        """What the law refuses in a step, once everything else is filled in."""
        return [one.refusal for one in self.whole.check() if one.step == step]

    def title_of(self, step: str) -> Words:
        """What a step is called on this way."""
        return step_title(step, is_freight=self.answers.is_freight)

    def way(self, step: str) -> list[Step]:
        """The steps with what is done, for the line above the form."""
        here = self.place_of(step)
        return [
            Step(
                self.title_of(each),
                "bad" if each in self.marked and place != here else
                "now" if place == here else
                "done" if self.is_done(each) else "next",
            )
            for place, each in enumerate(self.steps, start=1)
        ]  # fmt: skip


def default_texts(wizard: Wizard, step: str, sent: Mapping[str, str]) -> Texts:
    """What a step is shown with: picked goes over typed, typed over answered, and that over known.

    `sent` is what a pick sent along, and empty for whoever only opens the step.
    """
    picked = _picked(wizard, step, sent[PICK]) if PICK in sent else {}
    return _known(wizard, step) | wizard.answers.of(step) | dict(sent) | picked


def answered_form(wizard: Wizard, step: str) -> StepForm:
    """A step as it was answered, with what the law refuses at its fields: for correcting it."""
    form = FORMS[step](wizard.whole.asked, wizard.answers.of(step))
    reasons = wizard.refusals_of(step)
    if form.is_valid() and reasons:
        form.add_refusals(Refused(*reasons))
    return form


def _picked(wizard: Wizard, step: str, value: str) -> Texts:
    if step == "vehicle":
        vehicle = knowing.find_known_vehicle(wizard.draft.user, value)
        return knowing.vehicle_texts(vehicle) if vehicle else {}
    if step in {"sender", "receiver"}:
        return _party_from(wizard, _end(step), value)
    if step == "hazard" and value in SUBSTANCES:
        return _substance_texts(SUBSTANCES[value])
    return {}


def _known(wizard: Wizard, step: str) -> Texts:
    if step == "papers":
        plate = wizard.answers.of("vehicle")
        found = find_vehicle(plate.get("plate", ""), plate.get("plate_colour", ""))
        known = knowing.find_known_vehicle(wizard.draft.user, found.number) if found else None
        return knowing.paper_texts(known) if known else {}
    if step == "receiver" and wizard.company is not None:
        return _company_texts(wizard.company, "consignee")
    if step == "hazard":
        phone = wizard.company.contact_phone if wizard.company else wizard.draft.user.phone
        return {"emergency_phone": phone}
    return {}


def _substance_texts(substance: Substance) -> Texts:
    return {
        "un_number": substance.un_number,
        "proper_name": substance.proper_name,
        "hazard_class": substance.hazard_class,
        "packing_group": substance.packing_group,
    }


def _end(step: str) -> str:
    return "consignor" if step == "sender" else "consignee"


def _party_from(wizard: Wizard, end: str, number: str) -> Texts:
    if number == "company" and wizard.company is not None:
        return _company_texts(wizard.company, end)
    known = knowing.known_parties(wizard.draft.user, end)
    chosen = next((each for each in known if each.number == number), None)
    return knowing.party_texts(chosen, end) if chosen else {}


def _company_texts(company: Company, end: str) -> Texts:
    return {
        f"{end}_name": company.name,
        f"{end}_area": company.area_code,
        f"{end}_address": company.address,
        f"{end}_contact": company.contact_name,
        f"{end}_phone": company.contact_phone,
    }


def picks_for(wizard: Wizard, step: str) -> list[Pick]:
    """What a step offers."""
    user = wizard.draft.user
    if step == "vehicle":
        vehicles = knowing.known_vehicles(user, company=wizard.company)
        return [Pick(one.plate, one.number) for one in vehicles]
    if step == "hazard":
        substances = SUBSTANCES.values()
        return [Pick(f"UN {each.un_number}", each.un_number, each.label) for each in substances]
    if step in {"sender", "receiver"}:
        end = _end(step)
        own = [Pick(wizard.company.name, "company")] if wizard.company else []
        used = [
            Pick(
                getattr(each, f"{end}_name"),
                each.number,
                full_area_name(getattr(each, f"{end}_area")),
            )
            for each in knowing.known_parties(user, end)
        ]
        return [*own, *(pick for pick in used if not own or pick.label != own[0].label)]
    return []


def announced_for(wizard: Wizard, form: StepForm) -> list[VehiclePass]:
    """What is alive already for the vehicle that its step names, the earliest arrival first.

    It is told there and not refused: only the time of arrival says whether it is the same trip.
    A form that was sent has been asked before whether it is valid. One query.
    """
    said = form.cleaned_data if form.is_bound else form.initial
    alive = knowing.announced_by(
        wizard.draft.user,
        wizard.company,
        plate=said.get("plate", ""),
        colour=said.get("plate_colour", ""),
        besides=wizard.draft.corrects,
    )
    is_over = Q(status=PassStatus.ISSUED, valid_until__lte=now())
    told = alive.exclude(is_over).only("number", "pass_number", "status", "expected_entry_at")
    return list(told.order_by("expected_entry_at", "pk")[:MOST_ANNOUNCED])


def default_person(wizard: Wizard, place: int, sent: Mapping[str, str]) -> Texts:
    """What the page of a person is shown with; the first one is the driver.

    `sent` is what a pick sent along: what is typed stays, but not what came from who was picked
    before.
    """
    people = wizard.answers.people
    texts = (dict(people[place - 1]) if place <= len(people) else {}) | dict(sent)
    role = texts.get("role") or _next_role(wizard, {texts.get("role") for texts in people})
    if PICK in sent:
        before = _known_person_texts(wizard, texts.get("person_number", ""), role)
        typed = {key: text for key, text in texts.items() if before.get(key) != text}
        return typed | {"role": role} | _known_person_texts(wizard, sent[PICK], role)
    if texts:
        return texts
    own = person_of(wizard.draft.user)
    goes_self = place == 1 and wizard.answers.of("trip").get("acts_for") == ME
    return knowing.person_texts(own, role=role) if own and goes_self else {"role": role}


def _known_person_texts(wizard: Wizard, number: str, role: str) -> Texts:
    person = knowing.find_known_person(wizard.draft.user, number) if number else None
    return knowing.person_texts(person, role=role) if person else {}


def _next_role(wizard: Wizard, roles: set[str | None]) -> str:
    if RiderRole.DRIVER not in roles:
        return str(RiderRole.DRIVER)
    wants_escort = wizard.answers.is_hazardous and RiderRole.ESCORT not in roles
    return str(RiderRole.ESCORT if wants_escort else RiderRole.PASSENGER)


def picks_for_person(wizard: Wizard, form: RiderForm) -> list[Pick]:
    """People to pick, masked; and typing somebody else instead of who was picked."""
    known = knowing.known_people(wizard.draft.user, company=wizard.company)
    taken = {texts.get("person_number") for texts in wizard.answers.people}
    picks = [
        Pick(mask_name(person.name), person.number, mask_id_number(person.id_number)[-6:])
        for person in known
        if person.number not in taken
    ]
    return [*picks, Pick(_("Somebody else"), NOBODY)] if form.person else picks
