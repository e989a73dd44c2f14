"""What the district's rule limits is refused at the step where it is written."""

import pytest
from django.utils.timezone import localtime

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


@pytest.mark.parametrize(
    ("hours", "said"), [(-49, "的核酸检测已超过 48 小时。"), (1, "的采样时间晚于现在。")]
)
def test_a_test_is_refused_at_its_own_step_by_the_rule_of_the_submission(client, hours, said):
    draft = filling.a_filled_draft(client)
    build.a_rule("freight", "industrial", test_max_hours=48)
    sampled = {"sampled_at": f"{localtime(build.in_hours(hours)):%Y-%m-%dT%H:%M}"}
    answer = client.post(f"/passes/drafts/{draft.number}/people/1/", filling.DRIVER | sampled)
    assert answer.status_code == 422
    ((field, faults),) = answer.context["form"].errors.items()
    assert field == "sampled_at"
    assert said in faults[0]
    assert "依据：本区货运 · 重点工业品的规则（龙政发〔2026〕1号）" in faults[0]


def test_a_test_that_grew_old_in_the_draft_is_told_at_the_check_and_at_its_field(
    client, time_machine
):
    build.a_rule("freight", "industrial", test_max_hours=48)
    sampled = {"sampled_at": f"{localtime(build.in_hours(-47)):%Y-%m-%dT%H:%M}"}
    draft = filling.a_filled_draft(client, people=sampled, journey=filling.journey(hours=5))
    time_machine.move_to(build.in_hours(2))
    answer = filling.hand_in(client, draft)
    ((address, refusal),) = answer.context["problems"]
    assert refusal.code == "passes.test_missing_or_old"
    assert list(client.get(address).context["form"].errors) == ["sampled_at"]


@pytest.mark.parametrize("hours", [-2, 24 * 8])
def test_the_time_of_entry_is_refused_at_its_own_step(client, hours):
    draft = filling.begin(client)
    answer = client.post(f"/passes/drafts/{draft.number}/journey/", filling.journey(hours))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["expected_entry_at"]
