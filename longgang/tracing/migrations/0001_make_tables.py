"""Rules of tracing, cases, contacts, batches."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('tracing', '0001_create_cases'), ('tracing', '0002_hand_contacts_over')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('measures', '0001_make_tables'),
        ('people', '0001_create_people_and_vehicles'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('place', models.PositiveIntegerField()),
                    ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], max_length=20)),
                    ('area_code', models.CharField(max_length=15)),
                    ('test_number', models.CharField(blank=True, max_length=32)),
                    ('sampled_on', models.DateField()),
                    ('has_symptoms', models.BooleanField()),
                    ('onset_on', models.DateField(null=True)),
                    ('since', models.DateTimeField()),
                    ('until', models.DateTimeField(null=True)),
                    ('window_why', models.CharField(blank=True, max_length=300)),
                    ('purpose', models.CharField(choices=[('identify', 'Make sure who somebody is'), ('contact', 'Call or write to somebody'), ('review', 'Decide about an application'), ('check', 'Check at a gate or checkpoint'), ('visit', 'Find the address'), ('care', "Look after somebody's health"), ('account', 'Look after a login'), ('correct', 'Correct or merge entries'), ('trace', 'Trace whom somebody has met'), ('investigate', 'Clear up an incident'), ('answer', "Answer the person's own request")], max_length=20)),
                    ('why', models.CharField(max_length=300)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_why', models.CharField(blank=True, max_length=300)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ],
                options={
                    'ordering': ['-opened_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'closed'])), name='case_status_is_known'), models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('person',), name='one_open_case_per_person'), models.UniqueConstraint(fields=('year', 'place'), name='case_place_in_its_year'), models.UniqueConstraint(condition=models.Q(('test_number', ''), _negated=True), fields=('test_number',), name='case_once_a_result'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='case_window_is_not_empty'), models.CheckConstraint(condition=models.Q(('onset_on', None), ('has_symptoms', True), _connector='OR'), name='case_onset_is_of_symptoms'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('closed_why', ''), ('status', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed'), models.Q(('closed_why', ''), _negated=True)), _connector='OR'), name='case_closed_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('status', models.CharField(choices=[('proposed', 'To be carried out'), ('done', 'Carried out'), ('discarded', 'Discarded')], max_length=20)),
                    ('size', models.PositiveIntegerField()),
                    ('reason', models.CharField(max_length=300)),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='tracing.case')),
                ],
                options={
                    'ordering': ['-proposed_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('status', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('status__in', ['done', 'discarded'])), _connector='OR'), name='batch_decided_at_and_by'), models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='batch_is_about_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('status', models.CharField(choices=[('undecided', 'Undecided'), ('set_aside', 'Set aside'), ('chosen', 'Chosen, not carried out yet'), ('ordered', 'Measure opened'), ('already', 'Was under a measure already'), ('elsewhere', 'For another district'), ('handed_over', 'Handed over to another district'), ('nothing', 'The rules ask for nothing')], max_length=20)),
                    ('degree', models.PositiveSmallIntegerField()),
                    ('exposed_on', models.DateField()),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField()),
                    ('by_name', models.CharField(max_length=100)),
                    ('is_added', models.BooleanField(default=False)),
                    ('met_where', models.CharField(blank=True, max_length=100)),
                    ('met_since', models.DateTimeField(null=True)),
                    ('met_until', models.DateTimeField(null=True)),
                    ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='tracing.batch')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='tracing.case')),
                    ('measure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='measures.measure')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ],
                options={
                    'ordering': ['degree', '-exposed_on', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='contact_once_in_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('is_added', False), ('met_since', None), ('met_until', None), ('met_where', '')), models.Q(('is_added', True), ('met_until__gt', models.F('met_since')), models.Q(('met_where', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='contact_added_says_where_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['ordered', 'already']), _negated=True), ('batch__isnull', False), _connector='OR'), name='contact_is_ordered_in_a_batch'), models.CheckConstraint(condition=models.Q(('degree__gte', 1), ('status__in', ['undecided', 'set_aside', 'chosen', 'ordered', 'already', 'elsewhere', 'handed_over', 'nothing'])), name='contact_status_is_known')],
                },
            ),
            migrations.CreateModel(
                name='TracingRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('days_before', models.PositiveSmallIntegerField()),
                    ('least_minutes', models.PositiveSmallIntegerField(default=0)),
                    ('linger_minutes', models.PositiveSmallIntegerField(default=0)),
                    ('first_circle', models.CharField(choices=[('close_contact', 'Close contact'), ('secondary_contact', 'Contact of a close contact'), ('overseas', 'Arrival from overseas'), ('high_risk', 'From a high-risk area'), ('middle_risk', 'From a medium-risk area'), ('low_risk', 'From a low-risk area'), ('other', 'Other')], max_length=20)),
                    ('second_circle', models.CharField(blank=True, choices=[('close_contact', 'Close contact'), ('secondary_contact', 'Contact of a close contact'), ('overseas', 'Arrival from overseas'), ('high_risk', 'From a high-risk area'), ('middle_risk', 'From a medium-risk area'), ('low_risk', 'From a low-risk area'), ('other', 'Other')], max_length=20)),
                    ('valid_from', models.DateField(unique=True)),
                    ('valid_to', models.DateField(null=True)),
                    ('document_number', models.CharField(max_length=100)),
                    ('author_name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('valid_to',), name='one_open_tracing_rule', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='tracing_rule_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('days_before__lte', 30), ('least_minutes__lte', 1440), ('linger_minutes__lte', 1440)), name='tracing_rule_figures_are_possible'), models.CheckConstraint(condition=models.Q(('first_circle__in', ['close_contact', 'secondary_contact', 'overseas', 'high_risk', 'middle_risk', 'low_risk', 'other']), ('second_circle__in', ['', 'close_contact', 'secondary_contact', 'overseas', 'high_risk', 'middle_risk', 'low_risk', 'other'])), name='tracing_rule_words_are_known')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='case',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tracing.tracingrule'),
        ),
    ]
