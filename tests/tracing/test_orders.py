"""Orders on paper: a sheet for each whose measure was opened; each look written down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.audit.api import Disclosure, Event
from longgang.core.errors import NotAllowed, Refused
from longgang.measures.api import open_measure
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.lists import print_orders
from tests.cast import sign_in
from tests.measures.build import DAY, id_number

pytestmark = pytest.mark.django_db
WHY = "当面送达"


def carried_out(case, by, *people):
    met = {each.pk: (1, DAY) for each in people}
    batch = choose_contacts(case, met, by=by, reason="密接管控")
    carry_out(batch, by=by)
    return batch


@pytest.fixture
def batch(case, people, yan, kang):
    """`hai` gets a measure; `xi` has one already, `nan` lives elsewhere."""
    open_measure(people.xi, "high_risk", base_on=DAY, by=kang, reason="风险区返回")
    return carried_out(case, yan, people.hai, people.xi, people.nan)


def page_of(answer):
    return answer.content.decode()


def address(batch):
    return reverse("tracing:orders", args=[batch.number])


def test_each_value_of_each_person_is_written_down(batch, people, yan):
    [contact] = print_orders(batch, by=yan, reason=WHY)
    assert contact.person == people.hai
    rows = Disclosure.objects.filter(subject_kind="people.person")
    assert sorted(rows.values_list("field", flat=True)) == ["address", "id_number", "phone"]
    assert set(rows.values_list("reason", flat=True)) == {f"{batch.number} {WHY}"}
    event = Event.objects.get(kind="batch.printed")
    assert event.after == {"case": batch.case.number, "ordered": 1}


def test_the_address_of_the_measure_is_the_one_on_paper(batch, people, yan):
    measure = people.hai.measures.get()
    measure.address = "望海路 9 号"
    measure.save()
    page = page_of(sign_in(yan).post(address(batch), {"reason": WHY}))
    assert "望海路 9 号" in page
    row = Disclosure.objects.get(field="address")
    assert row.subject_number == measure.number


def test_the_page_shows_numbers_only_after_the_reason(batch, people, yan):
    browser = sign_in(yan)
    assert address(batch) in page_of(browser.get(batch.get_absolute_url()))
    page = page_of(browser.get(address(batch)))
    assert page.count("<article") == 1
    assert "医学观察告知书" in page
    assert "集中隔离医学观察" in page
    assert id_number(302) not in page
    assert not Disclosure.objects.filter(subject_kind="people.person").exists()
    assert browser.post(address(batch), {"reason": ""}).status_code == 422
    page = page_of(browser.post(address(batch), {"reason": WHY}))
    assert id_number(302) in page
    assert "林西" not in page
    assert "王南" not in page


def test_before_it_is_carried_out_there_is_no_order(case, people, yan):
    batch = choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接管控")
    page = page_of(sign_in(yan).get(address(batch)))
    assert "<article" not in page
    assert "未开具措施" in page
    with pytest.raises(Refused) as refused:
        print_orders(batch, by=yan, reason=WHY)
    assert refused.value.code == "tracing.batch_not_done"


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_others_print_none(who, batch, request):
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        print_orders(batch, by=user, reason=WHY)
    assert sign_in(user).get(address(batch)).status_code in {403, 404}


def test_more_sheets_cost_no_more_queries(case, people, yan):
    def cost(batch):
        browser = sign_in(yan)
        browser.get(address(batch))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address(batch)).status_code == 200
        return len(queries)

    one = carried_out(case, yan, people.hai)
    three = carried_out(case, yan, people.dong, people.xi, people.zhong)
    assert cost(three) == cost(one)
