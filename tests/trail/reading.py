"""The engine's index read from the table as it is now, for tests whose subject is not the files."""

from longgang.trail.engine import Index, make_visits
from longgang.trail.models import Visit
from longgang.trail.snapshots import OPEN_END


def read_index() -> Index:
    """Every visit that counts."""
    rows = list(Visit.objects.counting().order_by("pk"))
    return Index.in_memory(
        make_visits(
            [row.person_id for row in rows],
            [row.place for row in rows],
            [int(row.started_at.timestamp()) for row in rows],
            [int(row.ended_at.timestamp()) if row.ended_at else OPEN_END for row in rows],
            types={row.place: row.place_type for row in rows},
        )
    )
