"""Seals everything anew with the first key, so that an older key can be taken away."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from .sealed import SealedQuerySet, SealedTextField
from .seals import keyring

BATCH = 500


def sealed_fields(model: type[models.Model]) -> list[SealedTextField]:
    """The sealed fields that are columns of the model's own table."""
    return [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]


def sealed_models() -> list[type[models.Model]]:
    """Every table with a sealed field."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def reseal(
    model: type[models.Model], *, batch: int = BATCH, with_indexes: bool = False
) -> Iterator[int]:
    """Seal the rows of a table that an older key sealed, and yield how many after each batch.

    Each batch is one short transaction, and what is done is not done again: it can be stopped and
    started at will, while the product runs. `with_indexes` takes every row, because another index
    key or another cipher makes another index; until it is through, exact look-ups miss the rows
    that still wait.
    """
    names = [field.name for field in sealed_fields(model)]
    table: SealedQuerySet[models.Model] = SealedQuerySet(model)
    waiting = table.order_by("pk")
    if not with_indexes:
        waiting = _sealed_by_another_key(waiting, names)
    after = Q()
    while True:
        with transaction.atomic():
            rows = list(waiting.filter(after).select_for_update(of=("self",))[:batch])
            # Reading has opened the texts; writing seals them, and writes their copies.
            table.bulk_update(rows, names)
        if not rows:
            return
        after = Q(pk__gt=rows[-1].pk)
        yield len(rows)


def _sealed_by_another_key(
    rows: SealedQuerySet[models.Model], names: list[str]
) -> SealedQuerySet[models.Model]:
    """Those with a sealed text that does not begin as everything does that is sealed now."""
    head = keyring().head
    waits = Q()
    for name in names:
        begin = Func(F(name), Value(1), Value(len(head)), function="substr")
        begin.output_field = models.BinaryField()
        rows = rows.annotate(**{f"begin_{name}": begin})
        is_sealed = Q(**{f"begin_{name}__isnull": False}) & ~Q(**{f"begin_{name}": b""})
        waits |= is_sealed & ~Q(**{f"begin_{name}": head})
    return rows.filter(waits)
