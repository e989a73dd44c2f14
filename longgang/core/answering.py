"""Trying an action for a page: what is refused stands in its form."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from .errors import Refused
from .forms import Form


def done(
    request: HttpRequest,
    form: Form,
    action: Callable[[], object],
    words: str,
    *,
    level: int = messages.SUCCESS,
) -> bool:
    """Do it when the form is right; show in the form why it was refused, or say that it is done, as
    a warning where that is no good news.
    """
    if not form.is_valid():
        return False
    try:
        action()
    except Refused as refused:
        if refused.status != Refused.status:
            raise
        form.add_refusals(refused)
        return False
    messages.add_message(request, level, words)
    return True
