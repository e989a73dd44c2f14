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


@register.simple_tag(takes_context=True)
def repeat(
    context: template.Context, part: str, same: object = None, **words: object
) -> SafeString:
    """A part that stands many times on a page, drawn once with gaps for the words in which it
    differs: it shows them as they are, and has no braces of its own. `same` is what it draws
    beside them, one object for many of its places.
    """
    key = f"{part} {id(same)}"
    drawn = context.render_context.get(key)
    if drawn is None:
        gaps = {name: f"{{{name}}}" for name in words}
        known = {"csrf_token": context.get("csrf_token"), "same": same}
        drawn = context.render_context[key] = render_to_string(part, known | gaps)
    return format_html(drawn, **words)


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
