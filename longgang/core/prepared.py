"""Statements that stand in every truck's way: written once, prepared in the database, then run.

Django writes the SQL of a query anew each time, and PostgreSQL plans it anew. For one check at a
gate that is most of the work; elsewhere it does not matter, and a plain queryset reads better.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.base import ModelState
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

from .sealed import sealed_copies
from .statements import Given, Rows, run

Row = TypeVar("Row", bound=models.Model)
Field = models.Field[Any, Any]


class Prepared(Generic[Row]):
    """A queryset that is compiled the first time, with `Given("name")` for what differs.

    It may join (`select_related`), annotate, defer, sort, slice and lock, not prefetch.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Row]]) -> None:
        self._build = build

    def list(self, **values: Any) -> list[Row]:
        """The rows for these values."""
        sql, given, make, _names = self._compiled
        found = run(sql, _given(given, values))
        database = connections[DEFAULT_DB_ALIAS]
        return [make(row, database) for row in found]

    def first(self, **values: Any) -> Row | None:
        """The first of them; the queryset says which that is."""
        return next(iter(self.list(**values)), None)

    def finds_still(self, row: Sequence[Any], **values: Any) -> "Condition":
        """Holds where the statement, asked for these values, finds a row so annotated."""
        sql, given, _make, names = self._compiled
        asked = _given(given, values)
        places = ", ".join(["%s"] * len(names))
        return Condition(
            f"EXISTS (SELECT 1 FROM ({sql}) AS now_is WHERE ({', '.join(names)}) = ({places}))",  # noqa: S608
            [*asked, *row],
        )

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], "_Make", Sequence[str]]:
        compiler = self._build().query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, given = compiler.as_sql()
        return sql, tuple(given), _maker(compiler), list(compiler.annotation_col_map or ())


class PreparedRows:
    """The same of a queryset with `values_list`, whose columns come as the database has them."""

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._build = build

    def list(self, **values: Any) -> Rows:
        """The rows for these values."""
        sql, given = self._compiled
        return run(sql, _given(given, values))

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        sql, given = self._build().query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return sql, tuple(given)


class PreparedUpdate:
    """An update that is compiled the first time: a queryset, and what becomes of its rows, with
    `Given("name")` for what differs.
    """

    def __init__(self, build: Callable[[], tuple[models.QuerySet[Any], Mapping[str, Any]]]) -> None:
        self._build = build

    def run(self, **values: Any) -> int:
        """How many rows were changed."""
        sql, given = self._compiled
        return len(run(sql, _given(given, values)))

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        rows, changes = self._build()
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        sql, given = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return f"{sql} RETURNING 1", tuple(given)


def _given(places: Iterable[Any], values: Mapping[str, Any]) -> list[Any]:
    return [values[each.name] if isinstance(each, Given) else each for each in places]


@dataclass(frozen=True)
class Condition:
    """What has to hold for something to be written, in the database's words, and its values."""

    sql: str
    values: Sequence[Any]


_Make = Callable[[Sequence[Any], Any], Any]


def _maker(compiler: Any) -> _Make:
    """How a row becomes an object with its joined objects."""
    select = compiler.select
    joined = _joined_maker(compiler.klass_info, select)
    columns = [column[0] for column in select[: compiler.col_count]]
    annotated = list((compiler.annotation_col_map or {}).items())
    converters = [(place, *each) for place, each in compiler.get_converters(columns).items()]

    def make(row: Sequence[Any], database: Any) -> Any:
        values = list(row)
        for place, convert, column in converters:
            for each in convert:
                values[place] = each(values[place], column, database)
        made = joined(values)
        for name, place in annotated:
            setattr(made, name, values[place])
        return made

    return make


def _joined_maker(info: Any, select: Any) -> Callable[[list[Any]], Any]:
    """As Django's ModelIterable and RelatedPopulator do it, without asking each field each time."""
    model, places = info["model"], info["select_fields"]
    names = [select[place][0].target.attname for place in places]
    key = places[names.index(model._meta.pk.attname)]
    others = [
        (_joined_maker(each, select), each["local_setter"], each["remote_setter"])
        for each in info.get("related_klass_infos", ())
    ]

    def make(values: list[Any]) -> Any:
        if values[key] is None:
            return None
        made = _empty(model)
        _is_stored(made)
        vars(made).update(zip(names, [values[place] for place in places], strict=True))
        for make_other, set_here, set_there in others:
            other = make_other(values)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made

    return make


def _empty(model: type[Row]) -> Row:
    made = model.__new__(model)
    made._state = ModelState()  # noqa: SLF001 - as Django does
    return made


