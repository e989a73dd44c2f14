"""A list is sorted, searched, filtered, paged and exported from its declaration alone."""

import datetime
import io
import re
from types import SimpleNamespace
from urllib.parse import unquote

import openpyxl
import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import F
from django.test import RequestFactory

from longgang.areas.models import Area
from longgang.core import searches, tables
from longgang.core.clock import today
from longgang.core.errors import Refused
from longgang.core.forms import Filters
from longgang.core.tables import Column, Empty, Table, read, turned
from longgang.core.tags import Tag, Tone

pytestmark = pytest.mark.django_db


class LevelFilters(Filters):
    level = forms.ChoiceField(choices=[("", "all"), ("county", "county"), ("street", "street")])
    since = forms.DateField()


class AreaTable(Table[Area]):
    name = "areas"
    title = "Areas"
    filters = LevelFilters
    search = ("name__icontains", "code__startswith")
    lookups = {"level": "level", "since": "valid_from__gte"}
    order = "-code"
    empty = Empty("None", "Make one")
    columns = [
        Column("code", "Code", sort="code", link=lambda area: f"/a/{area.code}"),
        Column("name", "Name", sort=("level", "name"), detail=lambda area: area.name_en),
        Column("level", "Level", lambda area: Tag(area.level, Tone.INFO)),
        Column("since", "Since", "valid_from", sort="valid_from"),
        Column(
            "until",
            "Until",
            "valid_to",
            sort=F("valid_to").asc(nulls_last=True),
            on_page=False,
            in_export=False,
        ),
        Column("hidden", "Hidden", "full_name", on_page=False),
        Column("spare", "Spare", "initials", in_export=False),
    ]


def make_areas(count: int) -> None:
    Area.objects.bulk_create(
        Area(
            code=f"99{number:04}",
            name=f"区{number}",
            full_name=f"省区{number}",
            level="county" if number % 2 else "street",
            valid_from=datetime.date(2020, 1, 1) + datetime.timedelta(days=number),
        )
        for number in range(count)
    )


def ask(query: str = "", *, q: str = "", **headers) -> WSGIRequest:
    """A request of somebody who typed `q` into the search box a moment ago."""
    session: dict = {}
    if q:
        query += f"&search={searches.keep(session, {'q': q})}"
    request = RequestFactory().get(f"/list/?{query}", headers=headers)
    request.session = session
    request.user = SimpleNamespace(office="指挥部")
    return request


def table(query: str = "", *, q: str = "", **options) -> AreaTable:
    rows = Area.objects.filter(code__startswith="99")
    return AreaTable(rows, ask(query, q=q), **options)


def codes(shown: AreaTable) -> list[str]:
    return [area.code for area in shown.page.rows]


def test_a_page_has_fifty_rows_in_the_tables_own_order():
    make_areas(120)
    shown = table()
    assert len(codes(shown)) == 50
    assert codes(shown)[0] == "990119"
    assert (shown.page.first, shown.page.last, shown.page.has_next) == (1, 50, True)
    assert shown.count == 120


def test_the_last_page_has_the_rest():
    make_areas(120)
    shown = table("page=3")
    assert len(codes(shown)) == 20
    assert shown.count == 120
    assert not shown.page.has_next


@pytest.mark.parametrize("rows", [2, 300])
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    rows, django_assert_num_queries
):
    make_areas(rows)
    shown = table()
    with django_assert_num_queries(2):
        assert list(shown.body())
        assert shown.count_words == str(rows)


class SearchedTable(AreaTable):
    looks_at_all = frozenset({"level"})


@pytest.mark.parametrize(
    ("count_up_to", "said"), [(1000, "60"), (60, "60"), (59, "59+"), (50, "50+")]
)
@pytest.mark.parametrize("page", [1, 2, 3])
def test_where_all_rows_are_looked_at_page_and_count_stay_the_same(
    count_up_to, said, page, monkeypatch, django_assert_num_queries
):
    make_areas(120)
    monkeypatch.setattr(tables, "COUNT_UP_TO", count_up_to)
    asked = f"level=street&sort=code&page={page}"
    rows, expected = Area.objects.filter(code__startswith="99"), codes(table(asked))
    with django_assert_num_queries(2) as queries:
        shown = SearchedTable(rows, ask(asked))
        assert codes(shown) == expected
        assert shown.count_words == said
    is_looked_for_again = " = ANY(" not in queries.captured_queries[-1]["sql"]
    assert is_looked_for_again is (count_up_to < 60)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sort=code", "990000"),
        ("sort=-code", "990009"),
        ("sort=name", "990001"),
        ("sort=-name", "990008"),
        ("sort=level", "990009"),
        ("sort=id%3Bdrop", "990009"),
        ("sort=password", "990009"),
    ],
)
def test_sorting_uses_declared_columns_only(query, first):
    make_areas(10)
    assert codes(table(query))[0] == first


