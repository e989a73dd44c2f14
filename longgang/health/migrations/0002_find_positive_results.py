"""Find positive results without reading the others."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0001_create_results_and_readings'),
        ('people', '0001_create_people_and_vehicles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='labtest',
            index=models.Index(condition=models.Q(('corrected_at', None), ('result', 'positive')), fields=['-sampled_at', '-id'], name='lab_test_positive'),
        ),
    ]
