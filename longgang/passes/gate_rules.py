"""What the gate answers and what an officer may do. Plain values: no database, no clock."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, Refused

Words = str | Promise
INSIDE = frozenset({"entered", "arrived", "left"})
UNDO_WINDOW = timedelta(minutes=10)


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


@dataclass(frozen=True)
class GateFacts:
    """What the gate needs to know of a pass; no personal data.

    `turn_back` says what became of the last turning back of this trip: "", "waiting", "confirmed".
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
    seal_number: str = ""
    turn_back: str = ""
    earlier_trip_open: bool = False


@dataclass(frozen=True)
class Stop:
    """What the officer saw and did. `photo` is a re-encoded JPEG; `nonce` names this one stop."""

    nonce: str
    disposition: str
    people_count: int
    temperatures: tuple[float, ...] = ()
    seal_number: str = ""
    seal_state: str = "none"
    note: str = ""
    escort_name: str = ""
    photo: bytes = b""


# --- the answer ----------------------------------------------------------------------------------

_NOT_ISSUED = {
    "submitted": (Level.GREY, _("Not decided yet"), _("Call the desk, or wait for its answer.")),
    "returned": (Level.GREY, _("Returned for correction"), _("The applicant must correct it.")),
    "withdrawn": (Level.GREY, _("Withdrawn by the applicant"), _("Apply again.")),
    "refused": (Level.RED, _("Application refused"), _("The applicant has the reasons.")),
    "revoked": (Level.RED, _("Pass revoked"), _("Do not let pass; call the duty officer.")),
    "superseded": (Level.GREY, _("Replaced by a newer pass"), _("Ask for the newer code.")),
    "expired": (Level.GREY, _("Pass expired"), _("Apply again; it takes minutes.")),
    "used": (Level.GREY, _("Trip finished"), _("Every trip needs a pass of its own.")),
}
NOT_OURS = Verdict(
    Level.GREY,
    "passes.not_ours",
    _("Not one of our passes"),
    _("Ask for the code of the pass, or type the plate."),
)
NO_PASS_FOR_PLATE = Verdict(
    Level.GREY,
    "passes.no_pass_for_plate",
    _("No pass for this plate"),
    _("Read the plate again. Without a pass: let the driver apply on the phone; it takes minutes."),
)


def judge_entry(facts: GateFacts, *, premises_number: str, now: datetime, today: date) -> Verdict:
    """The answer to a vehicle that wants in. The first check that fails gives the answer."""
    if facts.trip_status in INSIDE:
        return Verdict(
            Level.RED,
            "passes.already_inside",
            _("Already used: this trip is inside the district"),
            _("Each trip enters once. Call the duty officer."),
        )
    if refused := _judge_pass(facts, now=now):
        # The gate knows no "soon": what is not valid yet is not valid.
        return replace(refused, level=Level.GREY) if refused.level == Level.AMBER else refused
    if facts.certificates_until is not None and facts.certificates_until < today:
        return Verdict(
            Level.RED,
            "passes.certificate_expired",
            _("A certificate for hazardous goods has expired"),
            _("Do not let pass; keep apart from other trucks and call the duty officer."),
        )
    if facts.turn_back == "waiting":
        return Verdict(
            Level.RED,
            "passes.turn_back_waiting",
            _("To be turned back: the lead has not decided yet"),
            _("Wait aside for the decision; whoever asked for it can take it back."),
        )
    if minded := tuple(_mind(facts, premises_number=premises_number, now=now)):
        return replace(minded[0], also=minded[1:])
    return Verdict(Level.GREEN, "passes.valid", _("Valid"), _("Seal the cab, take the photo."))


def _mind(facts: GateFacts, *, premises_number: str, now: datetime) -> Iterator[Verdict]:
    """What does not stop a vehicle, but must be dealt with before it goes."""
    if facts.test_max_hours is not None and not _tests_fresh(facts, now=now):
        yield Verdict(
            Level.AMBER,
            "passes.test_old",
            _("The test is too old"),
            _("Take a sample here and let go at once; do not hold the truck for the result."),
        )
    if facts.turn_back == "confirmed":
        yield Verdict(
            Level.AMBER,
            "passes.turned_back_before",
            _("Turned back before"),
            _("Let pass only when it is put right, and say in the note how."),
        )
    if facts.earlier_trip_open:
        yield Verdict(
            Level.AMBER,
            "passes.earlier_trip_open",
            _("An earlier trip of this vehicle is still open"),
            _("Its exit was not recorded, or the plate is copied. Look closely; write a note."),
        )
    if facts.checkpoint_number != premises_number:
        yield Verdict(
            Level.AMBER,
            "passes.other_checkpoint",
            _("Announced for another checkpoint"),
            _("Let pass with a note, or send to the announced checkpoint."),
        )


