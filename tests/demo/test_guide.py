"""The page that leads through the story: one button a role, one workbook, only in a demo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from longgang.audit.models import Event
from longgang.demo import cast
from longgang.demo.cast import find_account
from longgang.demo.workbook import write_results, write_tomorrow
from longgang.health.actions.result_uploads import (
    read_result_workbook,
    send_result_workbook,
)
from longgang.health.judging import read_entries
from longgang.passes.actions.fleet import read_workbook, submit_workbook
from longgang.people.api import companies_of

pytestmark = pytest.mark.django_db


def test_the_workbook_of_tomorrow_is_read_without_a_fault(small_demo):
    dispatcher = find_account("dispatcher")
    company = companies_of(dispatcher).get()
    file = SimpleUploadedFile("tomorrow.xlsx", write_tomorrow(company))
    upload = read_workbook(file, company=company, signature="王海生", by=dispatcher)
    assert (upload.new_count, upload.known_count, upload.faulty_count) == (29, 0, 0)
    passes = submit_workbook(upload, by=dispatcher)
    assert {each.desk_code for each in passes} == {"211403-industry"}
    assert all(each.is_hazardous for each in passes)


def test_the_labs_workbook_is_read_with_the_faults_it_is_to_show(small_demo):
    health = find_account("health")
    upload = send_result_workbook(SimpleUploadedFile("results.xlsx", write_results()), by=health)
    read_result_workbook(upload)
    upload.refresh_from_db()
    assert upload.faulty_count == 2, "nobody knows the one, the other's number cannot be"
    assert upload.new_count >= 15
    assert [entry.result for entry in read_entries(upload.results)].count("positive") == 1


def test_the_page_shows_every_role_and_every_button_signs_in(small_demo, in_the_demo, client):
    page = client.get("/demo/")
    assert page.status_code == 200
    keys = [*cast.RESIDENT_KEYS, *cast.SHOWN]
    for key in keys:
        address = reverse("demo:sign_in", args=[key])
        assert address in page.content.decode()
        answer = client.post(address, follow=True)
        assert answer.status_code == 200
        assert answer.context["user"] == find_account(key)
    assert Event.objects.filter(kind="account.signed_in").count() == len(keys)


@pytest.mark.parametrize("name", ["tomorrow", "results"])
def test_the_workbook_is_offered(small_demo, in_the_demo, client, name):
    answer = client.get(f"/demo/{name}.xlsx")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_every_page_leads_to_the_story(in_the_demo, client):
    assert 'href="/demo/"' in client.get("/").content.decode()


def test_nobody_is_signed_in_by_looking(small_demo, in_the_demo, client):
    assert client.get("/demo/sign-in/auditor/").status_code == 405


def test_only_shown_roles_can_be_taken(small_demo, in_the_demo, client):
    assert client.post("/demo/sign-in/officer_west/").status_code == 404


def test_an_office_in_service_has_no_such_pages(db, client):
    assert client.post("/demo/sign-in/auditor/").status_code == 404
    assert client.get("/demo/").status_code == 404


def test_the_views_refuse_even_where_their_addresses_exist(in_the_demo, client, settings):
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/tomorrow.xlsx").status_code == 404
    assert client.get("/demo/results.xlsx").status_code == 404
    assert client.post("/demo/sign-in/auditor/").status_code == 404


def test_logins_are_printed_one_below_the_other(small_demo, capsys):
    call_command("demo_logins")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(cast.RESIDENTS) + len(cast.SHOWN)
    assert "硫酸厂调度员 · " in lines[0]
    assert sum("审计管理员 · Auditor" in line for line in lines) == 1
    assert cast.DISPATCHER_PHONE in lines[0]
    assert all(cast.PASSWORD in line for line in lines[len(cast.RESIDENTS) :])
    desks = [line for line in lines if "审核员 · Reviewer" in line]
    assert len({line.split(cast.PASSWORD)[1] for line in desks}) == len(desks) == 3
