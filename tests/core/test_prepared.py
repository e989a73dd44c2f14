"""A statement that is written once answers as the queryset would that writes it each time."""

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from longgang.accounts.models import Post, User
from longgang.audit.models import Event
from longgang.core.prepared import (
    Prepared,
    PreparedRows,
    PreparedUpdate,
    Version,
    hold,
    insert,
    insert_all,
    new_row,
    update,
    update_and_insert,
)
from longgang.core.statements import Given, run
from longgang.notices.models import Delivery

pytestmark = pytest.mark.django_db


def posts_of():
    rows = Post.objects.select_related("user", "ended_by").filter(user__name=Given("name"))
    return rows.defer("role").order_by("-area_code", "pk")


@pytest.fixture
def people():
    lin = User.objects.create(name="林", phone="13800000001", is_staff_member=True)
    bo = User.objects.create(name="博", is_staff_member=True)
    for user, area in ((lin, "211403"), (lin, "211404"), (bo, "211403")):
        Post.objects.create(user=user, role="auditor", area_code=area)
    return lin, bo


def test_rows_are_those_of_the_queryset_joined_and_opened(people, django_assert_num_queries):
    lin, bo = people
    prepared = Prepared(posts_of)
    for user in (lin, bo, lin, lin):
        expected = list(Post.objects.filter(user=user).order_by("-area_code", "pk"))
        with django_assert_num_queries(1):
            found = prepared.list(name=user.name)
            assert [(each.pk, each.area_code, each.user) for each in found] == [
                (each.pk, each.area_code, user) for each in expected
            ]
            assert {each.user.phone for each in found} == {user.phone}
            assert {each.ended_by for each in found} == {None}
        assert found[0].get_deferred_fields() == {"role"}
    assert prepared.list(name="nobody") == []
    assert prepared.first(name="nobody") is None
    assert prepared.first(name="林") == Post.objects.get(user=lin, area_code="211404")


def test_a_value_is_never_part_of_the_statement(people):
    assert Prepared(posts_of).list(name="林' OR '1'='1") == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_list_is_one_value_of_any_length(people, count):
    prepared = Prepared(lambda: Post.objects.filter(user__among=Given("users")).order_by("pk"))
    users = [user.pk for user in people[:count]]
    assert prepared.list(users=users) == list(Post.objects.filter(user__in=users).order_by("pk"))
    areas = Prepared(lambda: Post.objects.filter(area_code__among=Given("areas")).order_by("pk"))
    assert len(areas.list(areas=["211403", "'; --"][:count])) == min(2 * count, 2)
    assert list(Post.objects.filter(user__among=users).order_by("pk")) == prepared.list(users=users)


def test_columns_are_those_that_the_queryset_names(people):
    rows = Post.objects.filter(user__name=Given("name")).values_list("area_code", "user__name")
    found = PreparedRows(lambda: rows.order_by("-area_code")).list(name="林")
    assert found == [("211404", "林"), ("211403", "林")]


def test_a_prepared_update_changes_what_the_queryset_would(people):
    lin, bo = people
    prepared = PreparedUpdate(
        lambda: (
            Post.objects.filter(user=Given("user"), area_code__startswith="2114"),
            {"desk_code": F("area_code"), "role": Given("role")},
        )
    )
    for _again in range(2):
        assert prepared.run(user=lin.pk, role="command") == 2
    assert prepared.run(user=0, role="command") == 0
    changed = set(Post.objects.values_list("user", "desk_code", "role"))
    assert changed == {
        (lin.pk, "211403", "command"), (lin.pk, "211404", "command"), (bo.pk, "", "auditor"),
    }  # fmt: skip


def test_it_locks_what_the_queryset_locks(people):
    prepared = Prepared(lambda: Post.objects.select_for_update(of=("self",)).filter(pk=Given("pk")))
    assert "FOR UPDATE" in prepared._compiled[0]
    post = Post.objects.first()
    assert prepared.first(pk=post.pk) == post


def an_event(**changes) -> Event:
    values = {"kind": "pass.issued", "by_name": "林", "subject_kind": "x", "subject_number": "1"}
    values |= {"at": "2026-11-25T08:00Z", "mark": b"\x00\x01", "before": None, "after": {"a": [1]}}
    return Event(**values | changes)


def test_an_inserted_row_reads_back_like_a_saved_one():
    inserted, saved = an_event(), an_event()
    insert(inserted)
    saved.save()
    one, other = Event.objects.values().order_by("pk")
    assert one.pop("id") == inserted.pk < other.pop("id")
    assert one.pop("number") != other.pop("number")
    assert one == other
    assert not inserted._state.adding


