"""All steps of a draft read together: the application they make, or where something is missing."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, Words
from longgang.core.sentences import beside
from longgang.people.api import Company, companies_of

from ..application import Application, Certificate, Hazard, Party, Rider
from ..describing import Group
from ..drafting import CHECK_STEP, PEOPLE_STEP, Answers, step_of
from ..models import PassRule
from ..queries import find_rule
from ..rules import DOCUMENT_MISSING, NO_DRIVER, check_crew, old_tests_at_entry
from . import apply
from .apply import Asked, StepForm
from .apply_hazard import HazardForm, PapersForm, media_of
from .apply_people import RiderForm
from .apply_words import facts_of, rider_facts, step_title

FORMS: dict[str, type[StepForm]] = {
    "trip": apply.TripForm,
    "behalf": apply.BehalfForm,
    "vehicle": apply.VehicleForm,
    "sender": apply.SenderForm,
    "receiver": apply.ReceiverForm,
    "goods": apply.GoodsForm,
    "hazard": HazardForm,
    "papers": PapersForm,
    "journey": apply.JourneyForm,
    "documents": apply.DocumentsForm,
    CHECK_STEP: apply.CheckForm,
}

NOT_YET_SIGNED = "——"
STEP_INCOMPLETE = "passes.step_incomplete"


@dataclass(frozen=True)
class Problem:
    """Something to correct, and the step in which that is done; `place` counts people from 1."""

    step: str
    refusal: Refusal
    place: int = 0


@dataclass
class Whole:
    """Every step of a draft, read."""

    asked: Asked
    steps: list[str]
    attached: frozenset[str]
    forms: dict[str, StepForm] = field(default_factory=dict)
    riders: list[RiderForm] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def company(self) -> Company | None:
        """In whose name; None for oneself."""
        number = self.asked.answers.company_number
        return companies_of(self.asked.user).filter(number=number).first() if number else None

    def values(self, step: str) -> dict[str, Any]:
        """What a step says; empty when it is not asked."""
        form = self.forms.get(step)
        return form.cleaned_data if form else {}

    def said(self, step: str) -> list[dict[str, Any]]:
        """What a step says, to compare: without what is left empty."""
        forms = self.riders if step == PEOPLE_STEP else [self.forms.get(step)]
        return [
            {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
            for form in forms
            if form is not None
        ]

    def groups(self) -> list[Group]:
        """Everything that was answered, step by step, to read it once more."""
        bad = {problem.step for problem in self.problems}
        groups = []
        for step in self.steps:
            if step == PEOPLE_STEP:
                facts = [fact for form in self.riders for fact in rider_facts(form)]
            elif step in self.forms:
                facts = facts_of(self.forms[step])
            else:
                continue
            title = step_title(step, is_freight=self.asked.answers.is_freight)
            groups.append(Group(step, title, tuple(facts), is_marked=step in bad))
        return groups

    def application(self, *, signature: str) -> Application:
        """The application. Only when there are no problems left in the steps."""
        trip, vehicle, journey = map(self.values, ("trip", "vehicle", "journey"))
        goods = self.values("goods")
        return Application(
            trip_kind=trip["trip_kind"],
            goods_class=trip["goods_class"],
            **{key: vehicle[key] for key in ("plate", "plate_colour", "vehicle_kind")},
            vin=vehicle["vin"].upper(),
            trailer_plate=vehicle["trailer_plate"],
            riders=tuple(_rider(form) for form in self.riders),
            consignor=self._party("sender", "consignor"),
            consignee=_party(self.values("receiver"), "consignee"),
            goods_name=goods.get("goods_name", ""),
            goods_quantity=goods.get("goods_quantity", ""),
            weight_t=goods.get("weight_t"),
            checkpoint_number=journey["checkpoint_number"],
            expected_entry_at=journey["expected_entry_at"],
            route=journey["route"],
            hazard=self._hazard(),
            signature=signature,
            documents=self.attached,
        )

    def check(self) -> list[Problem]:
        """What the law or the district's rule refuses. Only when no step has a problem."""
        rule = self.asked.rule
        if self.problems or rule is None:
            return []
        application = self.application(signature=NOT_YET_SIGNED)
        return [Problem(step_of(each.field), each) for each in rule.refuses(application)]

    def doubts(self) -> list[Words]:
        """What the desk will look at twice, and nobody refuses."""
        rule, entry_at = self.asked.rule, self.values("journey").get("expected_entry_at")
        if rule is None or entry_at is None:
            return []
        samples = [(form.shown_name, form.cleaned_data.get("sampled_at")) for form in self.riders]
        return old_tests_at_entry(samples, rule=rule.facts(), entry_at=entry_at)

    def check_crew(self) -> list[Refusal]:
        """What is refused about who is aboard, taken together."""
        rule, riders = self.asked.rule, [_rider(form) for form in self.riders]
        is_hazardous = self.asked.answers.is_hazardous
        return (
            list(check_crew(riders, rule=rule.facts(), is_hazardous=is_hazardous)) if rule else []
        )

    def _party(self, step: str, end: str) -> Party | None:
        return _party(self.values(step), end) if step in self.forms else None

    def _hazard(self) -> Hazard | None:
        if "hazard" not in self.forms:
            return None
        hazard, papers = self.values("hazard"), self.values("papers")
        return Hazard(
            **{key: hazard[key] for key in HazardForm.base_fields},
            road_licence=Certificate(papers["licence_number"], papers["licence_expires_on"]),
            tank_number=papers["tank_number"],
            tank_media=media_of(papers),
            tank_inspected_until=papers["tank_inspected_until"],
        )


