"""Rules, measures, duties done, hand-overs, movings.

The columns of measures that lists read for a whole district stand first: PostgreSQL walks a row from
its beginning, and what stands behind twenty others costs four times as much to reach.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import longgang.core.sealed
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('measures', '0001_create_measures'), ('measures', '0002_keep_what_days_have'), ('measures', '0003_say_who_goes_home_early'), ('measures', '0004_keep_the_address_at_home'), ('measures', '0005_index_measures_that_ended_too'), ('measures', '0006_say_what_was_found')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('areas', '0002_load_divisions'),
        ('people', '0001_create_people_and_vehicles'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='MeasureRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('who', models.CharField(choices=[('close_contact', 'Close contact'), ('secondary_contact', 'Contact of a close contact'), ('overseas', 'Arrival from overseas'), ('high_risk', 'From a high-risk area'), ('middle_risk', 'From a medium-risk area'), ('low_risk', 'From a low-risk area'), ('other', 'Other')], max_length=20)),
                    ('base', models.CharField(choices=[('last_exposure', 'Last exposure'), ('check_in', 'Check-in at the site'), ('arrival', 'Arrival')], max_length=20)),
                    ('day_one', models.CharField(choices=[('same_day', 'That day is day one'), ('next_day', 'The day after is day one')], max_length=20)),
                    ('phases', models.JSONField()),
                    ('lifted_by', models.JSONField(blank=True, default=list)),
                    ('morning_by', models.TimeField()),
                    ('evening_by', models.TimeField()),
                    ('tests_by', models.TimeField()),
                    ('visits_by', models.TimeField()),
                    ('positive_restarts', models.BooleanField(default=True)),
                    ('missed_test_adds_days', models.PositiveSmallIntegerField(default=1)),
                    ('counts_hospital', models.BooleanField(default=True)),
                    ('fever_from', models.DecimalField(decimal_places=1, default=37.3, max_digits=3)),
                    ('releases_by_two', models.BooleanField(default=False)),
                    ('community_after_minutes', models.PositiveSmallIntegerField(default=120)),
                    ('street_after_minutes', models.PositiveSmallIntegerField(default=240)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('document_number', models.CharField(max_length=100)),
                    ('author_name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['who', '-valid_from'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('who',), name='one_open_measure_rule'), models.UniqueConstraint(fields=('who', 'valid_from'), name='measure_rule_once_a_day'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='measure_rule_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('base__in', ['last_exposure', 'check_in', 'arrival']), ('day_one__in', ['same_day', 'next_day']), ('who__in', ['close_contact', 'secondary_contact', 'overseas', 'high_risk', 'middle_risk', 'low_risk', 'other'])), name='measure_rule_words_are_known'), models.CheckConstraint(condition=models.Q(('street_after_minutes__gte', models.F('community_after_minutes'))), name='measure_rule_community_before_street')],
                },
            ),
            migrations.CreateModel(
                name='Measure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='people.person')),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='measures.measurerule')),
                    ('agenda_from', models.DateField()),
                    ('day_one_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('done', models.PositiveSmallIntegerField(default=0)),
                    ('term_count', models.PositiveSmallIntegerField(default=1)),
                    ('status', models.CharField(choices=[('running', 'Running'), ('suspended', 'In hospital'), ('lifted', 'Lifted'), ('cancelled', 'Cancelled')], max_length=20)),
                    ('area_code', models.CharField(max_length=15)),
                    ('agenda', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                    ('held_at', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.premises')),
                    ('central_ends_on', models.DateField(null=True)),
                    ('done_on', models.DateField(null=True)),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('who', models.CharField(choices=[('close_contact', 'Close contact'), ('secondary_contact', 'Contact of a close contact'), ('overseas', 'Arrival from overseas'), ('high_risk', 'From a high-risk area'), ('middle_risk', 'From a medium-risk area'), ('low_risk', 'From a low-risk area'), ('other', 'Other')], max_length=20)),
                    ('opened_at', models.DateTimeField()),
                    ('why', models.CharField(max_length=300)),
                    ('exposed_on', models.DateField(null=True)),
                    ('arrived_on', models.DateField(null=True)),
                    ('checked_in_on', models.DateField(null=True)),
                    ('lifted_at', models.DateTimeField(null=True)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('cancelled_why', models.CharField(blank=True, max_length=300)),
                    ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('address', longgang.core.sealed.SealedTextField(blank=True, max_length=200)),
                ],
                options={
                    'ordering': ['-opened_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('status__in', ['running', 'suspended'])), fields=['ends_on', 'id'], name='measure_open_by_end'), models.Index(condition=models.Q(('held_at__isnull', True), ('status__in', ['running', 'suspended'])), fields=['central_ends_on'], name='measure_open_at_no_site'), models.Index(fields=['ends_on', 'id'], name='measure_by_end'), models.Index(fields=['-opened_at', '-id'], name='measure_latest'), models.Index(condition=models.Q(('status__in', ['running', 'suspended'])), fields=['area_code', 'id'], name='measure_open_area_order'), models.Index(fields=['area_code', 'status'], name='measure_by_area', opclasses=['varchar_pattern_ops', 'varchar_ops']), models.Index(condition=models.Q(('held_at__isnull', False)), fields=['held_at', 'central_ends_on'], name='measure_by_site')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['running', 'suspended', 'lifted', 'cancelled']), ('who__in', ['close_contact', 'secondary_contact', 'overseas', 'high_risk', 'middle_risk', 'low_risk', 'other'])), name='measure_status_is_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['running', 'suspended'])), fields=('person',), name='one_running_measure_per_person'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('day_one_on'))), name='measure_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None), models.Q(('status', 'lifted'), _negated=True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), ('status', 'lifted')), _connector='OR'), name='measure_lifted_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None), models.Q(('status', 'cancelled'), _negated=True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('status', 'cancelled')), _connector='OR'), name='measure_cancelled_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('cancelled_why', ''), _negated=True), _connector='OR'), name='cancelled_measure_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Moving',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('area_code', models.CharField(max_length=15)),
                    ('status', models.CharField(choices=[('proposed', 'Waits for a second person'), ('confirmed', 'Carried out'), ('dismissed', 'Turned down')], max_length=20)),
                    ('document_number', models.CharField(max_length=100)),
                    ('reason', models.CharField(max_length=300)),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_why', models.CharField(blank=True, max_length=300)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.measurerule')),
                ],
                options={
                    'ordering': ['-proposed_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'confirmed', 'dismissed'])), name='moving_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('status', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('status', 'proposed'), _negated=True)), _connector='OR'), name='moving_decided_at_and_by'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='moving_needs_two_people'), models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('rule', 'area_code'), name='moving_waits_once')],
                },
            ),
            migrations.CreateModel(
                name='MovingLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(max_length=20)),
                    ('term_count', models.PositiveSmallIntegerField()),
                    ('old_ends_on', models.DateField()),
                    ('new_ends_on', models.DateField()),
                    ('extended_days', models.PositiveSmallIntegerField()),
                    ('was_moved', models.BooleanField(default=False)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='measures.measure')),
                    ('moving', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='measures.moving')),
                ],
                options={
                    'ordering': ['moving_id', 'measure_id'],
                    'constraints': [models.UniqueConstraint(fields=('moving', 'measure'), name='moved_once_in_a_moving'), models.CheckConstraint(condition=models.Q(('status__in', ['running', 'suspended'])), name='moving_line_was_of_an_open_measure')],
                },
            ),
            migrations.CreateModel(
                name='Term',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('why', models.CharField(choices=[('opened', 'Opened'), ('exposure', 'New exposure'), ('positive', 'Positive test'), ('missed_test', 'Missed test day'), ('check_in', 'Checked in at the site'), ('hospital', 'Days in hospital'), ('at_home', 'Home isolation instead of a site'), ('by_hand', 'Extended by hand'), ('taken_back', 'Extension taken back'), ('moved', 'Moved to a newer rule')], max_length=20)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('is_by_rule', models.BooleanField(default=False)),
                    ('at', models.DateTimeField()),
                    ('by_name', models.CharField(max_length=100)),
                    ('since_on', models.DateField()),
                    ('day_one_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('old_ends_on', models.DateField(null=True)),
                    ('old_exposed_on', models.DateField(null=True)),
                    ('phases', models.JSONField()),
                    ('about', models.CharField(blank=True, max_length=40)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='measures.measure')),
                ],
                options={
                    'ordering': ['measure', 'place'],
                    'constraints': [models.UniqueConstraint(fields=('measure', 'place'), name='term_has_its_place'), models.UniqueConstraint(condition=models.Q(('about', ''), _negated=True), fields=('measure', 'why', 'about'), name='term_about_something_once'), models.CheckConstraint(condition=models.Q(models.Q(('old_ends_on', None), ('place', 1)), models.Q(('old_ends_on__isnull', False), ('place__gt', 1)), _connector='OR'), name='later_term_keeps_the_old_end'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('day_one_on')), ('why__in', ['opened', 'exposure', 'positive', 'missed_test', 'check_in', 'hospital', 'at_home', 'by_hand', 'taken_back', 'moved'])), name='term_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('visited_at', models.DateTimeField()),
                    ('was_met', models.BooleanField()),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='measures.measure')),
                    ('visited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-visited_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='HelpRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('words', models.CharField(max_length=300)),
                    ('asked_at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, max_length=300)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='help_requests', to='measures.measure')),
                ],
                options={
                    'ordering': ['-asked_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['measure'], name='help_request_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='help_answered_at_by_and_how')],
                },
            ),
            migrations.CreateModel(
                name='HandOver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('from_area_code', models.CharField(max_length=15)),
                    ('to_area_code', models.CharField(max_length=15)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('status', models.CharField(choices=[('proposed', 'Waits for a second person'), ('offered', 'To be accepted'), ('accepted', 'Accepted'), ('returned', 'Sent back'), ('ended', 'No longer needed')], max_length=20)),
                    ('offered_at', models.DateTimeField()),
                    ('community_at', models.DateTimeField()),
                    ('street_at', models.DateTimeField()),
                    ('told', models.PositiveSmallIntegerField(default=0)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('returned_at', models.DateTimeField(null=True)),
                    ('returned_why', models.CharField(blank=True, max_length=300)),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('from_site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.premises')),
                    ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='measures.measure')),
                    ('is_early', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['-offered_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('status', 'offered')), fields=['to_area_code'], name='hand_over_offered_to', opclasses=['varchar_pattern_ops']), models.Index(fields=['-offered_at', '-id'], name='hand_over_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'offered', 'accepted', 'returned', 'ended'])), name='hand_over_status_is_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['offered', 'proposed'])), fields=('measure',), name='one_hand_over_at_a_time'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('offered_by')), _negated=True), _connector='OR'), name='hand_over_is_confirmed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None), models.Q(('status', 'accepted'), _negated=True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('status', 'accepted')), _connector='OR'), name='hand_over_accepted_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at', None), ('returned_by', None), ('returned_why', ''), models.Q(('status', 'returned'), _negated=True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), ('status', 'returned'), models.Q(('returned_why', ''), _negated=True)), _connector='OR'), name='hand_over_returned_at_by_and_why'), models.CheckConstraint(condition=models.Q(('is_early', False), ('from_site__isnull', False), _connector='OR'), name='hand_over_early_is_from_a_site')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hospital', models.CharField(max_length=100)),
                    ('left_at', models.DateTimeField()),
                    ('back_at', models.DateTimeField(null=True)),
                    ('back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('left_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='measures.measure')),
                ],
                options={
                    'ordering': ['left_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('back_at', None)), fields=('measure',), name='away_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('back_at', None), ('back_by', None)), models.Q(('back_at__gte', models.F('left_at')), ('back_by__isnull', False)), _connector='OR'), name='absence_back_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('found', models.CharField(choices=[('in_place', 'Found and in place'), ('refused', 'Refuses'), ('elsewhere', 'Is elsewhere'), ('not_found', 'Looked for, not found')], max_length=20)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='measures.measure')),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('found', 'in_place'), models.Q(('found__in', ['in_place', 'refused', 'elsewhere', 'not_found']), models.Q(('words', ''), _negated=True)), _connector='OR'), name='finding_is_known_and_explained')],
                },
            ),
        ]),
    ]
