"""What a guest sees of the own stay."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.core.clock import today
from longgang.core.forms import Form
from longgang.core.parts import phone_link

from .forms import RequestForm
from .lifecycle import HERE
from .models import Stay
from .queries import with_rooms
from .wording import days_left, stay_tag

SHOWN = 10


def own_context(user: User, forms: Mapping[str, Form] | None = None) -> dict[str, Any]:
    """Every stay that is not over, with what was asked for."""
    rows = Stay.objects.of(user).open().select_related("person", "measure", "site__premises")
    asked = forms or {}
    return {
        "stays": [
            {
                "stay": stay,
                "tag": stay_tag(stay),
                "left": days_left(stay.measure.central_ends_on, today()),
                "facts": [
                    (_("Site"), stay.site),
                    (_("Room"), stay.room or "—"),
                    (_("Last day here"), stay.measure.central_ends_on),
                    (_("Meals"), stay.get_diet_display()),
                    (_("Phone of the desk at the door"), phone_link(stay.site.phone)),
                ],
                "form": (asked.get(stay.number) or RequestForm(auto_id=f"{stay.number}-%s"))
                if stay.status in HERE
                else None,
                "requests": list(stay.requests.order_by("-asked_at")[:SHOWN]),
            }
            for stay in with_rooms(rows)
        ]
    }
