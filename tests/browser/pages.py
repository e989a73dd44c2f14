"""Every page of the product: who looks at it, in the state of `world.a_district_at_work`."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from longgang.accounts.api import User
from longgang.areas.models import Premises
from longgang.arrivals.models import DeclarationDraft, RiskUpload
from longgang.audit.models import Event
from longgang.notices.models import Notice
from longgang.passes.models import FleetUpload, PassDraft
from longgang.people.models import Company, Vehicle, VehicleUpload
from longgang.trail.models import VisitUpload
from tests.cast import DISTRICT, EAST_EXIT, INDUSTRY_DESK, LONGWAN

from .world import World

# Addresses without a page: pictures, workbooks, answers to scripts, and what only takes a POST.
NO_PAGES = set(
    """
    site:elder site:health site:robots site:favicon set_language
    accounts:close accounts:end_post accounts:reopen accounts:reset accounts:add_shift
    accounts:remove_shift accounts:take_over ask_again
    areas:search areas:end_area areas:close_premises
    notices:open notices:read_all notices:retry
    passes:block_confirm passes:block_lift passes:check_photo passes:confirm_trip passes:correct
    passes:document passes:draft_discard passes:draft_person_remove passes:draft_resume
    passes:fleet_faults passes:fleet_submit passes:fleet_template passes:hand_over passes:issue
    passes:refused_scan_reveal passes:reveal_party
    passes:keys pass_code_in_small_letters passes:signing_key_rotate passes:signing_key_withdraw
    passes:places passes:qr passes:refuse passes:repeat passes:return passes:reveal passes:revoke
    passes:turn_back_confirm passes:turn_back_overrule passes:withdraw
    checkpoints:invite_again checkpoints:look checkpoints:photo checkpoints:resolve
    checkpoints:scanner checkpoints:scanner_manifest checkpoints:scanner_page
    checkpoints:scanner_worker checkpoints:sync checkpoints:withdraw
    arrivals:call arrivals:correct arrivals:do arrivals:draft_discard arrivals:draft_resume
    arrivals:reveal
    arrivals:risk_enter arrivals:risk_faults arrivals:risk_template arrivals:withdraw
    health:enter_results health:result_faults health:result_template
    trail:enter trail:faults trail:template
    tracing:carry_out tracing:choose tracing:discard tracing:do tracing:list tracing:set_aside
    tracing:take_back tracing:void
    measures:answer measures:ask measures:call
    measures:do measures:end_rule measures:own_symptoms measures:own_temperature
    measures:reading measures:result measures:reveal
    isolation:accept isolation:ask isolation:call_off isolation:close isolation:condition
    isolation:confirm isolation:count isolation:do isolation:reading isolation:reveal
    isolation:ride isolation:sample isolation:settle
    people:add_crew people:add_member people:approve_company people:refuse_company
    people:enter_vehicles people:release people:vehicle_faults people:vehicle_template
    people:remove_crew people:remove_member people:reveal people:reveal_company
    """.split()
)
# Pages that open only in the middle of signing in; tests/browser/test_signing_in.py goes there.
WHILE_SIGNING_IN = set(
    """
    account_confirm_login_code mfa_authenticate account_inactive account_reauthenticate
    mfa_activate_totp
    """.split()
)
STEPS = [
    "trip", "vehicle", "sender", "receiver", "goods", "hazard", "papers", "journey",
]  # fmt: skip

Pages = dict[str, Callable[[World], list[tuple[str, str]]]]


def at(name: str, *args: object, **query: object) -> tuple[str, str]:
    """A page as its name in the code and its address."""
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return name, reverse(name, args=args) + (f"?{text}" if text else "")


def of_strangers(world: World) -> list[tuple[str, str]]:
    trip = world.passes["inside"].trips.get()
    cards = [at("passes:card", world.passes[each].token) for each in ("issued", "inside", "closed")]
    return [
        at("site:home"), at("site:privacy"), at("site:accessibility"),
        at("site:feedback"), at("site:help"),
        at("account_request_login_code"), at("account_login"), at("notices:demo_phone"),
        *cards, at("pass_code", world.numbers["code"]), at("pass_code", world.numbers["forged"]),
        at("passes:confirm", trip.token), ("404", "/no/such/page/"),
        at("checkpoints:enrol", world.numbers["enrolment"]),
        at("checkpoints:enrol", "no-such-code"),
    ]  # fmt: skip


def of_a_resident(world: World) -> list[tuple[str, str]]:
    draft = PassDraft.objects.get(user=world.ada)
    steps = [at("passes:draft", draft.number, step) for step in STEPS]
    notice = Notice.objects.filter(user=world.ada).first()
    assert notice is not None
    return [
        at("site:home"), at("passes:apply"), *steps, at("passes:draft_people", draft.number),
        at("passes:draft_person", draft.number, 1), at("passes:draft_person", draft.number, 3),
        at("passes:draft_check", draft.number),
        at("passes:mine"), at("notices:list"), at("people:me"), at("people:represent"),
        at("people:register_company"), at("people:vehicles"), at("accounts:me"),
        at("measures:mine"),
        at("account_logout"),
        *declaring(world.ada),
    ]  # fmt: skip


def declaring(user: User) -> list[tuple[str, str]]:
    """The steps of a draft, and what was declared."""
    number = DeclarationDraft.objects.get(user=user).number
    steps = ("journey", "asked", "home", "health")
    return [
        at("arrivals:declare"), at("arrivals:draft_people", number),
        at("arrivals:draft_person", number), at("arrivals:draft_stays", number),
        at("arrivals:draft_stay", number, 1),
        *(at("arrivals:draft", number, step) for step in steps),
        at("arrivals:draft_check", number), at("arrivals:mine"),
    ]  # fmt: skip


def of_a_dispatcher(world: World) -> list[tuple[str, str]]:
    vehicle = Vehicle.objects.filter(company=world.company).first()
    assert vehicle is not None
    states = ("waiting", "acid", "returned", "refused", "issued", "inside", "closed")
    shown = [at("passes:show", world.passes[each].number) for each in states]
    day = localdate() + timedelta(days=0)
    return [
        at("site:home"), at("passes:mine"), *shown, at("passes:trips"),
        at("passes:sheet", world.passes["issued"].number), at("passes:fleet"),
        at("passes:fleet_upload", FleetUpload.objects.get().number),
        at("passes:fleet_repeat", company=world.company.number, **{"from": day}),
        at("people:companies"), at("people:company", world.company.number),
        at("people:correct_company", world.company.number), at("people:vehicles"),
        at("people:register_vehicle"), at("people:vehicle", vehicle.number),
        at("people:correct_vehicle", vehicle.number), at("people:upload_vehicles"),
        at("people:vehicle_upload", VehicleUpload.objects.get().number),
    ]  # fmt: skip


def of_a_reviewer(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("passes:queue"), at("passes:review", world.passes["acid"].number),
        at("passes:review", world.passes["issued"].number), at("passes:list"), at("passes:trips"),
        at("passes:trip", world.passes["overdue"].trips.get().number), at("passes:blocklist"),
        at("passes:block", world.numbers["proposed"]), at("passes:block_propose"),
        at("passes:rules"), at("passes:rule", "freight", "industrial"), at("people:people"),
        at("people:person", world.person.number), at("people:vehicles"), at("accounts:duty"),
        at("accounts:desk", INDUSTRY_DESK), at("account_change_password"), at("notices:list"),
    ]  # fmt: skip


def of_a_supervisor(world: World) -> list[tuple[str, str]]:
    pending = Company.objects.exclude(pk=world.company.pk).get()
    other = Vehicle.objects.exclude(company=None).order_by("pk")[:2]
    return [
        at("site:home"), at("passes:queue"), at("passes:review", world.passes["late"].number),
        at("passes:board"), at("people:people"),
        *(at("passes:block", world.numbers[each]) for each in ("block", "proposed")),
        at("people:register_person"), at("people:person", world.twin.number),
        at("people:correct_person", world.twin.number), at("people:qualify", world.twin.number),
        at("people:duplicates"),
        at("people:merge_people", world.twin.number, world.numbers["driver"]),
        at("people:merge_vehicles", other[0].number, other[1].number),
        at("people:assign_vehicle", other[0].number),
        at("people:companies"), at("people:company", pending.number),
        at("accounts:desk", INDUSTRY_DESK),
    ]  # fmt: skip


def of_an_officer(world: World) -> list[tuple[str, str]]:
    gate = (EAST_EXIT, "entry")
    checks = [at("passes:gate_check", *gate, world.passes[each].number)
              for each in ("issued", "acid", "inside", "refused")]  # fmt: skip
    out = world.numbers["out"]
    return [
        at("site:home"), at("passes:gate", choose=1), at("passes:gate_scan", *gate), *checks,
        at("passes:gate_check", EAST_EXIT, "exit", world.passes["inside"].number),
        at("passes:gate_done", out), at("passes:gate_done", world.numbers["asked"]),
        at("passes:check", out), at("passes:check_undo", out),
    ]  # fmt: skip


def of_a_lead(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("passes:turn_backs"), at("passes:board"), at("passes:refused_scans"),
        at("passes:refused_scan", world.numbers["refused"]), at("checkpoints:devices"),
        at("checkpoints:invite"), at("checkpoints:device", world.numbers["device"]),
        at("checkpoints:device", world.numbers["waiting"]),
    ]  # fmt: skip


def of_a_duty_officer(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("checkpoints:conflicts"),
        at("checkpoints:conflict", world.numbers["conflict"]), at("accounts:duty"),
    ]  # fmt: skip


def of_the_command(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("passes:board"), at("passes:trips"),
        at("passes:trip", world.passes["closed"].trips.get().number), at("passes:list"),
        at("measures:list"), at("measures:measure", world.measures["home"].number),
        at("measures:rules"), at("measures:moving", world.numbers["moving"]),
        at("measures:moving", world.numbers["moved"]),
    ]  # fmt: skip


def of_a_street(world: World) -> list[tuple[str, str]]:
    return [at("site:home"), at("passes:queue"), at("passes:trips"), at("people:companies")]


def of_a_community(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("arrivals:queue"), at("arrivals:list"), at("arrivals:declare"),
        *(at("arrivals:declaration", each.number) for each in world.declarations.values()),
        at("measures:list"), at("measures:list", state="ever"),
        at("measures:list", today="overdue"), at("measures:handed"),
        at("measures:handed", which="ever"),
        *(at("measures:measure", each.number) for each in world.measures.values()),
        at("measures:choose"), at("measures:register"),
        at("measures:open", world.measures["mistake"].person.number),
        at("measures:open", world.measures["home"].person.number),
        at("measures:moving", world.numbers["moved"]),
    ]  # fmt: skip


def of_a_health_officer(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("measures:list"),
        at("measures:measure", world.measures["home"].number), at("measures:rules"),
        at("measures:rule", "close_contact"), at("isolation:sites"), at("isolation:open"),
        at("health:results"), at("trail:uploads"),
        at("trail:upload", VisitUpload.objects.get().number),
        *(at("health:result_upload", number) for number in world.numbers["results"].split()),
        at("isolation:overview"), at("isolation:wall"), at("isolation:reconciliation"),
        at("isolation:send", world.numbers["guest"]),
        *(at(f"isolation:{each}", world.numbers["site"])
          for each in ("meals", "requests", "supplies", "shifts", "transfers")),
        at("isolation:transfer", world.numbers["bus"]),
    ]  # fmt: skip


def of_an_investigator(world: World) -> list[tuple[str, str]]:
    case, numbers = world.numbers["case"], world.numbers
    return [
        at("site:home"), at("tracing:cases"), at("tracing:find"),
        at("tracing:open", numbers["untraced"]), at("tracing:case", case),
        at("tracing:timeline", case), at("tracing:add", case),
        at("tracing:places", case), at("tracing:graph", case), at("tracing:map", case),
        at("tracing:indicators"),
        at("tracing:link", case, other=numbers["case_other"]),
        at("tracing:contact", case, numbers["case_contact"]),
        *(at("tracing:batch", numbers[each]) for each in ("batch", "batch_done")),
        at("tracing:orders", numbers["batch_done"]),
        at("tracing:rules"), at("measures:list"),
    ]  # fmt: skip


def of_a_site_lead(world: World) -> list[tuple[str, str]]:
    site, numbers = world.numbers["site"], world.numbers
    return [
        at("site:home"), at("isolation:site", site), at("isolation:site", site, state="taken"),
        at("isolation:rooms", site), at("isolation:stays", site),
        *(at("isolation:room", numbers[f"room_{each}"]) for each in ("taken", "positive", "free")),
        *(at("isolation:stay", numbers[each]) for each in ("guest", "expected", "positive")),
        at("isolation:transfer", numbers["bus"]),
        *(at(f"isolation:{each}", site) for each in ("day", "round", "leaving")),
        at("isolation:notice", numbers["guest"]),
        at("isolation:find"), at("isolation:reserve", world.measures["central"].number),
    ]  # fmt: skip


def of_a_grid_worker(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("measures:list"),
        at("measures:measure", world.measures["central"].number),
        at("measures:measure", world.measures["handed"].number), at("measures:handed"),
        at("measures:today"), at("measures:today", only="due"),
        *(at("measures:quick", world.measures["central"].number, deed)
          for deed in ("visit", "temperature", "symptoms")),
        at("measures:quick", world.measures["handed"].number, "send-back"),
        at("arrivals:declare"),
    ]  # fmt: skip


def of_somebody_at_home(world: World) -> list[tuple[str, str]]:
    return [at("site:home"), at("measures:mine"), at("arrivals:mine"), at("arrivals:declare"),
            at("isolation:mine")]  # fmt: skip


def of_a_rules_officer(world: World) -> list[tuple[str, str]]:
    places = Premises.objects.get(number=EAST_EXIT).number
    return [
        at("site:home"), at("passes:rules"), at("passes:rule", "freight", "industrial"),
        at("measures:rules"), at("measures:rule", "close_contact"),
        at("measures:rule", "middle_risk"), at("measures:move", "high_risk"),
        at("measures:move", "low_risk"), at("measures:moving", world.numbers["moving"]),
        at("measures:moving", world.numbers["moved"]),
        at("arrivals:risk_areas"), at("arrivals:announce"), at("arrivals:risk_workbooks"),
        at("arrivals:risk_area", world.numbers["risk"]), at("arrivals:rules"),
        at("isolation:rules"), at("tracing:rules"),
        at("arrivals:risk_workbook", RiskUpload.objects.get().number),
        at("areas:areas"), at("areas:area", LONGWAN), at("areas:add_area", DISTRICT),
        at("areas:rename_area", LONGWAN), at("areas:desks"), at("areas:add_desk"),
        at("areas:correct_desk", INDUSTRY_DESK),
        at("areas:premises"), at("areas:add_premises"), at("areas:premises_page", places),
        at("areas:correct_premises", places),
    ]  # fmt: skip


def of_an_auditor(world: World) -> list[tuple[str, str]]:
    event = Event.objects.filter(kind="pass.issued").first()
    assert event is not None
    return [
        at("site:home"), at("audit:events"), at("audit:event", event.number),
        at("audit:disclosures"), at("accounts:permissions"),
    ]  # fmt: skip


def of_a_security_administrator(world: World) -> list[tuple[str, str]]:
    return [at("site:home"), at("accounts:posts"), at("accounts:user", world.lin.number),
            at("accounts:grant", world.lin.number), at("passes:signing_keys")]  # fmt: skip


def of_an_administrator(world: World) -> list[tuple[str, str]]:
    return [
        at("site:home"), at("accounts:accounts"), at("accounts:create"),
        at("accounts:user", world.lin.number), at("accounts:edit", world.lin.number),
        at("notices:deliveries"), at("notices:delivery", world.numbers["delivery"]),
    ]  # fmt: skip


PAGES: Pages = {
    "": of_strangers, "ada": of_a_resident, "wen": of_a_dispatcher, "lin": of_a_reviewer,
    "mei": of_a_supervisor, "hai": of_an_officer, "guan": of_a_lead, "dan": of_a_duty_officer,
    "ling": of_the_command,
    "she": of_a_community, "kang": of_a_health_officer, "wang": of_a_grid_worker,
    "tan": of_a_site_lead, "cha": of_an_investigator,
    "he": of_somebody_at_home, "ge": of_a_street, "rui": of_a_rules_officer, "sam": of_an_auditor,
    "yan": of_a_security_administrator, "zhu": of_an_administrator,
}  # fmt: skip
