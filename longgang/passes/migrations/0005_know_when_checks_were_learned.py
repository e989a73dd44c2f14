from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("passes", "0004_fill_when_checks_were_learned")]
    operations = [
        migrations.AlterField(
            model_name="check", name="learned_at", field=models.DateTimeField()
        ),
    ]
