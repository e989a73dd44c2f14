"""Masks, and what models say about their fields."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.privacy import (
    Purpose,
    mask_address,
    mask_id_number,
    mask_name,
    mask_phone,
    privacy_of,
)


@pytest.mark.parametrize(
    ("mask", "clear", "masked"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "王小明", "王**"),
        (mask_name, "欧阳小明", "欧***"),
        (mask_name, "Alexandra Berg", "A***"),
        (mask_name, "张", "*"),
        (mask_name, "", ""),
        (mask_id_number, "211403190001010019", "2114**********0019"),
        (mask_id_number, "E12345678", "*******78"),
        (mask_id_number, "E123", "****"),
        (mask_id_number, "", ""),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "0429-3112345", "0429-*****45"),
        (mask_phone, "12345", "*****"),
        (
            mask_address,
            "辽宁省葫芦岛市龙港区龙湾街道海星小区3号楼2单元501",
            "辽宁省葫芦岛市龙港区龙湾街道海星小区****",
        ),
        (mask_address, "北港街道白马石村12号", "北港街道白马石村****"),
        (mask_address, "海边第三间", "海边****"),
        (mask_address, " ", ""),
    ],
)
def test_masks(mask, clear, masked):
    assert mask(clear) == masked


@given(st.text(min_size=1, max_size=40))
def test_no_mask_ever_shows_everything(text):
    for mask in (mask_name, mask_id_number, mask_phone, mask_address):
        assert mask(text) != text.strip() or set(text.strip()) <= {"*"}


def declaring(**declared):
    with isolate_apps("longgang.core"):

        class Card(models.Model):
            name = models.CharField(max_length=9)
            friends = models.ManyToManyField("self")

            class Meta:
                app_label = "core"

    if declared:
        Card.Privacy = type("Privacy", (), {"keep_days": None, **declared})
    return Card


def test_a_model_says_what_is_personal():
    privacy = privacy_of(
        declaring(personal={"name": Purpose.CONTACT}, plain={"id", "friends"}, keep_days=30)
    )
    assert privacy.personal == {"name": Purpose.CONTACT}
    assert (privacy.plain, privacy.keep_days) == ({"id", "friends"}, 30)


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ({}, "no class Privacy"),
        ({"personal": {}, "plain": {"id"}}, "friends, name are not declared"),
        (
            {"personal": {"name": Purpose.CONTACT}, "plain": {"id", "friends", "gone"}},
            "gone do not exist",
        ),
        (
            {"personal": {"name": Purpose.CONTACT}, "plain": {"id", "friends", "name"}},
            "name are declared twice",
        ),
    ],
)
def test_a_model_that_says_it_wrong_is_named(declared, fault):
    with pytest.raises(ImproperlyConfigured, match=fault):
        privacy_of(declaring(**declared))


def test_every_model_of_the_product_says_it():
    for model in apps.get_models():
        if model.__module__.startswith("longgang."):
            assert privacy_of(model)
