"""Many rows for every list: a small demo district made by the real actions, then copied in SQL."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Model

from longgang.accounts.models import User
from longgang.audit.models import Disclosure, Event
from longgang.demo.cast import staff_by_key
from longgang.demo.making import make_demo
from longgang.demo.story import Size
from longgang.notices.models import Delivery, Notice
from longgang.passes.models import Aboard, BlockEntry, Check, Trip, VehiclePass
from longgang.people.actions.revealing import reveal
from longgang.people.models import Company, Person, Vehicle

SMALL = Size(days=0, trips_a_day=14, vehicles=106)
SOURCES = 40  # how many rows of a table are copied in turn

# Of the copied passes, by their number: the first wait, the next are expected, the next are inside,
# as many as a busy day has; the rest lie in the past, 480 a day, and most of them are used.
STANDING = (
    "CASE WHEN g <= 200 THEN 'submitted' WHEN g <= 700 THEN 'issued' "
    "WHEN g % 100 = 0 THEN 'returned' WHEN g % 100 < 3 THEN 'refused' "
    "WHEN g % 100 < 6 THEN 'expired' ELSE 'used' END"
)
EXPECTED = "(now + CASE WHEN g <= 500 THEN g ELSE 500 - g END * interval '3 minutes')"
SUBMITTED = f"least({EXPECTED} - interval '2 hours', now - g * interval '6 seconds')"
DECIDED = f"CASE WHEN g > 200 THEN {SUBMITTED} + interval '5 minutes' END"
TRIP_STATUS = (
    "CASE WHEN p.status = 'used' THEN 'closed' WHEN p.status = 'expired' THEN 'cancelled' "
    "WHEN p.expected_entry_at > now THEN 'expected' ELSE 'entered' END"
)
COPIED_PASSES = "passes_vehiclepass p WHERE p.number LIKE 'B%' AND p.pass_number <> ''"
NUMBER = {"number": "'B' || g"}
COMMUNITIES = (
    "ARRAY(SELECT code FROM areas_area WHERE level = 'community' AND code LIKE '211403%' "
    "ORDER BY code)"
)
COMMUNITY = f"({COMMUNITIES})[g % 81 + 1]"


@dataclass(frozen=True)
class Copies:
    """The rows of one table that are copied, and what differs in a copy.

    In the SQL `g` numbers the copies, `one` is the row that is copied, and `now` is the moment of
    the benchmark. With `of` there is one copy for each row there, which is `p`, and `g` is its id.
    """

    model: type[Model]
    differs: dict[str, str]
    which: str = "TRUE"
    share: float = 1  # how many for each trip
    of: str = ""

    def make(self, start: int, stop: int, now: datetime) -> None:
        """Make as many as so many trips have, those of the first `start` trips are there."""
        first, last = int(self.share * start) + 1, int(self.share * stop)
        each = self.of or f"(SELECT generate_series({first}, {last}) AS id) p"
        table, fields = self.model._meta.db_table, self.model._meta.concrete_fields
        columns = [field.column for field in fields if not field.primary_key]
        sql = f"""
            WITH source AS (SELECT * FROM {table} WHERE {self.which} ORDER BY id LIMIT {SOURCES}),
            one AS (SELECT *, row_number() OVER () - 1 AS turn FROM source),
            many AS (SELECT count(*) AS count FROM source),
            each AS (SELECT p.*, p.id AS g FROM {each})
            INSERT INTO {table} ({", ".join(columns)})
            SELECT {", ".join(self.differs.get(column, f"one.{column}") for column in columns)}
            FROM each p CROSS JOIN many JOIN one ON one.turn = g % many.count
            CROSS JOIN (SELECT '{now.isoformat()}'::timestamptz AS now) AS clock
        """  # noqa: S608 - nobody else's words are in it
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.execute(
                f"ANALYZE {table}"
            )  # or the next copies would read all of these for each


COPIES = [
    Copies(User, {**NUMBER, "phone_index": "'bench' || g"}, "NOT is_staff_member", share=0.5),
    Copies(Company, {**NUMBER, "credit_code": "'B' || g"}, "status = 'approved'", share=0.05),
    Copies(
        Person,
        {
            **NUMBER,
            "id_number_index": "'bench' || g",
            "phone_last4": "lpad((g % 9973)::text, 4, '0')",
            "user_id": "NULL",
            "area_code": COMMUNITY,
        },
        share=1.25,
    ),
    Copies(Vehicle, {**NUMBER, "plate": "'辽Q' || lpad(g::text, 6, '0')"}),
    Copies(BlockEntry, NUMBER, "confirmed_at IS NOT NULL", share=0.01),
    Copies(
        VehiclePass,
        {
            **NUMBER,
            "token": "'bench' || g",
            "pass_number": f"CASE WHEN {STANDING} IN ('issued', 'expired', 'used') "
            "THEN '211403' || lpad((500000 + g)::text, 6, '0') ELSE '' END",
            "status": STANDING,
            "plate": "'辽P' || lpad((g % 600)::text, 5, '0')",
            "expected_entry_at": EXPECTED,
            "submitted_at": SUBMITTED,
            "due_at": f"{SUBMITTED} + interval '10 minutes'",
            "decided_at": DECIDED,
            "decided_by_id": f"CASE WHEN {DECIDED} IS NOT NULL THEN one.decided_by_id END",
            "valid_from": DECIDED,
            "valid_until": f"{EXPECTED} + interval '12 hours'",
        },
        "status = 'used'",
    ),
    Copies(
        Trip,
        {
            "number": "'T' || p.number",
            "token": "p.token",
            "vehicle_pass_id": "p.id",
            "area_code": "p.area_code",
            "status": TRIP_STATUS,
            "expected_at": "p.expected_entry_at",
            "entered_at": "CASE WHEN p.expected_entry_at <= now THEN p.expected_entry_at END",
            "due_at": f"CASE WHEN {TRIP_STATUS} = 'entered' "
            "THEN p.expected_entry_at + interval '9 hours' END",
            "arrived_at": "p.expected_entry_at + interval '40 minutes'",
            "left_at": "p.expected_entry_at + interval '2 hours'",
            "closed_at": "p.expected_entry_at + interval '3 hours'",
            "seal_number": "'B' || p.id",
        },
        "status = 'closed'",
        of=f"{COPIED_PASSES} AND NOT EXISTS (SELECT FROM passes_trip WHERE vehicle_pass_id = p.id)",
    ),
    Copies(
        Aboard,
        {"vehicle_pass_id": "p.id"},
        of="passes_vehiclepass p WHERE p.number LIKE 'B%' "
        "AND NOT EXISTS (SELECT FROM passes_aboard WHERE vehicle_pass_id = p.id)",
    ),
    Copies(
        Check,
        {
            "number": "'E' || p.number",
            "nonce": "'bench-in-' || p.id",
            "trip_id": "p.id",
            "at": "p.entered_at",
            "learned_at": "p.entered_at",
            "photo": "''",
        },
        "direction = 'entry' AND disposition <> 'turn_back'",
        of="passes_trip p WHERE p.number LIKE 'TB%' AND p.entered_at IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM passes_check WHERE trip_id = p.id)",
    ),
    Copies(Event, {**NUMBER, "at": "now - g * interval '20 seconds'"}, share=8),
    Copies(Disclosure, {**NUMBER, "at": "now - g * interval '5 minutes'"}, share=0.2),
    Copies(
        Notice,
        {
            **NUMBER,
            "key": "'bench' || g",
            "created_at": "now - g * interval '2 minutes'",
            "read_at": "CASE WHEN g % 2 = 0 THEN now END",
        },
        share=2,
    ),
    Copies(Delivery, {**NUMBER, "key": "'bench' || g"}, "status = 'sent'"),
]


def found(now: datetime) -> int:
    """The demo district with a day of few trips, by the real actions; how many trips it has."""
    make_demo(SMALL, now, together=False, tell=lambda _words: None)
    driver = Person.objects.exclude(id_number_index="").earliest("id")
    reviewer = staff_by_key()["supervisor"]
    reveal(driver, "phone", by=reviewer, purpose="contact", reason="The truck stands at the gate.")
    return Trip.objects.count()


def multiply(start: int, stop: int, now: datetime) -> None:
    """Bring every table from what `start` copied passes have to what `stop` have."""
    for copies in COPIES:
        copies.make(start, stop, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
