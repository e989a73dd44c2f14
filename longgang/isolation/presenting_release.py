"""What stands against a release, line by line, and the notice on paper."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from longgang.accounts.api import Permission, User, users_with
from longgang.areas.api import area_name, full_area_name
from longgang.core.clock import local_day
from longgang.core.errors import Refusal, allows
from longgang.core.identifiers import IdKind
from longgang.core.privacy import Purpose
from longgang.core.sentences import listed
from longgang.health.api import list_tests, result_tag
from longgang.measures.api import Measure, ReleaseItem, release_items_of
from longgang.people.api import (
    SEALED,
    Person,
    RevealForm,
    check_may_reveal,
    hidden_value,
    reveal_all,
)

from .forms import ReleaseForm
from .models import Room, Site, Stay
from .permissions import check_may_release
from .presenting import place_of
from .queries import find_hand_over, leaving, proposed_among
from .wording import name_of

ON_PAPER = ("id_number", "phone", "address")  # in the order of the trade
SEX = 16  # the place of the digit in an ID number that is odd for men


@dataclass(frozen=True)
class LeavingLine:
    """Somebody whose days are over."""

    stay: Stay
    name: str
    room: Room | None
    items: list[ReleaseItem]
    proposed_by: int | None  # the key of who waits for a second person

    @property
    def is_good(self) -> bool:
        """Whether nothing stands against it."""
        return all(item.is_good for item in self.items)


def leaving_context(
    site: Site,
    user: User,
    *,
    form: ReleaseForm | None = None,
    is_ticked: bool = False,
    kept: Sequence[tuple[Stay, tuple[Refusal, ...]]] = (),
) -> dict[str, Any]:
    """Everybody whose days are over, with every item of the check."""
    stays = list(leaving(site))
    measures = [stay.measure for stay in stays]
    items, proposed = release_items_of(measures), proposed_among(measures)
    lines = [
        LeavingLine(
            stay,
            name_of(stay, user),
            stay.room,
            items[stay.measure_id],
            proposed.get(stay.measure_id),
        )
        for stay in stays
    ]
    may_release = allows(check_may_release, user, site)
    offered = [line.stay for line in lines if line.proposed_by is None]
    if form is None:
        ticked = [stay.number for stay in offered] if is_ticked else []
        form = ReleaseForm(initial={"stays": ticked})
    form.offer(offered, user)
    return {
        "site": site,
        "lines": lines,
        "ready": sum(line.is_good for line in lines),
        "form": form,
        "may_release": may_release,
        "seconds": _seconds(site) if proposed else "",
        "kept": [(name_of(stay, user), refusals) for stay, refusals in kept],
    }


def _seconds(site: Site) -> str:
    """Who may release there: whoever of them has not proposed it is the second person."""
    return listed([user.name for user in users_with(Permission.STAY_RELEASE, **site.place)])


def notice_form(data: Any = None) -> RevealForm:
    """Why the notice shows the whole number, the phone and the address: to be signed and filed."""
    return RevealForm(
        data, initial={"purpose": Purpose.CARE, "reason": _("Printed on the notice of release")}
    )


def notice_context(
    stay: Stay, user: User, *, shown: Mapping[str, str], form: RevealForm
) -> dict[str, Any]:
    """The notice of release, in the layout of the trade; in clear only what is `shown`."""
    person, measure = stay.person, stay.measure
    row = find_hand_over(measure)
    home = measure.area_code if measure.address else person.area_code
    checked_in = local_day(stay.checked_in_at) if stay.checked_in_at else None
    is_resident = person.id_kind == IdKind.RESIDENT and len(person.id_number) > SEX
    sex = (_("Male") if int(person.id_number[SEX]) % 2 else _("Female")) if is_resident else ""
    tests = list_tests(person, since=stay.checked_in_at) if stay.checked_in_at else []
    return {
        "stay": stay,
        "name": name_of(stay, user),
        "district": area_name(str(settings.DISTRICT_CODE)),
        "facts": [
            (_("Name"), name_of(stay, user)),
            (_("Sex"), sex),
            *(
                (label, shown.get(name) or hidden_value(_row_of(stay, name), name))
                for name, label in ((name, SEALED[name]) for name in ON_PAPER)
            ),
            (_("Home area"), full_area_name(home) if home else ""),
            (_("Site and room"), f"{stay.site} {_last_room(stay) or ''}"),
            (_("Isolated from"), checked_in),
            (_("Isolated until"), measure.central_ends_on),
            (_("Released on"), local_day(stay.left_at) if stay.left_at else ""),
            (_("Received by"), full_area_name(row.to_area_code) if row else ""),
            (_("Number of the counterfoil"), stay.number),
        ],
        "tests": [
            (local_day(test.sampled_at), test.lab, result_tag(test).label) for test in tests
        ],
        "form": None if shown or not allows(check_may_reveal, user, **place_of(stay)) else form,
    }  # fmt: skip


def _row_of(stay: Stay, name: str) -> Measure | Person:
    """Which row has a value of the notice: the measure knows where somebody goes home to."""
    return stay.measure.home if name == "address" else stay.person


def reveal_for_notice(stay: Stay, *, by: User, purpose: str, reason: str) -> dict[str, str]:
    """The values of the notice in clear; each leaves a Disclosure."""
    names: defaultdict[Measure | Person, list[str]] = defaultdict(list)
    for name in ON_PAPER:
        names[_row_of(stay, name)].append(name)
    place = place_of(stay)
    shown: dict[str, str] = {}
    for row, fields in names.items():
        shown |= reveal_all(
            row,
            fields,
            concerns_area=place["area_code"],
            concerns_premises=place["premises_number"],
            by=by,
            purpose=purpose,
            reason=reason,
        )
    return shown


def _last_room(stay: Stay) -> Room | None:
    use = stay.uses.model.objects.filter(stay=stay).select_related(
        "bed__room__floor__building"
    ).order_by("since", "pk").last()  # fmt: skip
    return use.bed.room if use else None
