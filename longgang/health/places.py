"""Where observations belong."""

from django.conf import settings

from longgang.accounts.api import PlaceCodes
from longgang.people.api import Person


def place_of(person: Person, concerns_area: str, concerns_premises: str) -> PlaceCodes:
    """Where an observation belongs: whoever looks after the person, else where they live; and the
    site, for who is at one.
    """
    district = str(settings.DISTRICT_CODE)
    area = concerns_area or person.area_code
    return {
        "area_code": area if area.startswith(district) else district,
        "premises_number": concerns_premises,
    }
