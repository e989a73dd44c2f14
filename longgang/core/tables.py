"""List pages: declared columns, search, filters, sorting, pages of 50, Excel.

A module writes a `Table` with its columns and hands it the rows that its user may see. The number
of queries is the same for 20 rows and for 20,000: one for the page, one for the capped count.

The address of a list holds what was chosen: filters, order, page. What was typed is posted, kept in
the session and named in the address by a word that says nothing (`core.searches`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Model, OrderBy, Q, QuerySet
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from . import searches
from .clock import now, today
from .errors import Refusal, Refused, Words
from .forms import LONGEST_LINE, Filters
from .tags import Tag
from .whole import whole_plates

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 50
COUNT_UP_TO = 10_000
EXPORT_UP_TO = 50_000
PART_OF_EXPORT = 2000
SEARCH = "search"  # of an address: under which name the session keeps what was typed
NOTHING_YET = _("Nothing here yet.")
SEARCH_AGAIN = _("That search has ended. Please type it again.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# How a value is drawn; the first that fits.
KINDS: list[tuple[type | tuple[type, ...], str]] = [
    (Tag, "tag"),
    (datetime, "moment"),
    (date, "day"),
    (bool, "text"),
    ((int, float), "number"),
]

# Every list is read with GET; what is typed into its search box comes with POST.
list_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what it is called, where its value comes from, and what it can be sorted by.

    `value` is a dotted path ("company.name") or a function of the row; a Tag, a moment, a day or a
    number is drawn as what it is. `link` is a function that gives the row's address. A column that
    is often empty sorts by `F("due_at").asc(nulls_last=True)`: then it is so in both directions.
    """

    key: str
    label: Words
    value: str | Callable[[Row], Any] = ""
    sort: str | OrderBy | Sequence[str] = ()
    link: Callable[[Row], str] | None = None
    detail: Callable[[Row], Any] | None = None
    css: str = ""
    width: int = 16
    export: str | Callable[[Row], Any] | None = None
    on_page: bool = True
    in_export: bool = True

    @property
    def sorts_by(self) -> tuple[str | OrderBy, ...]:
        """The columns of the database behind this one; empty when it cannot be sorted."""
        return (self.sort,) if isinstance(self.sort, str | OrderBy) else tuple(self.sort)

    def value_of(self, row: Row) -> Any:
        """What stands in the cell."""
        return read(row, self.value or self.key)

    def export_of(self, row: Row) -> Any:
        """What stands in the workbook's cell; the page's value unless declared otherwise."""
        return read(row, self.export if self.export is not None else self.value or self.key)


@dataclass(frozen=True)
class Cell:
    """One value on the page, with its address and a second, smaller line."""

    column: Column[Any]
    value: Any
    url: str = ""
    detail: Any = ""

    @property
    def kind(self) -> str:
        """How it is drawn: tag, moment, day, number or text."""
        return next((name for types, name in KINDS if isinstance(self.value, types)), "text")

    def html(self) -> SafeString:
        """The cell, drawn here and not by a template: a page has hundreds of them."""
        kind = self.kind
        shown = self._shown(kind)
        if self.url:
            shown = format_html('<a href="{}">{}</a>', self.url, shown)
        small = format_html("<small>{}</small>", whole_plates(self.detail)) if self.detail else ""
        begin = _begin_cell(kind, self.column.css, str(self.column.label))
        return format_html("{}<span>{}{}</span></td>", begin, shown, small)

    def _shown(self, kind: str) -> Any:
        if isinstance(self.value, datetime):
            return f"{localtime(self.value):%Y-%m-%d %H:%M}"
        if isinstance(self.value, date):
            return self.value.isoformat()
        return whole_plates(self.value) if kind == "text" else self.value


@lru_cache(maxsize=1024)
def _begin_cell(kind: str, css: str, label: str) -> SafeString:
    """The same for every row of a page."""
    return format_html('<td role="cell" class="cell-{} {}" data-label="{}">', kind, css, label)


