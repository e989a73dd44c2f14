"""Reads the table of checks: what a checkpoint answers to facts, and what an officer may do then.

The table is data (`static/passes/gate_decision.json`), its language is described in
docs/how-to/change-what-the-gate-answers.md, and `static/passes/decide.js` reads the same table on
the officer's device. Plain values only: no database, and the clock is a fact.
"""

import json
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from longgang.core.reasons import says_something

Facts = Mapping[str, Any]  # texts, numbers, yes or no; what is not known is None or left out
Table = Mapping[str, Any]
TABLE: Table = json.loads(
    (Path(__file__).parent / "static/passes/gate_decision.json").read_text(encoding="utf-8")
)

GREEN = "green"
_HOUR = 3600


@dataclass(frozen=True)
class Decision:
    """The answer: its colour, its code, and what else is to be minded, as pairs of the same."""

    level: str
    code: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def codes(self) -> list[str]:
        """The code of the answer and of everything else to be minded."""
        return [self.code, *(code for _level, code in self.also)]


def decide(table: Table, way: str, facts: Facts) -> Decision:
    """Ask the checks of this way in order; the first that holds and does not go on is the end.

    What was minded before a green end takes its place: the first of it answers, the rest goes with
    it. What is green and goes on is a remark, and stands beside whatever answers. An end of another
    colour answers alone.
    """
    minded: list[tuple[str, str]] = []
    remarks: list[tuple[str, str]] = []
    for check in table["ways"][way]:
        if not _holds(check, facts):
            continue
        found = (check["level"], check["code"])
        if check.get("goes_on"):
            (remarks if check["level"] == GREEN else minded).append(found)
        elif check["level"] == GREEN:
            first, *others = minded or [found]
            return Decision(*first, also=(*others, *remarks))
        else:
            return Decision(*found)
    raise ValueError(f"the checks of “{way}” have no end")


def place_of(table: Table, way: str, facts: Facts) -> int:
    """Where a pass stands among those of its plate; whoever stands lowest is meant."""
    groups = table["choice"][way]
    return next(place for place, group in enumerate(groups) if _holds(group, facts))


def check_stop(table: Table, way: str, decision: Decision, stop: Facts, facts: Facts) -> list[str]:
    """The codes of every reason why the stop cannot be recorded like this; empty when it can."""
    asked = stop_facts(table, decision, stop, facts)
    checks = table["stops"].get(stop["action"], table["stops"][way])
    found = []
    for check in checks:
        if not _holds(check, asked):
            continue
        found.append(check["code"] or decision.code)
        if not check.get("goes_on"):
            break
    return found


def stop_facts(table: Table, decision: Decision, stop: Facts, facts: Facts) -> dict[str, Any]:
    """What the checks of a stop are asked with: limits, facts, the answer, and what was done."""
    readings = [value if math.isfinite(value) else 0 for value in stop.get("temperatures") or ()]
    known = {name: value for name, value in facts.items() if value is not None}
    codes = decision.codes
    return {
        **table["limits"],
        **known,
        "level": decision.level,
        "codes": codes,
        "needs_note": any(table["says"][code].get("needs_note") for code in codes),
        "action": stop["action"],
        "people_count": stop.get("people_count"),
        "readings_count": len(readings),
        "lowest_reading": min(readings, default=None),
        "highest_reading": max(readings, default=None),
        "seal_state": stop.get("seal_state") or "none",
        "has_seal_number": bool(tidy_seal_number(stop.get("seal_number") or "")),
        "is_seal_number": is_seal_number(stop.get("seal_number") or ""),
        "has_note": says_something(stop.get("note") or ""),
        "has_escort": bool((stop.get("escort_name") or "").strip()),
        "has_photo": stop.get("has_photo") is True,
    }


def tidy_seal_number(text: str) -> str:
    """The number of a seal in its one form, so that a seal is on one cab at a time."""
    return re.sub(r"[\s\-_]", "", unicodedata.normalize("NFKC", text[:60])).upper()


def is_seal_number(text: str) -> bool:
    """Whether it can be the number of a seal, as it is printed on one."""
    return bool(re.fullmatch(r"[A-Z0-9]{4,20}", tidy_seal_number(text)))


def _holds(check: Mapping[str, Any], facts: Facts) -> bool:
    """Whether all conditions of a check hold; a check without conditions always does."""
    for condition in check["when"]:
        operand = condition[2] if len(condition) > 2 else None
        if not OPERATORS[condition[1]](facts.get(condition[0]), operand, facts):
            return False
    return True


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_same(value: Any, other: Any, _facts: Facts | None = None) -> bool:
    """Equal and of one kind: yes is not 1."""
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _is_among(value: Any, others: Iterable[Any]) -> bool:
    return any(_is_same(value, other) for other in others)


def _compared(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Facts], bool]:
    """With another fact by its name, or with a number; what is not known is neither more nor less.

    Moments and amounts are numbers, days are texts; one is never compared with the other.
    """

    def holds(value: Any, operand: Any, facts: Facts) -> bool:
        other = facts.get(operand) if isinstance(operand, str) else operand
        if _is_number(value) and _is_number(other):
            return bool(compare(value, other))
        return isinstance(value, str) and isinstance(other, str) and bool(compare(value, other))

    return holds


def _is_older(value: Any, operand: Any, facts: Facts) -> bool:
    """Whether this moment lies more hours back than the named fact allows."""
    hours, moment = facts.get(operand), facts.get("now")
    if not (_is_number(value) and _is_number(hours) and _is_number(moment)):
        return False
    return bool(moment - value > hours * _HOUR)


OPERATORS: dict[str, Callable[[Any, Any, Facts], bool]] = {
    "is": _is_same,
    "is_not": lambda value, operand, _facts: not _is_same(value, operand),
    "in": lambda value, operand, _facts: _is_among(value, operand),
    "not_in": lambda value, operand, _facts: not _is_among(value, operand),
    "has": lambda value, operand, _facts: _is_among(operand, value or ()),
    "present": lambda value, _operand, _facts: value is not None,
    "absent": lambda value, _operand, _facts: value is None,
    "other_than": lambda value, operand, facts: not _is_same(value, facts.get(operand)),
    "before": _compared(operator.lt),
    "not_before": _compared(operator.ge),
    "below": _compared(operator.lt),
    "at_least": _compared(operator.ge),
    "over": _compared(operator.gt),
    "older_than_hours": _is_older,
}
