"""Forms of the house: they parse and say what is wrong with a field; they never save."""

from typing import Any

from django import forms

from .errors import Refused


class Form(forms.Form):
    """A form whose every text has a maximum length and that can show why an action refused."""

    def add_refusals(self, refused: Refused) -> None:
        """Show the reasons of a refused action at the fields they name, or above the form."""
        for refusal in refused.refusals:
            words: list[Any] = [refusal.reason, refusal.remedy, refusal.rule]
            error = forms.ValidationError(
                " ".join(str(word) for word in words if word), code=refusal.code
            )
            self.add_error(refusal.field if refusal.field in self.fields else None, error)
