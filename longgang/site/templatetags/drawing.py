"""What stands many times on a page, drawn without a template for each."""

from functools import cache

from django import template
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The sign of this name, as `parts/icon.html` draws it: there are some two hundred."""
    return render_to_string("parts/icon.html", {"name": name})


@register.simple_tag
def choice(key: BoundWidget) -> SafeString:
    """One of the choices of a field, as `{{ key.tag }}` draws it."""
    data = key.data
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>',
        data["type"],
        data["name"],
        data["value"],
        flatatt(data["attrs"]),
    )
