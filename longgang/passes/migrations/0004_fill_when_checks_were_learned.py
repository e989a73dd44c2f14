"""Until now every check was learned the moment it happened."""

from django.db import migrations

FILL = "UPDATE passes_check SET learned_at = at WHERE learned_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("passes", "0003_keep_what_devices_tell")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
