"""Devices of officers, conflicts, photos on their way."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('checkpoints', '0001_create_checkpoints'), ('checkpoints', '0002_know_vehicles_inside_twice'), ('checkpoints', '0003_know_broken_seals'), ('checkpoints', '0004_found_harmless')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('passes', '0001_make_tables'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Device',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('label', models.CharField(max_length=40)),
                    ('status', models.CharField(choices=[('invited', 'Invited'), ('enrolled', 'Enrolled'), ('withdrawn', 'Withdrawn')], max_length=20)),
                    ('premises_number', models.CharField(max_length=32)),
                    ('area_code', models.CharField(max_length=15)),
                    ('forget_after_hours', models.PositiveSmallIntegerField(default=24)),
                    ('invitation', models.CharField(blank=True, max_length=64)),
                    ('invited_at', models.DateTimeField()),
                    ('invited_until', models.DateTimeField()),
                    ('secret', models.CharField(blank=True, max_length=64)),
                    ('enrolled_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300)),
                    ('last_seen_at', models.DateTimeField(null=True)),
                    ('fed_at', models.DateTimeField(null=True)),
                    ('waiting_count', models.PositiveIntegerField(default=0)),
                    ('build', models.CharField(blank=True, max_length=40)),
                    ('clock_ahead_ms', models.BigIntegerField(null=True)),
                    ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-invited_at', '-id'],
                    'indexes': [models.Index(fields=['premises_number', '-invited_at'], name='device_by_premises')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['invited', 'enrolled', 'withdrawn'])), name='device_status_is_known'), models.UniqueConstraint(condition=models.Q(('secret', ''), _negated=True), fields=('secret',), name='device_secret_is_unique'), models.UniqueConstraint(condition=models.Q(('invitation', ''), _negated=True), fields=('invitation',), name='device_invitation_is_unique'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'enrolled'), _negated=True), models.Q(models.Q(('secret', ''), _negated=True), ('enrolled_at__isnull', False)), _connector='OR'), name='enrolled_device_has_its_secret'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='device_withdrawn_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='withdrawn_device_says_why')],
                },
            ),
            migrations.CreateModel(
                name='PhotoUpload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('nonce', models.CharField(max_length=40, unique=True)),
                    ('folder', models.CharField(max_length=32)),
                    ('size', models.PositiveIntegerField(null=True)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('received', models.PositiveIntegerField(default=0)),
                    ('fault', models.CharField(blank=True, max_length=60)),
                    ('begun_at', models.DateTimeField()),
                    ('complete_at', models.DateTimeField(null=True)),
                    ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='checkpoints.device')),
                ],
                options={
                    'ordering': ['-begun_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('complete_at', None)), fields=['begun_at'], name='photo_upload_unfinished')],
                },
            ),
            migrations.CreateModel(
                name='Conflict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('kind', models.CharField(choices=[('double_use', 'One pass used twice'), ('after_withdrawal', 'Used after it was taken back'), ('blocklisted', 'Let in although on the blocklist'), ('not_valid', 'Let in without being valid'), ('wrong_checkpoint', 'Let in at another checkpoint than announced'), ('seal_twice', 'One seal number on two cabs'), ('inside_twice', 'One vehicle inside on two passes'), ('seal_broken', 'Seal broken on the way out'), ('unknown_pass', 'Let through without a pass of ours'), ('no_entry', 'Left without an entry'), ('exit_twice', 'Left twice on one trip'), ('against_rules', 'Let in against the rules'), ('device_withdrawn', 'Recorded by a device after its withdrawal')], max_length=20)),
                    ('status', models.CharField(choices=[('open', 'Open'), ('resolved', 'Resolved'), ('explained', 'Explained by a later check')], max_length=20)),
                    ('about', models.CharField(max_length=120)),
                    ('plate', models.CharField(blank=True, max_length=20)),
                    ('seal_number', models.CharField(blank=True, max_length=30)),
                    ('premises_number', models.CharField(max_length=32)),
                    ('area_code', models.CharField(max_length=15)),
                    ('nonces', models.JSONField()),
                    ('opened_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('escalated_at', models.DateTimeField(null=True)),
                    ('resolved_at', models.DateTimeField(null=True)),
                    ('resolution', models.CharField(blank=True, choices=[('slip', 'A slip at the gate: nothing happened'), ('harmless', 'Looked into, and found harmless'), ('permitted', 'Was permitted, for example by phone'), ('settled', 'The vehicle was found, and what was needed was done'), ('misuse', 'Misuse: measures were taken')], max_length=20)),
                    ('words', models.CharField(blank=True, max_length=500)),
                    ('explained_at', models.DateTimeField(null=True)),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('vehicle_pass', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passes.vehiclepass')),
                ],
                options={
                    'ordering': ['-opened_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['due_at'], name='conflict_open'), models.Index(fields=['-opened_at', '-id'], name='conflict_latest'), models.Index(fields=['kind', 'about'], name='conflict_by_matter')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'resolved', 'explained'])), name='conflict_status_is_known'), models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('kind', 'about'), name='conflict_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at', None), ('resolved_by', None)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='conflict_resolved_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'resolved'), _negated=True), models.Q(('resolved_at__isnull', False), models.Q(('resolution', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='resolved_conflict_says_how'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'explained'), _negated=True), ('explained_at__isnull', False), _connector='OR'), name='explained_conflict_has_its_moment')],
                },
            ),
        ]),
    ]
