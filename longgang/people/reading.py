"""Reads what was typed into the form that is stored, and gathers every fault first."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from longgang.core.errors import Refusal, Refused, refuse_all

Value = TypeVar("Value")


class Reading:
    """Gathers the faults of several fields, so that a person learns all of them at once."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def read(self, field: str, parse: Callable[..., Value], *texts: str, empty: Value) -> Value:
        """What `parse` makes of the text; on refusal the fault is kept, marked with the field."""
        try:
            return parse(*texts)
        except Refused as refused:
            self.refusals += [
                dataclasses.replace(refusal, field=refusal.field or field)
                for refusal in refused.refusals
            ]
            return empty

    def note(self, *found: Refusal | None) -> None:
        """Keep the faults that a rule found."""
        self.refusals += [refusal for refusal in found if refusal is not None]

    def refuse(self) -> None:
        """Raise Refused with every fault that was kept."""
        refuse_all(self.refusals)


def tidy_text(text: str) -> str:
    """One line without double spaces and control characters, full-width letters made plain."""
    # A length no field has: nobody normalises 200 KB to learn that it is too long.
    plain = unicodedata.normalize("NFKC", text[:2000])
    plain = "".join(" " if unicodedata.category(char)[0] == "Z" else char for char in plain)
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C")
    return re.sub(r" +", " ", plain).strip()


def tidy_name(name: str) -> str:
    """A person's name: the dot of 买买提·吐逊 in its one form, no spaces inside Chinese names."""
    tidied = re.sub(r"[·•・.．∙‧]", "·", tidy_text(name))
    if re.search(r"[一-鿿]", tidied):
        return tidied.replace(" ", "")
    return tidied.replace("·", ".")
