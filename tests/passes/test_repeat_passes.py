"""Again for tomorrow: the trips of a day for another one; nothing twice, every no with why."""

from datetime import timedelta

import pytest

from longgang.core.clock import local_day, now
from longgang.core.errors import NotAllowed, Refused
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.documents import attach
from longgang.passes.actions.fleet import repeat_passes
from longgang.passes.models import VehiclePass

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def the_fleet(by, company, count=3):
    for number in range(1, count + 1):
        certificate = build.Certificate("211400112233", build.in_days(300))
        riders = (
            build.a_driver(number, certificate=certificate),
            build.an_escort(100 + number, certificate=certificate),
        )
        application = build.an_acid_application(plate=f"辽P3000{number}", riders=riders)
        submit_application(application, by=by, company=company)


def todays(company):
    soon = now() + timedelta(hours=5)
    return (
        VehiclePass.objects.filter(company=company, expected_entry_at__lt=soon)
        .select_related("vehicle")
        .prefetch_related("aboard__person", "attachments")
    )  # fmt: skip


def repeat(by, company, days=1, signature="文斌"):
    passes = todays(company)
    return repeat_passes(passes, days=days, signature=signature, company=company, by=by)


def test_repeat_announces_the_whole_fleet_for_tomorrow(wen, acid_works):
    the_fleet(wen, acid_works)
    submitted, refused = repeat(wen, acid_works)
    assert (len(submitted), refused) == (3, [])
    first, second = VehiclePass.objects.filter(plate="辽P30001").order_by("expected_entry_at")
    assert second.expected_entry_at - first.expected_entry_at == timedelta(days=1)
    assert second.is_hazardous
    assert second.proper_name == first.proper_name
    assert second.aboard.count() == 2


def test_repeat_copies_the_documents_that_the_rule_asks_for(wen, acid_works):
    the_fleet(wen, acid_works, count=1)
    first = VehiclePass.objects.get()
    attach(b"a photo", "contract", vehicle_pass=first)
    build.a_rule(first.trip_kind, first.goods_class, documents=("contract",))
    submitted, refused = repeat(wen, acid_works)
    assert refused == []
    copy, original = submitted[0].attachments.get(), first.attachments.get()
    assert copy.photo.name != original.photo.name
    assert copy.kind == "contract"
    with copy.photo.open() as photo:
        assert photo.read() == b"a photo"


def test_repeat_refuses_without_the_documents_that_the_rule_asks_for(wen, acid_works):
    the_fleet(wen, acid_works, count=1)
    first = VehiclePass.objects.get()
    build.a_rule(first.trip_kind, first.goods_class, documents=("contract",))
    submitted, refused = repeat(wen, acid_works)
    assert submitted == []
    assert [refusal.field for _pass, refusal in refused] == ["document_contract"]


def test_repeat_twice_makes_nothing_twice(wen, acid_works):
    the_fleet(wen, acid_works)
    repeat(wen, acid_works)
    assert repeat(wen, acid_works) == ([], [])
    assert VehiclePass.objects.count() == 6


def test_repeat_tells_why_a_trip_was_not_submitted_and_submits_the_others(wen, acid_works):
    the_fleet(wen, acid_works, count=2)
    VehiclePass.objects.filter(plate="辽P30001").update(waybill_number="")
    submitted, refused = repeat(wen, acid_works)
    assert [each.plate for each in submitted] == ["辽P30002"]
    ((vehicle_pass, refusal),) = refused
    assert (vehicle_pass.plate, refusal.code) == ("辽P30001", "passes.hazard_waybill_missing")


def test_repeat_into_the_past_is_refused_for_each(wen, acid_works):
    the_fleet(wen, acid_works, count=1)
    submitted, refused = repeat(wen, acid_works, days=-2)
    assert submitted == []
    assert refused[0][1].code == "passes.entry_in_the_past"


def test_repeat_refuses_who_does_not_act_for_the_company(wen, ada, acid_works):
    the_fleet(wen, acid_works, count=1)
    with pytest.raises(NotAllowed):
        repeat(ada, acid_works)


def page_url(company):
    return f"/passes/fleet/repeat/?company={company.number}"


def test_page_ticks_all_and_submits(wen, acid_works, signed_in):
    the_fleet(wen, acid_works, count=2)
    browser = signed_in(wen)
    day = todays(acid_works)[0].expected_entry_at.astimezone()
    from django.utils.timezone import localtime

    source = localtime(day).date()
    url = f"{page_url(acid_works)}&from={source}"
    page = browser.get(url)
    assert len(page.context["form"].initial["passes"]) == 2
    sent = {
        "day": str(source + timedelta(days=1)),
        "passes": page.context["form"].initial["passes"],
        "signature": "文斌",
    }
    for signature in ("", "张伟"):  # the old signature does not count for the new day
        unsigned = browser.post(url, sent | {"signature": signature})
        assert list(unsigned.context["form"].errors) == ["signature"]
    assert VehiclePass.objects.count() == 2
    assert browser.post(url, sent).status_code == 302
    assert VehiclePass.objects.count() == 4
    said = browser.post(url, sent, follow=True).content.decode()
    assert "另有 2 个行程此前已申报，未重复提交。" in said
    assert "已提交 0" not in said
    assert browser.post(url, sent | {"day": "2020-01-01"}).status_code == 422
    assert VehiclePass.objects.count() == 4
    VehiclePass.objects.update(waybill_number="")
    again = browser.post(url, sent | {"day": str(source + timedelta(days=2))})
    assert again.status_code == 200
    assert len(again.context["refused_passes"]) == 2


def test_repeat_is_signed_anew_and_not_by_copying(wen, acid_works):
    the_fleet(wen, acid_works, count=1)
    (again,), _refused = repeat(wen, acid_works)
    assert (VehiclePass.objects.get(pk=again.pk).signature, again.applicant) == ("文斌", wen)
    assert VehiclePass.objects.exclude(pk=again.pk).get().signature == "张伟"
    with pytest.raises(Refused) as refused:
        repeat(wen, acid_works, days=2, signature=" ")
    assert refused.value.code == "core.not_signed"


def test_page_ticks_none_where_that_is_asked(wen, acid_works, signed_in):
    the_fleet(wen, acid_works, count=2)
    url = f"{page_url(acid_works)}&from={local_day(todays(acid_works)[0].expected_entry_at)}"
    browser = signed_in(wen)
    assert len(browser.get(url).context["form"].initial["passes"]) == 2
    page = browser.get(f"{url}&tick=none")
    assert page.context["form"].initial["passes"] == []
    assert "checked" not in page.content.decode()


def test_page_of_a_day_without_trips_offers_the_last_one(wen, acid_works, signed_in):
    browser = signed_in(wen)
    assert browser.get(page_url(acid_works)).context["latest"] is None
    the_fleet(wen, acid_works, count=1)
    page = browser.get(f"{page_url(acid_works)}&from=2020-01-01")
    assert page.context["latest"] is not None
    assert browser.get(f"{page_url(acid_works)}&from=nonsense").status_code == 200


def test_page_is_for_members_only(wen, ada, acid_works, signed_in):
    assert signed_in(ada).get(page_url(acid_works)).status_code == 404
    assert signed_in(ada).get("/passes/fleet/repeat/").status_code == 404
