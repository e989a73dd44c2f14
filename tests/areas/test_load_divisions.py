"""The division tree is there from the first migration on, and filling it again changes nothing."""

import pytest
from django.core.management import call_command

from longgang.areas.api import Area, Desk, find_desk

pytestmark = pytest.mark.django_db


def test_migrations_fill_the_district():
    assert Area.objects.filter(code__startswith="211403", level="street").count() == 12
    assert Area.objects.filter(code__startswith="211403", level="community").count() == 81
    assert Area.objects.filter(level="county").count() > 2900
    assert Area.objects.get(code="211403001004").name_en == "Wanghaisi Community"
    assert Area.objects.get(code="211403201").name_en == "Shuangshu Township"
    assert Area.objects.get(code="211403005").name_en == "Longwan Subdistrict"
    assert Area.objects.get(code="211403").full_name == "辽宁省葫芦岛市龙港区"


def test_migrations_fill_the_desks():
    assert Desk.objects.filter(kind="street").count() == 12
    assert find_desk("industry", "211403005001").code == "211403-industry"
    assert find_desk("street", "211403005001").code == "211403005-street"
    assert find_desk("street", "210100") is None


def test_load_again_changes_nothing(capsys):
    call_command("load_divisions")
    assert capsys.readouterr().out == "新增区划：0 个；新增审核部门：0 个\n"


def test_load_adds_what_is_missing(capsys):
    Area.objects.filter(code="211403005").delete()
    Desk.objects.filter(code="211403-industry").delete()
    call_command("load_divisions")
    assert capsys.readouterr().out == "新增区划：1 个；新增审核部门：1 个\n"
