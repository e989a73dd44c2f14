"""What is shown at the checkpoints and not let pass: other people's codes, finished trips."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from longgang.core.clock import now
from longgang.passes.api import ScanAtGate, VehiclePass, look_up, read_code, record_refused_scan

from .journeys import MINUTE, OFFICERS
from .scenes import blocked_plate
from .story import Story

BLOCKED = "blocked"  # a plate that is on the blocklist
USED = "used"  # the code of a trip that is over


@dataclass(frozen=True)
class Shown:
    """So many minutes ago, at a checkpoint by its place, going this way; the text of the code."""

    ago: float
    gate: int
    way: str
    text: str


SHOWN = [
    Shown(9, 0, "entry", "https://hd.example/jkm?id=3fa85f64"),
    Shown(26, 1, "entry", USED),
    Shown(41, 0, "entry", BLOCKED),
    Shown(58, 3, "entry", "鲁B7K265"),
    Shown(77, 2, "exit", "https://weixin.example/pay/wxp"),
    Shown(104, 0, "entry", "211402003117"),
    Shown(133, 1, "entry", "冀C51D09"),
    Shown(190, 0, "exit", USED),
    Shown(60 * 22, 1, "entry", "https://hd.example/jkm?id=9b2c11d0"),
    Shown(60 * 26, 0, "entry", "蒙D30556"),
]


def plan_strangers(story: Story) -> None:
    """Put every one of them on the agenda."""
    for place, shown in enumerate(SHOWN):
        story.at(
            story.until - shown.ago * MINUTE,
            partial(_show, story, place, shown),
        )


def _show(story: Story, place: int, shown: Shown) -> None:
    """The officer scans or types, and reads why not."""
    gate = story.district.checkpoints[shown.gate]
    text = _text_of(story, shown)
    code = read_code(text)
    answer = look_up(code, colour="", premises=gate, direction=shown.way, moment=now())
    if answer.verdict.may_pass:
        return
    record_refused_scan(
        ScanAtGate(
            nonce=f"demo-scan-{place}",
            direction=shown.way,
            verdict_level=answer.verdict.level,
            verdict_code=answer.verdict.code,
            code_kind=code.kind,
            code_text=text,
            plate=answer.plate,
            plate_colour=answer.plate_colour,
        ),
        premises=gate,
        vehicle_pass=answer.vehicle_pass,
        by=story.district.staff[OFFICERS[shown.gate]],
    )


def _text_of(story: Story, shown: Shown) -> str:
    if shown.text == BLOCKED:
        return blocked_plate(story)
    return _code_of_a_finished_trip() if shown.text == USED else shown.text


def _code_of_a_finished_trip() -> str:
    """Of the pass used last; nothing on the very first day."""
    used = VehiclePass.objects.filter(status="used", valid_until__gt=now() - timedelta(days=2))
    last = used.order_by("-expected_entry_at", "pk").first()
    return last.token if last else ""
