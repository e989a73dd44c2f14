"""What Python refuses the database refuses too, and every new row is put on the sealer's list."""

from django.db import migrations

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
    dependencies = [("audit", "0001_create_books")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
