"""Find what somebody has said to be wrong."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_create_people_and_vehicles'),
        ('trail', '0002_keep_files_of_visits'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('voided_at__isnull', False), models.Q(('voided_by_name', 'system'), _negated=True)), fields=['source', 'person'], name='visit_voided_by_hand'),
        ),
    ]
