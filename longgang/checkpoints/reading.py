"""What devices send, read strictly: every fault has a code and words, none an exception.

No database, no clock. A message that is no message is refused as a whole; a check that is none
spoils only itself.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, Refused
from longgang.passes.api import Stop

MESSAGE_MAX_BYTES = 1024 * 1024
CHECKS_MAX = 50
CODE_MAX = 4000
PHOTO_MAX_BYTES = 20 * 1024 * 1024
PIECE_MAX_BYTES = 256 * 1024

MODES = ("ask", "tell")
WAYS = ("entry", "exit")
ACTIONS = ("let_pass", "test_and_pass", "escort", "turn_back", "refused")
LEVELS = ("green", "amber", "red", "grey")
SEAL_STATES = ("none", "applied", "intact", "broken")

_NONCE = re.compile(r"[A-Za-z0-9_-]{8,40}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_CODE = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
OFFSET_MAX_MS = 100 * 366 * 86_400_000


def _fault(code: str, words: Any) -> Refused:
    return Refused(Refusal(f"checkpoints.{code}", words))


@dataclass(frozen=True)
class Photo:
    """What a photo will be: known before its first piece arrives, or after its last."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Undoing:
    """A check was taken back on the device, when by its clock, and why."""

    device_at: datetime
    why: str


@dataclass(frozen=True)
class SentCheck:
    """One check as a device tells it."""

    nonce: str
    seq: int
    device_at: datetime
    offset_ms: int | None
    mode: str
    way: str
    action: str
    code: str
    plate: str
    colour: str
    pass_number: str
    verdict_level: str
    verdict_code: str
    is_offline: bool
    data_age_s: int | None
    stop: Stop
    photo: Photo | None
    undone: Undoing | None


@dataclass(frozen=True)
class FaultyCheck:
    """What could not be read, under its nonce if it had one."""

    nonce: str
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Message:
    """A device's whole message; `since` is None when it does not ask for what has changed."""

    sent_at: datetime
    since: str | None
    build: str
    waiting: int
    checks: list[SentCheck | FaultyCheck] = field(default_factory=list)


def read_message(body: bytes) -> Message:
    """The message, or Refused when it is none."""
    data = read_object(body)
    checks = data.get("checks", [])
    if not isinstance(checks, list):
        raise _fault("not_a_list", _("The checks are not a list."))
    if len(checks) > CHECKS_MAX:
        raise _fault("too_many_checks", _("A message holds at most 50 checks."))
    since = data.get("since")
    return Message(
        sent_at=_moment(data, "sent_at"),
        since=None if since is None else _text(data, "since", longest=200),
        build=_text(data, "build", longest=40),
        waiting=_whole(data, "waiting", most=1_000_000, default=0),
        checks=[read_check(each) for each in checks],
    )


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body, or Refused."""
    if len(body) > MESSAGE_MAX_BYTES:
        raise _fault("message_too_large", _("The message is larger than 1 MB."))
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _fault("not_json", _("The message is not JSON.")) from error
    if not isinstance(data, dict):
        raise _fault("not_an_object", _("The message is not an object."))
    return data


def read_check(data: Any) -> SentCheck | FaultyCheck:
    """One check; what cannot be read says why."""
    if not isinstance(data, dict):
        return FaultyCheck("", _fault("not_an_object", _("A check is not an object.")).refusals)
    given = data.get("nonce")
    nonce = given if isinstance(given, str) and _NONCE.fullmatch(given) else ""
    try:
        if not nonce:
            raise _fault("nonce_faulty", _("The check has no number of its own."))
        return _read_check(nonce, data)
    except Refused as refused:
        return FaultyCheck(nonce, refused.refusals)


def _read_check(nonce: str, data: Mapping[str, Any]) -> SentCheck:
    verdict = _object(data, "verdict")
    photo = _photo(data)
    action = _choice(data, "action", ACTIONS)
    return SentCheck(
        nonce=nonce,
        seq=_whole(data, "seq", most=2**53),
        device_at=_moment(data, "device_at"),
        offset_ms=_signed(data, "offset_ms", most=OFFSET_MAX_MS),
        mode=_choice(data, "mode", MODES),
        way=_choice(data, "way", WAYS),
        action=action,
        code=_code(data),
        plate=_text(data, "plate", longest=20),
        colour=_text(data, "colour", longest=2),
        pass_number=_text(data, "pass_number", longest=12),
        verdict_level=_choice(verdict, "level", LEVELS, default="grey"),
        verdict_code=_verdict_code(verdict),
        is_offline=data.get("is_offline") is True,
        data_age_s=_optional_whole(data, "data_age_s", most=2**31 - 1),
        stop=Stop(
            nonce=nonce,
            disposition="let_pass" if action == "refused" else action,
            people_count=_optional_whole(data, "people_count", most=1000) or 0,
            temperatures=_temperatures(data),
            seal_number=_text(data, "seal_number", longest=30),
            seal_state=_choice(data, "seal_state", SEAL_STATES, default="none"),
            note=_text(data, "note", longest=300),
            escort_name=_text(data, "escort_name", longest=50),
            photo_follows=photo is not None,
        ),
        photo=photo,
        undone=_undone(data),
    )


def _text(data: Mapping[str, Any], key: str, *, longest: int) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise _fault(
            "text_faulty",
            _("“%(name)s” is not a text of at most %(longest)d characters.")
            % {"name": key, "longest": longest},
        )
    if _UNSTORABLE.search(value):
        raise _fault(
            "text_unstorable",
            _("“%(name)s” holds a character that no database can keep.") % {"name": key},
        )
    return value.strip()


def _code(data: Mapping[str, Any]) -> str:
    """What was scanned, whatever it was; what no database can keep is marked."""
    value = data.get("code")
    kept = _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value
    return _text({"code": kept}, "code", longest=CODE_MAX)


def _choice(
    data: Mapping[str, Any], key: str, choices: tuple[str, ...], *, default: str = ""
) -> str:
    value = data.get(key)
    if value is None and default:
        return default
    if value not in choices or not isinstance(value, str):
        raise _not_known(key)
    return value


def _not_known(key: str) -> Refused:
    words = _("“%(name)s” is none of the known values.")
    return _fault("choice_faulty", words % {"name": key})


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(data: Mapping[str, Any], key: str, *, most: int, default: int | None = None) -> int:
    value = data.get(key, default)
    if not _is_whole(value) or not 0 <= value <= most:
        raise _fault(
            "number_faulty", _("“%(name)s” is not a whole number in its bounds.") % {"name": key}
        )
    return int(value)


def _optional_whole(data: Mapping[str, Any], key: str, *, most: int) -> int | None:
    return None if data.get(key) is None else _whole(data, key, most=most)


def _signed(data: Mapping[str, Any], key: str, *, most: int) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if not _is_whole(value) or abs(value) > most:
        raise _fault(
            "number_faulty", _("“%(name)s” is not a whole number in its bounds.") % {"name": key}
        )
    return int(value)


def _moment(data: Mapping[str, Any], key: str) -> datetime:
    """Milliseconds since 1970, as a device's clock shows them, however wrong it is."""
    value = data.get(key)
    latest = int(LATEST.timestamp()) * 1000
    if not _is_whole(value) or not 0 <= value <= latest:
        raise _fault(
            "moment_faulty", _("“%(name)s” is not a moment in milliseconds.") % {"name": key}
        )
    return EARLIEST + timedelta(milliseconds=value)


