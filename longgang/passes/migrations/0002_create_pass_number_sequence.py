"""The running number of the district's passes: the last six of their twelve digits."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passes", "0001_create_passes")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE passes_pass_number START 1", "DROP SEQUENCE passes_pass_number"
        )
    ]
