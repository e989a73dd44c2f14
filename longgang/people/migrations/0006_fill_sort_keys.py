"""Everybody and every company in the books gets the key that lists are sorted by."""

from itertools import islice

from django.db import migrations

from longgang.core.pinyin import sort_key


def fill(apps, schema_editor):
    for label, is_person in (
        ("accounts.User", True), ("people.Person", True), ("people.Company", False)
    ):
        rows = apps.get_model(label).objects.only("pk", "name")
        every = rows.iterator(2000)
        while batch := list(islice(every, 2000)):
            for row in batch:
                row.sort_key = sort_key(row.name, is_person=is_person)
            rows.bulk_update(batch, ["sort_key"])


class Migration(migrations.Migration):

    dependencies = [("people", "0005_sort_by_name"), ("accounts", "0004_sort_users_by_name")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
