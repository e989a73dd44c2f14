"""A message that waits, and a carrier that notes what it was handed."""

from dataclasses import dataclass, field

import pytest

from longgang.accounts.api import User
from longgang.notices.api import notify
from longgang.notices.models import Delivery


@dataclass
class Carrier:
    """Takes every message, unless it is told to fail; knows a key it has seen."""

    handed: list[tuple[str, str, str]] = field(default_factory=list)
    error: Exception | None = None

    def send(self, phone: str, text: str, *, key: str) -> None:
        if self.error:
            raise self.error
        self.handed.append((phone, text, key))

    @property
    def shown(self) -> set[str]:
        """What receivers see: a key that came twice is one message."""
        return {key for _phone, _text, key in self.handed}


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
def delivery(ada: User) -> Delivery:
    """A message to ada that is due now."""
    notify(ada.phone, kind="test.said", text="Good morning")
    return Delivery.objects.get()