@dataclass(frozen=True)
class Header:
    """A column's head with the address that sorts by it."""

    label: Words
    css: str
    sort_key: str
    direction: str  # "ascending", "descending" or ""


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and what to do first."""

    title: Words = NOTHING_YET
    text: Words = ""
    url: str = ""
    label: Words = ""
    icon: str = "list"


@dataclass
class Page(Generic[Row]):
    """Fifty rows and where they stand."""

    number: int
    rows: list[Row] = field(default_factory=list)
    has_next: bool = False

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


class Table(Generic[Row]):
    """A list page over rows that the user may see. Subclass it and call `respond`."""

    name: ClassVar[str] = "list"
    title: ClassVar[Words] = ""
    columns: ClassVar[Sequence[Column[Any]]] = ()
    search: ClassVar[Sequence[str]] = ()  # lookups joined by "or", as "plate__startswith"
    search_label: ClassVar[Words] = _("Search")  # what may be typed: "Plate or number"
    lookups: ClassVar[Mapping[str, str]] = {}  # filter field → lookup
    looks_at_all: ClassVar[frozenset[str]] = frozenset()  # filters that no index answers
    filters: ClassVar[type[Filters]] = Filters
    order: ClassVar[str] = ""  # the column's key, with "-" for descending
    empty: ClassVar[Empty] = Empty()

    def __init__(
        self, rows: QuerySet[Row], request: HttpRequest, *, may_export: bool = False
    ) -> None:
        self.request, self.all_rows, self.may_export = request, rows, may_export
        self.form = self.filters(self._asked_for())
        if not self.search and type(self).search_rows is Table.search_rows:
            del self.form.fields["q"]
        else:
            self.form.fields["q"].label = str(self.search_label)

    # What a subclass may change

    def search_rows(self, rows: QuerySet[Row], text: str) -> QuerySet[Row]:
        """The rows that fit what was typed."""
        wanted = Q()
        for lookup in self.search:
            wanted |= Q(**{lookup: text})
        return rows.filter(wanted)

    def narrow(self, rows: QuerySet[Row], values: Mapping[str, Any]) -> QuerySet[Row]:
        """The rows that fit the filters; filters without a lookup are a subclass's to apply."""
        for name, lookup in self.lookups.items():
            value = values.get(name)
            if value not in (None, ""):
                rows = rows.filter(**{lookup: value})
        return rows

    def prepare(self, rows: list[Row]) -> None:
        """Read at once what the cells of these rows need; a page and a workbook call it alike."""

    # What was asked for: chosen in the address, typed in the session

    @cached_property
    def _words(self) -> list[str]:
        """The filters that are typed, not chosen."""
        return self.filters.typed()

    @cached_property
    def _typed(self) -> dict[str, str] | None:
        """What was typed; None when the session does not know the search any more."""
        name = self.request.GET.get(SEARCH)
        return {} if name is None else searches.recall(self.request.session, name)

    def _asked_for(self) -> QueryDict:
        """Chosen and typed together; words in the address itself count for nothing."""
        asked_for = self.request.GET.copy()
        for name in self._words:
            asked_for.setlist(name, [(self._typed or {}).get(name, "")])
        return asked_for

    def _keep_search(self) -> HttpResponse:
        """Take what was posted, and lead to the address that shows what fits."""
        posted = self.request.POST
        chosen = [*(name for name in self.filters.base_fields if name not in self._words), "sort"]
        said = [(name, value) for name in chosen for value in posted.getlist(name) if value]
        typed = {name: posted.get(name, "").strip()[:LONGEST_LINE] for name in self._words}
        if any(typed.values()):
            said.append((SEARCH, searches.keep(self.request.session, typed)))
        return redirect(f"{self.request.path}?{urlencode(said)}" if said else self.request.path)

    def _search_has_ended(self) -> HttpResponse:
        """To the same list without the search, saying so: all rows would be a wrong answer."""
        messages.warning(self.request, SEARCH_AGAIN)
        kept = self.request.GET.copy()
        for name in (*self._words, SEARCH, "export", "page"):
            kept.pop(name, None)
        address = f"{self.request.path}?{kept.urlencode()}".removesuffix("?")
        if self._swaps_the_list:  # a page of its own, or nobody would see what is said
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)

    # What the page draws

    @cached_property
    def values(self) -> dict[str, Any]:
        """The filters that were set and understood."""
        self.form.is_valid()
        return {
            key: value
            for key, value in self.form.cleaned_data.items()
            if value not in self.form.fields[key].empty_values
        }

    @cached_property
    def rows(self) -> QuerySet[Row]:
        """All rows that fit, in a steady order."""
        values = dict(self.values)
        found = self.all_rows
        if text := values.pop("q", ""):
            found = self.search_rows(found, text)
        return self.narrow(found, values).order_by(*self.ordering)

    @cached_property
    def sort(self) -> str:
        """The key of the column the person sorts by, or the table's own order."""
        wanted: str = self.request.GET.get("sort", "")
        sortable = {column.key for column in self.columns if column.sorts_by}
        return wanted if wanted.removeprefix("-") in sortable else self.order

    @cached_property
    def ordering(self) -> list[str | OrderBy]:
        """The database's order; the row's own id breaks ties, so that no row is seen twice."""
        key, sign = self.sort.removeprefix("-"), "-" if self.sort.startswith("-") else ""
        named = {column.key: column.sorts_by for column in self.columns}
        return [*(turned(part, sign) for part in named.get(key, ())), f"{sign}pk"]

    @cached_property
    def page(self) -> Page[Row]:
        """The fifty rows asked for; one more is read to know whether there is a next page."""
        number = self.request.GET.get("page", "1")
        place = int(number) if re.fullmatch(r"[1-9]\d{0,5}", number) else 1
        start = (place - 1) * PAGE_SIZE
        found = list(self._rows_between(start, start + PAGE_SIZE + 1))
        self.prepare(found)
        return Page(place, found[:PAGE_SIZE], has_next=len(found) > PAGE_SIZE)

    @cached_property
    def _keys(self) -> list[Any] | None:
        """The keys of the rows that fit, in no order, as far as they are counted, where every row
        has to be looked at. None where an index finds them.
        """
        if not self.looks_at_all & self.values.keys():
            return None
        return list(self.rows.order_by().values_list("pk", flat=True)[: COUNT_UP_TO + 1])

    def _rows_between(self, start: int, stop: int) -> QuerySet[Row]:
        """Rows of the page. What was looked for is not looked for a second time, unless there is
        more than is counted; those of the page are chosen before anything is joined to them.
        """
        if self._keys is None:
            return self.rows[start:stop]
        fit = self.rows
        if len(self._keys) <= COUNT_UP_TO:
            fit = self.all_rows.filter(pk__any_of=self._keys).order_by(*self.ordering)
        return self.all_rows.filter(pk__in=fit.values("pk")[start:stop]).order_by(*self.ordering)

    @cached_property
    def count(self) -> int:
        """How many rows fit, counted no further than `COUNT_UP_TO`."""
        if self._keys is not None:
            return len(self._keys)
        return self.rows.order_by().values("pk")[: COUNT_UP_TO + 1].count()

    @property
    def count_words(self) -> str:
        """The number as people read it: exact, or "more than"."""
        return f"{COUNT_UP_TO:,}+" if self.count > COUNT_UP_TO else f"{self.count:,}"

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or filter is on, which changes what an empty list says."""
        return bool(self.values)

    @property
    def first_filters(self) -> list[BoundField]:
        """The search box; a list without one begins with its few choices."""
        fields = self.form.visible_fields()
        return [field for field in fields if field.name == "q"] or fields

    @property
    def other_filters(self) -> list[BoundField]:
        """What stands below the search box; on a phone behind a door."""
        first = {field.name for field in self.first_filters}
        return [field for field in self.form.visible_fields() if field.name not in first]

    @property
    def is_chosen(self) -> bool:
        """Whether something is set beside the search box, so that the door stands open."""
        return bool(self.values.keys() - {"q"} or self.form.errors)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing at all: then there is nothing to search for either."""
        is_looked_for = self.is_narrowed or bool(self.form.errors) or self.page.number > 1
        return not (self.page.rows or is_looked_for)

    def headers(self) -> Iterator[Header]:
        """The heads of the columns on the page."""
        key = self.sort.removeprefix("-")
        for column in self.shown:
            is_down = self.sort.startswith("-")
            direction = ("descending" if is_down else "ascending") if column.key == key else ""
            turn = f"-{column.key}" if direction == "ascending" else column.key
            yield Header(column.label, column.css, turn if column.sorts_by else "", direction)

    def body(self) -> Iterator[list[Cell]]:
        """The rows of the page, cell by cell."""
        for row in self.page.rows:
            yield [
                Cell(
                    column,
                    column.value_of(row),
                    column.link(row) if column.link else "",
                    column.detail(row) if column.detail else "",
                )
                for column in self.shown
            ]

    @property
    def shown(self) -> list[Column[Any]]:
        """The columns on the page."""
        return [column for column in self.columns if column.on_page]

    # Answers

    def respond(self, template: str, context: Mapping[str, Any] | None = None) -> HttpResponse:
        """The whole page, its list alone for a swap, the workbook, or where a search leads."""
        if self.request.method == "POST":
            return self._keep_search()
        if self._typed is None or any(name in self.request.GET for name in self._words):
            return self._search_has_ended()
        if self.may_export and self.request.GET.get("export") == "xlsx":
            return self.workbook()
        return render(
            self.request,
            "parts/table.html" if self._swaps_the_list else template,
            {"table": self, **(context or {})},
        )

    @property
    def _swaps_the_list(self) -> bool:
        """Whether the browser only puts a new list in the place of the one on the page."""
        return self.request.headers.get("HX-Target") == f"list-{self.name}"

    @property
    def unit(self) -> str:
        """Who hands the list in, on its second line: the exporting person's office."""
        return str(getattr(self.request.user, "office", ""))

    def workbook(self) -> HttpResponse:
        """All rows that fit as an Excel file, in the layout that offices expect."""
        from . import excel  # noqa: PLC0415 - only exports need it

        if self.rows.order_by().values("pk")[: EXPORT_UP_TO + 1].count() > EXPORT_UP_TO:
            raise Refused(TOO_MANY_ROWS)
        columns = [column for column in self.columns if column.in_export]
        content = excel.write_list(
            title=str(self.title),
            unit=self.unit,
            columns=[
                excel.Column(key=one.key, header=str(one.label), width=one.width) for one in columns
            ],
            rows=([column.export_of(row) for column in columns] for row in self._every_row()),
            as_of=now(),
        )
        return workbook_answer(content, f"{self.title}-{today():%Y%m%d}")

    def _every_row(self) -> Iterator[Row]:
        """All rows that fit, a part of them in memory at a time."""
        found = self.rows.iterator(chunk_size=PART_OF_EXPORT)
        while part := list(islice(found, PART_OF_EXPORT)):
            self.prepare(part)
            yield from part


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook to be kept under this name, in whatever letters."""
    answer = HttpResponse(content, content_type=XLSX)
    named = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    answer["Content-Disposition"] = named
    return answer


TOO_MANY_ROWS = Refusal(
    "core.too_many_rows",
    _("The list has more than 50,000 rows; a workbook of it would help nobody."),
    _("Choose a shorter period or one desk, then export again."),
)


def read(row: Any, source: str | Callable[[Any], Any]) -> Any:
    """The value at a dotted path, or what the function says; methods are called."""
    value = source(row) if callable(source) else row
    for part in () if callable(source) else source.split("."):
        if value is None:
            return ""
        value = getattr(value, part)
        value = value() if callable(value) else value
    return "" if value is None else value


def turned(part: str | OrderBy, sign: str) -> str | OrderBy:
    """A part of an ordering, the other way round when the sign says so; empty values stay last."""
    if not sign:
        return part
    if isinstance(part, OrderBy):
        return OrderBy(part.expression, descending=True, nulls_last=part.nulls_last)
    return part.removeprefix("-") if part.startswith("-") else f"-{part}"
