"""Every change to divisions, desks and premises: one function per verb, one audit event each."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import today
from longgang.core.corrections import lock_unchanged
from longgang.core.errors import Refusal, Refused, StaleRow, about, refuse_if
from longgang.core.identifiers import parse_contact_phone
from longgang.core.tokens import new_number

from . import rules
from .models import Area, Desk, DeskKind, Premises, PremisesKind
from .names import forget_names
from .outline import surroundings
from .permissions import check_may_edit_area, check_may_edit_premises
from .positions import Position
from .queries import find_area
from .romanising import english_name, romanise

DESCRIBED = ("kind", "name", "name_en", "address", "position", "road_kind", "direction")
DESK_TAKEN = Refusal(
    "areas.desk_taken",
    _("This area already has a desk of this kind."),
    _("Choose another area or kind."),
    field="kind",
)
PREMISES_TAKEN = Refusal(
    "areas.premises_taken",
    _("There is already a place of this kind and name in this area."),
    _("Add something to the name that tells them apart."),
    field="name",
)


@transaction.atomic
def add_area(
    *,
    code: str,
    name: str,
    name_en: str = "",
    parent_code: str,
    on: date | None = None,
    by: User,
    reason: str = "",
) -> Area:
    """Enter a new division, valid from a day on (today)."""
    check_may_edit_area(by, parent_code)
    code, name = code.strip(), name.strip()
    parent = find_area(parent_code)
    refuse_if(
        rules.check_area(is_known=parent is not None),
        rules.check_code(code, parent_code=parent_code),
        rules.check_code_is_free(is_taken=find_area(code) is not None),
        rules.check_name(name),
    )
    assert parent is not None
    area = Area(
        code=code,
        level=rules.LEVELS[len(code)],
        parent_code=parent_code,
        valid_from=on or today(),
    )
    _name(area, name, name_en, parent)
    try:
        with transaction.atomic():
            area.save()
    except IntegrityError as error:
        raise Refused(*_taken()) from error
    _forget()
    record("area.added", area, by=by, area_code=code, after=_facts(area), reason=reason)
    return area


@transaction.atomic
def rename_area(
    area: Area,
    *,
    name: str,
    name_en: str = "",
    on: date | None = None,
    by: User,
    reason: str = "",
) -> Area:
    """Give a division another name from a day on; the old name stays in its history.

    On the very day the name began it is a correction, and no history is made. The full names of
    everything that lies in it follow at once.
    """
    check_may_edit_area(by, area.code)
    day, name = on or today(), name.strip()
    refuse_if(
        rules.check_name(name),
        rules.check_still_valid(is_ended=area.valid_to is not None),
        rules.check_change_day(day, valid_from=area.valid_from),
    )
    lock_unchanged(area, ["name", "name_en", "valid_to"])
    before = _facts(area)
    renamed = area
    if day > area.valid_from:
        _end(area, day)
        renamed = Area(
            code=area.code, level=area.level, parent_code=area.parent_code, valid_from=day
        )
    _name(renamed, name, name_en, find_area(area.parent_code))
    renamed.save()
    _rename_below(renamed)
    _forget()
    after = _facts(renamed)
    record(
        "area.renamed", renamed, by=by, area_code=area.code, before=before, after=after,
        reason=reason,
    )  # fmt: skip
    return renamed


@transaction.atomic
def end_area(area: Area, *, on: date | None = None, by: User, reason: str) -> None:
    """Let a division end on a day (today): from then on nobody can choose it."""
    check_may_edit_area(by, area.code)
    day = on or today()
    below = Area.objects.filter(parent_code=area.code, valid_to=None).count()
    premises = Premises.objects.active().within(area.code).count()
    refuse_if(
        rules.check_still_valid(is_ended=area.valid_to is not None),
        rules.check_change_day(day, valid_from=area.valid_from),
        rules.check_is_empty(below=below, premises=premises),
    )
    _end(area, day)
    _forget()
    record("area.ended", area, by=by, area_code=area.code, before=_facts(area), reason=reason)


@transaction.atomic
def add_desk(
    *,
    kind: str,
    area_code: str,
    name: str,
    name_en: str = "",
    phone: str = "",
    by: User,
    reason: str = "",
) -> Desk:
    """Open a desk: an office that decides applications for an area."""
    check_may_edit_area(by, area_code)
    name = name.strip()
    refuse_if(
        rules.check_kind(kind, kinds=DeskKind.values),
        rules.check_area(is_known=find_area(area_code) is not None),
        rules.check_name(name),
    )
    desk = Desk(
        code=f"{area_code}-{kind}", kind=kind, name=name, name_en=name_en.strip(),
        area_code=area_code, phone=_read_phone(phone),
    )  # fmt: skip
    try:
        with transaction.atomic():
            desk.save()
    except IntegrityError as error:
        raise Refused(DESK_TAKEN) from error
    _forget()
    after = {"kind": kind, "name": name, "phone": desk.phone}
    record("desk.added", desk, by=by, area_code=area_code, after=after, reason=reason)
    return desk


@transaction.atomic
def correct_desk(
    desk: Desk, *, name: str, name_en: str = "", phone: str = "", by: User, reason: str = ""
) -> None:
    """Correct what a desk is called and on which phone it answers; its kind and area stay."""
    check_may_edit_area(by, desk.area_code)
    lock_unchanged(desk, ["name", "name_en", "phone"])
    before = _desk_facts(desk)
    desk.name, desk.name_en, desk.phone = name.strip(), name_en.strip(), _read_phone(phone)
    refuse_if(rules.check_name(desk.name))
    desk.save(update_fields=["name", "name_en", "phone"])
    _forget()
    record(
        "desk.corrected", desk, by=by, area_code=desk.area_code, before=before,
        after=_desk_facts(desk), reason=reason,
    )  # fmt: skip


@transaction.atomic
def add_premises(
    *,
    kind: str,
    name: str,
    name_en: str = "",
    area_code: str,
    address: str = "",
    position: Position | None = None,
    road_kind: str = "",
    direction: str = "",
    by: User,
    reason: str = "",
) -> Premises:
    """Enter a place where things happen; a checkpoint says by which road and which way."""
    check_may_edit_premises(by, area_code)
    premises = Premises(number=new_number("S"), kind=kind, area_code=area_code)
    _describe(
        premises,
        name=name,
        name_en=name_en,
        address=address,
        position=position,
        road_kind=road_kind,
        direction=direction,
    )
    refuse_if(
        rules.check_kind(kind, kinds=PremisesKind.values),
        rules.check_area(is_known=find_area(area_code) is not None),
        rules.check_name(premises.name),
        rules.check_road(kind, road_kind=road_kind, direction=direction),
        rules.check_position(position, surroundings=surroundings()),
    )
    _save_premises(premises)
    record(
        "premises.added", premises, by=by, area_code=area_code, after=_described(premises),
        reason=reason,
    )  # fmt: skip
    return premises


@transaction.atomic
def correct_premises(
    premises: Premises,
    *,
    name: str,
    name_en: str = "",
    address: str = "",
    position: Position | None = None,
    road_kind: str = "",
    direction: str = "",
    by: User,
    reason: str = "",
) -> None:
    """Correct what a place is called and where it is; its kind and area stay."""
    check_may_edit_premises(by, premises.area_code)
    lock_unchanged(premises, [*DESCRIBED, "is_active"])
    before = _described(premises)
    _describe(
        premises,
        name=name,
        name_en=name_en,
        address=address,
        position=position,
        road_kind=road_kind,
        direction=direction,
    )
    refuse_if(
        rules.check_name(premises.name),
        rules.check_road(premises.kind, road_kind=road_kind, direction=direction),
        rules.check_position(position, surroundings=surroundings()),
    )
    _save_premises(premises)
    record(
        "premises.corrected", premises, by=by, area_code=premises.area_code, before=before,
        after=_described(premises), reason=reason,
    )  # fmt: skip


@transaction.atomic
def close_premises(premises: Premises, *, by: User, reason: str) -> None:
    """Take a place out of use: nothing new happens there, what happened stays."""
    check_may_edit_premises(by, premises.area_code)
    if not Premises.objects.active().filter(pk=premises.pk).update(is_active=False):
        raise StaleRow
    premises.is_active = False
    record("premises.closed", premises, by=by, area_code=premises.area_code, reason=reason)


def _name(area: Area, name: str, name_en: str, parent: Area | None) -> None:
    area.name, area.name_en = name, name_en.strip() or english_name(name)
    area.pinyin, area.initials = romanise(name)
    area.full_name = (parent.full_name if parent else "") + name
    above = [parent.full_name_en] if parent and parent.full_name_en else []
    area.full_name_en = ", ".join([area.name_en, *above])


def _rename_below(area: Area) -> None:
    """Write the full names of everything below anew, level by level."""
    known = {area.code: area}
    below = list(Area.objects.within(area.code).filter(valid_to=None).exclude(code=area.code))
    for each in sorted(below, key=lambda row: len(row.code)):
        parent = known[each.parent_code]
        each.full_name = parent.full_name + each.name
        each.full_name_en = f"{each.name_en}, {parent.full_name_en}"
        known[each.code] = each
    Area.objects.bulk_update(below, ["full_name", "full_name_en"])


def _end(area: Area, day: date) -> None:
    """A division that began today and ends today never was; its row goes."""
    still = Area.objects.filter(pk=area.pk, valid_to=None)
    done = still.update(valid_to=day) if day > area.valid_from else still.delete()[0]
    if not done:
        raise StaleRow


def _read_phone(text: str) -> str:
    """The phone as it is printed; a desk may have none."""
    with about("phone"):
        return parse_contact_phone(text) if text.strip() else ""


def _taken() -> list[Refusal]:
    refusal = rules.check_code_is_free(is_taken=True)
    return [refusal] if refusal else []


def _describe(premises: Premises, *, position: Position | None, **said: str) -> None:
    premises.position = position
    for field, text in said.items():
        setattr(premises, field, text.strip())
    premises.pinyin, premises.initials = (part[:60] for part in romanise(premises.name))


def _save_premises(premises: Premises) -> None:
    try:
        with transaction.atomic():
            premises.save()
    except IntegrityError as error:
        raise Refused(PREMISES_TAKEN) from error
    _forget()


def _forget() -> None:
    """Our own process knows the new names at once, also should the transaction end later."""
    forget_names()
    transaction.on_commit(forget_names)


def _facts(area: Area) -> dict[str, str]:
    return {
        "name": area.name,
        "name_en": area.name_en,
        "valid_from": area.valid_from.isoformat(),
        "valid_to": area.valid_to.isoformat() if area.valid_to else "",
    }


def _desk_facts(desk: Desk) -> dict[str, str]:
    return {"name": desk.name, "name_en": desk.name_en, "phone": desk.phone}


def _described(premises: Premises) -> dict[str, str]:
    return {field: str(getattr(premises, field) or "") for field in DESCRIBED}
