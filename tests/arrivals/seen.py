"""A declaration, a draft and a risk area, for tests of the whole product."""

from collections.abc import Callable
from datetime import timedelta

from longgang.accounts.api import Role, User
from longgang.arrivals.actions.declaring import DeclaredPlace, Travel, Traveller, declare
from longgang.arrivals.actions.drafts import start_draft
from longgang.arrivals.api import announce_risk_area, load_rules
from longgang.arrivals.drafting import Answers
from longgang.arrivals.models import Declaration, DeclarationDraft, RiskArea
from longgang.arrivals.triage import Stay
from longgang.audit.api import SYSTEM
from longgang.core.clock import now, today
from tests.measures.build import WANGHAISI, a_person

from . import build


def a_risk_area(by: User) -> RiskArea:
    """A street of Sanya, since three days."""
    return announce_risk_area(
        area_code=build.SANYA, place="大庙村", level="high", document_number="琼疫 5",
        since_on=today() - timedelta(days=3), by=by,
    )  # fmt: skip


def a_declaration(staff: Callable[..., User]) -> Declaration:
    """Made by a community for somebody who is on the way."""
    load_rules(by=SYSTEM)
    she = staff("佘", Role.COMMUNITY_OFFICER, area_code=WANGHAISI)
    person = a_person(she, 78)
    way = DeclaredPlace(Stay(build.HARBIN, today() - timedelta(days=20), today()))
    travel = Travel(
        kind="return", area_code=WANGHAISI, address="望海小区", housing="own", reason="work",
        arrives_at=now(), transport="coach", service_number="K7", places=(way,),
    )  # fmt: skip
    return declare(travel, [Traveller(person)], way="community", signature="佘", by=she)[0]


def a_draft(declaration: Declaration) -> DeclarationDraft:
    """Of whoever declared it."""
    answers = Answers("return", "work", "community", (declaration.person.number,))
    return start_draft(answers, by=declaration.declared_by)
