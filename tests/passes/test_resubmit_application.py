"""Handing in a corrected application: the clock starts anew, under the rule of today."""

import pytest

from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.applications import resubmit_application, withdraw_application
from longgang.passes.models import PassDraft, VehiclePass
from longgang.passes.repeating import application_of
from tests.audit.helpers import assert_one_event

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def returned(ada, lin) -> VehiclePass:
    return build.a_returned_pass(ada, reviewer=lin, fields=("goods",))


def test_resubmit_starts_the_clock_anew(returned, ada, lin):
    build.a_rule("freight", "industrial", decision_minutes=5)
    corrected = build.changed(application_of(returned), goods_name="热轧钢卷")
    resubmit_application(returned, corrected, by=ada)
    again = VehiclePass.objects.get(pk=returned.pk)
    assert (again.status, again.goods_name) == ("submitted", "热轧钢卷")
    assert (again.due_at - again.submitted_at).total_seconds() == 300
    assert (again.marked_fields, again.reason_words, again.decided_by) == ([], "", None)
    assert Notice.objects.filter(user=lin, kind="pass.submitted").count() == 2


def test_resubmit_replaces_who_is_aboard(returned, ada):
    riders = (build.a_driver(3, name="李强"),)
    resubmit_application(returned, build.changed(application_of(returned), riders=riders), by=ada)
    assert [each.person.name for each in returned.aboard.all()] == ["李强"]


def test_resubmit_moves_to_the_desk_of_the_corrected_goods(returned, ada):
    corrected = build.changed(application_of(returned), goods_class="living")
    assert resubmit_application(returned, corrected, by=ada).desk_code == "211403-commerce"


def test_resubmit_records_one_event_and_one_step(returned, ada):
    with assert_one_event("pass.resubmitted"):
        resubmit_application(returned, application_of(returned), by=ada, reason="货物就是钢板")
    assert [step.verb for step in returned.steps.all()] == ["submit", "return", "resubmit"]


def test_resubmit_refuses_by_the_same_rules(returned, ada):
    wrong = build.changed(application_of(returned), goods_name="")
    with pytest.raises(Refused) as refused:
        resubmit_application(returned, wrong, by=ada)
    assert refused.value.code == "passes.goods_missing"
    returned.refresh_from_db()
    assert returned.status == "returned"


def test_resubmit_refuses_strangers(returned, wen):
    with pytest.raises(NotAllowed):
        resubmit_application(returned, application_of(returned), by=wen)


def test_resubmit_refuses_what_was_not_returned(ada):
    waiting = build.a_submitted_pass(ada)
    with pytest.raises(IllegalMove):
        resubmit_application(waiting, application_of(waiting), by=ada)


def test_resubmit_loses_against_a_withdrawal_in_another_tab(returned, ada):
    mine = build.stale(returned)
    withdraw_application(returned, by=ada)
    corrected = build.changed(application_of(mine), goods_name="热轧钢卷")
    with pytest.raises(StaleRow):
        resubmit_application(mine, corrected, by=ada)


def test_wizard_opens_at_the_marked_step_with_the_reviewers_words(client, returned, ada):
    client.force_login(ada)
    opened = client.post(f"{returned.get_absolute_url()}correct/", follow=True)
    draft = PassDraft.objects.get()
    assert opened.request["PATH_INFO"] == f"/passes/drafts/{draft.number}/goods/"
    page = opened.content.decode()
    assert returned.reason_words in page
    assert "apply-marked-note" in page
    assert "钢板" in page


def test_wizard_hands_in_the_correction_of_the_same_application(client, returned, ada):
    client.force_login(ada)
    client.post(f"{returned.get_absolute_url()}correct/")
    draft = PassDraft.objects.get()
    filling.fill(client, draft, goods={"goods_name": "热轧钢卷", "weight_t": "12"})
    answer = filling.hand_in(client, draft)
    assert answer.url == returned.get_absolute_url()
    returned.refresh_from_db()
    assert (returned.status, returned.goods_name) == ("submitted", "热轧钢卷")
    assert VehiclePass.objects.count() == 1


def test_wizard_has_one_draft_however_often_the_correction_is_opened(client, returned, ada):
    client.force_login(ada)
    for _twice in range(2):
        client.post(f"{returned.get_absolute_url()}correct/")
    assert PassDraft.objects.count() == 1


def test_wizard_does_not_open_for_what_was_not_returned(client, ada):
    waiting = build.a_submitted_pass(ada)
    client.force_login(ada)
    assert client.post(f"{waiting.get_absolute_url()}correct/").status_code == 409


def test_resubmit_refuses_what_is_unchanged_unless_it_says_why(returned, ada):
    same = build.changed(application_of(returned), signature="艾达")
    with pytest.raises(Refused) as refused:
        resubmit_application(returned, same, by=ada, reason=" ")
    assert refused.value.code == "passes.nothing_changed"
    assert VehiclePass.objects.get().status == "returned"
    resubmit_application(returned, same, by=ada, reason="货物就是钢板")
    assert returned.steps.get(verb="resubmit").words == "货物就是钢板"


