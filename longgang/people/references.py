"""Who refers to the register from above: merging moves their references along.

The register cannot import the modules that refer to it, so they say it themselves when they start.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps


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
