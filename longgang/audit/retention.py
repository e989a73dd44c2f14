"""Deletes each night what was kept for as long as its model says.

A model says in its class Privacy for how many days a row is kept, from when they are counted, and
what stays whatever its age (`longgang.core.privacy`).
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from longgang.core.clock import now
from longgang.core.privacy import Privacy, privacy_of

from .actions import record
from .actors import SYSTEM

CHUNK = 500  # rows in one transaction: nobody waits long for a lock
EVENT_WORDS = {"row.deleted": _("Deleted, its time of keeping being over")}
logger = logging.getLogger(__name__)


def delete_outdated() -> dict[str, int]:
    """Delete every row whose time of keeping is over; how many of each table.

    What has a number leaves an event. Files go with their rows, once the deletion counts. A row
    that another still needs stays until that one goes; one that is being changed, until tomorrow.
    """
    deleted = {}
    for model in _referring_first():
        if count := sum(_delete(model, keys) for keys in _chunks(model)):
            deleted[model._meta.label] = count
    return deleted


def _is_outdated(privacy: Privacy) -> Q:
    """Rows of the model that declares this whose days are over; needs the annotation `over_at`."""
    assert privacy.keep_days is not None, "kept as long as it is needed"
    is_over = Q(over_at__lt=now() - timedelta(days=privacy.keep_days))
    return is_over & ~privacy.kept_while if privacy.kept_while else is_over


def _referring_first() -> list[type[models.Model]]:
    """The tables of which rows are deleted by their own age, each after those that refer to it."""
    ours = (model for model in apps.get_models() if hasattr(model, "Privacy"))
    aging = [model for model in ours if privacy_of(model).counted_from]
    referring = {model: {other for other in aging if model in _uses(other)} for model in aging}
    return list(TopologicalSorter(referring).static_order())


def _rows_of(model: type[models.Model]) -> QuerySet[models.Model]:
    return QuerySet(model).order_by("pk")


def _uses(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in model._meta.fields if field.related_model} - {model}


def _outdated(model: type[models.Model]) -> QuerySet[models.Model]:
    privacy = privacy_of(model)
    names = privacy.counted_from
    over_at = Coalesce(*names) if len(names) > 1 else models.F(names[0])
    rows: QuerySet[models.Model] = _rows_of(model).annotate(over_at=over_at)
    return rows.filter(_is_outdated(privacy))


def _chunks(model: type[models.Model]) -> Iterator[list[int]]:
    keys = list(_outdated(model).values_list("pk", flat=True))
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _delete(model: type[models.Model], keys: list[int]) -> int:
    """All at once, or else one by one without those that are still needed."""
    try:
        return _delete_now(model, keys)
    except models.ProtectedError:
        if len(keys) == 1:
            logger.info("%s %s is kept: it is still needed", model._meta.label, keys[0])
            return 0
        return sum(_delete(model, [key]) for key in keys)


@transaction.atomic
def _delete_now(model: type[models.Model], keys: list[int]) -> int:
    """Locked and asked again: somebody may be changing one of them at this very moment."""
    locked = _rows_of(model).select_for_update(of=("self",), skip_locked=True)
    held = list(locked.filter(pk__in=keys).values_list("pk", flat=True))
    rows = list(_outdated(model).filter(pk__in=held))
    files = _files_of(rows)
    for row in rows:
        if getattr(row, "number", ""):
            record("row.deleted", row, by=SYSTEM, area_code=getattr(row, "area_code", ""))
    _rows_of(model).filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _delete_files(files), robust=True)  # one bad file stops no night
    return len(rows)


def _files_of(rows: list[models.Model]) -> list[FieldFile]:
    """The files of these rows and of those that the database deletes along with them."""
    if not rows:
        return []
    meta = rows[0]._meta
    names = [field.name for field in meta.fields if isinstance(field, models.FileField)]
    files = [file for row in rows for name in names if (file := getattr(row, name))]
    for relation in meta.related_objects:
        if relation.on_delete is models.CASCADE:
            theirs = _rows_of(relation.related_model).filter(**{f"{relation.field.name}__in": rows})
            files += _files_of(list(theirs))
    return files


def _delete_files(files: list[FieldFile]) -> None:
    for file in files:
        file.delete(save=False)
