"""Sites, beds, stays. The database refuses whoever changes a movement; deleting stays possible: kept long enough."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


FORWARD = """
CREATE FUNCTION isolation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a movement is written once';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE ON isolation_movement
    FOR EACH ROW EXECUTE FUNCTION isolation_refuse_change();
"""
BACKWARD = """
DROP TRIGGER refuse_change ON isolation_movement;
DROP FUNCTION isolation_refuse_change();
"""


class Migration(migrations.Migration):

    replaces = [('isolation', '0001_create_isolation'), ('isolation', '0002_date_carer_rules'), ('isolation', '0003_keep_facts_of_movements'), ('isolation', '0004_index_when_beds_changed')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
        ('areas', '0002_load_divisions'),
        ('measures', '0001_make_tables'),
        ('people', '0001_create_people_and_vehicles'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Building',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20)),
                ],
                options={
                    'ordering': ['site', 'name'],
                },
            ),
            migrations.CreateModel(
                name='Site',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('phone', models.CharField(max_length=20)),
                    ('opened_on', models.DateField()),
                    ('closed_on', models.DateField(null=True)),
                    ('premises', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.premises')),
                ],
                options={
                    'ordering': ['premises__pinyin', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='site_closes_after_it_opens')],
                },
            ),
            migrations.CreateModel(
                name='Floor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.SmallIntegerField()),
                    ('zone', models.CharField(choices=[('clean', 'Clean zone'), ('buffer', 'Buffer zone'), ('contaminated', "Guests' zone")], max_length=12)),
                    ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='floors', to='isolation.building')),
                ],
                options={
                    'ordering': ['building', 'level'],
                    'constraints': [models.UniqueConstraint(fields=('building', 'level'), name='floor_once_a_building'), models.CheckConstraint(condition=models.Q(('zone__in', ['clean', 'buffer', 'contaminated'])), name='floor_zone_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Room',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('label', models.CharField(max_length=12)),
                    ('is_accessible', models.BooleanField(default=False)),
                    ('is_family', models.BooleanField(default=False)),
                    ('condition', models.CharField(choices=[('ready', 'Ready'), ('to_disinfect', 'To be disinfected'), ('out_of_use', 'Out of use')], default='ready', max_length=12)),
                    ('condition_at', models.DateTimeField()),
                    ('condition_words', models.CharField(blank=True, max_length=200)),
                    ('floor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='isolation.floor')),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='isolation.site')),
                ],
                options={
                    'ordering': ['floor__building__name', 'floor__level', 'label'],
                    'constraints': [models.UniqueConstraint(fields=('floor', 'label'), name='room_once_a_floor'), models.CheckConstraint(condition=models.Q(('condition__in', ['ready', 'to_disinfect', 'out_of_use'])), name='room_condition_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('condition', 'out_of_use'), _negated=True), models.Q(('condition_words', ''), _negated=True), _connector='OR'), name='room_out_of_use_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Bed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='beds', to='isolation.room')),
                ],
                options={
                    'ordering': ['room', 'place'],
                    'constraints': [models.UniqueConstraint(fields=('room', 'place'), name='bed_once_a_room')],
                },
            ),
            migrations.CreateModel(
                name='SiteFigures',
                fields=[
                    ('site', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='figures', serialize=False, to='isolation.site')),
                    ('here', models.PositiveIntegerField(default=0)),
                    ('away', models.PositiveIntegerField(default=0)),
                    ('expected', models.PositiveIntegerField(default=0)),
                    ('rooms', models.PositiveIntegerField(default=0)),
                    ('taken', models.PositiveIntegerField(default=0)),
                    ('reserved', models.PositiveIntegerField(default=0)),
                    ('to_disinfect', models.PositiveIntegerField(default=0)),
                    ('out_of_use', models.PositiveIntegerField(default=0)),
                    ('leaving', models.JSONField(default=dict)),
                    ('arriving', models.JSONField(default=dict)),
                    ('counted_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='ShiftChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('at', models.DateTimeField()),
                    ('matters', models.JSONField()),
                    ('words', models.CharField(blank=True, max_length=1000)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shift_changes', to='isolation.site')),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), models.Q(('accepted_by', models.F('by')), _negated=True)), _connector='OR'), name='shift_is_accepted_by_another'), models.UniqueConstraint(condition=models.Q(('accepted_at', None)), fields=('site',), name='one_open_shift_change')],
                },
            ),
            migrations.CreateModel(
                name='Stay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('status', models.CharField(choices=[('reserved', 'Expected'), ('in', 'In the room'), ('away', 'In hospital'), ('left', 'Left'), ('cancelled', 'Cancelled')], max_length=12)),
                    ('planned_on', models.DateField()),
                    ('diet', models.CharField(choices=[('standard', 'Standard meals'), ('halal', 'Halal'), ('vegetarian', 'Vegetarian'), ('diabetic', 'For diabetics'), ('soft', 'Soft food'), ('child', 'For small children')], default='standard', max_length=12)),
                    ('remarks', models.CharField(blank=True, max_length=200)),
                    ('need', models.CharField(blank=True, choices=[('child', 'A child'), ('pregnant', 'Pregnant, or with a newborn'), ('ill', 'Gravely ill'), ('dependent', 'Cannot look after themselves')], max_length=12)),
                    ('reserved_at', models.DateTimeField()),
                    ('checked_in_at', models.DateTimeField(null=True)),
                    ('signed_by', models.CharField(blank=True, max_length=60)),
                    ('is_signed_for', models.BooleanField(default=False)),
                    ('left_at', models.DateTimeField(null=True)),
                    ('going', models.CharField(blank=True, choices=[('released', 'Central isolation is over'), ('home', 'Home isolation instead, by decision'), ('hospital', 'To hospital for good'), ('elsewhere', 'To another place'), ('gone', 'Has gone without leave'), ('died', 'Has died')], max_length=12)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('carer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cared_for', to='isolation.stay')),
                    ('checked_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('left_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='measures.measure')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_stays', to='people.person')),
                    ('reserved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='isolation.site')),
                ],
                options={
                    'ordering': ['-reserved_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('status__in', ['away', 'in', 'reserved'])), fields=['site', 'status'], name='stay_open_by_site'), models.Index(condition=models.Q(('status', 'reserved')), fields=['site', 'planned_on'], name='stay_expected_by_day'), models.Index(fields=['site', '-reserved_at', '-id'], name='stay_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('diet__in', ['standard', 'halal', 'vegetarian', 'diabetic', 'soft', 'child']), ('status__in', ['reserved', 'in', 'away', 'left', 'cancelled']), ('need__in', ['', 'child', 'pregnant', 'ill', 'dependent'])), name='stay_words_are_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['away', 'in', 'reserved'])), fields=('person',), name='one_open_stay_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('checked_in_at', None), ('checked_in_by', None), ('signed_by', ''), ('status__in', ['reserved', 'cancelled'])), models.Q(('checked_in_at__isnull', False), ('checked_in_by__isnull', False), ('status__in', ['in', 'away', 'left']), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='stay_checked_in_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('going', ''), ('left_at', None), ('left_by', None), models.Q(('status', 'left'), _negated=True)), models.Q(('left_at__isnull', False), ('left_by__isnull', False), ('status', 'left'), ('going__in', ['released', 'home', 'hospital', 'elsewhere', 'gone', 'died'])), _connector='OR'), name='stay_left_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None), models.Q(('status', 'cancelled'), _negated=True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('status', 'cancelled')), _connector='OR'), name='stay_cancelled_at_and_by'), models.CheckConstraint(condition=models.Q(('carer', None), models.Q(models.Q(('carer', models.F('pk')), _negated=True), models.Q(('need', ''), _negated=True)), _connector='OR'), name='stay_is_cared_for_by_another')],
                },
            ),
            migrations.CreateModel(
                name='Movement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('reserved', 'Room reserved'), ('checked_in', 'Checked in'), ('moved', 'Moved to another room'), ('to_hospital', 'To hospital'), ('back', 'Back from hospital'), ('left', 'Left for good'), ('cancelled', 'Reservation cancelled')], max_length=12)),
                    ('at', models.DateTimeField()),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('from_bed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='isolation.bed')),
                    ('to_bed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='isolation.bed')),
                    ('stay', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='isolation.stay')),
                    ('fact', models.CharField(blank=True, choices=[('missed_bus', 'Was not on the bus: has come another way.'), ('measure_ended', 'The measure has ended.')], max_length=15)),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('fact__in', ['', 'missed_bus', 'measure_ended']), ('kind__in', ['reserved', 'checked_in', 'moved', 'to_hospital', 'back', 'left', 'cancelled'])), name='movement_kind_is_known')],
                },
            ),
            migrations.CreateModel(
                name='GuestRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('kind', models.CharField(choices=[('meal', 'Meals'), ('medicine', 'Medicine, a doctor'), ('repair', 'Something is broken'), ('goods', 'Something is needed'), ('talk', 'To talk to somebody')], max_length=12)),
                    ('words', models.CharField(max_length=300)),
                    ('asked_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('answer', models.CharField(blank=True, max_length=300)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stay', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='isolation.stay')),
                ],
                options={
                    'ordering': ['asked_at', 'id'],
                    'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['stay'], name='request_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['meal', 'medicine', 'repair', 'goods', 'talk'])), name='request_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='request_settled_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='BedUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateTimeField()),
                    ('until', models.DateTimeField(null=True)),
                    ('is_reservation', models.BooleanField()),
                    ('bed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='isolation.bed')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stay', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='isolation.stay')),
                ],
                options={
                    'ordering': ['since', 'id'],
                    'indexes': [models.Index(condition=models.Q(('until', None)), fields=['bed'], name='bed_use_now'), models.Index(fields=['since'], name='bed_use_since'), models.Index(condition=models.Q(('until__isnull', False)), fields=['until'], name='bed_use_until')],
                    'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('bed_id'), models.F('bed_id'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('since'), models.F('until'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='no_bed_is_given_twice'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('stay',), name='one_bed_per_stay'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='bed_use_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Supply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('name', models.CharField(max_length=40)),
                    ('unit', models.CharField(max_length=10)),
                    ('count', models.PositiveIntegerField()),
                    ('low_at', models.PositiveIntegerField()),
                    ('counted_at', models.DateTimeField()),
                    ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supplies', to='isolation.site')),
                ],
                options={
                    'ordering': ['site', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('site', 'name'), name='supply_once_a_site')],
                },
            ),
            migrations.CreateModel(
                name='Transfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('status', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'Under way'), ('arrived', 'Arrived'), ('called_off', 'Called off')], max_length=12)),
                    ('plate', models.CharField(max_length=12)),
                    ('driver_name', models.CharField(max_length=60)),
                    ('escort_name', models.CharField(max_length=60)),
                    ('leaves_from', models.CharField(max_length=100)),
                    ('leaves_at', models.DateTimeField()),
                    ('set_off_at', models.DateTimeField(null=True)),
                    ('arrived_at', models.DateTimeField(null=True)),
                    ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='isolation.site')),
                ],
                options={
                    'ordering': ['-leaves_at', '-id'],
                    'indexes': [models.Index(fields=['site', '-leaves_at'], name='transfer_by_site')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'under_way', 'arrived', 'called_off'])), name='transfer_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at', None), models.Q(('status', 'arrived'), _negated=True)), models.Q(('arrived_at__isnull', False), ('set_off_at__isnull', False), ('status', 'arrived')), _connector='OR'), name='transfer_arrives_after_it_set_off')],
                },
            ),
            migrations.CreateModel(
                name='Rider',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('boarded_at', models.DateTimeField(null=True)),
                    ('arrived_at', models.DateTimeField(null=True)),
                    ('arrived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('boarded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stay', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rides', to='isolation.stay')),
                    ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='riders', to='isolation.transfer')),
                ],
                options={
                    'ordering': ['transfer', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('transfer', 'stay'), name='rider_once_a_bus'), models.CheckConstraint(condition=models.Q(models.Q(('boarded_at', None), ('boarded_by', None)), models.Q(('boarded_at__isnull', False), ('boarded_by__isnull', False)), _connector='OR'), name='rider_boarded_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at', None), ('arrived_by', None)), models.Q(('arrived_at__isnull', False), ('arrived_by__isnull', False)), _connector='OR'), name='rider_arrived_at_and_by'), models.CheckConstraint(condition=models.Q(('arrived_at', None), ('boarded_at__isnull', False), _connector='OR'), name='rider_arrives_after_boarding')],
                },
            ),
            migrations.CreateModel(
                name='CarerRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('child_below', models.PositiveSmallIntegerField()),
                    ('adult_from', models.PositiveSmallIntegerField()),
                    ('elderly_from', models.PositiveSmallIntegerField()),
                    ('valid_from', models.DateField(unique=True)),
                    ('valid_to', models.DateField(null=True)),
                    ('document_number', models.CharField(max_length=100)),
                    ('author_name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('valid_to',), name='one_open_carer_rule', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='carer_rule_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('adult_from__gte', models.F('child_below')), ('child_below__gte', 1), ('elderly_from__gt', models.F('adult_from'))), name='carer_rule_ages_follow_each_other')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='building',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buildings', to='isolation.site'),
        ),
        migrations.AddConstraint(
            model_name='building',
            constraint=models.UniqueConstraint(fields=('site', 'name'), name='building_once_a_site'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
