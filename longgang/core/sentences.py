"""Sentences beside each other: English has a space between them, Chinese has none."""

from django.utils.functional import Promise, lazy

BESIDE = "\N{NO-BREAK SPACE}· "  # a line that breaks there never begins with the dot
_WIDE_ENDS = "。！？；：，、）》”"


def join_sentences(*sentences: str | Promise) -> str:
    """One after the other; what is empty is left out."""
    joined = ""
    for sentence in map(str, filter(None, sentences)):
        gap = " " if joined and joined[-1] not in _WIDE_ENDS else ""
        joined += gap + sentence
    return joined


join_lazy = lazy(join_sentences, str)  # in the language of whoever reads it


def beside(*facts: object) -> str:
    """Facts beside each other, a dot between them; what is empty is left out."""
    return BESIDE.join(str(fact) for fact in facts if fact)