def test_equal_rows_are_ordered_by_their_own_id():
    make_areas(3)
    assert table("sort=since").ordering == ["valid_from", "pk"]
    assert table("sort=-name").ordering == ["-level", "-name", "-pk"]


@pytest.mark.parametrize("query", ["sort=until", "sort=-until"])
def test_rows_without_a_value_come_last_in_either_direction(query):
    make_areas(3)
    Area.objects.filter(code="990001").update(valid_to=datetime.date(2030, 1, 1))
    assert codes(table(query))[0] == "990001"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "99999999999999999999", "%00"])
def test_a_senseless_page_number_shows_the_first_page(page):
    make_areas(3)
    assert table(f"page={page}").page.number == 1


def test_a_page_beyond_the_end_is_empty_and_counted():
    make_areas(3)
    shown = table("page=7")
    assert (codes(shown), shown.count) == ([], 3)


def test_search_finds_any_of_its_columns():
    make_areas(20)
    assert codes(table(q="区7")) == ["990007"]
    assert codes(table(q="990012")) == ["990012"]


def test_filters_narrow_and_an_unreadable_one_is_left_out():
    make_areas(10)
    assert len(codes(table("level=county"))) == 5
    assert codes(table("since=2020-01-10")) == ["990009"]
    shown = table("since=yesterday&level=county")
    assert len(codes(shown)) == 5
    assert "since" in shown.form.errors


def test_a_list_without_search_shows_no_search_box():
    class Plain(AreaTable):
        search = ()

    assert "q" not in Plain(Area.objects.none(), RequestFactory().get("/")).form.fields
    assert "q" in table().form.fields


def test_counting_stops_at_its_limit(monkeypatch):
    monkeypatch.setattr(tables, "COUNT_UP_TO", 60)
    make_areas(70)
    assert table().count_words == "60+"


def test_headers_offer_the_other_direction():
    heads = {head.label: head for head in table("sort=code").headers()}
    assert (heads["Code"].direction, heads["Code"].sort_key) == ("ascending", "-code")
    assert (heads["Since"].direction, heads["Since"].sort_key) == ("", "since")
    assert heads["Level"].sort_key == ""
    assert "Hidden" not in heads


def test_cells_know_what_they_are():
    make_areas(1)
    code, name, level, since, _spare = next(iter(table().body()))
    assert (code.url, code.kind) == ("/a/990000", "text")
    assert name.value == "区0"
    assert level.kind == "tag"
    assert since.kind == "day"
    assert tables.Cell(code.column, datetime.datetime(2022, 4, 18, tzinfo=datetime.UTC)).kind == (
        "moment"
    )
    assert tables.Cell(code.column, 3).kind == "number"
    assert tables.Cell(code.column, value=True).kind == "text"


def test_the_page_is_drawn_with_links_tags_and_labels_for_phones():
    make_areas(60)
    request = RequestFactory().get(
        "/list/", headers={"HX-Request": "true", "HX-Target": "list-areas"}
    )
    shown = AreaTable(Area.objects.filter(code__startswith="99"), request)
    html = shown.respond("site/no_such_page.html").content.decode()
    assert '<a href="/a/990059">' in html
    assert 'data-label="Code"' in html
    assert "tag-info" in html
    assert "page=2" in html
    assert "<html" not in html


def test_an_empty_list_says_what_to_do_and_a_narrowed_one_something_else():
    rows, swap = Area.objects.none(), {"HX-Target": "list-areas"}
    assert "Make one" in AreaTable(rows, ask(**swap)).respond("x.html").content.decode()
    narrowed = AreaTable(rows, ask(q="x", **swap))
    assert "Make one" not in narrowed.respond("x.html").content.decode()


def test_the_workbook_holds_every_row_that_fits():
    make_areas(120)
    answer = table("export=xlsx&level=county", may_export=True).respond("x.html")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    named = f'attachment; filename="Areas-{today():%Y%m%d}.xlsx"'
    assert answer["Content-Disposition"] == named
    assert sheet["A1"].value == "指挥部Areas"
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert list(rows[0][1:]) == ["Code", "Name", "Level", "Since", "Hidden", "备注"]
    assert sheet["A2"].value == "填报单位：指挥部"
    assert rows[1][1:4] == ("990119", "区119", "county")
    assert sum(isinstance(row[0], int | float) for row in rows) == 60


def test_nobody_exports_without_being_allowed_to():
    make_areas(1)
    request = RequestFactory().get("/?export=xlsx", headers={"HX-Target": "list-areas"})
    answer = AreaTable(Area.objects.all(), request).respond("x.html")
    assert answer["Content-Type"].startswith("text/html")