NEEDS_NOTE = frozenset(
    {
        "passes.turned_back_before",
        "passes.earlier_trip_open",
        "passes.other_checkpoint",
        "passes.never_entered",
    }
)


def judge_exit(facts: GateFacts) -> Verdict:
    """The answer to a vehicle that wants out. It is never held for what others forgot."""
    if facts.trip_status == "closed":
        return Verdict(
            Level.GREY, "passes.already_left", _("This trip has already left"), _("Nothing to do.")
        )
    if facts.trip_status not in INSIDE:
        return Verdict(
            Level.AMBER,
            "passes.never_entered",
            _("No entry is recorded for this trip"),
            _("Let out with a note; the duty officer looks into the missing entry."),
        )
    if facts.seal_number:
        return Verdict(
            Level.GREEN, "passes.check_seal", _("Check the seal"), _("Compare number and seal.")
        )
    return Verdict(Level.GREEN, "passes.may_leave", _("May leave"), "")


def judge_pass(facts: GateFacts, *, now: datetime) -> Verdict:
    """What the pass's own page says at this moment: green valid, amber soon, grey not valid."""
    if refused := _judge_pass(facts, now=now):
        return refused
    if facts.trip_status in INSIDE:
        return Verdict(Level.GREEN, "passes.on_its_way", _("On its trip"), "")
    return Verdict(Level.GREEN, "passes.valid", _("Valid"), _("Show this code at the checkpoint."))


def _judge_pass(facts: GateFacts, *, now: datetime) -> Verdict | None:
    """Why the pass does not count at this moment. Dates decide, whatever a job has tidied."""
    if facts.blocked:
        return Verdict(
            Level.RED,
            "passes.blocklisted",
            _("On the blocklist"),
            _("Do not let pass; call the duty officer."),
        )
    if facts.status in _NOT_ISSUED:
        level, words, advice = _NOT_ISSUED[facts.status]
        return Verdict(level, f"passes.{facts.status}", words, advice)
    if facts.valid_from is not None and now < facts.valid_from:
        return Verdict(
            Level.AMBER,
            "passes.not_yet_valid",
            _("Not valid yet"),
            _("Come back at the time shown."),
        )
    is_over = facts.valid_until is not None and now >= facts.valid_until
    if is_over and facts.trip_status not in INSIDE:
        level, words, advice = _NOT_ISSUED["expired"]
        return Verdict(level, "passes.expired", words, advice)
    return None


def _tests_fresh(facts: GateFacts, *, now: datetime) -> bool:
    oldest = timedelta(hours=facts.test_max_hours or 0)
    return all(sample is not None and now - sample <= oldest for sample in facts.samples)


# --- what the officer may do ---------------------------------------------------------------------


def check_entry(
    stop: Stop, *, verdict: Verdict, announced: int, fever_from: float
) -> list[Refusal]:
    """Every reason why this stop cannot be recorded as an entry; empty when it can.

    `announced` is the number of people on the pass, `fever_from` the limit of its rule row.
    """
    if stop.disposition == "turn_back":
        waiting = verdict.code == "passes.turn_back_waiting"
        return [
            *([_as_refusal(verdict)] if waiting else []),
            *([] if stop.note.strip() else [_NOTE_MISSING]),
        ]
    if not verdict.may_pass:
        return [_as_refusal(verdict)]
    return [
        *check_temperatures(stop.temperatures, people_count=stop.people_count),
        *_check_people(stop, announced=announced),
        *_check_measure(stop, verdict=verdict, fever_from=fever_from),
        *_check_words(stop, verdict=verdict),
    ]


def check_exit(
    stop: Stop, *, verdict: Verdict, seal_number: str, entered_count: int | None
) -> list[Refusal]:
    """What the officer still has to look at or write down. Never a reason to hold the truck.

    `seal_number` was put on at the entry, and `entered_count` people came in with the vehicle.
    """
    found = []
    noted = bool(stop.note.strip())
    if seal_number and stop.seal_state not in {"intact", "broken"}:
        found.append(
            Refusal(
                "passes.seal_not_looked_at",
                _("Seal %(number)s was put on at the entry; say whether it is intact.")
                % {"number": seal_number},
                field="seal_state",
            )
        )
    if stop.seal_state == "broken" and not noted:
        found.append(_SEAL_BROKEN)
    if entered_count is not None and stop.people_count != entered_count and not noted:
        found.append(
            Refusal(
                "passes.people_differ",
                _("%(entered)s people came in, %(count)s go out.")
                % {"entered": entered_count, "count": stop.people_count},
                _("Ask where the others are and write it down."),
                field="note",
            )
        )
    if verdict.codes & NEEDS_NOTE and not noted:
        found.append(_NOTE_MISSING)
    return found


