"""Applications, passes, trips, checks; the running number of the district's passes.

Every pass that changes for a gate is noted with the transaction that changed it.

Whoever asks "what changed since?" keeps the oldest transaction that was still running when they
asked (`pg_snapshot_xmin`) and takes everything from it on the next time: a row may come twice, but
none is missed, in whatever order transactions commit. Rows are only added, so writers never wait
for one another; old ones are forgotten together with the mark of how far back the notes reach.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import longgang.core.sealed
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


PASS_NUMBER = ("CREATE SEQUENCE passes_pass_number START 1", "DROP SEQUENCE passes_pass_number")
NOTE_CHANGES = """
CREATE TABLE passes_change (
    vehicle_pass_id bigint NOT NULL,
    changed_in xid8 NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX passes_change_by_transaction ON passes_change (changed_in, vehicle_pass_id);
CREATE TABLE passes_change_reach (since xid8 NOT NULL);
INSERT INTO passes_change_reach VALUES (pg_current_xact_id());

CREATE FUNCTION passes_note_pass() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO passes_change (vehicle_pass_id, changed_in) VALUES (NEW.id, pg_current_xact_id());
    RETURN NULL;
END $$;

CREATE FUNCTION passes_note_trip() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_open boolean;
BEGIN
    INSERT INTO passes_change (vehicle_pass_id, changed_in)
        VALUES (NEW.vehicle_pass_id, pg_current_xact_id());
    was_open := TG_OP = 'UPDATE' AND OLD.status IN ('entered', 'arrived', 'left');
    IF was_open <> (NEW.status IN ('entered', 'arrived', 'left')) THEN
        -- Whether an earlier trip of the vehicle is open concerns its other passes too.
        INSERT INTO passes_change (vehicle_pass_id, changed_in)
            SELECT other.id, pg_current_xact_id()
            FROM passes_vehiclepass own JOIN passes_vehiclepass other
                ON other.plate = own.plate AND other.plate_colour = own.plate_colour
            WHERE own.id = NEW.vehicle_pass_id AND other.id <> own.id AND other.status = 'issued';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION passes_note_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO passes_change (vehicle_pass_id, changed_in)
        SELECT vehicle_pass_id, pg_current_xact_id() FROM passes_trip WHERE id = NEW.trip_id;
    RETURN NULL;
END $$;

CREATE TRIGGER note_new_pass AFTER INSERT ON passes_vehiclepass
    FOR EACH ROW WHEN (NEW.pass_number <> '') EXECUTE FUNCTION passes_note_pass();
CREATE TRIGGER note_changed_pass AFTER UPDATE ON passes_vehiclepass
    FOR EACH ROW WHEN (NEW.pass_number <> '' AND (
        OLD.status, OLD.valid_from, OLD.valid_until, OLD.checkpoint_number, OLD.plate,
        OLD.plate_colour, OLD.certificates_until
    ) IS DISTINCT FROM (
        NEW.status, NEW.valid_from, NEW.valid_until, NEW.checkpoint_number, NEW.plate,
        NEW.plate_colour, NEW.certificates_until
    )) EXECUTE FUNCTION passes_note_pass();
CREATE TRIGGER note_new_trip AFTER INSERT ON passes_trip
    FOR EACH ROW EXECUTE FUNCTION passes_note_trip();
CREATE TRIGGER note_changed_trip AFTER UPDATE ON passes_trip
    FOR EACH ROW WHEN (
        (OLD.status, OLD.seal_number) IS DISTINCT FROM (NEW.status, NEW.seal_number)
    ) EXECUTE FUNCTION passes_note_trip();
CREATE TRIGGER note_turn_back AFTER INSERT OR UPDATE ON passes_check
    FOR EACH ROW WHEN (NEW.disposition = 'turn_back') EXECUTE FUNCTION passes_note_check();
"""
NOTE_NOTHING = """
DROP TRIGGER note_turn_back ON passes_check;
DROP TRIGGER note_changed_trip ON passes_trip;
DROP TRIGGER note_new_trip ON passes_trip;
DROP TRIGGER note_changed_pass ON passes_vehiclepass;
DROP TRIGGER note_new_pass ON passes_vehiclepass;
DROP FUNCTION passes_note_check();
DROP FUNCTION passes_note_trip();
DROP FUNCTION passes_note_pass();
DROP TABLE passes_change_reach;
DROP TABLE passes_change;
"""


class Migration(migrations.Migration):

    replaces = [('passes', '0001_create_passes_and_trips'), ('passes', '0002_find_checks_by_hearing')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('people', '0001_create_people_and_vehicles'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Trip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('token', models.CharField(max_length=32)),
                    ('status', models.CharField(choices=[('expected', 'Expected'), ('entered', 'Entered'), ('arrived', 'At the site'), ('left', 'On the way out'), ('closed', 'Loop closed'), ('cancelled', 'Did not take place')], max_length=20)),
                    ('area_code', models.CharField(max_length=12)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('expected_at', models.DateTimeField()),
                    ('entered_at', models.DateTimeField(null=True)),
                    ('entered_through', models.CharField(blank=True, max_length=32)),
                    ('arrived_at', models.DateTimeField(null=True)),
                    ('left_at', models.DateTimeField(null=True)),
                    ('is_confirmed_by_site', models.BooleanField(default=False)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_through', models.CharField(blank=True, max_length=32)),
                    ('seal_number', models.CharField(blank=True, max_length=30)),
                    ('is_seal_doubled', models.BooleanField(default=False)),
                    ('seal_broken_why', models.CharField(blank=True, max_length=300)),
                    ('overdue_noticed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-expected_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('status__in', ['arrived', 'entered', 'left'])), fields=['due_at'], name='trip_open_by_limit'), models.Index(fields=['-expected_at', '-id'], name='trip_latest'), models.Index(fields=['status', '-expected_at'], name='trip_by_status'), models.Index(fields=['entered_through', '-expected_at'], name='trip_by_gate'), models.Index(fields=['entered_at', 'id'], name='trip_by_entry'), models.Index(models.OrderBy(models.F('entered_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='trip_by_entry_down'), models.Index(fields=['due_at', 'id'], name='trip_by_limit'), models.Index(models.OrderBy(models.F('due_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='trip_by_limit_down'), models.Index(fields=['area_code'], name='trip_by_area', opclasses=['varchar_pattern_ops']), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at'], name='trip_by_close'), models.Index(condition=models.Q(('seal_number', ''), _negated=True), fields=['seal_number'], name='trip_by_seal')],
                    'constraints': [models.UniqueConstraint(fields=('token',), name='trip_token_unique'), models.CheckConstraint(condition=models.Q(('status__in', ['expected', 'entered', 'arrived', 'left', 'closed', 'cancelled'])), name='trip_status_is_known'), models.UniqueConstraint(condition=models.Q(('is_seal_doubled', False), ('status__in', ['arrived', 'entered', 'left']), models.Q(('seal_number', ''), _negated=True)), fields=('seal_number',), name='seal_in_use_once'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['arrived', 'entered', 'left']), _negated=True), models.Q(('due_at__isnull', False), ('entered_at__isnull', False)), _connector='OR'), name='open_trip_has_entry_and_limit'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_trip_has_its_moment')],
                },
            ),
            migrations.CreateModel(
                name='FleetUpload',
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
                    ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-uploaded_at', '-id'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False)), fields=('company', 'file_sha256'), name='same_workbook_submitted_once')],
                },
            ),
            migrations.CreateModel(
                name='PassRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('trip_kind', models.CharField(choices=[('freight', 'Freight'), ('private', 'Private trip')], max_length=20)),
                    ('goods_class', models.CharField(choices=[('medical', 'Medical and epidemic supplies'), ('living', 'Daily necessities'), ('reserve', 'Government reserves'), ('mail', 'Mail and parcels'), ('agriculture', 'Agricultural supplies'), ('energy', 'Energy'), ('raw_material', 'Raw materials'), ('industrial', 'Key industrial goods'), ('trade', 'Foreign trade goods'), ('none', 'No goods')], max_length=20)),
                    ('desk_kind', models.CharField(max_length=20)),
                    ('decision_minutes', models.PositiveSmallIntegerField(default=10)),
                    ('one_trip', models.BooleanField(default=True)),
                    ('early_hours', models.PositiveSmallIntegerField(default=6)),
                    ('valid_hours', models.PositiveSmallIntegerField(default=24)),
                    ('advance_days', models.PositiveSmallIntegerField(default=7)),
                    ('max_people', models.PositiveSmallIntegerField(default=4)),
                    ('documents', models.JSONField(blank=True, default=list)),
                    ('test_max_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('fever_from', models.DecimalField(decimal_places=1, default=37.3, max_digits=3)),
                    ('needs_seal', models.BooleanField(default=True)),
                    ('same_trip_hours', models.PositiveSmallIntegerField(default=4)),
                    ('arrive_minutes', models.PositiveSmallIntegerField(default=120)),
                    ('leave_minutes', models.PositiveSmallIntegerField(default=480)),
                    ('exit_minutes', models.PositiveSmallIntegerField(default=120)),
                    ('valid_from', models.DateTimeField()),
                    ('valid_to', models.DateTimeField(blank=True, null=True)),
                    ('document_number', models.CharField(max_length=100)),
                    ('author_name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['trip_kind', 'goods_class', '-valid_from'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('trip_kind', 'goods_class'), name='one_open_rule_per_kind_and_class'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rule_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('decision_minutes__gt', 0)), name='rule_decision_limit_is_positive')],
                },
            ),
            migrations.CreateModel(
                name='SigningKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('kid', models.CharField(max_length=16)),
                    ('public_key', models.CharField(max_length=64, unique=True)),
                    ('private_key', longgang.core.sealed.SealedTextField(blank=True, max_length=64)),
                    ('published_at', models.DateTimeField()),
                    ('author_name', models.CharField(max_length=100)),
                    ('signs_from', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_by_name', models.CharField(blank=True, max_length=100)),
                    ('withdrawn_why', models.CharField(blank=True, max_length=500)),
                ],
                options={
                    'ordering': ['-signs_from', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_name', ''), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by_name', ''), _negated=True), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='key_withdrawn_at_by_and_why_together'), models.CheckConstraint(condition=models.Q(('signs_from__gte', models.F('published_at'))), name='key_signs_once_published')],
                },
            ),
            migrations.CreateModel(
                name='Check',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32)),
                    ('nonce', models.CharField(max_length=40)),
                    ('plate', models.CharField(blank=True, max_length=20)),
                    ('plate_colour', models.CharField(blank=True, max_length=2)),
                    ('code_text', longgang.core.sealed.SealedTextField(blank=True, max_length=500)),
                    ('premises_number', models.CharField(max_length=32)),
                    ('area_code', models.CharField(max_length=15)),
                    ('direction', models.CharField(choices=[('entry', 'Entry'), ('exit', 'Exit')], max_length=10)),
                    ('at', models.DateTimeField()),
                    ('learned_at', models.DateTimeField()),
                    ('verdict_level', models.CharField(max_length=10)),
                    ('verdict_code', models.CharField(max_length=60)),
                    ('disposition', models.CharField(choices=[('let_pass', 'Let pass'), ('test_and_pass', 'Test and let pass'), ('escort', 'Escort to the site'), ('turn_back', 'Turn back')], max_length=20)),
                    ('people_count', models.PositiveSmallIntegerField()),
                    ('temperatures', models.JSONField(blank=True, default=list)),
                    ('seal_state', models.CharField(choices=[('none', 'No seal'), ('applied', 'Seal put on'), ('intact', 'Intact'), ('broken', 'Broken')], max_length=10)),
                    ('seal_number', models.CharField(blank=True, max_length=30)),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('escort_name', models.CharField(blank=True, max_length=50)),
                    ('photo', models.FileField(blank=True, upload_to='passes/checks/%Y/%m/%d')),
                    ('device_number', models.CharField(blank=True, max_length=32)),
                    ('device_seq', models.BigIntegerField(null=True)),
                    ('device_at', models.DateTimeField(null=True)),
                    ('is_offline', models.BooleanField(default=False)),
                    ('data_age_s', models.PositiveIntegerField(null=True)),
                    ('doubts', models.JSONField(blank=True, default=list)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('overruled_at', models.DateTimeField(null=True)),
                    ('overruled_why', models.CharField(blank=True, max_length=300)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('undone_why', models.CharField(blank=True, max_length=300)),
                    ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('overruled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('trip', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='passes.trip')),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'indexes': [models.Index(fields=['premises_number', '-at'], name='check_by_premises'), models.Index(fields=['-at', '-id'], name='check_latest'), models.Index(fields=['officer', '-at'], name='check_by_officer'), models.Index(condition=models.Q(('confirmed_at__isnull', False)), fields=['confirmed_at'], name='check_turned_back'), models.Index(condition=models.Q(('confirmed_at', None), ('disposition', 'turn_back'), ('overruled_at', None)), fields=['-at'], name='check_turn_back_waiting'), models.Index(condition=models.Q(('confirmed_by__isnull', False)), fields=['confirmed_by'], name='check_confirmed_by'), models.Index(condition=models.Q(('overruled_by__isnull', False)), fields=['overruled_by'], name='check_overruled_by'), models.Index(condition=models.Q(('undone_by__isnull', False)), fields=['undone_by'], name='check_undone_by'), models.Index(condition=models.Q(('device_number', ''), _negated=True), fields=['device_number', '-device_seq'], name='check_by_device'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['learned_at'], name='check_by_hearing')],
                    'constraints': [models.UniqueConstraint(fields=('number',), name='check_number_unique'), models.UniqueConstraint(fields=('nonce',), name='check_nonce_unique'), models.CheckConstraint(condition=models.Q(('disposition__in', ['let_pass', 'test_and_pass', 'escort', 'turn_back'])), name='check_disposition_is_known'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('officer')), _negated=True), _connector='OR'), name='turning_back_needs_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='check_confirmed_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('overruled_at', None), ('overruled_by', None)), models.Q(('overruled_at__isnull', False), ('overruled_by__isnull', False)), _connector='OR'), name='check_overruled_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='check_undone_at_and_by_together'), models.CheckConstraint(condition=models.Q(('trip__isnull', False), models.Q(('device_number', ''), _negated=True), _connector='OR'), name='check_has_a_trip_or_a_device'), models.CheckConstraint(condition=models.Q(('learned_at__gte', models.F('at'))), name='check_learned_after_it_happened'), models.CheckConstraint(condition=models.Q(models.Q(('disposition', 'turn_back'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='turning_back_says_why')],
                },
            ),
            migrations.CreateModel(
                name='VehiclePass',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('pass_number', models.CharField(blank=True, max_length=12)),
                    ('token', models.CharField(max_length=32, unique=True)),
                    ('status', models.CharField(choices=[('submitted', 'Waiting'), ('returned', 'Returned for correction'), ('withdrawn', 'Withdrawn'), ('refused', 'Refused'), ('issued', 'Issued'), ('used', 'Used'), ('expired', 'Expired'), ('revoked', 'Revoked'), ('superseded', 'Replaced by a newer pass')], max_length=20)),
                    ('desk_code', models.CharField(max_length=40)),
                    ('area_code', models.CharField(max_length=12)),
                    ('plate', models.CharField(max_length=20)),
                    ('plate_colour', models.CharField(max_length=2)),
                    ('vehicle_kind', models.CharField(choices=[('truck', 'Truck'), ('tanker', 'Tanker'), ('tractor', 'Tractor unit'), ('trailer', 'Trailer'), ('van', 'Van'), ('bus', 'Bus'), ('car', 'Car'), ('other', 'Other vehicle')], max_length=12)),
                    ('vin', models.CharField(blank=True, max_length=17)),
                    ('trailer_plate', models.CharField(blank=True, max_length=20)),
                    ('trip_kind', models.CharField(choices=[('freight', 'Freight'), ('private', 'Private trip')], max_length=20)),
                    ('goods_class', models.CharField(choices=[('medical', 'Medical and epidemic supplies'), ('living', 'Daily necessities'), ('reserve', 'Government reserves'), ('mail', 'Mail and parcels'), ('agriculture', 'Agricultural supplies'), ('energy', 'Energy'), ('raw_material', 'Raw materials'), ('industrial', 'Key industrial goods'), ('trade', 'Foreign trade goods'), ('none', 'No goods')], max_length=20)),
                    ('goods_name', models.CharField(blank=True, max_length=100)),
                    ('goods_quantity', models.CharField(blank=True, max_length=50)),
                    ('weight_t', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                    ('checkpoint_number', models.CharField(max_length=32)),
                    ('expected_entry_at', models.DateTimeField()),
                    ('route', models.CharField(blank=True, max_length=200)),
                    ('consignor_name', models.CharField(blank=True, max_length=100)),
                    ('consignor_is_person', models.BooleanField(default=False)),
                    ('consignor_area', models.CharField(blank=True, max_length=12)),
                    ('consignor_address', longgang.core.sealed.SealedTextField(blank=True, max_length=200)),
                    ('consignor_contact', longgang.core.sealed.SealedTextField(blank=True, max_length=50)),
                    ('consignor_phone', longgang.core.sealed.SealedTextField(blank=True, max_length=20)),
                    ('consignee_name', models.CharField(max_length=100)),
                    ('consignee_is_person', models.BooleanField(default=False)),
                    ('consignee_area', models.CharField(max_length=12)),
                    ('consignee_address', longgang.core.sealed.SealedTextField(blank=True, max_length=200)),
                    ('consignee_contact', longgang.core.sealed.SealedTextField(max_length=50)),
                    ('consignee_phone', longgang.core.sealed.SealedTextField(max_length=20)),
                    ('is_hazardous', models.BooleanField(default=False)),
                    ('un_number', models.CharField(blank=True, max_length=4)),
                    ('proper_name', models.CharField(blank=True, max_length=100)),
                    ('hazard_class', models.CharField(blank=True, max_length=10)),
                    ('packing_group', models.CharField(blank=True, choices=[('I', 'I'), ('II', 'II'), ('III', 'III')], max_length=3)),
                    ('waybill_number', models.CharField(blank=True, max_length=50)),
                    ('emergency_phone', longgang.core.sealed.SealedTextField(blank=True, max_length=20)),
                    ('licence_number', models.CharField(blank=True, max_length=40)),
                    ('licence_expires_on', models.DateField(null=True)),
                    ('tank_number', models.CharField(blank=True, max_length=40)),
                    ('tank_media', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), blank=True, default=list, size=None)),
                    ('tank_inspected_until', models.DateField(null=True)),
                    ('certificates_until', models.DateField(null=True)),
                    ('signature', longgang.core.sealed.SealedTextField(max_length=50)),
                    ('submitted_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('reminded_at', models.DateTimeField(null=True)),
                    ('escalated_at', models.DateTimeField(null=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('reason_code', models.CharField(blank=True, max_length=40)),
                    ('reason_words', models.CharField(blank=True, max_length=500)),
                    ('marked_fields', models.JSONField(blank=True, default=list)),
                    ('one_trip', models.BooleanField(default=True)),
                    ('valid_from', models.DateTimeField(null=True)),
                    ('valid_until', models.DateTimeField(null=True)),
                    ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passes.passrule')),
                    ('superseded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passes.vehiclepass')),
                    ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='passes', to='passes.fleetupload')),
                    ('vehicle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.vehicle')),
                    ('visited_company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ],
                options={
                    'ordering': ['-submitted_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('status', 'submitted')), fields=['desk_code', 'submitted_at'], name='pass_queue'), models.Index(fields=['-submitted_at', '-id'], name='pass_latest'), models.Index(fields=['desk_code', '-submitted_at'], name='pass_by_desk'), models.Index(fields=['status', '-submitted_at'], name='pass_by_status'), models.Index(fields=['goods_class', '-submitted_at'], name='pass_by_goods'), models.Index(fields=['company', '-submitted_at'], name='pass_by_company'), models.Index(fields=['applicant', '-submitted_at'], name='pass_by_applicant'), models.Index(fields=['plate', '-submitted_at'], name='pass_by_plate'), models.Index(fields=['plate'], name='pass_by_plate_begin', opclasses=['varchar_pattern_ops']), models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Substr('plate', 2), name='text_pattern_ops'), name='pass_by_plate_middle'), models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Reverse('plate'), name='text_pattern_ops'), name='pass_by_plate_end'), models.Index(fields=['pass_number'], name='pass_by_number_begin', opclasses=['varchar_pattern_ops']), models.Index(fields=['decided_at'], name='pass_by_decision'), models.Index(condition=models.Q(('status', 'issued')), fields=['plate', 'plate_colour'], name='pass_issued_by_plate'), models.Index(condition=models.Q(('pass_number', ''), _negated=True), fields=['valid_until'], name='pass_by_end'), models.Index(fields=['visited_company', '-submitted_at'], name='pass_by_visited'), models.Index(fields=['area_code'], name='pass_by_area', opclasses=['varchar_pattern_ops'])],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['submitted', 'returned', 'withdrawn', 'refused', 'issued', 'used', 'expired', 'revoked', 'superseded'])), name='pass_status_is_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['issued', 'returned', 'submitted'])), fields=('plate', 'plate_colour', 'expected_entry_at'), name='one_live_pass_per_vehicle_and_entry'), models.UniqueConstraint(condition=models.Q(('pass_number', ''), _negated=True), fields=('pass_number',), name='pass_number_is_unique'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['issued', 'used', 'expired', 'revoked', 'superseded']), _negated=True), models.Q(models.Q(('pass_number', ''), _negated=True), ('valid_from__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='issued_pass_has_number_and_dates'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='pass_decided_at_and_by_together')],
                },
            ),
            migrations.CreateModel(
                name='ReviewStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(max_length=20)),
                    ('at', models.DateTimeField()),
                    ('by_name', models.CharField(max_length=100)),
                    ('desk_code', models.CharField(max_length=40)),
                    ('reason_code', models.CharField(blank=True, max_length=40)),
                    ('words', models.CharField(blank=True, max_length=500)),
                    ('changes', longgang.core.sealed.SealedTextField(blank=True, default='', max_length=50000)),
                    ('vehicle_pass', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='passes.vehiclepass')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['at'], name='review_step_by_time')],
                },
            ),
            migrations.CreateModel(
                name='RefusedScan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('nonce', models.CharField(max_length=40, unique=True)),
                    ('premises_number', models.CharField(max_length=32)),
                    ('area_code', models.CharField(max_length=15)),
                    ('direction', models.CharField(choices=[('entry', 'Entry'), ('exit', 'Exit')], max_length=10)),
                    ('happened_at', models.DateTimeField()),
                    ('learned_at', models.DateTimeField()),
                    ('device_number', models.CharField(blank=True, max_length=32)),
                    ('code_kind', models.CharField(choices=[('signed', 'Signed code'), ('token', 'Link of the holder'), ('pass_number', 'Pass number'), ('application', 'Application number'), ('plate', 'Plate'), ('nothing', 'Something else')], max_length=20)),
                    ('code_text', longgang.core.sealed.SealedTextField(blank=True, max_length=500)),
                    ('plate', models.CharField(blank=True, max_length=20)),
                    ('plate_colour', models.CharField(blank=True, max_length=2)),
                    ('verdict_level', models.CharField(max_length=10)),
                    ('verdict_code', models.CharField(max_length=60)),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('vehicle_pass', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refused_scans', to='passes.vehiclepass')),
                ],
                options={
                    'ordering': ['-happened_at', '-id'],
                    'indexes': [models.Index(fields=['-happened_at', '-id'], name='refused_scan_latest'), models.Index(fields=['premises_number', '-happened_at'], name='refused_scan_by_gate'), models.Index(fields=['officer', '-happened_at'], name='refused_scan_by_officer'), models.Index(fields=['verdict_code', '-happened_at'], name='refused_scan_by_answer'), models.Index(fields=['plate'], name='refused_scan_by_plate', opclasses=['varchar_pattern_ops'])],
                    'constraints': [models.CheckConstraint(condition=models.Q(('direction__in', ['entry', 'exit'])), name='refused_scan_way_is_known'), models.CheckConstraint(condition=models.Q(('code_kind__in', ['signed', 'token', 'pass_number', 'application', 'plate', 'nothing'])), name='refused_scan_kind_is_known'), models.CheckConstraint(condition=models.Q(('verdict_level__in', ['green', 'amber', 'red', 'grey'])), name='refused_scan_level_is_known'), models.CheckConstraint(condition=models.Q(('learned_at__gte', models.F('happened_at'))), name='refused_scan_learned_after_it_happened')],
                },
            ),
            migrations.CreateModel(
                name='PassDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('answers', longgang.core.sealed.SealedTextField(max_length=200000)),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='passes.vehiclepass')),
                    ('submitted_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='passes.vehiclepass')),
                ],
                options={
                    'ordering': ['-updated_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('kind', models.CharField(choices=[('driving_licence', 'Driving licence'), ('vehicle_licence', 'Vehicle licence'), ('waybill', 'Waybill'), ('contract', 'Contract or order'), ('test_report', 'Test report')], max_length=20)),
                    ('photo', models.FileField(upload_to='passes/documents/%Y/%m/%d')),
                    ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='passes.passdraft')),
                    ('vehicle_pass', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='passes.vehiclepass')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', False), ('vehicle_pass', None)), models.Q(('draft', None), ('vehicle_pass__isnull', False)), _connector='OR'), name='attachment_belongs_to_a_pass_or_a_draft')],
                },
            ),
            migrations.CreateModel(
                name='Aboard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('id_kind', models.CharField(choices=[('111', 'Resident ID card'), ('114', "Military officer's card"), ('115', "Armed police officer's card"), ('118', "Soldier's card"), ('119', "Armed police soldier's card"), ('120', "Military civilian's card"), ('122', "Armed police civilian's card"), ('400', 'Passport'), ('511', 'Mainland travel permit for Taiwan residents'), ('516', 'Mainland travel permit for Hong Kong and Macao residents'), ('551', 'Residence permit for Hong Kong and Macao residents'), ('552', 'Residence permit for Taiwan residents'), ('999', 'Other paper')], max_length=3)),
                    ('id_number', longgang.core.sealed.SealedTextField(blank=True, max_length=40)),
                    ('phone', longgang.core.sealed.SealedTextField(blank=True, max_length=20)),
                    ('role', models.CharField(choices=[('driver', 'Driver'), ('escort', 'Hazardous goods escort'), ('passenger', 'Passenger')], max_length=20)),
                    ('sampled_at', models.DateTimeField(null=True)),
                    ('certificate_number', longgang.core.sealed.SealedTextField(blank=True, max_length=50)),
                    ('certificate_expires_on', models.DateField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('vehicle_pass', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aboard', to='passes.vehiclepass')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('vehicle_pass', 'person'), name='person_once_aboard_a_pass')],
                },
            ),
            migrations.CreateModel(
                name='BlockEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('kind', models.CharField(choices=[('vehicle', 'Vehicle'), ('person', 'Person')], max_length=10)),
                    ('plate', models.CharField(blank=True, max_length=20)),
                    ('plate_colour', models.CharField(blank=True, max_length=2)),
                    ('reason', models.CharField(max_length=500)),
                    ('document_number', models.CharField(max_length=100)),
                    ('ends_on', models.DateField()),
                    ('proposed_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('lifted_at', models.DateTimeField(null=True)),
                    ('lifted_why', models.CharField(blank=True, max_length=300)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-proposed_at', '-id'],
                    'indexes': [models.Index(fields=['plate', 'plate_colour'], name='block_by_plate')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'vehicle'), ('person', None), models.Q(('plate', ''), _negated=True)), models.Q(('kind', 'person'), ('person__isnull', False), ('plate', '')), _connector='OR'), name='block_names_a_vehicle_or_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='block_confirmed_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='block_lifted_at_and_by_together'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='block_needs_two_people')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='trip',
            name='vehicle_pass',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trips', to='passes.vehiclepass'),
        ),
        migrations.AddConstraint(
            model_name='trip',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['expected', 'arrived', 'entered', 'left'])), fields=('vehicle_pass',), name='one_running_trip_per_pass'),
        ),
        migrations.RunSQL(*PASS_NUMBER),
        migrations.RunSQL(NOTE_CHANGES, NOTE_NOTHING),
    ]
