"""Who refers to the register from above: merging moves their references along; and what they know
of a vehicle, for whoever stands beside them.

The register cannot import the modules that refer to it, so they say it themselves when they start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from longgang.accounts.api import User
from longgang.core.errors import Words

# What a module knows of a plate and this reader may see, in sentences.
PlateFinder = Callable[[str, User], list[Words]]


@dataclass(frozen=True)
class Reference:
    """A column of another table that points at a person or a vehicle."""

    label: str
    field: str

    @property
    def model(self) -> Any:
        """The table that refers."""
        return apps.get_model(self.label)

    @property
    def target(self) -> Any:
        """The table referred to."""
        return self.model._meta.get_field(self.field).related_model


_references: list[Reference] = []


def register_reference(label: str, field: str) -> None:
    """Let merging move this column along: `register_reference("passes.Aboard", "person")`."""
    reference = Reference(label, field)
    if reference not in _references:
        _references.append(reference)


def references_to(target: Any) -> list[Reference]:
    """Every column registered that points at this table."""
    return [reference for reference in _references if reference.target is target]


_plate_finders: list[PlateFinder] = []


def register_plate_facts(finder: PlateFinder) -> None:
    """Ask this too what is known of a plate."""
    if finder not in _plate_finders:
        _plate_finders.append(finder)


def facts_of_plate(plate: str, *, reader: User) -> list[Words]:
    """What is known of a vehicle by its plate, as far as this reader may see it."""
    return [words for finder in _plate_finders for words in finder(plate, reader)] if plate else []
