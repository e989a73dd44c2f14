"""The register: people, companies, vehicles."""

import django.contrib.postgres.fields
import django.db.models.deletion
import longgang.core.sealed
from django.conf import settings
from django.db import migrations, models

from longgang.core.migrating import MakeTables


class Migration(migrations.Migration):

    replaces = [('people', '0001_create_register'), ('people', '0002_share_workbook_uploads'), ('people', '0003_sort_people_and_vehicles'), ('people', '0004_find_people_alike'), ('people', '0005_sort_by_name'), ('people', '0006_fill_sort_keys')]

    initial = True

    dependencies = [
        ('accounts', '0001_make_tables'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Company',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True, verbose_name='Number')),
                    ('name', models.CharField(max_length=100, verbose_name='Name')),
                    ('sort_key', models.CharField(blank=True, db_collation='C', max_length=900)),
                    ('pinyin', models.CharField(blank=True, max_length=400)),
                    ('initials', models.CharField(blank=True, max_length=100)),
                    ('credit_code', models.CharField(max_length=18, verbose_name='Unified social credit code')),
                    ('industry', models.CharField(choices=[('chemicals', 'Chemicals'), ('metals', 'Metals'), ('machinery', 'Machinery and shipbuilding'), ('energy', 'Energy'), ('building', 'Building materials'), ('logistics', 'Logistics'), ('commerce', 'Commerce and markets'), ('food', 'Food and farming'), ('other', 'Other trade')], max_length=12, verbose_name='Industry')),
                    ('area_code', models.CharField(max_length=15, verbose_name='Area')),
                    ('address', models.CharField(max_length=200, verbose_name='Address')),
                    ('contact_name', models.CharField(max_length=60, verbose_name='Contact person')),
                    ('contact_phone', longgang.core.sealed.SealedTextField(max_length=20, verbose_name='Contact phone')),
                    ('contact_phone_index', longgang.core.sealed.BlindIndexField(max_length=32, of='contact_phone')),
                    ('contact_phone_last4', longgang.core.sealed.LastFourField(max_length=4, of='contact_phone')),
                    ('status', models.CharField(choices=[('pending', 'Waiting for approval'), ('approved', 'Approved'), ('refused', 'Refused')], default='pending', max_length=12, verbose_name='Status')),
                    ('registered_at', models.DateTimeField(verbose_name='Registered at')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='Decided at')),
                    ('refusal_reason', models.CharField(blank=True, max_length=200, verbose_name='Why it was refused')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Decided by')),
                ],
                options={
                    'verbose_name': 'company',
                    'verbose_name_plural': 'companies',
                    'ordering': ['sort_key', 'number'],
                    'indexes': [models.Index(fields=['status', 'registered_at'], name='company_waiting'), models.Index(fields=['area_code'], name='company_area', opclasses=['varchar_pattern_ops'])],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'refused'), _negated=True), fields=('credit_code',), name='company_credit_code_once'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'approved', 'refused'])), name='company_status_known'), models.CheckConstraint(condition=models.Q(('industry__in', ['chemicals', 'metals', 'machinery', 'energy', 'building', 'logistics', 'commerce', 'food', 'other'])), name='company_industry_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('status', 'pending')), models.Q(models.Q(('status', 'pending'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='company_decided_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('dispatcher', 'Dispatcher'), ('manager', 'Manager')], max_length=12, verbose_name='Role')),
                    ('since_on', models.DateField(verbose_name='Since')),
                    ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.company')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'membership',
                    'verbose_name_plural': 'memberships',
                    'ordering': ['role', 'since_on', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('company', 'user'), name='membership_once'), models.CheckConstraint(condition=models.Q(('role__in', ['dispatcher', 'manager'])), name='membership_role_known')],
                },
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True, verbose_name='Number')),
                    ('name', models.CharField(max_length=60, verbose_name='Name')),
                    ('sort_key', models.CharField(blank=True, db_collation='C', max_length=540)),
                    ('pinyin', models.CharField(blank=True, max_length=240)),
                    ('initials', models.CharField(blank=True, max_length=60)),
                    ('id_kind', models.CharField(choices=[('111', 'Resident ID card'), ('114', "Military officer's card"), ('115', "Armed police officer's card"), ('118', "Soldier's card"), ('119', "Armed police soldier's card"), ('120', "Military civilian's card"), ('122', "Armed police civilian's card"), ('400', 'Passport'), ('511', 'Mainland travel permit for Taiwan residents'), ('516', 'Mainland travel permit for Hong Kong and Macao residents'), ('551', 'Residence permit for Hong Kong and Macao residents'), ('552', 'Residence permit for Taiwan residents'), ('999', 'Other paper')], default='111', max_length=3, verbose_name='Kind of ID')),
                    ('id_number', longgang.core.sealed.SealedTextField(blank=True, max_length=40, verbose_name='ID number')),
                    ('id_number_index', longgang.core.sealed.BlindIndexField(max_length=32, of='id_number')),
                    ('id_number_last4', longgang.core.sealed.LastFourField(max_length=4, of='id_number')),
                    ('phone', longgang.core.sealed.SealedTextField(blank=True, max_length=20, verbose_name='Phone')),
                    ('phone_index', longgang.core.sealed.BlindIndexField(max_length=32, of='phone')),
                    ('phone_last4', longgang.core.sealed.LastFourField(max_length=4, of='phone')),
                    ('address', longgang.core.sealed.SealedTextField(blank=True, max_length=200, verbose_name='Address')),
                    ('area_code', models.CharField(blank=True, max_length=15, verbose_name='Home area')),
                    ('registered_at', models.DateTimeField(verbose_name='Registered at')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.person')),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='Login')),
                ],
                options={
                    'verbose_name': 'person',
                    'verbose_name_plural': 'people',
                    'ordering': ['sort_key', 'number'],
                    'indexes': [models.Index(fields=['sort_key', 'number'], name='person_by_name'), models.Index(fields=['pinyin'], name='person_pinyin', opclasses=['varchar_pattern_ops']), models.Index(fields=['initials'], name='person_initials', opclasses=['varchar_pattern_ops']), models.Index(fields=['name'], name='person_name', opclasses=['varchar_pattern_ops']), models.Index(fields=['area_code'], name='person_area', opclasses=['varchar_pattern_ops']), models.Index(fields=['area_code', 'id'], name='person_by_area'), models.Index(condition=models.Q(('merged_into', None), models.Q(('phone_last4', ''), _negated=True)), fields=['name', 'phone_last4'], name='person_alike')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('merged_into', None), models.Q(('id_number_index', ''), _negated=True)), fields=('id_number_index',), name='person_id_number_once'), models.CheckConstraint(condition=models.Q(('id_kind__in', ['111', '114', '115', '118', '119', '120', '122', '400', '511', '516', '551', '552', '999'])), name='person_id_kind')],
                },
            ),
            migrations.CreateModel(
                name='Crew',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since_on', models.DateField(verbose_name='Since')),
                    ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crew', to='people.company')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crew_of', to='people.person')),
                ],
                options={
                    'verbose_name': 'crew',
                    'verbose_name_plural': 'crews',
                    'constraints': [models.UniqueConstraint(fields=('company', 'person'), name='crew_once')],
                },
            ),
            migrations.CreateModel(
                name='Qualification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('hazard_driver', 'Driver of hazardous goods'), ('hazard_escort', 'Escort of hazardous goods')], max_length=16, verbose_name='Kind')),
                    ('number', longgang.core.sealed.SealedTextField(max_length=40, verbose_name='Certificate number')),
                    ('number_last4', longgang.core.sealed.LastFourField(max_length=4, of='number')),
                    ('expires_on', models.DateField(verbose_name='Expires on')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to='people.person')),
                ],
                options={
                    'verbose_name': 'qualification',
                    'verbose_name_plural': 'qualifications',
                    'ordering': ['kind', '-expires_on'],
                    'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='qualification_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['hazard_driver', 'hazard_escort'])), name='qualification_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='Representative',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since_on', models.DateField(verbose_name='Since')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='representatives', to='people.person')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='represents', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'representative',
                    'verbose_name_plural': 'representatives',
                    'constraints': [models.UniqueConstraint(fields=('user', 'person'), name='representative_once')],
                },
            ),
            migrations.CreateModel(
                name='Vehicle',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True, verbose_name='Number')),
                    ('plate', models.CharField(max_length=20, verbose_name='Plate')),
                    ('colour', models.CharField(choices=[('1', 'Blue'), ('2', 'Yellow'), ('3', 'Black'), ('4', 'White'), ('5', 'Green'), ('9', 'Other colour'), ('91', 'Farm yellow'), ('92', 'Farm green'), ('93', 'Yellow and green'), ('94', 'Gradient green')], max_length=2, verbose_name='Plate colour')),
                    ('plate_kind', models.CharField(choices=[('civil', 'Civil'), ('trailer', 'Trailer'), ('learner', 'Learner'), ('police', 'Police'), ('hong_kong', 'Hong Kong'), ('macao', 'Macao'), ('consulate', 'Consulate'), ('trial', 'Trial'), ('oversize', 'Oversize'), ('embassy', 'Embassy'), ('rescue', 'Fire and rescue'), ('new_energy_small', 'New energy, small'), ('new_energy_large', 'New energy, large'), ('free', 'Military or foreign, as written')], max_length=16, verbose_name='Kind of plate')),
                    ('kind', models.CharField(choices=[('truck', 'Truck'), ('tanker', 'Tanker'), ('tractor', 'Tractor unit'), ('trailer', 'Trailer'), ('van', 'Van'), ('bus', 'Bus'), ('car', 'Car'), ('other', 'Other vehicle')], default='truck', max_length=12, verbose_name='Kind of vehicle')),
                    ('vin', models.CharField(blank=True, max_length=17, verbose_name='VIN')),
                    ('area_code', models.CharField(blank=True, max_length=15, verbose_name='Area')),
                    ('carries_hazard', models.BooleanField(default=False, verbose_name='Carries hazardous goods')),
                    ('licence_number', models.CharField(blank=True, max_length=40, verbose_name='Road transport licence')),
                    ('licence_expires_on', models.DateField(blank=True, null=True, verbose_name='Licence expires on')),
                    ('tank_number', models.CharField(blank=True, max_length=40, verbose_name='Tank number')),
                    ('tank_media', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), blank=True, default=list, size=None, verbose_name='Goods the tank may hold (UN numbers)')),
                    ('tank_inspected_until', models.DateField(blank=True, null=True, verbose_name='Tank inspected until')),
                    ('registered_at', models.DateTimeField(verbose_name='Registered at')),
                    ('company', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vehicles', to='people.company', verbose_name='Company')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.vehicle')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vehicles', to='people.person', verbose_name='Owner')),
                ],
                options={
                    'verbose_name': 'vehicle',
                    'verbose_name_plural': 'vehicles',
                    'ordering': ['plate', 'colour', 'number'],
                    'indexes': [models.Index(fields=['area_code'], name='vehicle_area', opclasses=['varchar_pattern_ops']), models.Index(condition=models.Q(('vin', ''), _negated=True), fields=['vin'], name='vehicle_vin'), models.Index(fields=['kind', 'id'], name='vehicle_by_kind')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('plate', 'colour'), name='vehicle_plate_once'), models.CheckConstraint(condition=models.Q(('colour__in', ['1', '2', '3', '4', '5', '9', '91', '92', '93', '94'])), name='vehicle_colour_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['truck', 'tanker', 'tractor', 'trailer', 'van', 'bus', 'car', 'other'])), name='vehicle_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='VehicleUpload',
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
                    'verbose_name': 'Workbook of vehicles',
                    'verbose_name_plural': 'Workbook of vehicles',
                    'ordering': ['-uploaded_at', '-id'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False)), fields=('company', 'file_sha256'), name='same_vehicle_workbook_entered_once')],
                },
            ),
        ]),
    ]
