"""Whoever logs in, the posts of staff, shifts, tries."""

import django.db.models.deletion
import longgang.accounts.numbers
import longgang.core.clock
import longgang.core.sealed
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_create_users_and_posts'), ('accounts', '0002_appoint_investigators')]

    initial = True

    dependencies = []

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('number', models.CharField(default=longgang.accounts.numbers.new_staff_number, editable=False, max_length=20, unique=True, verbose_name='account number')),
                    ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                    ('sort_key', models.CharField(blank=True, db_collation='C', editable=False, max_length=540)),
                    ('initials', models.CharField(blank=True, editable=False, max_length=60)),
                    ('phone', longgang.core.sealed.SealedTextField(blank=True, default='', max_length=20, verbose_name='phone')),
                    ('phone_index', longgang.core.sealed.BlindIndexField(db_index=False, max_length=32, of='phone')),
                    ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                    ('is_staff_member', models.BooleanField(default=False, verbose_name='staff')),
                    ('must_change_password', models.BooleanField(default=False, verbose_name='must change the password')),
                    ('created_at', models.DateTimeField(default=longgang.core.clock.now, editable=False, verbose_name='opened')),
                ],
                options={
                    'verbose_name': 'account',
                    'verbose_name_plural': 'accounts',
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('phone_index', ''), _negated=True), fields=('phone_index',), name='user_phone_unique')],
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.CharField(max_length=20)),
                    ('what', models.CharField(max_length=40)),
                    ('hour', models.DateTimeField()),
                    ('count', models.PositiveIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'what', 'hour'), name='tally_once_an_hour')],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(default=longgang.accounts.numbers.new_staff_number, editable=False, max_length=20, unique=True, verbose_name='number')),
                    ('role', models.CharField(choices=[('reviewer', 'Reviewer'), ('desk_supervisor', 'Desk supervisor'), ('checkpoint_officer', 'Checkpoint officer'), ('checkpoint_lead', 'Checkpoint lead'), ('duty_officer', 'Duty officer'), ('command', 'Command centre'), ('street_officer', 'Street officer'), ('community_officer', 'Community officer'), ('grid_worker', 'Grid worker'), ('site_officer', 'Site officer'), ('site_lead', 'Site lead'), ('health_officer', 'Health officer'), ('investigator', 'Investigator'), ('rules_officer', 'Rules officer'), ('auditor', 'Auditor'), ('security_administrator', 'Security administrator'), ('administrator', 'System administrator')], max_length=30, verbose_name='role')),
                    ('area_code', models.CharField(max_length=15, verbose_name='area')),
                    ('desk_code', models.CharField(blank=True, max_length=40, verbose_name='desk')),
                    ('premises_number', models.CharField(blank=True, max_length=40, verbose_name='premises')),
                    ('starts_on', models.DateField(default=longgang.core.clock.today, verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                    ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at')),
                    ('ended_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='held by')),
                ],
                options={
                    'verbose_name': 'post',
                    'verbose_name_plural': 'posts',
                    'ordering': ['-starts_on', '-id'],
                    'indexes': [models.Index(fields=['role', 'area_code'], name='post_role_area')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('area_code', ''), _negated=True), name='post_has_an_area'), models.CheckConstraint(condition=models.Q(('desk_code', ''), ('premises_number', ''), _connector='OR'), name='post_desk_or_premises'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='post_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='post_ended_at_and_by'), models.CheckConstraint(condition=models.Q(('role__in', ['reviewer', 'desk_supervisor', 'checkpoint_officer', 'checkpoint_lead', 'duty_officer', 'command', 'street_officer', 'community_officer', 'grid_worker', 'site_officer', 'site_lead', 'health_officer', 'investigator', 'rules_officer', 'auditor', 'security_administrator', 'administrator'])), name='post_role_known')],
                },
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(default=longgang.accounts.numbers.new_staff_number, editable=False, max_length=20, unique=True, verbose_name='number')),
                    ('desk_code', models.CharField(max_length=40, verbose_name='desk')),
                    ('starts_at', models.DateTimeField(verbose_name='from')),
                    ('ends_at', models.DateTimeField(verbose_name='until')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL, verbose_name='on duty')),
                ],
                options={
                    'verbose_name': 'shift',
                    'verbose_name_plural': 'shifts',
                    'ordering': ['starts_at', 'id'],
                    'indexes': [models.Index(fields=['desk_code', 'ends_at'], name='shift_desk_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_start')],
                },
            ),
        ]),
    ]
