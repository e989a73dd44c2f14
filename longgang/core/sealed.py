"""Model fields for what must never lie in the database in clear: sealed texts and their copies.

A sealed field cannot be searched. Exact look-ups go through a `BlindIndexField` beside it, clerks'
searches through a `LastFourField`. Both are copies that the fields make themselves on `save()` and
`bulk_create()`; a model that has them stands on `SealedModel`, so `update()`, `bulk_update()` and
`save(update_fields=…)` never leave a copy behind.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models

from .seals import blind_index, seal, unseal

__all__ = [
    "BlindIndexField",
    "LastFourField",
    "SealedCopy",
    "SealedModel",
    "SealedQuerySet",
    "SealedTextField",
    "blind_index",
    "last_four",
    "sealed_copies",
    "without_sealed",
]


SHORTEST_TO_END = 8  # characters of a value whose last four are told
Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class SealedTextField(models.Field[str, str]):
    """A text in Python, sealed bytes in the database, also through `update()`.

    What is stored is bound to model and field: it cannot be moved to another column, and renaming
    model or field needs a migration that opens under the old name and seals under the new one.
    """

    description = "Sealed text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def column_label(self) -> str:
        """What the ciphertext is bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        """Seal the text; expressions and nulls go through as they are."""
        value = super().get_prep_value(value)
        return seal(value, self.column_label) if isinstance(value, str) else value

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str | None:
        """Open what was stored."""
        return None if value is None else unseal(bytes(value), self.column_label)

    def to_python(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: anything else would compare ciphertexts and find nothing, silently."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"“{self.name}” is sealed and cannot be filtered by “{lookup_name}”: "
            f"use its blind index, {self.name}_index=blind_index(“{self.name}”, value)."
        )

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"“{self.name}” is sealed: the database cannot compute with it.")

    def value_to_string(self, obj: models.Model) -> str:
        """Fixtures are files in clear, so a sealed text is not written to them."""
        raise FieldError(f"“{self.name}” is sealed and is not written to fixtures.")

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return super().formfield(
            *args, **{"form_class": forms.CharField, "max_length": self.max_length, **kwargs}
        )


class SealedCopy(models.CharField[str, str]):
    """A column computed from the sealed field named `of`; nobody types into it."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs = {"db_index": True, **kwargs, "editable": False, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "blank", "default"):
            del kwargs[fixed]
        if kwargs.pop("db_index", False) is False:
            kwargs["db_index"] = False
        return name, path, args, {**kwargs, "of": self.of}

    def copy_of(self, value: str) -> str:
        """What this column holds for the value."""
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  Django's own
        copy = self.copy_of(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, copy)
        return copy


class BlindIndexField(SealedCopy):
    """The keyed hash of a sealed field, for exact look-ups and for finding duplicates."""

    description = "Blind index"

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        super().__init__(*args, of=of, **{**kwargs, "max_length": 32})

    def copy_of(self, value: str) -> str:
        return blind_index(self.of, value)


class LastFourField(SealedCopy):
    """The last four characters of a sealed field, which clerks search by.

    Short values have none: four of six characters would give them away.
    """

    description = "Last four characters"

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        super().__init__(*args, of=of, **{**kwargs, "max_length": 4})

    def copy_of(self, value: str) -> str:
        return last_four(value)


def last_four(value: str) -> str:
    """The last four characters of what is long enough to keep the rest to itself."""
    return value[-4:] if len(value) >= SHORTEST_TO_END else ""


def without_sealed(rows: models.QuerySet[Row_co], *relations: str) -> models.QuerySet[Row_co]:
    """The same rows with their sealed texts left in the database, and those of joined relations.

    For lists that show none of them: opening hundreds of seals costs more than the list itself.
    """
    models_by_prefix: dict[str, type[models.Model]] = {"": rows.model}
    for relation in relations:
        joined: type[models.Model] = rows.model
        for part in relation.split("__"):
            following = joined._meta.get_field(part).related_model
            assert isinstance(following, type), f"{relation} is no relation"
            joined = following
        models_by_prefix[f"{relation}__"] = joined
    return rows.defer(
        *(
            f"{prefix}{field.name}"
            for prefix, model in models_by_prefix.items()
            for field in model._meta.concrete_fields
            if isinstance(field, SealedTextField)
        )
    )


def sealed_copies(model: type[models.Model]) -> list[SealedCopy]:
    """The copies that a model keeps of its sealed fields."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedCopy)]


class SealedQuerySet(models.QuerySet[Row_co]):
    """Writes copies together with what they are copied from."""

    def update(self, **kwargs: Any) -> int:
        """As ever, and the copies of every sealed field named are written with it."""
        copies = {
            field.name: _copy_for_update(field, kwargs)
            for field in sealed_copies(self.model)
            if field.of in kwargs
        }
        return super().update(**{**kwargs, **copies})

    def bulk_update(
        self, objs: Iterable[Row_co], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As ever, and the copies of every sealed field named are computed and written with it."""
        rows, names = list(objs), list(fields)
        copies = [copy for copy in sealed_copies(self.model) if copy.of in names]
        for row in rows:
            for copy in copies:
                copy.pre_save(row, add=False)
        return super().bulk_update(rows, [*names, *(copy.name for copy in copies)], batch_size)


def _copy_for_update(copy: SealedCopy, values: dict[str, Any]) -> Any:
    """The value of a copy in an UPDATE; `bulk_update` brings its own expressions for both."""
    value = values[copy.of]
    if value is None or isinstance(value, str):
        return copy.copy_of(value or "")
    if copy.name not in values:
        raise FieldError(f"“{copy.of}” is sealed: the database cannot compute “{copy.name}” of it.")
    return values[copy.name]


class SealedModel(models.Model):
    """What a model with copies of sealed fields stands on."""

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """As ever; naming a sealed field in `update_fields` saves its copies too."""
        if update_fields is not None:
            named = set(update_fields)
            copies = {copy.name for copy in sealed_copies(type(self)) if copy.of in named}
            update_fields = named | copies
        super().save(update_fields=update_fields, **kwargs)