def test_a_page_and_a_workbook_are_prepared_in_parts(monkeypatch):
    monkeypatch.setattr(tables, "PART_OF_EXPORT", 4)
    seen = []
    monkeypatch.setattr(AreaTable, "prepare", lambda _self, rows: seen.append(len(rows)))
    make_areas(12)
    wanted = "level=county"
    assert len(table(wanted).page.rows) == seen.pop() == 6
    table(f"export=xlsx&{wanted}", may_export=True).respond("x.html")
    assert seen == [4, 2]


def test_a_workbook_nobody_could_read_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "EXPORT_UP_TO", 5)
    make_areas(6)
    with pytest.raises(Refused) as refused:
        table("export=xlsx", may_export=True).respond("x.html")
    assert refused.value.code == "core.too_many_rows"


class WrittenBy(LevelFilters):
    by = forms.CharField()


class BookTable(AreaTable):
    filters = WrittenBy
    lookups = {**AreaTable.lookups, "by": "name__startswith"}


def send(said: dict, session: dict, query: str = "") -> str:
    """Where the list leads after its filters were posted."""
    request = RequestFactory().post(f"/list/{query}", said)
    request.session = session
    answer = BookTable(Area.objects.all(), request).respond("x.html")
    assert answer.status_code == 302
    return unquote(answer.url)


def test_what_is_chosen_stands_in_the_address_and_what_is_typed_does_not():
    session: dict = {}
    typed = {"q": " 138 0000 0001 ", "by": "林"}
    url = send({**typed, "level": "county", "sort": "name", "page": "3", "x": "y"}, session)
    name = url.rpartition("=")[2]
    assert url == f"/list/?level=county&sort=name&search={name}"
    assert searches.recall(session, name) == {"q": "138 0000 0001", "by": "林"}


def test_a_search_for_nothing_leaves_no_trace():
    session: dict = {}
    assert send({"q": " ", "level": ""}, session, "?level=county&search=x") == "/list/"
    assert session == {}


def test_every_typed_filter_is_remembered():
    make_areas(20)
    session: dict = {}
    request = RequestFactory().get(send({"by": "区7"}, session))
    request.session = session
    assert codes(BookTable(Area.objects.all(), request)) == ["990007"]


def test_orders_pages_and_workbooks_keep_the_search():
    make_areas(70)
    session: dict = {}
    request = RequestFactory().get(send({"q": "区"}, session), headers={"HX-Target": "list-areas"})
    request.session = session
    shown = BookTable(Area.objects.filter(code__startswith="99"), request, may_export=True)
    html = shown.respond("x.html").content.decode()
    links = [link for link in re.findall(r'href="(\?[^"]+)"', html) if "search=" in link]
    assert {"sort", "page", "export"} <= {re.split("[?;=]", link)[-2] for link in links}
    assert all("区" not in unquote(link) for link in re.findall(r'"([^"]*[?][^"]*)"', html))


def told(request: WSGIRequest) -> list[str]:
    """What the person is told on the next page."""
    return [str(message) for message in get_messages(request)]


@pytest.mark.parametrize("query", ["search=gone", "q=13800000001", "q=", "by=x", "search=a&q=x"])
def test_a_search_that_has_ended_or_stands_in_the_address_is_asked_for_again(query):
    request = ask(f"{query}&level=county&sort=code&export=xlsx&page=2")
    request._messages = SessionStorage(request)
    answer = BookTable(Area.objects.all(), request, may_export=True).respond("x.html")
    assert (answer.status_code, answer.url) == (302, "/list/?level=county&sort=code")
    assert told(request) == [str(tables.SEARCH_AGAIN)]


def test_a_list_that_is_swapped_asks_on_a_whole_page():
    request = ask("search=gone", **{"HX-Target": "list-areas"})
    request._messages = SessionStorage(request)
    answer = BookTable(Area.objects.all(), request).respond("x.html")
    assert answer.headers["HX-Redirect"] == "/list/"
    assert told(request) == [str(tables.SEARCH_AGAIN)]


def test_read_follows_paths_calls_methods_and_stops_at_nothing():
    area = Area(code="1", level="county")
    area.company = None
    assert read(area, "company.name") == ""
    assert read(area, "get_level_display") == area.get_level_display()
    assert read(area, lambda row: row.code * 2) == "11"
    assert read(area, lambda row: row.valid_to) == ""
    area.valid_to = None
    assert read(area, "valid_to") == ""


def test_an_ordering_can_be_turned_round():
    assert [turned("a", ""), turned("a", "-"), turned("-a", "-")] == ["a", "-a", "a"]
