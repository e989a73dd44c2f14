"""Registers the module with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The register of people, companies and vehicles."""

    name = "longgang.people"
    verbose_name = _("Register")