def _check_people(stop: Stop, *, announced: int) -> Iterator[Refusal]:
    """Somebody drives; more people than announced need a note, fewer are welcome."""
    if stop.people_count < 1:
        yield Refusal(
            "passes.nobody_aboard",
            _("Nobody is counted."),
            _("Count the driver too."),
            field="people_count",
        )
    if stop.people_count > announced and not stop.note.strip():
        yield Refusal(
            "passes.more_people",
            _("%(count)s people aboard, %(announced)s announced.")
            % {"count": stop.people_count, "announced": announced},
            _("Write in the note who the others are, or turn the vehicle back."),
            field="note",
        )


def _check_measure(stop: Stop, *, verdict: Verdict, fever_from: float) -> Iterator[Refusal]:
    """Fever and old tests need more than letting pass; an escort has a name."""
    simply = stop.disposition == "let_pass"
    if simply and has_fever(stop.temperatures, fever_from=fever_from):
        yield _FEVER
    if simply and "passes.test_old" in verdict.codes:
        yield _TEST_FIRST
    if stop.disposition == "escort" and not stop.escort_name.strip():
        yield _ESCORT_MISSING


def _check_words(stop: Stop, *, verdict: Verdict) -> Iterator[Refusal]:
    if verdict.codes & NEEDS_NOTE and not stop.note.strip():
        yield _NOTE_MISSING
    if stop.seal_state == "applied" and not tidy_seal_number(stop.seal_number):
        yield _SEAL_MISSING


def check_temperatures(temperatures: tuple[float, ...], *, people_count: int) -> list[Refusal]:
    """One reading for each person, each a temperature that a living person can have."""
    found = []
    if len(temperatures) != people_count:
        found.append(
            Refusal(
                "passes.temperatures_incomplete",
                _("There must be one temperature for each person."),
                _("Measure everyone aboard."),
                field="people_count",
            )
        )
    if any(not _is_possible(value) for value in temperatures):
        found.append(_IMPOSSIBLE)
    return found


def parse_temperature(text: str) -> float:
    """A reading as gloves type it: 36.5, 36,5 or 365. Raises Refused when it is none."""
    plain = re.sub(r"[,，。．]", ".", unicodedata.normalize("NFKC", text[:20])).strip(" ℃C°")
    if re.fullmatch(r"[34]\d\d", plain):
        plain = f"{plain[:2]}.{plain[2]}"
    if not re.fullmatch(r"\d\d(\.\d{1,2})?", plain) or not _is_possible(float(plain)):
        raise Refused(_IMPOSSIBLE)
    return float(plain)


def has_fever(temperatures: tuple[float, ...], *, fever_from: float) -> bool:
    """Whether anybody's reading reaches the limit, in degrees Celsius, of the rule row."""
    return any(value >= fever_from for value in temperatures)


def _is_possible(value: float) -> bool:
    return 33 <= value <= 43


def tidy_seal_number(text: str) -> str:
    """The number of a seal in its one form, so that a seal is on one cab at a time."""
    return re.sub(r"[\s\-_]", "", unicodedata.normalize("NFKC", text[:60])).upper()


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


def _as_refusal(verdict: Verdict) -> Refusal:
    return Refusal(verdict.code, verdict.words, verdict.advice)


_IMPOSSIBLE = Refusal(
    "passes.temperature_impossible",
    _("A temperature lies outside 33 to 43 degrees."),
    _("Measure again."),
    field="people_count",
)
_FEVER = Refusal(
    "passes.fever",
    _("Somebody aboard has a temperature."),
    _("Choose test and let pass, escort, or turn back; do not simply let pass."),
)
_TEST_FIRST = Refusal(
    "passes.test_first",
    _("The test is too old to simply let pass."),
    _("Choose test and let pass: take the sample here, and let go at once."),
)
_NOTE_MISSING = Refusal(
    "passes.note_missing",
    _("A note is needed here."),
    _("Say in a few words why."),
    field="note",
)
_SEAL_MISSING = Refusal(
    "passes.seal_missing",
    _("The number of the seal is missing."),
    _("Type the number printed on it."),
    field="seal_number",
)
_SEAL_BROKEN = Refusal(
    "passes.seal_broken_why",
    _("The seal is broken, and nobody has said why."),
    _("Ask the driver and write the answer down."),
    field="note",
)
_ESCORT_MISSING = Refusal(
    "passes.escort_missing",
    _("Nobody is named who escorts the vehicle."),
    _("Write the name of the person who takes it to the site."),
    field="escort_name",
)
