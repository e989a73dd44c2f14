"""The phone of the east exit: a device that was without network, and what it let pass meanwhile."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from longgang.areas.api import Premises
from longgang.checkpoints.api import (
    Conflict,
    Contact,
    Device,
    Resolution,
    enrol_device,
    invite_device,
    note_contact,
    read_check,
    receive_check,
    resolve_conflict,
)
from longgang.core.clock import now

from .journeys import MINUTE, OFFICERS
from .story import Story

GATE = 0  # the east exit, of the four checkpoints
WITHOUT_NETWORK = timedelta(minutes=17)  # from the check to the next contact
LET_PASS = {"action": "let_pass", "verdict": {"level": "grey", "code": "passes.no_pass_for_plate"}}
TURNED_AWAY = {"action": "refused", "verdict": {"level": "red", "code": "passes.no_pass_for_plate"}}


@dataclass
class Phone:
    """A device in the hands of the officer, and how many checks it has told."""

    story: Story
    premises: Premises
    device: Device | None = None
    told: int = 0

    def become_a_device(self) -> None:
        """The lead shows a code, the officer takes it up."""
        staff = self.story.district.staff
        _invited, code = invite_device(
            self.premises, officer=staff[OFFICERS[GATE]], label="东出口一号机", by=staff["lead"]
        )
        self.device, _secret = enrol_device(code)

    def tell(self, plate: str, colour: str, **what: Any) -> None:
        """Back in the network: what happened without it, and that all is well now."""
        assert self.device is not None, "its invitation stands earlier on the agenda"
        self.told += 1
        check = {
            "nonce": f"demo-phone-{self.told}",
            "seq": self.told,
            "device_at": int((now() - WITHOUT_NETWORK).timestamp() * 1000),
            "offset_ms": 0,
            "mode": "tell",
            "way": "entry",
            "plate": plate,
            "colour": colour,
            "people_count": 1,
            "temperatures": [36.4],
            "is_offline": True,
            "data_age_s": 40 * 60,
        }
        receive_check(read_check(check | what), self._contact())
        self.call()

    def call(self) -> None:
        """An ordinary contact: nothing waits on it, and it has fetched what is new."""
        note_contact(self._contact(), build="", waiting=0, is_fed=True)

    def _contact(self) -> Contact:
        assert self.device is not None, "only a device has contact"
        return Contact(self.device, self.premises, now(), now(), is_trusted=True)


def plan_devices(story: Story) -> None:
    """One conflict of yesterday that was looked into, and one that waits for the duty officer."""
    phone = Phone(story, story.district.checkpoints[GATE])
    until = story.until
    story.at(until - timedelta(hours=30), phone.become_a_device)
    story.at(
        until - timedelta(hours=22),
        lambda: phone.tell(
            "冀C51D09", "2", note="车上为医院急用氧气瓶，经电话请示放行", **LET_PASS
        ),
    )
    story.at(until - timedelta(hours=22) + 13 * MINUTE, lambda: _resolve(story))
    story.at(until - 31 * MINUTE, lambda: phone.tell("鲁B7K265", "2", **TURNED_AWAY))
    story.at(
        until - 11 * MINUTE,
        lambda: phone.tell("蒙D30556", "2", note="无网络，司机称已报备", **LET_PASS),
    )
    story.at(until - MINUTE, phone.call)


def _resolve(story: Story) -> None:
    """The duty officer has called the hospital."""
    officer = story.district.staff["duty"]
    conflict = Conflict.objects.visible_to(officer).open().first()
    assert conflict is not None, "it was opened thirteen minutes ago"
    resolve_conflict(
        conflict,
        resolution=Resolution.PERMITTED,
        by=officer,
        reason="经与区中心医院核实，属急救物资，已补办通行证",
    )
