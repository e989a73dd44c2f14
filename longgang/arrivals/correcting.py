"""A declaration as the answers that would have made it: for correcting it step by step."""

from django.utils.timezone import localtime

from .drafting import ASKED, HEALTH, HOME, JOURNEY, Answers
from .forms import NO, YES
from .models import Declaration
from .triage import OVERSEAS


def answers_of(declaration: Declaration) -> Answers:
    """Every step filled in."""
    stays = list(declaration.stays.all())
    return Answers(
        kind=declaration.kind,
        reason=declaration.reason,
        way=declaration.way,
        people=(declaration.person.number,),
        stays=tuple(
            {
                "area_code": "" if each.area_code == OVERSEAS else each.area_code,
                "is_abroad": "on" if each.area_code == OVERSEAS else "",
                "words": each.words,
                "since_on": str(each.since_on),
                "until_on": str(each.until_on),
            }
            for each in stays
        ),
        steps={
            JOURNEY: {
                "arrives_at": f"{localtime(declaration.arrives_at):%Y-%m-%dT%H:%M}",
                "transport": declaration.transport,
                "service_number": declaration.service_number,
                "plate": declaration.plate,
                "seat_1": declaration.seat,
                **_destination(declaration),
            },
            ASKED: {f"named_{each.place}": each.named for each in stays},
            HOME: {
                "area_code": declaration.area_code,
                "address": declaration.address,
                "housing": declaration.housing,
            },
            HEALTH: {
                "symptoms_1": declaration.symptoms,
                "celsius_1": "" if declaration.celsius is None else str(declaration.celsius),
                **{f"{source}_1": colour for source, colour in declaration.codes.items()},
                "contact_1": YES if declaration.is_contact else NO,
                "work_1": declaration.work,
            },
        },
    )


def _destination(declaration: Declaration) -> dict[str, str]:
    is_abroad = declaration.destination_code == OVERSEAS
    return {
        "destination_code": "" if is_abroad else declaration.destination_code,
        "is_abroad": "on" if is_abroad else "",
        "destination_words": declaration.destination_words,
    }
