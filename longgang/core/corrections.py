"""Correcting a row that others correct too: nobody undoes what somebody else has saved meanwhile.

The form brings along what it showed when it was opened. Only what was changed in it is written.
When the row has changed too, the form comes back with what is there now and with what was typed.
The action locks the row and writes only if it is still as the form found it (`lock_unchanged`).
"""

import json
from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import StaleRow
from .forms import Form

Row = TypeVar("Row", bound=models.Model)


class CorrectionForm(Form):
    """The form of a row that is there; a field of the row's name shows what the row has.

    Sealed values are not filled in: what stays empty stays as it is.
    """

    sealed: ClassVar[tuple[str, ...]] = ()
    of_several: ClassVar[tuple[str, ...]] = ()  # what the row reads from several columns at once

    seen = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: models.Model, **kwargs: Any) -> None:
        own = {field.name for field in row._meta.get_fields()} | set(self.of_several)
        self.row, self.about = row, [name for name in self.base_fields if name in own]
        self.now = {name: self._state_of(name) for name in self.about}
        shown = {name: getattr(row, name) for name in self.about if name not in self.sealed}
        initial = {**shown, **(kwargs.pop("initial", None) or {}), "seen": json.dumps(self.now)}
        super().__init__(*args, initial=initial, **kwargs)
        for name in self.sealed:
            self.fields[name].required = False
            self.fields[name].help_text = gettext_lazy("Leave it empty to keep what is there.")

    def clean(self) -> dict[str, Any]:
        """Refuse what was changed by somebody else since the form was opened, and show it."""
        cleaned = super().clean() or self.cleaned_data
        opened = self._opened()
        self.touched = [name for name in self.about if self._is_touched(name, opened[name])]
        changed = [name for name in self.about if opened[name] != self.now[name]]
        if changed:
            self._show_what_is_there(changed)
        return cleaned

    def told(self) -> dict[str, Any]:
        """Only what was changed."""
        return self.changes

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed in the form, and what it asks besides."""
        untouched = {"seen", *self.about} - set(self.touched)
        return {key: value for key, value in self.cleaned_data.items() if key not in untouched}

    @property
    def values(self) -> dict[str, Any]:
        """The same, with everything else as it is in the row."""
        return {name: getattr(self.row, name) for name in self.about} | self.changes

    def _state_of(self, name: str) -> Any:
        """The row's value as a page may carry it; of a sealed one only whether it changed."""
        value = getattr(self.row, name)
        if name in self.sealed:
            return salted_hmac(
                f"seen.{self.row._meta.label}.{self.row.pk}.{name}", value
            ).hexdigest()
        return _plain(value)

    def _opened(self) -> dict[str, Any]:
        """What the form showed when it was opened; a form that does not say has seen the row."""
        try:
            opened = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            opened = {}
        return {**self.now, **opened} if isinstance(opened, dict) else self.now

    def _is_touched(self, name: str, opened: Any) -> bool:
        if name not in self.cleaned_data:
            return True  # something wrong was typed
        value = self.cleaned_data[name]
        return bool(value) if name in self.sealed else _plain(value) != opened

    def _show_what_is_there(self, changed: list[str]) -> None:
        """Fields that were left alone show what is there now, the others keep what was typed."""
        filled_in = {name: self._as_sent(name) for name in changed if name not in self.touched}
        filled_in["seen"] = json.dumps(self.now)
        sent = {self.add_prefix(name): value for name, value in filled_in.items()}
        self.data = {**{key: self.data[key] for key in self.data}, **sent}
        for name in changed:
            if name not in self.touched:
                words = _("Somebody else has changed this meanwhile: this is what is there now.")
            elif name in self.sealed:
                words = _("Somebody else has changed this meanwhile.")
            else:
                now = {"value": self._in_words(name)}
                words = _("Somebody else has changed this meanwhile. It is now: %(value)s") % now
            self.add_error(name, forms.ValidationError(words, code="core.changed_meanwhile"))
        words = _("What you typed is kept. Compare it with what is there now, then save again.")
        self.add_error(None, forms.ValidationError(words, code="core.changed_meanwhile"))

    def _as_sent(self, name: str) -> Any:
        value = self.get_initial_for_field(self.fields[name], name)
        if isinstance(self.fields[name], forms.BooleanField):
            return "on" if value else ""
        return "" if value is None else value

    def _in_words(self, name: str) -> str:
        field, value = self.fields[name], getattr(self.row, name)
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            return str(dict(choices).get(value, value) or "—")
        if isinstance(field, forms.BooleanField):
            return _("Yes") if value else _("No")
        return str(field.widget.format_value(field.prepare_value(value)) or "—")


def lock_unchanged(row: Row, names: Iterable[str]) -> None:
    """Lock the row until the transaction ends; StaleRow if it is no longer as it is in hand."""
    table = row.__class__._default_manager  # noqa: SLF001  of a user that is read lazily, too
    stored = table.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if stored is None or any(getattr(stored, name) != getattr(row, name) for name in names):
        raise StaleRow


def _plain(value: Any) -> Any:
    """As it comes back from a page."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
