from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('passes', '0010_sort_trips_by_moments'),
    ]

    operations = [
        migrations.AddField(
            model_name='passrule',
            name='early_hours',
            field=models.PositiveSmallIntegerField(default=6),
        ),
    ]
