"""Kinds in words."""

import pytest

from longgang.audit.api import (
    field_in_words,
    kind_in_words,
    known_kinds,
    register_names,
    register_words,
    subject_in_words,
)


@pytest.fixture(autouse=True)
def _own_words(monkeypatch):
    monkeypatch.setattr("longgang.audit.wording._WORDS", {"test.made": "Made"})


def test_kind_reads_as_its_module_says():
    register_words({"test.opened": "Opened"})
    assert kind_in_words("test.opened") == "Opened"
    assert known_kinds() == {"test.made": "Made", "test.opened": "Opened"}


def test_kind_of_a_module_that_is_gone_reads_as_itself():
    assert kind_in_words("gone.done") == "gone.done"


def test_register_refuses_a_second_meaning():
    register_words({"test.made": "Made"})
    with pytest.raises(ValueError, match=r"test\.made already"):
        register_words({"test.made": "Broken"})


def test_subject_reads_as_its_model_says():
    assert subject_in_words("audit.event") == "操作记录"


@pytest.mark.parametrize("kind", ["gone.thing", "nothing"])
def test_subject_of_a_model_that_is_gone_reads_as_itself(kind):
    assert subject_in_words(kind) == kind


def test_names_of_a_module_stand_for_its_tables_and_columns(monkeypatch):
    monkeypatch.setattr("longgang.audit.wording._NAMES", {})
    register_names({"audit.event": "Deed", "audit.event.seal": "Its seal"})
    assert subject_in_words("audit.event") == "Deed"
    assert field_in_words("audit.event", "seal") == "Its seal"
