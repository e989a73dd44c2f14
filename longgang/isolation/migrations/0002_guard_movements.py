"""Let the database refuse whoever changes a movement. Deleting stays possible: kept long enough."""

from django.db import migrations

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
    dependencies = [("isolation", "0001_create_sites_and_stays")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