def _object(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key) or {}
    if not isinstance(value, dict):
        raise _fault("not_an_object", _("“%(name)s” is not an object.") % {"name": key})
    return value


def _verdict_code(verdict: Mapping[str, Any]) -> str:
    code = _text(verdict, "code", longest=60)
    if code and not _CODE.fullmatch(code):
        raise _not_known("code")
    return code


def _temperatures(data: Mapping[str, Any]) -> tuple[float, ...]:
    values = data.get("temperatures") or []
    fitting = isinstance(values, list) and len(values) <= 1000
    if not fitting or not all(_is_reading(value) for value in values):
        raise _fault("temperatures_faulty", _("The temperatures are not a list of numbers."))
    return tuple(round(float(value), 2) for value in values)


def _is_reading(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -100 < value < 1000


def _photo(data: Mapping[str, Any]) -> Photo | None:
    if data.get("photo") is None:
        return None
    photo = _object(data, "photo")
    sha256 = photo.get("sha256")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise _fault("photo_faulty", _("The photo's digest is not one."))
    size = _whole(photo, "size", most=PHOTO_MAX_BYTES)
    return Photo(size, sha256)


def _undone(data: Mapping[str, Any]) -> Undoing | None:
    if data.get("undone") is None:
        return None
    undone = _object(data, "undone")
    return Undoing(_moment(undone, "device_at"), _text(undone, "why", longest=300))


@dataclass(frozen=True)
class Question:
    """What a device wants to know of one vehicle while it has network."""

    way: str
    code: str
    number: str
    plate: str
    colour: str


def read_question(body: bytes) -> Question:
    """The question, or Refused when it is none."""
    data = read_object(body)
    question = Question(
        way=_choice(data, "way", WAYS),
        code=_text(data, "code", longest=CODE_MAX),
        number=_text(data, "number", longest=12),
        plate=_text(data, "plate", longest=20),
        colour=_text(data, "colour", longest=2),
    )
    if not (question.code or question.number or question.plate):
        raise _fault("nothing_asked", _("Neither a code, nor a number, nor a plate is named."))
    return question


def read_nonce(text: str) -> str:
    """The nonce in an address, or Refused."""
    if not _NONCE.fullmatch(text):
        raise _fault("nonce_faulty", _("The check has no number of its own."))
    return text


def read_offset(text: str) -> int:
    """Where a piece of a photo begins, or Refused."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > PHOTO_MAX_BYTES:
        raise _fault("offset_faulty", _("The place of the piece is not one."))
    return int(text)
