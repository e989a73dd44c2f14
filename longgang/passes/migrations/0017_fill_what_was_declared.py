"""Until now a pass showed its vehicle and its people as the register had them at the moment.

What they were declared as is not known any more where the register was corrected since: what it
says now is the nearest. In batches, each kept by itself: a run that was broken off goes on.
"""

from django.db import connection, migrations

BATCH = 500
# The kind of vehicle comes last: it says that a row is done.
FILL_PAPERS = """
UPDATE passes_vehiclepass p SET licence_number = v.licence_number,
    licence_expires_on = v.licence_expires_on, tank_number = v.tank_number,
    tank_media = v.tank_media, tank_inspected_until = v.tank_inspected_until
FROM people_vehicle v
WHERE v.id = p.vehicle_id AND p.is_hazardous AND p.vehicle_kind = '' AND p.id BETWEEN %s AND %s
"""
FILL_KIND = """
UPDATE passes_vehiclepass p SET vehicle_kind = v.kind, vin = v.vin FROM people_vehicle v
WHERE v.id = p.vehicle_id AND p.vehicle_kind = '' AND p.id BETWEEN %s AND %s
"""
KEPT_ABOARD = ["name", "id_kind", "id_number", "phone"]


def fill_passes(apps, schema_editor):
    last = apps.get_model("passes.VehiclePass").objects.order_by("-pk").values_list("pk").first()
    with connection.cursor() as cursor:
        for first in range(0, last[0] + 1 if last else 0, BATCH):
            for statement in (FILL_PAPERS, FILL_KIND):
                cursor.execute(statement, [first, first + BATCH - 1])


def fill_aboard(apps, schema_editor):
    rows = apps.get_model("passes.Aboard").objects.select_related("person").order_by("pk")
    after = 0
    while batch := list(rows.filter(pk__gt=after, name="")[:BATCH]):
        for row in batch:
            for name in KEPT_ABOARD:
                setattr(row, name, getattr(row.person, name))
        rows.bulk_update(batch, KEPT_ABOARD)
        after = batch[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("passes", "0016_keep_what_was_declared")]
    operations = [
        migrations.RunPython(fill_passes, migrations.RunPython.noop),
        migrations.RunPython(fill_aboard, migrations.RunPython.noop),
    ]
