"""The list of accounts is sorted by sound and character; `people.0006` fills in the keys."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_allow_duty_officer'),
    ]

    operations = [
        migrations.RenameField(model_name='user', old_name='pinyin', new_name='sort_key'),
        migrations.AlterField(
            model_name='user',
            name='sort_key',
            field=models.CharField(
                blank=True, db_collation='C', editable=False, max_length=540
            ),
        ),
    ]
