"""What the gate answers and what an officer may do. Plain values: no database, no clock.

The checks, their order and their words are the table that the officers' devices read too
(`deciding.py`); here are the Python shapes around it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from longgang.core.errors import Refusal, Refused

from .deciding import TABLE, Decision, check_stop, decide, stop_facts

Words = str | Promise
UNDO_WINDOW = timedelta(minutes=10)
ENDS_SOON = timedelta(hours=1)  # the page of a pass turns amber this long before its end


class Level:
    """The colours of the big answer; each also has words and a sign of its own."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class Verdict:
    """The gate's answer: colour, stable code, words, what to do, and what else is to be minded."""

    level: str
    code: str
    words: Words
    advice: Words = ""
    also: tuple["Verdict", ...] = ()

    @property
    def may_pass(self) -> bool:
        """Whether the officer is offered to let the truck go (amber: with a measure or a note)."""
        return self.level in {Level.GREEN, Level.AMBER}

    @property
    def codes(self) -> frozenset[str]:
        """The codes of this answer and of everything else to be minded."""
        return frozenset({self.code, *(other.code for other in self.also)})

    @property
    def asks_to_call(self) -> bool:
        """Whether anything of it says to call the duty officer."""
        return any(TABLE["says"][code].get("call") for code in self.codes)


@dataclass(frozen=True)
class GateFacts:
    """What the gate needs to know of a pass; no personal data.

    `turn_back` says what became of the last turning back of this trip: "", "waiting", "confirmed".
    `code` says what was found of the code itself, "none" where a plate or number was typed, and
    `is_known` whether there is such a pass at all.
    """

    status: str
    trip_status: str
    valid_from: datetime | None
    valid_until: datetime | None
    checkpoint_number: str
    blocked: bool = False
    certificates_until: date | None = None
    samples: tuple[datetime | None, ...] = ()
    test_max_hours: int | None = None
    needs_seal: bool = True
    seal_number: str = ""
    turn_back: str = ""
    earlier_trip_open: bool = False
    code: str = "none"
    is_known: bool = True


@dataclass(frozen=True)
class Stop:
    """What the officer saw and did. `photo` is a re-encoded JPEG; `nonce` names this one stop.

    `photo_follows`: taken, and still on the device, which sends it by itself.
    """

    nonce: str
    disposition: str
    people_count: int
    temperatures: tuple[float, ...] = ()
    seal_number: str = ""
    seal_state: str = "none"
    note: str = ""
    escort_name: str = ""
    photo: bytes = b""
    photo_follows: bool = False


# --- the answer ----------------------------------------------------------------------------------


def judge_entry(facts: GateFacts, *, premises_number: str, now: datetime, today: date) -> Verdict:
    """The answer to a vehicle that wants in. The first check that fails gives the answer."""
    return judge("entry", flat_facts(facts, premises_number=premises_number, now=now, today=today))


def judge_exit(facts: GateFacts) -> Verdict:
    """The answer to a vehicle that wants out. It is never held for what others forgot."""
    return judge("exit", flat_facts(facts))


def judge_pass(facts: GateFacts, *, now: datetime) -> Verdict:
    """What the pass's own page says at this moment.

    Green: valid. Amber: not yet, or not for long. Grey or red: not, and why.
    """
    return judge("pass", flat_facts(facts, now=now))


def judge_stranger(way: str, *, code: str, blocked: bool = False) -> Verdict:
    """The answer to what leads to no pass of ours: a bad code, or a plate that nobody announced."""
    facts = {"code": code, "is_known": False, "is_online": True, "blocked": blocked}
    return judge(way, facts)


def judge(way: str, facts: Mapping[str, Any]) -> Verdict:
    """The answer of a way ("entry", "exit", "pass") to flat facts, with its words."""
    decision = decide(TABLE, way, facts)
    also = tuple(_verdict(way, level, code) for level, code in decision.also)
    return _verdict(way, decision.level, decision.code, also)


