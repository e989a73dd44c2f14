"""What `manage.py check` says about sealing keys and sealed fields."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models

from .sealed import SealedCopy, SealedModel, SealedQuerySet, SealedTextField, sealed_copies
from .seals import keyring

SHORTEST_INDEX_KEY = 32


@register(Tags.security)
def check_keys(**_kwargs: Any) -> list[CheckMessage]:
    """The keys fit their ciphers, and the index key is long enough."""
    found: list[CheckMessage] = []
    try:
        keyring()
    except ImproperlyConfigured as error:
        found.append(
            Error(str(error), hint="docs/privacy.md says how keys are made.", id="core.E001")
        )
    if len(settings.INDEX_KEY) < SHORTEST_INDEX_KEY:
        found.append(
            Error(
                f"INDEX_KEY has fewer than {SHORTEST_INDEX_KEY} characters.",
                hint="docs/privacy.md says how keys are made.",
                id="core.E002",
            )
        )
    return found


@register(Tags.models)
def check_sealed_fields(
    app_configs: Sequence[Any] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Every copy names a sealed field of its model, and no way of writing leaves it behind."""
    listed = apps.get_app_configs() if app_configs is None else app_configs
    return [
        message
        for config in listed
        for model in config.get_models()
        for message in check_copies(model)
    ]


def check_copies(model: type[models.Model]) -> Iterator[CheckMessage]:
    """The same for one model."""
    copies = sealed_copies(model)
    for copy in copies:
        if not _names_a_sealed_field(copy):
            yield Error(f"“{copy.of}” is no sealed field of the model.", obj=copy, id="core.E003")
    if not copies:
        return
    if not issubclass(model, SealedModel):
        yield Error(
            "A model with copies of sealed fields is a SealedModel.", obj=model, id="core.E004"
        )
    manager = model._default_manager  # noqa: SLF001  Django's own name
    if not isinstance(manager.all(), SealedQuerySet):
        yield Error("Its default manager uses a SealedQuerySet.", obj=model, id="core.E005")


def _names_a_sealed_field(copy: SealedCopy) -> bool:
    try:
        return isinstance(copy.model._meta.get_field(copy.of), SealedTextField)
    except FieldDoesNotExist:
        return False
