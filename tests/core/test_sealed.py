"""Sealed texts on a real table: what is stored, what can be asked, what is kept together."""

import io

import pytest
from django.core.checks import Error
from django.core.exceptions import FieldError, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps

from longgang.core import checks, resealing
from longgang.core.sealed import (
    BlindIndexField,
    LastFourField,
    SealedCopy,
    SealedModel,
    SealedTextField,
    blind_index,
)
from longgang.core.seals import SealError

pytestmark = pytest.mark.django_db

LIN, BO = "13800000001", "13900000002"
AES_OLD = "old:" + "A" * 43 + "="
AES_NEW = "new:" + "B" * 43 + "="
SM4 = "sm:" + "C" * 22 + "=="


@pytest.fixture
def card():
    """A table with a sealed phone, its copies, and a note without any."""
    with isolate_apps("longgang.core"):

        class Card(SealedModel):
            phone = SealedTextField(max_length=20, blank=True)
            phone_index = BlindIndexField(of="phone")
            phone_last4 = LastFourField(of="phone", db_index=False)
            note = SealedTextField(null=True)
            name = models.CharField(max_length=20)

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Card)
        yield Card


def stored(model, column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM core_card ORDER BY id')  # noqa: S608
        return [None if value is None else bytes(value) for (value,) in cursor.fetchall()]


def test_save_stores_nothing_in_clear(card):
    row = card.objects.create(phone=LIN, note="住海边")
    (phone,) = stored(card)
    assert LIN.encode() not in phone
    assert phone[2:6] == b"test"
    row.refresh_from_db()
    assert (row.phone, row.note) == (LIN, "住海边")


def test_save_writes_the_copies(card):
    row = card.objects.create(phone=LIN)
    assert row.phone_index == blind_index("phone", LIN)
    assert row.phone_last4 == "0001"
    assert card.objects.get(phone_index=blind_index("phone", LIN)) == row


def test_save_leaves_nothing_for_nothing(card):
    row = card.objects.create(phone="", note=None)
    row.refresh_from_db()
    assert (row.phone, row.phone_index, row.phone_last4, row.note) == ("", "", "", None)
    assert (stored(card), stored(card, "note")) == ([b""], [None])


def test_last_four_are_not_kept_of_short_values(card):
    assert card.objects.create(phone="1234567").phone_last4 == ""


def test_save_of_one_field_saves_its_copies_too(card):
    row = card.objects.create(phone=LIN)
    row.phone = BO
    row.save(update_fields=["phone"])
    row.refresh_from_db()
    assert (row.phone_index, row.phone_last4) == (blind_index("phone", BO), "0002")


def test_save_of_another_field_leaves_the_copies_alone(card):
    row = card.objects.create(phone=LIN, name="林")
    row.name, row.phone = "薄", BO
    row.save(update_fields=["name"])
    row.refresh_from_db()
    assert (row.phone, row.phone_index) == (LIN, blind_index("phone", LIN))


def test_update_seals_and_updates_the_copies(card):
    card.objects.create(phone=LIN)
    assert card.objects.update(phone=BO) == 1
    row = card.objects.get()
    assert BO.encode() not in stored(card)[0]
    assert (row.phone, row.phone_last4) == (BO, "0002")
    assert row.phone_index == blind_index("phone", BO)


def test_update_can_empty(card):
    card.objects.create(phone=LIN, note="x")
    card.objects.update(phone="", note=None)
    row = card.objects.get()
    assert (row.phone, row.phone_index, row.phone_last4, row.note) == ("", "", "", None)


def test_update_refuses_what_the_database_would_have_to_compute(card):
    with pytest.raises(FieldError, match="phone_index"):
        card.objects.update(phone=F("note"))


def test_bulk_writes_keep_the_copies(card):
    card.objects.bulk_create([card(phone=LIN), card(phone=BO)])
    rows = list(card.objects.order_by("pk"))
    assert [row.phone_last4 for row in rows] == ["0001", "0002"]
    rows[0].phone = BO
    assert card.objects.bulk_update(rows, ["phone"]) == 2
    assert card.objects.filter(phone_index=blind_index("phone", BO)).count() == 2


@pytest.mark.parametrize("lookup", ["phone", "phone__exact", "phone__contains", "phone__in"])
def test_filter_on_a_sealed_field_is_refused(card, lookup):
    with pytest.raises(FieldError, match="phone_index"):
        card.objects.filter(**{lookup: LIN})


def test_filter_on_missing_values_is_possible(card):
    card.objects.create(note=None)
    assert card.objects.filter(note__isnull=True).count() == 1


def test_filter_on_a_transform_is_refused(card):
    with pytest.raises(FieldError, match="cannot compute"):
        card.objects.filter(phone__lower__startswith="1")


def test_a_sealed_text_cannot_be_moved_to_another_column(card):
    card.objects.create(phone=LIN)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_card SET note = phone")
    with pytest.raises(SealError, match=r"core\.card\.note"):
        card.objects.get()


def test_fixtures_never_hold_sealed_texts(card):
    with pytest.raises(FieldError, match="fixtures"):
        card._meta.get_field("phone").value_to_string(card(phone=LIN))


def test_clean_knows_the_longest_text(card):
    field = card._meta.get_field("phone")
    assert field.clean(LIN, None) == LIN
    assert field.to_python(138) == "138"
    assert field.to_python(None) is None
    with pytest.raises(ValidationError):
        field.clean("1" * 21, None)


def test_formfield_is_a_line_of_text(card):
    field = card._meta.get_field("phone").formfield()
    assert (field.max_length, field.required) == (20, False)


@pytest.mark.parametrize(
    ("field", "kwargs"),
    [
        (SealedTextField(max_length=20, blank=True), {"max_length": 20, "blank": True}),
        (BlindIndexField(of="phone"), {"max_length": 32, "of": "phone"}),
        (
            LastFourField(of="phone", db_index=False),
            {"max_length": 4, "of": "phone", "db_index": False},
        ),
        (BlindIndexField("x", of="phone", unique=True), None),
    ],
)
def test_migrations_can_rebuild_the_fields(field, kwargs):
    _name, path, args, found = field.deconstruct()
    assert path == f"longgang.core.sealed.{type(field).__name__}"
    assert kwargs in (None, found)
    again = type(field)(*args, **found)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert (again.db_index, again.unique) == (field.db_index, field.unique)
    assert field.clone().max_length == field.max_length


def test_a_copy_says_what_it_copies():
    with pytest.raises(NotImplementedError):
        SealedCopy(of="phone", max_length=3).copy_of("x")


# The command that seals everything anew


@pytest.fixture
def only_card(card, monkeypatch):
    monkeypatch.setattr(resealing.apps, "get_models", lambda: [card])
    return card


def reseal(*options):
    said = io.StringIO()
    call_command("reseal", *options, stdout=said)
    return said.getvalue().strip()


@pytest.mark.parametrize("batch", ["0", "-1"])
def test_reseal_refuses_a_batch_of_nothing(only_card, batch):
    """It would end at once, and look as if there were nothing to do."""
    with pytest.raises(CommandError, match="至少一行"):
        reseal("--batch", batch)


def test_reseal_takes_every_row_to_the_new_key_once(only_card, settings):
    settings.SEALING_KEYS = AES_OLD
    for number in range(5):
        only_card.objects.create(phone=f"1380000000{number}", note="x")
    only_card.objects.create(phone="", note=None)
    settings.SEALING_KEYS = f"{AES_NEW},{AES_OLD}"
    assert reseal("--batch", "2") == "core.Card: 5"
    assert reseal() == "core.Card: 0"
    settings.SEALING_KEYS = AES_NEW
    assert [row.phone[-1:] for row in only_card.objects.order_by("pk")] == [*"01234", ""]


def test_reseal_with_indexes_after_another_cipher(only_card, settings):
    settings.SEALING_KEYS = AES_OLD
    only_card.objects.create(phone=LIN)
    before = only_card.objects.get().phone_index
    settings.SEALING_CIPHER = "SM4-GCM"
    settings.SEALING_KEYS = f"{SM4},{AES_OLD}"
    assert reseal("--indexes") == "core.Card: 1"
    settings.SEALING_KEYS = SM4
    row = only_card.objects.get(phone_index=blind_index("phone", LIN))
    assert (row.phone, row.phone_index == before) == (LIN, False)


def test_reseal_knows_every_table_of_the_product():
    for model in resealing.sealed_models():
        assert resealing.sealed_fields(model)


# What manage.py check says


def ids(messages):
    return [message.id for message in messages if isinstance(message, Error)]


def test_check_is_content_with_the_product(card):
    assert ids(checks.check_keys()) == []
    assert ids(checks.check_sealed_fields()) == []
    assert ids(checks.check_copies(card)) == []


@pytest.mark.parametrize(
    "keys", ["", "a", "a:!", "a:AAAA", ":AAAA", "键:AAAA", SM4, "a:" + "A" * 23]
)
def test_check_names_unusable_keys(settings, keys):
    settings.SEALING_KEYS = keys
    assert ids(checks.check_keys()) == ["core.E001"]


def test_check_names_an_unknown_cipher_and_a_short_index_key(settings):
    settings.SEALING_CIPHER, settings.INDEX_KEY = "ROT13", "short"
    assert ids(checks.check_keys()) == ["core.E001", "core.E002"]


@isolate_apps("longgang.core")
def test_check_names_copies_of_nothing_and_models_that_forget_them():
    class Plain(models.Model):
        name = models.CharField(max_length=9)
        name_index = BlindIndexField(of="name")
        gone_index = BlindIndexField(of="gone")

        class Meta:
            app_label = "core"

    assert ids(checks.check_copies(Plain)) == ["core.E003", "core.E003", "core.E004", "core.E005"]


@isolate_apps("longgang.core")
def test_check_has_nothing_to_say_about_other_models():
    class Other(models.Model):
        name = models.CharField(max_length=9)

        class Meta:
            app_label = "core"

    assert ids(checks.check_copies(Other)) == []


def test_check_can_be_asked_about_some_apps():
    from django.apps import apps

    assert ids(checks.check_sealed_fields([apps.get_app_config("core")])) == []
