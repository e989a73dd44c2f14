from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('passes', '0012_keep_what_a_correction_changed'),
    ]

    operations = [
        migrations.AddField(
            model_name='passrule',
            name='needs_seal',
            field=models.BooleanField(default=True),
        ),
    ]