def flat_facts(
    facts: GateFacts,
    *,
    premises_number: str = "",
    now: datetime | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """The facts as the table asks for them: moments in seconds, days as text, unknown as None.

    What the server answers is online by nature, and new.
    """
    # A pass without people has nobody to test; a person without a test has an old one.
    samples = [sample.timestamp() for sample in facts.samples if sample]
    are_complete = len(samples) == len(facts.samples)
    return {
        "code": facts.code,
        "is_known": facts.is_known,
        "is_online": True,
        "pass_status": facts.status or None,
        "trip_status": facts.trip_status or None,
        "valid_from": _seconds(facts.valid_from),
        "valid_until": _seconds(facts.valid_until),
        "ends_soon_from": _seconds(facts.valid_until and facts.valid_until - ENDS_SOON),
        "checkpoint": facts.checkpoint_number,
        "here": premises_number,
        "blocked": facts.blocked,
        "certificates_until": _day(facts.certificates_until),
        "oldest_sample_at": min(samples, default=None) if are_complete else None,
        "test_max_hours": facts.test_max_hours if facts.samples else None,
        "turn_back": facts.turn_back or None,
        "earlier_trip_open": facts.earlier_trip_open,
        "needs_seal": facts.needs_seal,
        "seal_number": facts.seal_number or None,
        "now": _seconds(now),
        "today": _day(today),
    }


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _verdict(way: str, level: str, code: str, also: tuple[Verdict, ...] = ()) -> Verdict:
    words, advice = _said(way, code)
    return Verdict(level, code, words, advice, also)


@cache
def _said(way: str, code: str) -> tuple[Words, Words]:
    """The words of an answer; a check may have advice of its own for its way."""
    own = (check for check in TABLE["ways"][way] if check["code"] == code and "advice" in check)
    said = TABLE["says"][code]
    return _said_in_table(said["words"]), _said_in_table(next(own, said)["advice"])


def answer_words(code: str) -> Words:
    """What an answer is called in a list; one that this version does not know says its code."""
    return _said_in_table(TABLE["says"].get(code, {"words": code})["words"])


def refusing_level(way: str, code: str) -> str:
    """The colour of an answer of a way that lets nobody pass; "" for any other code."""
    levels = (
        check["level"]
        for check in TABLE["ways"][way]
        if check["code"] == code and check["level"] not in {Level.GREEN, Level.AMBER}
    )
    return next(levels, "")


def refused_answers() -> list[tuple[str, Words]]:
    """Every answer with which a vehicle may not have passed, in the order of the table, as choices.

    At amber the officer may have refused, for instance after calling.
    """
    codes = [
        check["code"]
        for way in ("entry", "exit")
        for check in TABLE["ways"][way]
        if check["level"] != Level.GREEN
    ]
    return [(code, answer_words(code)) for code in dict.fromkeys(codes)]


def _said_in_table(msgid: str) -> Words:
    """In the language of whoever reads it; the catalogue takes the sentences from the table."""
    return _(msgid) if msgid else ""


def decision_words(language: str) -> dict[str, dict[str, str]]:
    """Words and advice of every answer and refusal in one language, for the officers' devices.

    Placeholders (`%(people_count)s`) are filled by whoever has the facts.
    """
    with override(language):
        return {
            code: {part: str(_said_in_table(said[part])) for part in ("words", "advice")}
            for code, said in TABLE["says"].items()
        }


# --- what the officer may do ---------------------------------------------------------------------


def check_entry(
    stop: Stop, *, verdict: Verdict, announced: int, fever_from: float, needs_seal: bool
) -> list[Refusal]:
    """Every reason why this stop cannot be recorded as an entry; empty when it can.

    `announced` is the number of people on the pass; its rule row says from when on it is a fever,
    and whether the cab is sealed. A note stands for a seal or a photo that there is not: neither a
    torn seal nor a broken camera holds a truck.
    """
    facts = {"announced": announced, "fever_from": fever_from, "needs_seal": needs_seal}
    return _check("entry", stop, verdict, facts)


def check_exit(
    stop: Stop, *, verdict: Verdict, seal_number: str, entered_count: int | None
) -> list[Refusal]:
    """What the officer still has to look at or write down. Never a reason to hold the truck.

    `seal_number` was put on at the entry, and `entered_count` people came in with the vehicle.
    """
    facts = {"seal_number": seal_number or None, "entered_count": entered_count}
    return _check("exit", stop, verdict, facts)


def _check(way: str, stop: Stop, verdict: Verdict, facts: Mapping[str, Any]) -> list[Refusal]:
    decision = Decision(
        verdict.level, verdict.code, tuple((other.level, other.code) for other in verdict.also)
    )
    done = {
        "action": stop.disposition,
        "people_count": stop.people_count,
        "temperatures": stop.temperatures,
        "seal_state": stop.seal_state,
        "seal_number": stop.seal_number,
        "note": stop.note,
        "escort_name": stop.escort_name,
        "has_photo": bool(stop.photo) or stop.photo_follows,
    }
    codes = check_stop(TABLE, way, decision, done, facts)
    values = stop_facts(TABLE, decision, done, facts) if codes else {}
    return [_refusal(code, values) for code in codes]


def _refusal(code: str, values: Mapping[str, Any]) -> Refusal:
    """The refusal in words, filled with what it is about."""
    said = TABLE["says"][code]
    words = _said_in_table(said["words"])
    reason = words % values if "%(" in said["words"] else words
    return Refusal(code, reason, _said_in_table(said["advice"]), field=said.get("field", ""))


def parse_temperature(text: str) -> float:
    """A reading as gloves type it: 36.5, 36,5 or 365. Raises Refused when it is none."""
    plain = re.sub(r"[,，。．]", ".", unicodedata.normalize("NFKC", text[:20])).strip(" ℃C°")
    if re.fullmatch(r"[34][0-9]{2}", plain):
        plain = f"{plain[:2]}.{plain[2]}"
    if not re.fullmatch(r"[0-9]{2}(\.[0-9]{1,2})?", plain) or not _is_possible(float(plain)):
        raise Refused(impossible_reading())
    return float(plain)


def impossible_reading() -> Refusal:
    """What is said of a reading that no living person has: a slip, or another scale."""
    return _refusal("passes.temperature_impossible", TABLE["limits"])


def _is_possible(value: float) -> bool:
    limits = TABLE["limits"]
    return bool(limits["lowest_temperature"] <= value <= limits["highest_temperature"])


def check_undo(*, at: datetime, now: datetime, officer_id: int, by_id: int) -> Refusal | None:
    """A check is undone by the officer who made it, within ten minutes."""
    if officer_id != by_id:
        return Refusal(
            "passes.undo_not_yours",
            _("Only the officer who recorded this check can undo it."),
            _("Ask them, or write a note to the duty officer."),
        )
    if now - at > UNDO_WINDOW:
        return Refusal(
            "passes.undo_too_late",
            _("A check can be undone within 10 minutes."),
            _("Write a note to the duty officer."),
        )
    return None


DECIDED_ALREADY = Refusal(
    "passes.check_decided",
    _("This check was already undone or decided upon."),
    _("Look at how it stands now."),
)
GONE_ON = Refusal(
    "passes.trip_gone_on",
    _("The trip has gone on since this check."),
    _("Write a note to the duty officer."),
)
