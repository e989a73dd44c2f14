"""A number plate is read in one piece: `{{ words|plates }}`."""

from typing import Any

from django import template
from django.utils.functional import Promise

from longgang.core.whole import whole_plates

register = template.Library()


@register.filter
def plates(value: Any) -> Any:
    """Words with each plate among them in one piece; anything else as it is."""
    return whole_plates(value) if isinstance(value, str | Promise) else value
