"""Words in a language other than the reader's of this moment: for messages, workbooks and paper."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from .errors import Words


def in_language(language: str, words: Words) -> str:
    """The words in this language."""
    if get_language() == language:
        return str(words)
    with override(language):
        return str(words)


def in_every_language(words: Words) -> dict[str, str]:
    """The words in each language of the product, to keep them for whoever reads them later."""
    return {language: in_language(language, words) for language, _name in settings.LANGUAGES}


def _choose(said: Mapping[str, str]) -> str:
    return said.get(get_language() or "", said[settings.LANGUAGE_CODE])


in_readers_language = lazy(_choose, str)  # what `in_every_language` kept, as the reader reads