def test_resubmit_of_a_new_photo_alone_is_a_change(returned, ada):
    resubmit_application(returned, application_of(returned), has_new_documents=True, by=ada)
    assert VehiclePass.objects.get().status == "submitted"


def test_the_desk_sees_what_changed_beside_what_it_was(returned, ada, lin, signed_in):
    consignee = build.a_consignee(phone="13600990002")  # masked like the one before it
    declared = application_of(returned)
    corrected = build.changed(declared, goods_name="热轧钢卷", consignee=consignee)
    resubmit_application(returned, corrected, by=ada, reason="品名已更正")
    browser = signed_in(lin)
    address = f"/passes/queue/{returned.number}/"
    shown = browser.get(address)
    assert [(each.label, each.was, each.now) for each in shown.context["changes"]] == [
        ("联系电话", "136****0002", "136****0002"), ("货物", "钢板", "热轧钢卷"),
    ]  # fmt: skip
    page = shown.content.decode()
    assert "原为：钢板" in page
    assert "隐去的部分有改动" in page
    assert "品名已更正" in page
    browser.post("/language/", {"language": "en", "next": "/"})
    labels = [each.label for each in browser.get(address).context["changes"]]
    assert labels == ["Phone of the contact person", "Goods"]


def test_a_first_submission_shows_no_correction(ada, lin, signed_in):
    waiting = build.a_submitted_pass(ada)
    shown = signed_in(lin).get(f"/passes/queue/{waiting.number}/")
    assert (shown.context["correction"], shown.context["changes"]) == (None, [])


def test_wizard_wants_a_change_or_a_word(client, returned, ada):
    client.force_login(ada)
    client.post(f"{returned.get_absolute_url()}correct/")
    draft = PassDraft.objects.get()
    answer = filling.hand_in(client, draft)
    assert [refusal.code for _url, refusal in answer.context["problems"]] == [
        "passes.nothing_changed"
    ]
    assert filling.hand_in(client, draft, words="货物就是钢板").status_code == 302


def states(page) -> dict[str, str]:
    """What the line of steps shows for each."""
    return {str(step.label): step.state for step in page.context["way"]}


def test_a_mark_goes_when_what_was_marked_is_changed(client, ada, lin):
    build.a_returned_pass(ada, reviewer=lin, fields=("goods", "people"))
    client.force_login(ada)
    corrects = VehiclePass.objects.get()
    opened = client.post(f"{corrects.get_absolute_url()}correct/", follow=True)
    draft = PassDraft.objects.get()
    check = f"/passes/drafts/{draft.number}/check/"
    assert opened.context["step"] == "people"  # the first marked one
    assert (states(opened)["货物"], states(opened)["随车人员"]) == ("bad", "now")
    filling.fill(
        client, draft, goods={"goods_name": "钢板", "goods_quantity": "10 卷", "weight_t": "20.50"}
    )
    assert states(client.get(check))["货物"] == "bad"  # the same words are no correction
    filling.fill(client, draft, goods={"goods_name": "热轧钢卷", "weight_t": "20.5"})
    page = client.get(check)
    assert (states(page)["货物"], states(page)["随车人员"]) == ("done", "bad")
    assert [str(title) for _url, title in page.context["wizard"].unchanged] == ["随车人员"]
    goods = client.get(f"/passes/drafts/{draft.number}/goods/").content.decode()
    assert "apply-marked-note" not in goods
    filling.add_people(client, draft, filling.DRIVER | {"phone": "13700000088"})
    page = client.get(check)
    assert "bad" not in states(page).values()
    assert page.context["wizard"].unchanged == []


def test_the_mark_of_goods_goes_with_their_class(client, ada, lin):
    build.a_returned_pass(ada, reviewer=lin, fields=("goods",))
    client.force_login(ada)
    client.post(f"{VehiclePass.objects.get().get_absolute_url()}correct/")
    draft = PassDraft.objects.get()
    filling.fill(client, draft, trip={"trip_kind": "freight", "goods_class": "living"})
    assert states(client.get(f"/passes/drafts/{draft.number}/check/"))["货物"] == "done"


def test_the_mark_of_documents_goes_with_a_new_photo(client, ada, lin):
    build.a_rule("freight", "industrial", documents=("contract",))
    documents = frozenset({"contract"})
    build.a_returned_pass(ada, reviewer=lin, fields=("documents",), documents=documents)
    client.force_login(ada)
    client.post(f"{VehiclePass.objects.get().get_absolute_url()}correct/")
    address = f"/passes/drafts/{PassDraft.objects.get().number}"
    assert states(client.get(f"{address}/check/"))["材料"] == "bad"
    client.post(f"{address}/documents/", {"document_contract": filling.a_photo()})
    assert states(client.get(f"{address}/check/"))["材料"] == "done"
