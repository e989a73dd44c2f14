"""A number plate is read in one piece: `{{ words|plates }}`."""

from typing import Any

from django import template
from django.utils.functional import Promise

from longgang.core.whole import whole_plates

register = template.Library()


@register.filter
def without_stop(value: Any) -> str:
    """A name that is a sentence, as something can follow it: 以上内容均属实 and a colon."""
    return str(value).rstrip(".。")


@register.filter
def plates(value: Any) -> Any:
    """Words with each plate among them in one piece; anything else as it is."""
    return whole_plates(value) if isinstance(value, str | Promise) else value
