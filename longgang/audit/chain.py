"""The chain over both books: bound in batches after commit, and checked link by link.

Writers never touch it. A row enters `Unsealed` in its own transaction, so it becomes visible to the
sealer when, and only when, it is committed: ids that commit out of order cannot be missed.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Words

from .marks import FACTS, START, mark_head, mark_link, mark_row
from .models import Book, BookRow, ChainHead, ChainLink, Disclosure, Event, Unsealed

BATCH = 1000
LOCK = 6121  # the advisory lock of the sealer; no other lock of ours has this number

log = logging.getLogger(__name__)

_ROWS: dict[str, type[Event | Disclosure]] = {Book.EVENTS: Event, Book.DISCLOSURES: Disclosure}

WHAT: dict[str, Words] = {
    "changed": _("the row was changed"),
    "removed": _("the row was removed"),
    "inserted": _("the row was not written by this program"),
    "unbound": _("the row was written by this program, but its link was taken away"),
    "link_changed": _("the link was changed or moved"),
    "link_missing": _("the link is missing"),
    "cut_off": _("the end of the chain was cut off or forged"),
}


@dataclass(frozen=True)
class Break:
    """One place where the books are not what was written."""

    code: str
    sequence: int | None = None
    book: str = ""
    row_id: int | None = None
    number: str = ""

    def __str__(self) -> str:
        places = {"link": self.sequence, self.book: self.row_id, "number": self.number}
        found = ", ".join(f"{name} {value}" for name, value in places.items() if value)
        return f"{found}: {WHAT[self.code]}" if found else str(WHAT[self.code])


class ChainCutError(Exception):
    """The chain is shorter or longer than its head says; sealing on would hide what happened."""


def seal_chain() -> int:
    """Bind every committed row that has no link yet; says how many. Safe to call at any time.

    One sealer at a time, by an advisory lock that only sealers and verifiers take. Raises
    ChainCutError, and leaves all rows waiting, when the chain does not end where its head says.
    """
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    _lock()
    last = _last_link()
    if not _head_fits(last):
        raise ChainCutError(str(WHAT["cut_off"]))
    waiting = list(_waiting()[:BATCH])
    if not waiting:
        return 0
    rows = _rows_of({(entry.book, entry.row_id) for entry in waiting})
    sequence, previous = (last.sequence, bytes(last.hash)) if last else (0, START)
    links = []
    for entry in waiting:
        sequence += 1
        row_mark = bytes(rows[entry.book, entry.row_id].mark)
        previous = mark_link(previous, sequence, entry.book, entry.row_id, row_mark)
        links.append(
            ChainLink(
                sequence=sequence,
                book=entry.book,
                row_id=entry.row_id,
                row_mark=row_mark,
                hash=previous,
            )
        )
    ChainLink.objects.bulk_create(links)
    Unsealed.objects.filter(pk__in=[entry.pk for entry in waiting]).delete()
    ChainHead(pk=1, sequence=sequence, mark=mark_head(sequence, previous)).save()
    log.info("audit chain sealed to link %d, hash %s", sequence, previous.hex())
    return len(waiting)


def chain_head() -> tuple[int, str]:
    """Length and last hash of the chain: noted elsewhere, they prove that the end was not cut."""
    last = _last_link()
    return (last.sequence, bytes(last.hash).hex()) if last else (0, "")


def find_link_hash(sequence: int) -> str:
    """The hash of this link, blank when there is none."""
    link = ChainLink.objects.filter(sequence=sequence).first()
    return bytes(link.hash).hex() if link else ""


@transaction.atomic
def verify_chain() -> list[Break]:
    """Compare every row, link and the head with what was written. An empty list means all is well.

    Reads everything; sealers wait meanwhile, writers do not.
    """
    _lock()
    return [*_check_links(), *_check_head(), *_check_loose_rows(), *_check_waiting()]


def _check_links() -> Iterator[Break]:
    expected, previous = 1, START
    for links in _links_in_batches():
        rows = _rows_of({(link.book, link.row_id) for link in links})
        for link in links:
            row = rows.get((link.book, link.row_id))
            place = (link.sequence, link.book, link.row_id)
            if link.sequence != expected:
                yield Break("link_missing", sequence=expected)
            elif not compare_digest(_hash_after(previous, link), bytes(link.hash)):
                yield Break("link_changed", *place)
            if row is None:
                yield Break("removed", *place)
            elif not (_is_ours(link.book, row) and bytes(row.mark) == bytes(link.row_mark)):
                yield Break("changed", *place, row.number)
            expected, previous = link.sequence + 1, bytes(link.hash)


def _check_head() -> Iterator[Break]:
    if not _head_fits(_last_link()):
        yield Break("cut_off")


def _check_loose_rows() -> Iterator[Break]:
    """Rows without a link must bear our mark and be waiting for one."""
    for book, model in _ROWS.items():
        here = {"book": book, "row_id": OuterRef("pk")}
        waits = Exists(Unsealed.objects.filter(**here))
        loose = model.objects.filter(~Exists(ChainLink.objects.filter(**here)))
        for row in loose.annotate(waits=waits).order_by("pk").iterator():
            place = (None, book, row.pk, row.number)
            if not _is_ours(book, row):
                yield Break("inserted", *place)
            elif not row.waits:
                yield Break("unbound", *place)


def _check_waiting() -> Iterator[Break]:
    """What waits for its link must still be there."""
    for entry in Unsealed.objects.exclude(_row_exists()).order_by("pk"):
        yield Break("removed", book=entry.book, row_id=entry.row_id)


def _is_ours(book: str, row: BookRow) -> bool:
    facts = {name: getattr(row, name) for name in FACTS[book]}
    return compare_digest(mark_row(book, facts), bytes(row.mark))


def _hash_after(previous: bytes, link: ChainLink) -> bytes:
    return mark_link(previous, link.sequence, link.book, link.row_id, bytes(link.row_mark))


def _head_fits(last: ChainLink | None) -> bool:
    head = ChainHead.objects.first()
    if head is None or last is None:
        return head is None and last is None
    return compare_digest(bytes(head.mark), mark_head(last.sequence, bytes(last.hash)))


def _last_link() -> ChainLink | None:
    return ChainLink.objects.order_by("-sequence").first()


def _row_exists() -> Q:
    return Q(
        *(
            Q(Exists(model.objects.filter(pk=OuterRef("row_id"))), book=book)
            for book, model in _ROWS.items()
        ),
        _connector=Q.OR,
    )


def _waiting() -> Any:
    """The waiting rows that are there, oldest first; a removed one stays for the verifier."""
    return Unsealed.objects.filter(_row_exists()).order_by("pk")


def _rows_of(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], BookRow]:
    found: dict[tuple[str, int], BookRow] = {}
    for book, model in _ROWS.items():
        ids = [row_id for of, row_id in keys if of == book]
        found |= {(book, pk): row for pk, row in model.objects.in_bulk(ids).items()}
    return found


def _links_in_batches() -> Iterator[list[ChainLink]]:
    after = 0
    while links := list(ChainLink.objects.filter(sequence__gt=after).order_by("sequence")[:BATCH]):
        yield links
        after = links[-1].sequence


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
