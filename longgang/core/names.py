"""Names of people: letters of any script, and what stands between them."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from .errors import Refusal, filled

BETWEEN = frozenset(" ·•・．∙‧.'’ʼ-‐‑")  # 买买提·吐逊, O'Neill, Anne-Marie, J. Smith
# Nobody sees these, and copying brings them along: they are dropped, not complained about.
_DROPPED = frozenset("\t\r\n\u00ad\u200b\u200c\u200d\u2060\ufeff")


def check_person_name(name: str, *, field: str = "name") -> Refusal | None:
    """A person is called by letters with their marks, spaces and the signs of `BETWEEN`; markup,
    digits, and signs that turn the direction of writing are no part of a name. Asks nothing of what
    is left blank.
    """
    wrong = next((sign for sign in unicodedata.normalize("NFKC", name) if not _is_fit(sign)), None)
    if wrong is None:
        return None
    return Refusal(
        "core.no_name",
        filled(_("This does not belong in a name: %(sign)s"), sign=_shown(wrong)),
        _("Write letters, with a space or one of · . ' - between them."),
        field=field,
    )


def _is_fit(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] in "LMZ" or kind == "Nl" or sign in BETWEEN or sign in _DROPPED


def _shown(sign: str) -> str:
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"
