"""Registers the module with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Divisions, desks and premises."""

    name = "longgang.areas"
    verbose_name = _("Areas")
