"""Every pass that changes for a gate is noted with the transaction that changed it.

Whoever asks "what changed since?" keeps the oldest transaction that was still running when they
asked (`pg_snapshot_xmin`) and takes everything from it on the next time: a row may come twice, but
none is missed, in whatever order transactions commit. Rows are only added, so writers never wait
for one another; old ones are forgotten together with the mark of how far back the notes reach.
"""

from django.db import migrations

FORWARD = """
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
BACKWARD = """
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
    dependencies = [("passes", "0005_know_when_checks_were_learned")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
