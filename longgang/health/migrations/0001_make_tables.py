"""Results, readings, symptoms, codes, workbooks of laboratories."""

import django.db.models.deletion
import longgang.core.sealed
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('health', '0001_create_results_and_readings'), ('health', '0002_find_positive_results')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('people', '0001_create_people_and_vehicles'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='LabTest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('area_code', models.CharField(max_length=15)),
                    ('premises_number', models.CharField(blank=True, max_length=32)),
                    ('entered_at', models.DateTimeField()),
                    ('corrected_at', models.DateTimeField(null=True)),
                    ('corrected_why', models.CharField(blank=True, max_length=300)),
                    ('told_in', models.CharField(blank=True, max_length=32)),
                    ('sampled_at', models.DateTimeField()),
                    ('sampling', models.CharField(blank=True, choices=[('single', 'One person'), ('mixed_5', 'Five people mixed'), ('mixed_10', 'Ten people mixed'), ('mixed_20', 'Twenty people mixed')], max_length=20)),
                    ('received_at', models.DateTimeField(null=True)),
                    ('lab', models.CharField(blank=True, max_length=100)),
                    ('result', models.CharField(blank=True, choices=[('negative', 'Negative'), ('positive', 'Positive'), ('inconclusive', 'Inconclusive')], max_length=20)),
                    ('reported_at', models.DateTimeField(null=True)),
                    ('corrected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='health.labtest')),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-sampled_at', '-id'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['-sampled_at', '-id'], name='lab_test_latest'), models.Index(condition=models.Q(('corrected_at', None), ('result', '')), fields=['sampled_at'], name='lab_test_waited_for'), models.Index(fields=['area_code'], name='lab_test_area', opclasses=['varchar_pattern_ops']), models.Index(condition=models.Q(('corrected_at', None), ('result', 'positive')), fields=['-sampled_at', '-id'], name='lab_test_positive')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrected_at', None), ('corrected_by', None)), models.Q(('corrected_at__isnull', False), ('corrected_by__isnull', False), models.Q(('corrected_why', ''), _negated=True)), _connector='OR'), name='labtest_corrected_at_and_by'), models.UniqueConstraint(condition=models.Q(('corrected_at', None)), fields=('person', 'sampled_at', 'lab'), name='lab_test_counts_once'), models.CheckConstraint(condition=models.Q(models.Q(('reported_at', None), ('reported_by', None), ('result', '')), models.Q(('reported_at__gte', models.F('sampled_at')), ('reported_by__isnull', False), ('result__in', ['negative', 'positive', 'inconclusive'])), _connector='OR'), name='reported_result_has_its_moment'), models.CheckConstraint(condition=models.Q(('sampling', ''), ('sampling__in', ['single', 'mixed_5', 'mixed_10', 'mixed_20']), _connector='OR'), name='sampling_is_known'), models.CheckConstraint(condition=models.Q(('received_at', None), ('received_at__gte', models.F('sampled_at')), _connector='OR'), name='sample_is_received_once_taken')],
                },
            ),
            migrations.CreateModel(
                name='ResultUpload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('file_name', models.CharField(max_length=200)),
                    ('file_sha256', models.CharField(max_length=64)),
                    ('rows', longgang.core.sealed.SealedTextField(max_length=50000000)),
                    ('new_count', models.PositiveIntegerField()),
                    ('known_count', models.PositiveIntegerField()),
                    ('faulty_count', models.PositiveIntegerField()),
                    ('uploaded_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('content', longgang.core.sealed.SealedTextField(blank=True, max_length=30000000)),
                    ('results', longgang.core.sealed.SealedTextField(blank=True, max_length=50000000)),
                    ('trouble', models.TextField(blank=True, max_length=4000)),
                    ('change_count', models.PositiveIntegerField(default=0)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('asked_at', models.DateTimeField(null=True)),
                    ('with_changes', models.BooleanField(default=False)),
                    ('done_count', models.PositiveIntegerField(default=0)),
                    ('total_count', models.PositiveIntegerField(default=0)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'Workbook of test results',
                    'verbose_name_plural': 'Workbooks of test results',
                    'ordering': ['-uploaded_at', '-id'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False)), fields=('file_sha256',), name='same_result_workbook_entered_once'), models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('asked_by', None)), models.Q(('asked_at__isnull', False), ('asked_by__isnull', False)), _connector='OR'), name='result_workbook_asked_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='SeenCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('area_code', models.CharField(max_length=15)),
                    ('premises_number', models.CharField(blank=True, max_length=32)),
                    ('entered_at', models.DateTimeField()),
                    ('corrected_at', models.DateTimeField(null=True)),
                    ('corrected_why', models.CharField(blank=True, max_length=300)),
                    ('told_in', models.CharField(blank=True, max_length=32)),
                    ('source', models.CharField(choices=[('health_code', 'Health code'), ('travel_code', 'Travel code')], max_length=20)),
                    ('colour', models.CharField(choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('marked', 'Green with a star')], max_length=10)),
                    ('seen_at', models.DateTimeField()),
                    ('corrected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='health.seencode')),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ],
                options={
                    'ordering': ['-seen_at', '-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrected_at', None), ('corrected_by', None)), models.Q(('corrected_at__isnull', False), ('corrected_by__isnull', False), models.Q(('corrected_why', ''), _negated=True)), _connector='OR'), name='seencode_corrected_at_and_by'), models.CheckConstraint(condition=models.Q(('colour__in', ['green', 'yellow', 'red', 'marked']), ('source__in', ['health_code', 'travel_code'])), name='seen_code_is_known')],
                },
            ),
            migrations.CreateModel(
                name='SymptomReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('area_code', models.CharField(max_length=15)),
                    ('premises_number', models.CharField(blank=True, max_length=32)),
                    ('entered_at', models.DateTimeField()),
                    ('corrected_at', models.DateTimeField(null=True)),
                    ('corrected_why', models.CharField(blank=True, max_length=300)),
                    ('told_in', models.CharField(blank=True, max_length=32)),
                    ('symptoms', models.JSONField(blank=True, default=list)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('reported_on', models.DateField()),
                    ('corrected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='health.symptomreport')),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ],
                options={
                    'ordering': ['-reported_on', '-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrected_at', None), ('corrected_by', None)), models.Q(('corrected_at__isnull', False), ('corrected_by__isnull', False), models.Q(('corrected_why', ''), _negated=True)), _connector='OR'), name='symptomreport_corrected_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='Temperature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('area_code', models.CharField(max_length=15)),
                    ('premises_number', models.CharField(blank=True, max_length=32)),
                    ('entered_at', models.DateTimeField()),
                    ('corrected_at', models.DateTimeField(null=True)),
                    ('corrected_why', models.CharField(blank=True, max_length=300)),
                    ('told_in', models.CharField(blank=True, max_length=32)),
                    ('celsius', models.DecimalField(decimal_places=1, max_digits=3)),
                    ('taken_at', models.DateTimeField()),
                    ('corrected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='health.temperature')),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ],
                options={
                    'ordering': ['-taken_at', '-id'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corrected_at', None), ('corrected_by', None)), models.Q(('corrected_at__isnull', False), ('corrected_by__isnull', False), models.Q(('corrected_why', ''), _negated=True)), _connector='OR'), name='temperature_corrected_at_and_by'), models.UniqueConstraint(condition=models.Q(('corrected_at', None)), fields=('person', 'taken_at'), name='temperature_counts_once'), models.CheckConstraint(condition=models.Q(('celsius__gte', Decimal('34.0')), ('celsius__lte', Decimal('43.0'))), name='temperature_is_possible')],
                },
            ),
        ]),
    ]