def rule_for(answers: Answers) -> PassRule | None:
    """The rule that these answers fall under, once the first step is answered."""
    try:
        return find_rule(answers.trip_kind, answers.goods_class, at=now())
    except Refused:
        return None


def read_whole(
    answers: Answers, *, user: User, attached: Iterable[str], corrects: bool = False
) -> Whole:
    """Bind every step to its answers and note what is missing or wrong."""
    asked = Asked(user, answers, rule_for(answers), corrects)
    steps = answers.asked_steps(asks_documents=bool(asked.documents))
    if corrects and "behalf" in steps:
        steps.remove("behalf")
    whole = Whole(asked, steps, frozenset(attached))
    for step in steps:
        if step == PEOPLE_STEP:
            whole.problems += _read_people(whole)
        elif step == "documents":
            whole.problems += _missing_documents(whole)
        elif step != CHECK_STEP:
            form = FORMS[step](asked, answers.of(step))
            whole.forms[step] = form
            whole.problems += _problems(form, step)
    return whole


def problems_of(refused: Refused) -> list[Problem]:
    """The reasons of a refused action, at the steps where they are corrected."""
    return [Problem(step_of(reason.field), reason) for reason in refused.refusals]


def _read_people(whole: Whole) -> Iterator[Problem]:
    for place, texts in enumerate(whole.asked.answers.people, start=1):
        form = RiderForm(whole.asked, texts)
        whole.riders.append(form)
        yield from _problems(form, PEOPLE_STEP, place=place)
    if not whole.riders:
        yield Problem(PEOPLE_STEP, NO_DRIVER)


def _missing_documents(whole: Whole) -> Iterator[Problem]:
    for kind in whole.asked.documents:
        if kind not in whole.attached:
            yield Problem("documents", DOCUMENT_MISSING)


def _problems(form: StepForm, step: str, *, place: int = 0) -> Iterator[Problem]:
    """The first fault of each field of a step, with the field's name before it, and whose it is."""
    if not form.is_valid():
        who = (form.shown_role, form.shown_name) if isinstance(form, RiderForm) else ()
        for name, faults in form.errors.as_data().items():
            label = beside(*who, form.fields[name].label if name in form.fields else "")
            words = faults[0].messages[0]
            reason = (
                _("%(header)s: %(words)s") % {"header": label, "words": words} if label else words
            )
            code = faults[0].code or ""
            is_ours = "." in code  # a rule's own; the others are Django's
            yield Problem(
                step, Refusal(code if is_ours else STEP_INCOMPLETE, reason, field=name), place
            )


def _party(values: dict[str, Any], end: str) -> Party:
    names = [each.name for each in dataclasses.fields(Party)]
    columns = {name: "area" if name == "area_code" else name for name in names}
    return Party(**{name: values[f"{end}_{column}"] for name, column in columns.items()})


def _rider(form: RiderForm) -> Rider:
    values = form.cleaned_data
    certificate = None
    if values.get("certificate_number") and values.get("certificate_expires_on"):
        certificate = Certificate(values["certificate_number"], values["certificate_expires_on"])
    return Rider(
        role=values.get("role", ""),
        **form.who(),
        sampled_at=values.get("sampled_at"),
        certificate=certificate,
    )
