"""Each kind of event in words. Modules bring their own sentences; an unknown kind fails a test."""

from collections.abc import Mapping

from django.apps import apps

from longgang.core.errors import Words

_WORDS: dict[str, Words] = {}


def register_words(words: Mapping[str, Words]) -> None:
    """Teach the book what a module's kinds mean, e.g. `{"pass.issued": _("Pass issued")}`.

    Raises ValueError when a kind already means something else.
    """
    for kind, sentence in words.items():
        if _WORDS.setdefault(kind, sentence) != sentence:
            raise ValueError(f"the kind {kind} already has words")


def kind_in_words(kind: str) -> str:
    """The sentence for a kind of event; the kind itself when a module of the past is gone."""
    return str(_WORDS.get(kind, kind))


def known_kinds() -> dict[str, Words]:
    """Every kind that has words."""
    return dict(_WORDS)


def subject_in_words(subject_kind: str) -> str:
    """What a reader calls this kind of thing; the kind itself when its model is gone."""
    try:
        return str(apps.get_model(subject_kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_kind
