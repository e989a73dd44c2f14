"""The switches of the frame, and the small pages that belong to no module."""

from unittest import mock

import pytest
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db


def test_large_letters_are_remembered_and_can_be_left(client):
    answer = client.post("/elder/", {"elder": "1", "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert "data-elder" in client.get("/").content.decode()
    client.post("/elder/", {"elder": "0", "next": "/"})
    assert "data-elder" not in client.get("/").content.decode()


@pytest.mark.parametrize("onwards", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_switch_never_leads_to_another_site(client, onwards):
    assert client.post("/elder/", {"elder": "1", "next": onwards})["Location"] == "/"


def test_chinese_is_the_default_and_english_one_press_away(client):
    assert (
        'lang="zh-Hans"' in client.get("/", headers={"Accept-Language": "zh-CN"}).content.decode()
    )
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.parametrize("url", ["/elder/", "/language/"])
def test_switches_are_posts(client, url):
    assert client.get(url).status_code in {302, 405}


@pytest.mark.parametrize("url", ["/privacy/", "/accessibility/", "/feedback/", "/help/"])
def test_everybody_can_read(client, url):
    page = client.get(url).content.decode()
    assert page.count("<h1") == 1


def test_the_service_is_healthy_while_the_database_answers(client):
    assert client.get("/healthz").status_code == 200
    with mock.patch.object(connection, "cursor", side_effect=DatabaseError):
        assert client.get("/healthz").status_code == 503


def test_search_engines_are_asked_to_stay_away(client):
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Location"].endswith("mark.svg")


def test_the_demo_says_that_it_is_one(client, settings):
    assert "demo-bar" not in client.get("/").content.decode()
    settings.DEMO = True
    assert "demo-bar" in client.get("/").content.decode()


def test_the_catalogue_of_parts_is_not_in_production(client, settings):
    assert client.get("/parts/").status_code == 404
    settings.DEMO = True
    assert client.get("/parts/").status_code == 200
    assert "error-summary" in client.get("/parts/?faults=1").content.decode()


def test_a_page_brings_nothing_inline_and_nothing_from_elsewhere(client, settings):
    settings.DEMO = True
    answer = client.get("/parts/")
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
