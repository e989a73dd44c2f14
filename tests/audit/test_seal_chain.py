"""Binding rows into the chain: every committed row once, in batches, by one sealer at a time."""

import threading

import pytest
from django.db import connection, connections, transaction

from longgang.audit import chain
from longgang.audit.api import disclose, record, seal_chain, verify_chain
from longgang.audit.chain import ChainCutError, chain_head
from longgang.audit.jobs import seal_chain as seal_job
from longgang.audit.models import ChainHead, ChainLink, Event, Unsealed


@pytest.mark.django_db
def test_seal_binds_rows_of_both_books_in_the_order_they_came(write, ada, lin):
    first = write()
    disclose(ada, "phone", by=lin, purpose="contact", reason="")
    last = write()

    assert seal_chain() == 3
    links = ChainLink.objects.order_by("sequence")
    assert [link.sequence for link in links] == [1, 2, 3]
    assert [link.book for link in links] == ["event", "disclosure", "event"]
    assert (links[0].row_id, links[2].row_id) == (first.pk, last.pk)
    assert not Unsealed.objects.exists()
    assert str(links[0]) == f"1: event {first.pk}"
    assert str(ChainHead.objects.get()) == "3"


@pytest.mark.django_db
def test_seal_goes_on_where_it_stopped(write, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    for _n in range(5):
        write()
    assert seal_chain() == 5
    write()
    assert seal_chain() == 1
    assert seal_chain() == 0
    assert chain_head()[0] == 6
    assert verify_chain() == []


@pytest.mark.django_db
def test_seal_of_empty_books_binds_nothing():
    assert seal_chain() == 0
    assert chain_head() == (0, "")
    assert verify_chain() == []


@pytest.mark.django_db
def test_seal_refuses_to_go_on_after_a_cut_off_end(write, past_the_triggers):
    write()
    write()
    seal_chain()
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_chainlink WHERE sequence = 2")
    write()
    with pytest.raises(ChainCutError):
        seal_chain()
    assert "event" in str(Unsealed.objects.get())


@pytest.mark.django_db
def test_seal_leaves_a_row_that_was_removed_for_the_verifier(write, past_the_triggers):
    gone, kept = write(), write()
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [gone.pk])
    assert seal_chain() == 1
    assert ChainLink.objects.get().row_id == kept.pk
    assert [found.code for found in verify_chain()] == ["removed"]


@pytest.mark.django_db
def test_seal_runs_as_a_job(write):
    write()
    seal_job(timestamp=0)
    assert chain_head()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_seal_misses_no_row_that_commits_late(write, ada, lin):
    """The first id is given to the transaction that commits last."""
    written, sealed = threading.Event(), threading.Event()

    def commit_late():
        try:
            with transaction.atomic():
                record("account.closed", ada, by=lin)
                written.set()
                sealed.wait(10)
        finally:
            connections.close_all()

    late = threading.Thread(target=commit_late)
    late.start()
    written.wait(10)
    write("account.opened")
    assert seal_chain() == 1
    sealed.set()
    late.join()
    assert seal_chain() == 1

    in_order = [Event.objects.get(pk=link.row_id).kind for link in ChainLink.objects.all()]
    assert in_order == ["account.opened", "account.closed"]
    assert ChainLink.objects.get(sequence=1).row_id > ChainLink.objects.get(sequence=2).row_id
    assert verify_chain() == []


@pytest.mark.django_db(transaction=True)
def test_seal_by_two_at_once_binds_each_row_once_and_holds_up_no_writer(write, ada, lin):
    for _n in range(20):
        write()
    results: list[int] = []

    def seal():
        try:
            results.append(seal_chain())
        finally:
            connections.close_all()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [chain.LOCK])
        sealers = [threading.Thread(target=seal) for _n in range(2)]
        for sealer in sealers:
            sealer.start()
        record("account.opened", ada, by=lin)  # while both sealers wait, writing does not
    for sealer in sealers:
        sealer.join()
    seal_chain()
    assert sum(results) + 0 >= 20
    assert [link.sequence for link in ChainLink.objects.all()] == list(range(1, 22))
    assert verify_chain() == []
