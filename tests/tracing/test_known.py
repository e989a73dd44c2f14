"""What else is known of a contact stands beside the row: a case, a positive result, a decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.core.errors import Refused
from longgang.health.api import record_result
from longgang.measures.api import Measure
from longgang.notices.models import Notice
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.cases import close_case
from longgang.tracing.actions.contacts import set_aside
from longgang.tracing.known import known_of
from longgang.tracing.models import Contact
from tests.cast import sign_in
from tests.measures.build import DAY, NOW

from .build import a_case, at

pytestmark = pytest.mark.django_db


def choose(case, by, *people):
    return choose_contacts(case, {each.pk: (1, DAY) for each in people}, by=by, reason="密接管控")


def page(by, path):
    return sign_in(by).get(path).content.decode()


def positive(person, by):
    record_result(
        person, sampled_at=at(8), lab="疾控", result="positive", reported_at=NOW,
        concerns_area=person.area_code, by=by,
    )  # fmt: skip


def test_a_case_is_never_chosen_as_a_contact(case, people, yan):
    own = a_case(people.xi, yan)
    batch = choose(case, yan, people.hai, people.xi)
    assert [each.person for each in batch.contacts.all()] == [people.hai]
    with pytest.raises(Refused):
        choose(case, yan, people.xi)
    shown = page(yan, case.get_absolute_url())
    assert f"病例 {own.number}" in shown
    assert f'value="{people.xi.number}" form="choose"' not in shown
    assert f'value="{people.dong.number}" form="choose"' in shown
    close_case(own, by=yan, reason="已完成")
    assert choose(case, yan, people.xi).size == 1


def test_who_becomes_a_case_after_the_choice_gets_no_order(case, people, yan):
    batch = choose(case, yan, people.hai, people.xi)
    own = a_case(people.xi, yan)
    assert f"本人即病例 {own.number}" in page(yan, batch.get_absolute_url())
    carry_out(batch, by=yan)
    assert [each.person for each in Measure.objects.all()] == [people.hai]
    assert Contact.objects.get(case=case, person=people.xi).status == "nothing"


def test_a_positive_result_is_seen_before_anything_is_decided(case, people, yan, kang):
    positive(people.dong, kang)
    words = "2024-02-26 采样阳性"
    batch = choose(case, yan, people.hai, people.dong)
    for path in (
        case.get_absolute_url(),
        batch.get_absolute_url(),
        f"{case.get_absolute_url()}contacts/{people.dong.number}/",
    ):
        assert page(yan, path).count(words) == 1, path


def test_what_another_case_has_decided_is_seen(case, people, yan):
    other = a_case(people.xi, yan)
    set_aside(other, people.hai, degree=1, exposed_on=DAY, by=yan, reason="全程佩戴口罩")
    words = f"{other.number} 中已排除"
    assert words in page(yan, case.get_absolute_url())
    assert words in page(yan, choose(case, yan, people.hai).get_absolute_url())
    close_case(other, by=yan, reason="已完成")
    assert words not in page(yan, case.get_absolute_url())


def test_it_is_asked_for_all_at_once(case, people):
    everybody = [each.pk for each in (people.hai, people.dong, people.xi, people.bei)]
    for some in (everybody[:1], everybody):
        with CaptureQueriesContext(connection) as queries:
            known_of(some, besides=case)
        assert len(queries) == 3


def test_each_area_hears_once_how_many_are_new(case, people, yan, lin, ge):
    carry_out(choose(case, yan, people.hai, people.dong, people.nan), by=yan)
    own = Measure.objects.filter(area_code=people.hai.area_code).count()
    told = Notice.objects.filter(kind="measure.opened", user=lin)
    assert [each.text_zh for each in told] == [f"您的辖区新增管控措施 {own} 份，请查看人员并落实。"]
    assert not Notice.objects.filter(kind="measure.opened", user=yan).exists()
