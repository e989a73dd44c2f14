"""Notices and the messages that leave the house."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import longgang.core.clock
import longgang.core.sealed
import longgang.notices.models
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('notices', '0001_create_notices'), ('notices', '0002_keep_link_apart'), ('notices', '0003_sort_by_time'), ('notices', '0004_bundle_and_wait'), ('notices', '0005_write_fewer_indexes')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(default=longgang.notices.models.new_notice_number, editable=False, max_length=22)),
                    ('key', models.CharField(editable=False, max_length=160)),
                    ('channel', models.CharField(choices=[('sms', 'SMS')], default='sms', max_length=10, verbose_name='way')),
                    ('kind', models.CharField(max_length=60, verbose_name='what')),
                    ('phone', longgang.core.sealed.SealedTextField(max_length=20, verbose_name='phone')),
                    ('phone_index', longgang.core.sealed.BlindIndexField(db_index=False, max_length=32, of='phone')),
                    ('text', longgang.core.sealed.SealedTextField(max_length=1000, verbose_name='text')),
                    ('url', longgang.core.sealed.SealedTextField(blank=True, default='', max_length=300, verbose_name='page')),
                    ('status', models.CharField(choices=[('waiting', 'waiting'), ('failed', 'failed, will be tried again'), ('sent', 'sent'), ('given_up', 'given up')], default='waiting', max_length=10, verbose_name='status')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                    ('created_at', models.DateTimeField(default=longgang.core.clock.now, verbose_name='written')),
                    ('next_try_at', models.DateTimeField(default=longgang.core.clock.now, verbose_name='next try')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                    ('last_error', models.TextField(blank=True, max_length=500, verbose_name='last error')),
                ],
                options={
                    'verbose_name': 'message',
                    'verbose_name_plural': 'messages',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['created_at', 'id'], name='delivery_by_time'), models.Index(condition=models.Q(('status__in', ['waiting', 'failed'])), fields=['next_try_at', 'id'], name='delivery_due'), models.Index(condition=models.Q(('status', 'given_up')), fields=['id'], name='delivery_given_up')],
                    'constraints': [models.UniqueConstraint(fields=('number',), name='delivery_number_unique'), models.UniqueConstraint(fields=('key',), name='delivery_key_unique'), models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'failed', 'sent', 'given_up'])), name='delivery_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='delivery_sent_at')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(default=longgang.notices.models.new_notice_number, editable=False, max_length=22, unique=True)),
                    ('kind', models.CharField(max_length=60, verbose_name='what')),
                    ('key', models.CharField(editable=False, max_length=120)),
                    ('text_zh', models.TextField(max_length=1000, verbose_name='text in Chinese')),
                    ('text_en', models.TextField(max_length=1000, verbose_name='text in English')),
                    ('url', models.CharField(blank=True, max_length=300, verbose_name='page')),
                    ('about', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, editable=False, size=None)),
                    ('bundle', models.CharField(blank=True, editable=False, max_length=120)),
                    ('waits', models.BooleanField(default=False, verbose_name='asks for a deed')),
                    ('created_at', models.DateTimeField(default=longgang.core.clock.now, verbose_name='sent')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='receiver')),
                ],
                options={
                    'verbose_name': 'notice',
                    'verbose_name_plural': 'notices',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['user', 'waits', 'created_at', 'id'], name='notice_by_deed'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('waits', True)), fields=['about'], name='notice_waits_for'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread')],
                    'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='notice_once_per_key')],
                },
            ),
        ]),
    ]