def _is_stored(row: models.Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as Django does


def new_row(model: type[Row], **values: Any) -> Row:
    """As `model(**values)`, without asking every field: what is not named has its default."""
    fixed, made_anew = _defaults_of(model)
    made = _empty(model)
    own = vars(made)
    own.update(fixed)
    own.update((name, make()) for name, make in made_anew if name not in values)
    for name, value in values.items():
        if name in own:
            own[name] = value
            continue
        kind, column, key = _owners_of(model).get(name, _NO_OWNER)
        if not isinstance(value, kind):
            raise TypeError(f"{model.__name__} has no {name} that is a {type(value).__name__}")
        own[column] = getattr(value, key)
        made._state.fields_cache[name] = value  # noqa: SLF001 - as Django does
    return made


_NO_OWNER: tuple[Any, str, str] = ((), "", "")


@cache
def _owners_of(model: type[models.Model]) -> dict[str, tuple[Any, str, str]]:
    """What a row belongs to, by name: its model, the attribute for its key, and the key's own."""
    return {
        field.name: (field.related_model, field.attname, field.target_field.attname)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }


@cache
def _defaults_of(
    model: type[models.Model],
) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """By column: what is always the same, and what is made for each row."""
    fixed: dict[str, Any] = {}
    made_anew = []
    for field in model._meta.concrete_fields:
        fixed[field.attname] = None
        if field.has_default() and callable(field.default):
            made_anew.append((field.attname, field.default))
        else:
            fixed[field.attname] = field.get_default()
    return fixed, made_anew


def hold(owner: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """Keep related rows that were read already, as `prefetch_related` would."""
    related = getattr(owner, name).get_queryset()
    related._result_cache, related._prefetch_done = list(rows), True  # noqa: SLF001
    held = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    held[name] = related


def insert(row: models.Model, *, ignore_conflicts: bool = False) -> None:
    """As `save()` of a new row; with `ignore_conflicts`, one that is there already stays."""
    sql = _insert_of(type(row), ignore_conflicts)
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS):
        written = run(sql, _values_of(row))
    if written:
        _is_written(row, written[0][0])


def insert_all(rows: Sequence[models.Model]) -> None:
    """As `bulk_create` of new rows of one table, without their keys: thousands in half the time."""
    if not rows:
        return
    table, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    columns = ", ".join(f'"{field.column}"' for field in _fields_of(table))
    sql = f'COPY "{table._meta.db_table}" ({columns}) FROM STDIN'
    with (
        transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS),
        database.wrap_database_errors,
        database.cursor() as cursor,
        cursor.copy(sql) as copy,
    ):
        for row in rows:
            copy.write_row(_values_of(row))


def _is_written(row: models.Model, key: Any) -> None:
    row.pk = key
    _is_stored(row)


def _values_of(row: models.Model) -> list[Any]:
    names, prepared = _as_written(type(row))
    own, database = vars(row), connections[DEFAULT_DB_ALIAS]
    values = [own[name] for name in names]
    for place, field in prepared:
        values[place] = field.get_db_prep_save(field.pre_save(row, add=True), database)
    return values


@cache
def _as_written(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Field]]]:
    """The attributes of an inserted row, and which of them the database gets in another form."""
    fields = _fields_of(model)
    prepared = [(place, field) for place, field in enumerate(fields) if not _is_plain(field)]
    return [field.attname for field in fields], prepared


