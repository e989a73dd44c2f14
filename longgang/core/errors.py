"""How the product says no: a stable code for tests and partners, and words for people."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from .sentences import join_sentences

Words = str | Promise


def _fill(words: Words, values: dict[str, Any]) -> str:
    return str(words) % values


_filled = lazy(_fill, str)


def filled(words: Words, **values: Any) -> Words:
    """The words with their values put in when they are read, in the language of that moment."""
    return _filled(words, values)


@dataclass(frozen=True)
class Refusal:
    """One reason why something may not be done, what to do instead, and the clause it rests on.

    `code` is stable and reads `module.what_is_wrong`; `field` names the form field to mark.
    """

    code: str
    reason: Words
    remedy: Words = ""
    rule: Words = ""
    field: str = ""

    def __str__(self) -> str:
        return str(self.reason)

    @property
    def in_full(self) -> str:
        """Reason and remedy, one after the other."""
        return join_sentences(self.reason, self.remedy)


class Refused(Exception):  # noqa: N818  exceptions here say what happened
    """An action was refused; nothing was written. `refusals` holds at least one reason."""

    status = 422

    def __init__(self, *refusals: Refusal) -> None:
        if not refusals:
            raise ValueError("a refusal without a reason")
        self.refusals = refusals
        super().__init__("; ".join(refusal.code for refusal in refusals))

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.refusals[0].code


class NotAllowed(Refused):
    """In sight, but not this person's to do: 403."""

    status = 403

    def __init__(self, refusal: Refusal | None = None) -> None:
        super().__init__(
            refusal
            or Refusal(
                "core.not_allowed",
                _("Your post does not include this."),
                _("Ask your administrator which post does."),
            )
        )


class IllegalMove(Refused):
    """The thing is not in a state from which this can be done: 409."""

    status = 409


class StaleRow(Refused):
    """Somebody else was faster: 409. The page shows what is true now."""

    status = 409

    def __init__(self, refusal: Refusal | None = None) -> None:
        super().__init__(
            refusal
            or Refusal(
                "core.stale_row",
                _("Somebody else was faster."),
                _("Look at what is there now, then decide again."),
            )
        )


def refuse_if(*found: Refusal | None) -> None:
    """Raise `Refused` with every reason that was found; do nothing when there is none."""
    refuse_all(found)


def refuse_all(found: Iterable[Refusal | None]) -> None:
    """The same for a sequence of findings, so that a person learns all reasons at once."""
    refusals = [refusal for refusal in found if refusal is not None]
    if refusals:
        raise Refused(*refusals)


def check_two_people(author_id: int, approver_id: int) -> Refusal | None:
    """Four eyes: nobody confirms what they proposed."""
    if author_id != approver_id:
        return None
    return Refusal(
        "core.two_people",
        _("The person who proposed this cannot also confirm it."),
        _("Ask a second authorised person."),
    )


@contextmanager
def about(field: str) -> Iterator[None]:
    """Mark the field in every refusal that comes from within and names none itself."""
    try:
        yield
    except Refused as refused:
        refused.refusals = tuple(
            refusal if refusal.field else replace(refusal, field=field)
            for refusal in refused.refusals
        )
        raise


def allows(check: Any, *args: Any, **kwargs: Any) -> bool:
    """Turn a raising `check_…` into a yes or no, so that button and guard can never disagree."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True
