"""Coming home: declared by the people; claimed, called, handed on, verified by communities."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from longgang.accounts.api import User, open_account
from longgang.arrivals.api import (
    Declaration,
    DeclaredPlace,
    RiskArea,
    Stay,
    Travel,
    Traveller,
    accept_declaration,
    call_off_declaration,
    claim_declaration,
    correct_declaration,
    declare,
    hand_over_declaration,
    record_call,
    send_back_declaration,
    verify_declaration,
    withdraw_declaration,
)
from longgang.arrivals.lifecycle import DeclarationStatus
from longgang.arrivals.waiting import handed_to, looked_after_by
from longgang.core.clock import local_day, now
from longgang.people.api import (
    claim_person,
    correct_person,
    find_or_register_person,
    represent_person,
)

from .district import ELSEWHERE, HIGH_RISK, LOW_RISK, OVERSEAS, SAFE, Community
from .people import has_wrong_id, name_of, papers, phone_of
from .plan import Coming, Means, Trouble
from .world import Journey, World

LOOKED_BACK = timedelta(days=20)
CAME_FROM = {Means.OVERSEAS: OVERSEAS, Means.HIGH: HIGH_RISK, Means.LOW: LOW_RISK}
LEFT_OPEN = (DeclarationStatus.DECLARED, DeclarationStatus.CLAIMED, DeclarationStatus.UNREACHABLE)


def declare_all(world: World, hour: int) -> None:
    """Whoever declares in this hour of the day."""
    for coming in world.comings:
        if (coming.day, coming.hour) == (world.number, hour):
            _declare(world, coming)


def _declare(world: World, coming: Coming) -> None:
    community = world.district.communities[coming.community]
    facts = _facts(world, coming)
    if coming.way == "community":
        by = community.officer
        people = [world.do(find_or_register_person, phone=phone_of(coming), by=by, **facts)]
    else:
        user = world.do(open_account, phone_of(coming), name=name_of(coming))
        assert user is not None
        by, people = user, [world.do(claim_person, by=user, **facts)]
        if coming.child:
            child = _facts(world, coming.child)
            people.append(world.do(represent_person, by=user, **child))
    travellers = []
    for person, each in zip(people, [coming, coming.child], strict=False):
        assert person is not None
        assert each is not None
        world.who[person.pk] = each
        is_contact = coming.means == Means.CONTACT
        travellers.append(Traveller(person, seat="05车12F", is_contact=is_contact))
    arrives_at = now() + timedelta(days=coming.ahead, minutes=40)
    travel = _travel(community, coming, facts["address"], arrives_at)
    world.journeys |= {each.person.pk: Journey(travel, each.seat) for each in travellers}
    world.do(declare, travel, travellers, way=coming.way, signature=by.name, by=by)


def _facts(world: World, coming: Coming) -> dict[str, Any]:
    area_code, address = home_of(world, coming)
    return {
        "name": name_of(coming),
        "area_code": area_code,
        "address": address,
        **papers(coming, is_right=not has_wrong_id(coming)),
    }


def home_of(world: World, coming: Coming) -> tuple[str, str]:
    """The area and the address in it, which some share."""
    community = world.district.communities[coming.community]
    area_code = community.grids[coming.grid] if coming.grid >= 0 else community.code
    if coming.trouble == Trouble.OTHER_DISTRICT:
        area_code = ELSEWHERE
    place = coming.place - coming.is_child
    return area_code, f"{place % 40 + 1}号楼{place % 4 + 1}单元301"


def _travel(community: Community, coming: Coming, address: str, arrives_at: datetime) -> Travel:
    arrives_on = local_day(arrives_at)
    came_from = CAME_FROM.get(coming.means, SAFE)
    flies = coming.means == Means.OVERSEAS
    named: frozenset[str] = frozenset()
    if coming.means == Means.HIGH:
        named = frozenset(
            RiskArea.objects.filter(area_code=HIGH_RISK).values_list("number", flat=True)
        )
    words = "日本" if came_from == OVERSEAS else ""
    stay = Stay(came_from, arrives_on - LOOKED_BACK, arrives_on, named)
    return Travel(
        kind="return", area_code=community.code, address=address, housing="own", reason="home",
        arrives_at=arrives_at, transport="flight" if flies else "train",
        service_number="CA992" if flies else "G1234",
        places=(DeclaredPlace(stay, words),),
    )  # fmt: skip


# --- the communities ----------------------------------------------------------------------------


def work_off(world: World) -> None:
    """Every community its list, then the streets what nobody has claimed in time."""
    for community in world.district.communities:
        if world.is_there(community.officer):
            _answer(world, community.officer)
            for declaration in _own(community.officer):
                _handle(world, declaration, by=community.officer)
    for street in world.district.streets.values():
        for declaration in _own(street).exclude(raised_at=None):
            _handle(world, declaration, by=street)


def _own(officer: User) -> Any:
    rows = looked_after_by(officer).filter(status__in=LEFT_OPEN)
    return rows.select_related("person__user", "declared_by").order_by("declared_at", "pk")


def _answer(world: World, officer: User) -> None:
    """What other communities have handed over."""
    for declaration in handed_to(officer).select_related("person").order_by("pk"):
        if world.befalls(declaration.person_id, Trouble.HANDED_BACK):
            world.do(send_back_declaration, declaration, reason="查无此住址", by=officer)
            world.note(declaration.person_id, Trouble.HANDED_BACK)
        else:
            world.do(accept_declaration, declaration, by=officer)
            world.note(declaration.person_id, Trouble.HANDED)


def _handle(world: World, declaration: Declaration, *, by: User) -> None:
    """As far as it goes today."""
    person = declaration.person_id
    if declaration.status == DeclarationStatus.DECLARED:
        if world.befalls(person, Trouble.WITHDRAWN):
            world.do(withdraw_declaration, declaration, by=declaration.declared_by)
            del world.journeys[person]
            world.note(person, Trouble.WITHDRAWN)
            return
        if world.befalls(person, Trouble.UNCLAIMED):
            if declaration.raised_at is None:
                return  # overlooked, until the street is told
            world.note(person, Trouble.UNCLAIMED)
        world.do(claim_declaration, declaration, by=by)
    if _goes_otherwise(world, declaration, by=by):
        return
    if not declaration.calls.filter(outcome="reached").exists():
        world.do(record_call, declaration, outcome="reached", words="行程属实", by=by)
    if declaration.arrives_at <= now():
        _verify(world, declaration, by=by)


def _goes_otherwise(world: World, declaration: Declaration, *, by: User) -> bool:
    """Whether this is all for now, because of what the call has shown."""
    person, coming = declaration.person, world.who[declaration.person_id]
    if world.befalls(person.pk, Trouble.UNREACHABLE):
        world.do(record_call, declaration, outcome="no_answer", by=by)
        if declaration.calls.count() > 1:
            world.note(person.pk, Trouble.UNREACHABLE)
        return True
    if world.befalls(person.pk, Trouble.NOT_COMING):
        world.do(call_off_declaration, declaration, reason="本人来电，行程取消", by=by)
        del world.journeys[person.pk]
        world.note(person.pk, Trouble.NOT_COMING)
        return True
    is_handed = coming.trouble in {Trouble.HANDED, Trouble.HANDED_BACK}
    if is_handed and (person.pk, coming.trouble) not in world.been:
        to_code = world.another(coming)
        world.do(
            hand_over_declaration, declaration, to_code=to_code, reason="实际居住在贵社区", by=by
        )
        return True
    if world.befalls(person.pk, Trouble.WRONG_ID):
        world.do(correct_person, person, reason="身份证号录错一位", by=by, **papers(coming))
        world.note(person.pk, Trouble.WRONG_ID)
    if world.befalls(person.pk, Trouble.CORRECTED):
        _correct(world, declaration, coming, by=by)
    return False


def _correct(world: World, declaration: Declaration, coming: Coming, *, by: User) -> None:
    """They come an hour later than was declared, on another seat."""
    community = world.district.communities[coming.community]
    travel = _travel(
        community, coming, declaration.address, declaration.arrives_at + timedelta(hours=1)
    )
    person = declaration.person
    traveller = Traveller(person, seat="06车1A", is_contact=coming.means == Means.CONTACT)
    world.journeys[person.pk] = Journey(travel, traveller.seat)
    world.do(
        correct_declaration, declaration, replace(travel, area_code=declaration.area_code),
        traveller, by=by, reason="改签",
    )  # fmt: skip
    world.note(person.pk, Trouble.CORRECTED)


def _verify(world: World, declaration: Declaration, *, by: User) -> None:
    """What the plan says the person is, whatever the rules found."""
    means = world.who[declaration.person_id].means
    exposed_on = None
    if means in {Means.CONTACT, Means.SECOND}:
        exposed_on = local_day(declaration.arrives_at) - timedelta(days=1)
    as_found = (means, exposed_on or declaration.exposed_on)
    reason = "" if as_found == (declaration.who, declaration.exposed_on) else "流调核实"
    world.do(
        verify_declaration,
        declaration,
        how="phone",
        who=str(means),
        exposed_on=exposed_on,
        reason=reason,
        by=by,
    )
