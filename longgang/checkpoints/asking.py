"""The online answer about one vehicle: the verdict of this moment and the facts it rests on."""

import json
from datetime import datetime
from typing import Any

from longgang.areas.api import Premises
from longgang.passes.api import Shown, find_shown, one_pass, show_facts

from .reading import Question


def answer_question(question: Question, premises: Premises, *, moment: datetime) -> dict[str, Any]:
    """What the device shows: facts in the table's form, the verdict, the pass's row of the feed."""
    shown = find_shown(
        code=question.code,
        number=question.number,
        plate=question.plate,
        colour=question.colour,
        direction=question.way,
        moment=moment,
    )
    seen = show_facts(question.way, shown, premises_number=premises.number, moment=moment)
    return {**seen, "pass": _row(shown)}


def _row(shown: Shown) -> Any:
    if shown.vehicle_pass is None or not shown.vehicle_pass.pass_number:
        return None
    rows = json.loads(one_pass(shown.vehicle_pass.pass_number))
    return rows[0] if rows else None
