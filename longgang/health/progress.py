"""How far the worker has come with a workbook, for whoever watches the page."""

from django.db import connection

from .models import ResultUpload

_TELL = """
    UPDATE health_resultupload SET done_count = %(done)s, total_count = %(total)s WHERE id = %(id)s
"""


def tell_progress(upload: ResultUpload, done: int, total: int) -> None:
    """Over a connection of its own: the deed is seen when it is done, how far it is before."""
    connection.ensure_connection()
    values = {"done": done, "total": total, "id": upload.pk}
    with connection.pool.connection() as own:  # type: ignore[attr-defined]  # only PostgreSQL has one
        own.execute(_TELL, values)
