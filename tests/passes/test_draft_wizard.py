"""The wizard: plain posts, one draft, exactly one pass."""

import pytest

from longgang.passes.models import PassDraft, VehiclePass

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


def test_wizard_makes_a_pass_of_a_freight_trip(client, ada):
    draft = filling.a_filled_draft(client)
    answer = filling.hand_in(client, draft)
    made = VehiclePass.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.plate, made.status, made.applicant) == ("辽P12345", "submitted", ada)
    assert made.consignor_area == "130302"
    assert client.get(answer.url).status_code == 200
