"""The books. What Python refuses the database refuses too, and every new row is put on the sealer's list."""

import django.core.serializers.json
import longgang.audit.models
from django.db import migrations, models

from longgang.core.migrating import MakeTables

GUARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
GUARD_TABLE = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
LIST_UNSEALED = """
CREATE FUNCTION audit_list_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (book, row_id) SELECT TG_ARGV[0], id FROM fresh ORDER BY id;
    RETURN NULL;
END $$;
"""
LIST_TABLE = """
CREATE TRIGGER list_unsealed AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION audit_list_unsealed('{book}');
"""
BOOKS = {"audit_event": "event", "audit_disclosure": "disclosure"}
GUARDED = [*BOOKS, "audit_chainlink"]
FORWARD = "".join(
    [
        GUARD,
        *(GUARD_TABLE.format(table=table) for table in GUARDED),
        LIST_UNSEALED,
        *(LIST_TABLE.format(table=table, book=book) for table, book in BOOKS.items()),
    ]
)
BACKWARD = "".join(
    [
        *(f"DROP TRIGGER list_unsealed ON {table};" for table in BOOKS),
        *(
            f"DROP TRIGGER refuse_change ON {table}; DROP TRIGGER refuse_truncate ON {table};"
            for table in GUARDED
        ),
        "DROP FUNCTION audit_list_unsealed(); DROP FUNCTION audit_refuse_change();",
    ]
)


class Migration(migrations.Migration):

    replaces = [('audit', '0001_create_books'), ('audit', '0002_guard_books'), ('audit', '0003_write_fewer_indexes')]

    initial = True

    dependencies = [
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Unsealed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('book', models.CharField(choices=[('event', 'events'), ('disclosure', 'disclosures')], max_length=10)),
                    ('row_id', models.BigIntegerField()),
                ],
                options={
                    'verbose_name_plural': 'unsealed rows',
                },
            ),
            migrations.CreateModel(
                name='ChainHead',
                fields=[
                    ('id', models.SmallIntegerField(primary_key=True, serialize=False)),
                    ('sequence', models.BigIntegerField()),
                    ('mark', models.BinaryField(max_length=32)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_chain_head')],
                },
            ),
            migrations.CreateModel(
                name='ChainLink',
                fields=[
                    ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('book', models.CharField(choices=[('event', 'events'), ('disclosure', 'disclosures')], max_length=10)),
                    ('row_id', models.BigIntegerField()),
                    ('row_mark', models.BinaryField(max_length=32)),
                    ('hash', models.BinaryField(max_length=32)),
                ],
                options={
                    'ordering': ['sequence'],
                    'constraints': [models.UniqueConstraint(fields=('book', 'row_id'), name='link_once_per_row')],
                },
            ),
            migrations.CreateModel(
                name='Disclosure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(default=longgang.audit.models.new_event_number, max_length=22)),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('by_id', models.CharField(blank=True, max_length=40, verbose_name='account')),
                    ('by_name', models.CharField(max_length=200, verbose_name='who')),
                    ('post', models.TextField(blank=True, max_length=2000, verbose_name='posts held')),
                    ('subject_kind', models.CharField(max_length=60, verbose_name='about')),
                    ('subject_number', models.CharField(max_length=60, verbose_name='number')),
                    ('area_code', models.CharField(blank=True, max_length=20, verbose_name='area')),
                    ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                    ('request_id', models.CharField(blank=True, max_length=16, verbose_name='request')),
                    ('mark', models.BinaryField(max_length=32)),
                    ('field', models.CharField(max_length=60, verbose_name='field')),
                    ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ],
                options={
                    'verbose_name': 'disclosure',
                    'verbose_name_plural': 'disclosures',
                    'ordering': ['-id'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['subject_number', 'subject_kind'], name='disclosure_by_subject'), models.Index(fields=['at'], name='disclosure_by_time'), models.Index(fields=['by_id', 'at'], name='disclosure_by_person')],
                    'constraints': [models.UniqueConstraint(fields=('number',), name='disclosure_number_unique')],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(default=longgang.audit.models.new_event_number, max_length=22)),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('by_id', models.CharField(blank=True, max_length=40, verbose_name='account')),
                    ('by_name', models.CharField(max_length=200, verbose_name='who')),
                    ('post', models.TextField(blank=True, max_length=2000, verbose_name='posts held')),
                    ('subject_kind', models.CharField(max_length=60, verbose_name='about')),
                    ('subject_number', models.CharField(max_length=60, verbose_name='number')),
                    ('area_code', models.CharField(blank=True, max_length=20, verbose_name='area')),
                    ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                    ('request_id', models.CharField(blank=True, max_length=16, verbose_name='request')),
                    ('mark', models.BinaryField(max_length=32)),
                    ('kind', models.CharField(max_length=60, verbose_name='what')),
                    ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='before')),
                    ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='after')),
                ],
                options={
                    'verbose_name': 'event',
                    'verbose_name_plural': 'events',
                    'ordering': ['-id'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['subject_number', 'subject_kind'], name='event_by_subject'), models.Index(fields=['at'], name='event_by_time'), models.Index(fields=['by_id', 'at'], name='event_by_person'), models.Index(fields=['kind', 'at'], name='event_by_kind')],
                    'constraints': [models.UniqueConstraint(fields=('number',), name='event_number_unique')],
                },
            ),
        ]),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