def test_an_inserted_row_brings_its_sealed_copies():
    delivery = Delivery(kind="k", phone="13800000001", text="你好", key="once")
    insert(delivery)
    kept = Delivery.objects.get()
    assert (kept.phone, kept.text, kept.phone_index) == (
        "13800000001",
        "你好",
        delivery.phone_index,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM notices_delivery")
        assert b"138" not in bytes(cursor.fetchone()[0])


def test_many_rows_read_back_like_saved_ones_with_their_sealed_copies():
    facts = {"channel": "sms", "kind": "x.y", "text": "一\t二\n三\\N", "url": ""}
    rows = [Delivery(phone=f"1380000000{n}", key=f"k{n}", **facts) for n in range(3)]
    insert_all(rows)
    insert_all([])
    saved = Delivery(phone="13800000009", key="k9", **facts)
    saved.save()
    names = [
        field.name
        for field in Delivery._meta.concrete_fields
        if field.name not in {"id", "number", "key", "phone", "phone_index", "phone_last4"}
        and not field.name.endswith("_at")
    ]
    first, *_others = found = list(
        Delivery.objects.filter(key__in=["k0", "k1", "k2"]).order_by("key")
    )
    assert [each.phone for each in found] == [each.phone for each in rows]
    assert {name: getattr(first, name) for name in names} == {
        name: getattr(saved, name) for name in names
    }
    assert Delivery.objects.get(phone_index=rows[1].phone_index) == found[1]


def test_many_rows_are_written_or_none():
    rows = [Delivery(channel="sms", kind="x.y", phone="1", key="same") for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(rows)
    assert not Delivery.objects.exists()


def test_a_row_that_is_there_already_stays():
    insert(Delivery(kind="k", phone="13800000001", text="一", key="once"), ignore_conflicts=True)
    second = Delivery(kind="k", phone="13800000001", text="二", key="once")
    insert(second, ignore_conflicts=True)
    assert (Delivery.objects.get().text, second.pk) == ("一", None)


def test_what_fails_undoes_its_transaction():
    insert(an_event(number="N1"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(an_event(number="N1"))
    assert Event.objects.count() == 1


def test_held_rows_are_not_asked_for_again(people, django_assert_num_queries):
    lin, _bo = people
    hold(lin, "posts", Post.objects.filter(user=lin, area_code="211403"))
    with django_assert_num_queries(0):
        assert [post.area_code for post in lin.posts.all()] == ["211403"]
    assert lin.posts.filter(pk=F("pk")).count() == 2


def test_the_log_shows_what_was_asked_however_often(people):
    with CaptureQueriesContext(connection) as seen:
        for number in range(4):
            assert run("SELECT %s::int + 1", [number]) == [(number + 1,)]
    assert [query["sql"] for query in seen.captured_queries] == [
        f"SELECT {number}::int + 1" for number in range(4)
    ]


def test_it_is_prepared_in_the_database():
    for number in range(4):
        run("SELECT %s::int + 7", [number])
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert ("SELECT $1::int + 7",) in cursor.fetchall()


def test_an_update_writes_what_the_queryset_would_copies_too(people, django_assert_num_queries):
    lin, bo = people
    delivery = Delivery.objects.create(kind="k", phone="13800000001", text="一", key="once")
    with django_assert_num_queries(1):
        assert update(delivery, {"text": "二", "phone": "13800000002"}, where={"kind": "k"})
    kept = Delivery.objects.get()
    assert (kept.text, kept.phone, kept.kind) == ("二", "13800000002", "k")
    assert kept.phone_index != delivery.phone_index
    post = Post.objects.filter(user=bo).get()
    assert update(post, {"user": lin}, where={})
    assert Post.objects.get(pk=post.pk).user == lin


def test_an_update_changes_nothing_that_is_no_longer_so():
    delivery = Delivery.objects.create(kind="k", phone="13800000001", text="一", key="once")
    other = Delivery.objects.create(kind="k", phone="13800000001", text="一", key="twice")
    assert update(delivery, {"kind": "now"}, where={"kind": "k"}) is True
    assert update(delivery, {"kind": "later"}, where={"kind": "k"}) is False
    assert sorted(Delivery.objects.values_list("pk", "kind")) == [
        (delivery.pk, "now"),
        (other.pk, "k"),
    ]


def test_nothing_is_run_in_a_transaction_that_is_broken():
    with transaction.atomic():  # left by rolling back, for it is broken
        with pytest.raises(IntegrityError):
            insert(an_event(number=None))
        with pytest.raises(TransactionManagementError):
            run("SELECT 1", [])


def test_a_new_row_has_what_the_model_would_give_it(people):
    lin, _bo = people
    values = {"role": "auditor", "area_code": "211403", "number": "P1"}
    made, usual = new_row(Post, user=lin, **values), Post(user=lin, **values)
    assert (made.user, made._state.adding) == (lin, True)
    for one in (made, usual):
        del one._state
    assert vars(made) == vars(usual)
    assert new_row(Event).number != new_row(Event).number
    with pytest.raises(TypeError):
        new_row(Post, colour="red")
    with pytest.raises(TypeError, match="no user that is a Post"):
        new_row(Post, user=made)


def posts_now():
    return (
        Post.objects.filter(user=Given("user"))
        .only("pk")
        .annotate(version=Version(), place=F("area_code"))
        .order_by("pk")[:1]
    )


@pytest.mark.parametrize("is_still_so", [True, False])
def test_what_is_provided_has_to_hold_when_it_is_written(people, is_still_so):
    lin, bo = people
    prepared = Prepared(posts_now)
    found = prepared.first(user=bo.pk)
    still = prepared.finds_still((found.version, found.place), user=bo.pk)
    if not is_still_so:
        Post.objects.filter(pk=found.pk).update(area_code="211499")
    row = prepared.first(user=lin.pk)
    done = update_and_insert(
        row, {"area_code": "211400"}, version=row.version, provided=still, rows=[an_event()]
    )
    assert done is is_still_so
    assert Event.objects.count() == is_still_so
    assert Post.objects.filter(area_code="211400").count() == is_still_so


def test_the_first_statement_of_a_transaction_begins_it():
    run("SELECT 1", [])
    with transaction.atomic():
        insert(an_event())
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_stands_at_once_and_inside_it_can_be_taken_back():
    with transaction.atomic():
        insert(an_event())
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    insert(an_event())
    connection.close()
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_up_is_an_operational_error_and_the_next_request_gets_in():
    run("SELECT 1", [])
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        other.connection.close()
    for _try in range(2):
        with pytest.raises(OperationalError):
            run("SELECT 1", [])
    connection.close()
    assert run("SELECT 1", []) == [(1,)]
