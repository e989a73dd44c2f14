"""A risk area in words."""

from django.utils.translation import gettext as _

from longgang.areas.api import full_area_name
from longgang.core.sentences import beside

from .kinds import RiskLevel
from .models import RiskArea


def risk_in_words(risk: RiskArea) -> str:
    """A risk area as somebody recognises it."""
    place = risk.place or _("all of it")
    return beside(full_area_name(risk.area_code), place, RiskLevel(risk.level).label)
