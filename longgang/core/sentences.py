"""Sentences beside each other: English has a space between them, Chinese has none."""

from collections.abc import Iterable

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

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


def comma() -> str:
    """What stands between the words of a list in the language of the page."""
    return "、" if (get_language() or "zh").startswith("zh") else ", "


def listed(words: Iterable[object]) -> str:
    """Words one after the other, as a list in a sentence."""
    return comma().join(str(word) for word in words)


listed_lazy = lazy(listed, str)  # in the language of whoever reads it


def beside(*facts: object) -> str:
    """Facts beside each other, a dot between them; what is empty is left out."""
    return BESIDE.join(str(fact) for fact in facts if fact)
