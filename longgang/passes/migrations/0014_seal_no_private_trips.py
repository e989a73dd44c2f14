"""Until now no rule said whose cab is sealed: goods in their closed loop are, private trips not."""

from django.db import migrations

FILL = "UPDATE passes_passrule SET needs_seal = false WHERE trip_kind = 'private'"


class Migration(migrations.Migration):
    dependencies = [("passes", "0013_seal_by_rule")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