@cache
def _fields_of(model: type[models.Model]) -> list[Field]:
    """What an inserted row says."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _insert_of(
    model: type[models.Model],
    ignore_conflicts: bool,  # noqa: FBT001  part of the key
    condition: str = "",
) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields_of(model))
    places = ", ".join(["%s"] * len(_fields_of(model)))
    values = f"SELECT {places} {condition}" if condition else f"VALUES ({places})"
    conflict = "ON CONFLICT DO NOTHING " if ignore_conflicts else ""
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) {values} '
        f'{conflict}RETURNING "{model._meta.pk.column}"'
    )


def update(row: models.Model, values: Mapping[str, Any], *, where: Mapping[str, Any]) -> bool:
    """As `filter(pk=row.pk, **where).update(**values)`, copies of sealed values too; whether the
    row was still so. Plain values only, no expressions.
    """
    model = type(row)
    written = _with_copies(model, values)
    sql = _update_of(model, tuple(written), tuple(where))
    return bool(run(sql, [*_prepared(model, written), *_prepared(model, where), row.pk]))


def _with_copies(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    copies = {
        copy.name: copy.copy_of(values[copy.of] or "")
        for copy in sealed_copies(model)
        if copy.of in values
    }
    return {**values, **copies}


def _prepared(model: type[models.Model], values: Mapping[str, Any]) -> list[Any]:
    return [_prepare(*_field(model, name), value) for name, value in values.items()]


@cache
def _update_of(model: type[models.Model], names: tuple[str, ...], where: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{_field(model, name)[0].column}" = %s' for name in names)
    conditions = "".join(f'"{_field(model, name)[0].column}" = %s AND ' for name in where)
    return _update_where(model, changes, conditions)


def _update_where(model: type[models.Model], changes: str, conditions: str) -> str:
    meta = model._meta
    return (
        f'UPDATE "{meta.db_table}" SET {changes} '  # noqa: S608
        f'WHERE {conditions}"{meta.pk.column}" = %s RETURNING 1'
    )


class Version(models.Func):
    """Annotates rows with what the database calls their version: any change gives a new one."""

    output_field = models.TextField()

    def __init__(self) -> None:
        super().__init__(models.F("pk"))

    def as_sql(self, compiler: SQLCompiler, *_others: Any, **_more: Any) -> tuple[str, Any]:
        """Of the table by the name that it has in the query."""
        key: Any = self.source_expressions[0]
        return _version_of(f"{compiler.quote_name_unless_alias(key.alias)}."), ()


def _version_of(table: str = "") -> str:
    """Where the row lies and who wrote it: within one transaction only the first changes."""
    return f"({table}ctid::text || ' ' || {table}xmin::text)"


def update_and_insert(
    row: models.Model,
    values: Mapping[str, Any],
    *,
    version: str,
    provided: Condition | None = None,
    rows: Sequence[models.Model],
    once: Sequence[models.Model] = (),
) -> bool:
    """As `update`, and with it, in one statement, `insert` each of the rows; nothing of all that
    if anybody has changed the row since it had this `Version`, or if what is to be `provided` does
    not hold. Of `once`, those that are there already stay.
    """
    model = type(row)
    written = _with_copies(model, values)
    added = [*((each, False) for each in rows), *((each, True) for each in once)]
    sql = _update_and_insert_of(
        model,
        tuple(written),
        tuple((type(each), is_once) for each, is_once in added),
        provided.sql if provided else "TRUE",
    )
    given = [*_prepared(model, written), version]
    given += [*(provided.values if provided else ()), row.pk]
    for each, _is_once in added:
        given += _values_of(each)
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS):
        ((is_done, *keys),) = run(sql, given)
    for (each, _is_once), key in zip(added, keys, strict=True):
        if key is not None:
            _is_written(each, key)
    return bool(is_done)


@cache
def _update_and_insert_of(
    model: type[models.Model],
    names: tuple[str, ...],
    added: tuple[tuple[type[models.Model], bool], ...],
    provided: str,
) -> str:
    changes = ", ".join(f'"{_field(model, name)[0].column}" = %s' for name in names)
    conditions = f"{_version_of()} = %s AND {provided} AND "
    parts = [f"changed AS ({_update_where(model, changes, conditions)})"]
    found = ["EXISTS (SELECT 1 FROM changed)"]
    for place, (each, is_once) in enumerate(added):
        parts.append(f"added{place} AS ({_insert_of(each, is_once, 'FROM changed')})")
        found.append(f"(TABLE added{place})")
    return f"WITH {', '.join(parts)} SELECT {', '.join(found)}"


@cache
def _field(model: type[models.Model], name: str) -> tuple[Field, bool]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field), f"{name} is a column of another table"
    return field, _is_plain(field)


def _prepare(field: Field, is_plain: bool, value: Any) -> Any:  # noqa: FBT001
    if isinstance(value, models.Model):
        value = value.prepare_database_save(field)
    return value if is_plain else field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


# What these hold goes to the database as it is; fields derived from them may change it.
_PLAIN = {
    models.BigAutoField, models.BigIntegerField, models.BooleanField, models.CharField,
    models.FloatField, models.IntegerField, models.PositiveIntegerField,
    models.PositiveSmallIntegerField, models.SmallIntegerField, models.TextField,
}  # fmt: skip
_MOMENTS = {models.DateField, models.DateTimeField}


def _is_plain(field: Field) -> bool:
    if isinstance(field, models.ForeignKey):
        return _is_plain(field.target_field)
    if type(field) in _MOMENTS:
        return not (field.auto_now or field.auto_now_add)  # type: ignore[attr-defined]
    return type(field) in _PLAIN
