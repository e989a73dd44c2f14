"""Every table says what is personal, what it is called and how long its texts may be."""

import re

import pytest
from django.core.management import call_command
from django.db import models

from longgang.core.privacy import privacy_of
from longgang.site.generated_pages import list_models
from tests.repository.source import LONGGANG, place

MODELS = [model for model in list_models() if not model._meta.auto_created]
MIGRATIONS = sorted(LONGGANG.glob("*/migrations/[0-9]*.py"))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_personal_or_plain(model):
    privacy = privacy_of(model)
    assert privacy.personal.keys() | privacy.plain


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_what_a_row_is_called(model):
    assert model.__str__ is not models.Model.__str__


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_text_has_a_longest_length(model):
    endless = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField | models.CharField) and not field.max_length
    ]
    assert endless == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_who_and_when_stand_together(model):
    """What may be empty is empty together: a constraint names both."""
    fields = {field.name: field for field in model._meta.fields}
    told = [repr(constraint) for constraint in model._meta.constraints]
    apart = []
    for by in (name for name in fields if name.endswith("_by")):
        at = f"{by.removesuffix('_by')}_at"
        if at not in fields:
            continue
        both_always = not fields[by].null and not fields[at].null
        if not both_always and not any(by in text and at in text for text in told):
            apart.append(by)
    assert apart == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_say_what_they_do():
    unnamed = [
        place(path)
        for path in MIGRATIONS
        if re.search(r"_auto_|^\d{4}_initial$|^\d{4}_alter_\w+_and_more$", path.stem)
    ]
    assert unnamed == []
