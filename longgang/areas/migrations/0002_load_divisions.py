"""Fill the division tree: the country down to counties, the district down to communities."""

from django.db import migrations

from longgang.areas.divisions import load_divisions


def fill(apps, _schema_editor):
    load_divisions(apps.get_model("areas", "Area"), apps.get_model("areas", "Desk"))


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_create_areas")]

    # Backwards the tables themselves go.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
