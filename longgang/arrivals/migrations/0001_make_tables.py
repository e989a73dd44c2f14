"""Declarations, their drafts, risk areas."""

import django.db.models.deletion
import longgang.core.sealed
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('arrivals', '0001_create_arrivals'), ('arrivals', '0002_ask_for_the_destination'), ('arrivals', '0003_keep_how_it_was_verified')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('measures', '0001_make_tables'),
        ('people', '0001_create_people_and_vehicles'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='ArrivalRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('look_back_days', models.PositiveSmallIntegerField()),
                    ('claim_minutes', models.PositiveSmallIntegerField()),
                    ('asks_codes', models.BooleanField(default=False)),
                    ('valid_from', models.DateField(unique=True)),
                    ('valid_to', models.DateField(null=True)),
                    ('document_number', models.CharField(max_length=100)),
                    ('author_name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('valid_to',), name='one_open_arrival_rule', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='arrival_rule_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('claim_minutes__gte', 1), ('look_back_days__gte', 1), ('look_back_days__lte', 60)), name='arrival_rule_figures_are_possible')],
                },
            ),
            migrations.CreateModel(
                name='Declaration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('party', models.CharField(db_index=True, max_length=32)),
                    ('kind', models.CharField(choices=[('return', 'Coming home'), ('visit', 'Coming to visit'), ('departure', 'Leaving the district')], max_length=10)),
                    ('status', models.CharField(choices=[('declared', "Nobody's yet"), ('claimed', 'Being verified'), ('unreachable', 'Not reached'), ('handed', 'Handed over, not accepted yet'), ('verified', 'Verified'), ('not_coming', 'Not coming'), ('withdrawn', 'Withdrawn')], max_length=20)),
                    ('way', models.CharField(choices=[('self', 'By oneself'), ('family', "For one's family"), ('community', 'By the community'), ('checkpoint', 'At a checkpoint')], max_length=12)),
                    ('declared_at', models.DateTimeField()),
                    ('area_code', models.CharField(max_length=15)),
                    ('handed_to_code', models.CharField(blank=True, max_length=15)),
                    ('address', longgang.core.sealed.SealedTextField(max_length=200)),
                    ('housing', models.CharField(choices=[('own', 'Own home'), ('relatives', 'With relatives or friends'), ('hotel', 'Hotel'), ('dormitory', 'Dormitory')], max_length=12)),
                    ('reason', models.CharField(choices=[('home', 'Returning home'), ('family', 'Visiting family'), ('business', 'Business'), ('work', 'Work'), ('study', 'Study'), ('treatment', 'Medical treatment'), ('tourism', 'Tourism'), ('other', 'Other')], max_length=12)),
                    ('arrives_at', models.DateTimeField()),
                    ('transport', models.CharField(choices=[('train', 'Train'), ('flight', 'Flight'), ('coach', 'Coach'), ('car', 'Car'), ('ship', 'Ship'), ('other', 'Other')], max_length=10)),
                    ('service_number', models.CharField(blank=True, max_length=20)),
                    ('seat', models.CharField(blank=True, max_length=20)),
                    ('plate', models.CharField(blank=True, max_length=12)),
                    ('work', models.CharField(blank=True, max_length=100)),
                    ('is_contact', models.BooleanField(default=False)),
                    ('symptoms', models.JSONField(blank=True, default=list)),
                    ('celsius', models.DecimalField(decimal_places=1, max_digits=3, null=True)),
                    ('codes', models.JSONField(blank=True, default=dict)),
                    ('signature', models.CharField(max_length=60)),
                    ('who', models.CharField(blank=True, choices=[('close_contact', 'Close contact'), ('secondary_contact', 'Contact of a close contact'), ('overseas', 'Arrival from overseas'), ('high_risk', 'From a high-risk area'), ('middle_risk', 'From a medium-risk area'), ('low_risk', 'From a low-risk area'), ('other', 'Other')], max_length=20)),
                    ('exposed_on', models.DateField(null=True)),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('raised_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_why', models.CharField(blank=True, max_length=300)),
                    ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='measures.measure')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='people.person')),
                    ('destination_code', models.CharField(blank=True, max_length=15)),
                    ('destination_words', models.CharField(blank=True, max_length=100)),
                    ('verified_how', models.CharField(blank=True, choices=[('phone', 'By phone'), ('door', 'At the door'), ('papers', 'Tickets or papers seen'), ('office', 'Told by another office')], max_length=10)),
                ],
                options={
                    'ordering': ['-declared_at', '-id'],
                    'indexes': [models.Index(fields=['area_code', 'status'], name='declaration_by_area', opclasses=['varchar_pattern_ops', 'varchar_ops']), models.Index(condition=models.Q(('handed_to_code', ''), _negated=True), fields=['handed_to_code'], name='declaration_handed_to', opclasses=['varchar_pattern_ops']), models.Index(fields=['-declared_at', '-id'], name='declaration_latest'), models.Index(fields=['-arrives_at', '-id'], name='declaration_by_arrival'), models.Index(condition=models.Q(('raised_at', None), ('status', 'declared')), fields=['declared_at'], name='declaration_unclaimed')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['return', 'visit', 'departure']), ('status__in', ['declared', 'claimed', 'unreachable', 'handed', 'verified', 'not_coming', 'withdrawn']), ('way__in', ['self', 'family', 'community', 'checkpoint'])), name='declaration_words_are_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['claimed', 'declared', 'handed', 'unreachable'])), fields=('person',), name='one_open_declaration_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_at', None), ('claimed_by', None)), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False)), _connector='OR'), name='declaration_claimed_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('status__in', ['claimed', 'declared', 'handed', 'unreachable'])), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('status__in', ['claimed', 'declared', 'handed', 'unreachable']), _negated=True)), _connector='OR'), name='declaration_closed_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('handed_to_code', ''), models.Q(('status', 'handed'), _negated=True)), models.Q(models.Q(('handed_to_code', ''), _negated=True), ('status', 'handed'), models.Q(('handed_to_code', models.F('area_code')), _negated=True)), _connector='OR'), name='declaration_is_handed_to_somebody'), models.CheckConstraint(condition=models.Q(('verified_how', ''), models.Q(('status', 'verified'), ('verified_how__in', ['phone', 'door', 'papers', 'office'])), _connector='OR'), name='declaration_verified_how')],
                },
            ),
            migrations.CreateModel(
                name='DeclarationDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('answers', longgang.core.sealed.SealedTextField(max_length=200000)),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='arrivals.declaration')),
                    ('handed_in_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='arrivals.declaration')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-updated_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='RiskArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('area_code', models.CharField(max_length=12)),
                    ('place', models.CharField(blank=True, max_length=100)),
                    ('level', models.CharField(choices=[('high', 'High-risk area'), ('middle', 'Medium-risk area')], max_length=10)),
                    ('since_on', models.DateField()),
                    ('until_on', models.DateField(null=True)),
                    ('document_number', models.CharField(max_length=100)),
                    ('author_name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-since_on', 'area_code', 'id'],
                    'indexes': [models.Index(fields=['until_on', 'since_on'], name='risk_area_by_days')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['high', 'middle'])), name='risk_area_level_is_known'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('since_on')), _connector='OR'), name='risk_area_ends_after_it_begins'), models.UniqueConstraint(fields=('area_code', 'place', 'level', 'since_on'), name='risk_area_once')],
                },
            ),
            migrations.CreateModel(
                name='RiskUpload',
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
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'Workbook of risk areas',
                    'verbose_name_plural': 'Workbook of risk areas',
                    'ordering': ['-uploaded_at', '-id'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False)), fields=('file_sha256',), name='same_risk_workbook_entered_once')],
                },
            ),
            migrations.CreateModel(
                name='Transfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_code', models.CharField(max_length=15)),
                    ('to_code', models.CharField(max_length=15)),
                    ('why', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('was_accepted', models.BooleanField(null=True)),
                    ('answer', models.CharField(blank=True, max_length=300)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='arrivals.declaration')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('declaration',), name='one_open_transfer_per_declaration'), models.CheckConstraint(condition=models.Q(('from_code', models.F('to_code')), _negated=True), name='transfer_goes_elsewhere'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('was_accepted', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('was_accepted__isnull', False)), _connector='OR'), name='transfer_answered_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('outcome', models.CharField(choices=[('reached', 'Reached'), ('no_answer', 'No answer'), ('wrong_number', 'Wrong number')], max_length=20)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='arrivals.declaration')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['reached', 'no_answer', 'wrong_number'])), name='call_outcome_is_known')],
                },
            ),
            migrations.CreateModel(
                name='DeclaredStay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('area_code', models.CharField(max_length=12)),
                    ('words', models.CharField(blank=True, max_length=100)),
                    ('since_on', models.DateField()),
                    ('until_on', models.DateField()),
                    ('named', models.JSONField(blank=True, default=list)),
                    ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='arrivals.declaration')),
                ],
                options={
                    'ordering': ['place'],
                    'constraints': [models.UniqueConstraint(fields=('declaration', 'place'), name='stay_once_a_place'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('since_on'))), name='stay_ends_after_it_begins')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='declaration',
            name='risk_area',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='arrivals.riskarea'),
        ),
    ]
