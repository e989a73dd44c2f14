import django.contrib.postgres.fields
import longgang.core.sealed
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('passes', '0015_find_passes_by_part_of_the_plate'),
    ]

    operations = [
        migrations.AddField(
            model_name='aboard',
            name='id_kind',
            field=models.CharField(choices=[('111', 'Resident ID card'), ('114', "Military officer's card"), ('115', "Armed police officer's card"), ('118', "Soldier's card"), ('119', "Armed police soldier's card"), ('120', "Military civilian's card"), ('122', "Armed police civilian's card"), ('400', 'Passport'), ('511', 'Mainland travel permit for Taiwan residents'), ('516', 'Mainland travel permit for Hong Kong and Macao residents'), ('551', 'Residence permit for Hong Kong and Macao residents'), ('552', 'Residence permit for Taiwan residents'), ('999', 'Other paper')], default='', max_length=3),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='aboard',
            name='id_number',
            field=longgang.core.sealed.SealedTextField(blank=True, default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='aboard',
            name='name',
            field=models.CharField(default='', max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='aboard',
            name='phone',
            field=longgang.core.sealed.SealedTextField(blank=True, default='', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='licence_expires_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='licence_number',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='tank_inspected_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='tank_media',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='tank_number',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='vehicle_kind',
            field=models.CharField(choices=[('truck', 'Truck'), ('tanker', 'Tanker'), ('tractor', 'Tractor unit'), ('trailer', 'Trailer'), ('van', 'Van'), ('bus', 'Bus'), ('car', 'Car'), ('other', 'Other vehicle')], default='', max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='vehiclepass',
            name='vin',
            field=models.CharField(blank=True, max_length=17),
        ),
    ]
