"""What devices ask, known by their cookie alone. Every answer is JSON, every fault is said."""

import functools
import gzip
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from longgang.accounts.api import public
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused

from ..actions.checks import Contact, Done, note_contact, receive_check, receive_plain
from ..actions.photos import Progress, find_progress, receive_piece
from ..asking import answer_question
from ..feed import make_feed
from ..models import Device
from ..permissions import may_hold_device
from ..queries import is_enrolled, recall_device, remembered_device
from ..reading import (
    MESSAGE_MAX_BYTES,
    PIECE_MAX_BYTES,
    Message,
    read_message,
    read_nonce,
    read_offset,
    read_question,
)

COOKIE = "longgang-device"
HEADER = "X-Longgang-Device"
HEADER_KEY = "HTTP_X_LONGGANG_DEVICE"  # the same among what the web server hands over
ZIPPED_FROM = 1024  # bytes
GZIP_LEVEL = 5
WHY = "a device is known by the secret in its cookie; it asks without a person's session"
View = Callable[..., HttpResponse]
Guarded = Callable[..., HttpResponseBase]
AtOnce = Callable[[HttpRequest, str], HttpResponse | None]


def for_devices(
    *methods: str, kind: str = "application/json", at_once: AtOnce | None = None
) -> Callable[[View], Guarded]:
    """The view is for enrolled devices: it gets the device, and the request's body is bounded.

    The header that no form of another site can send stands for the token against forgery. What can
    be answered `at_once`, with the secret alone, is not asked of the view.
    """

    def decorate(view: View) -> Guarded:
        @public(WHY, for_machines=True)
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if fault := _fault_of(request, methods, kind):
                return fault
            secret = request.COOKIES.get(COOKIE, "")
            if at_once is not None and (answered := at_once(request, secret)):
                return answered
            return _ask(view, secret, request, *args, **kwargs)

        return guarded

    return decorate


def _ask(view: View, secret: str, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view, for the device that the database knows by this secret; refusals are said."""
    device = recall_device(secret)
    if device is None:
        return answer(request, {"forget": True}, status=401)
    try:
        return view(request, device, *args, **kwargs)
    except Refused as refused:
        return _refuse(refused.refusals, status=refused.status)


def _fault_of(request: HttpRequest, methods: tuple[str, ...], kind: str) -> HttpResponse | None:
    """What is wrong with the request before anybody looks who it is from."""
    if request.method not in methods:
        return _fault(405, "method", "405")
    if request.META.get(HEADER_KEY) != "1":
        return _fault(400, "header_missing", f"{HEADER}: 1")
    if request.method != "GET" and request.content_type != kind:
        return _fault(415, "content_type", kind)
    return None


def answer(request: HttpRequest, data: Any, *, status: int = 200) -> HttpResponse:
    """JSON, zipped when it is long and the device can read that."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json", status=status)
    if len(text) >= ZIPPED_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
    return response


def _refuse(refusals: tuple[Refusal, ...], *, status: int) -> HttpResponse:
    said = [
        {"code": each.code, "words": str(each.reason), "advice": str(each.remedy)}
        for each in refusals
    ]
    return HttpResponse(
        json.dumps({"refusals": said}, ensure_ascii=False),
        content_type="application/json",
        status=status,
    )


def _fault(status: int, code: str, words: str) -> HttpResponse:
    return _refuse((Refusal(f"checkpoints.{code}", words),), status=status)


def _contact(device: Device, **values: Any) -> Contact:
    premises = device.premises
    if premises is None:
        raise Refused(Refusal("checkpoints.no_premises", device.premises_number))
    trusted = is_enrolled(device) and may_hold_device(device.officer, premises)
    moment = now()
    return Contact(device, premises, values.get("sent_at", moment), moment, is_trusted=trusted)


def _let_in_plain(request: HttpRequest, secret: str) -> HttpResponse | None:
    """The answer to a device that asks for one truck, which nearly always is plain: two statements.

    The device is taken for what it was when it was last read, and nothing is written unless it is
    that still. None leaves everything to `sync`, refusals too.
    """
    known = remembered_device(secret)
    if known is None:
        return None
    try:
        message = read_message(_body(request, MESSAGE_MAX_BYTES))
        contact = _contact(known.device, sent_at=message.sent_at)
    except Refused:
        return None
    if message.since is not None or len(message.checks) != 1:
        return None
    done = receive_plain(message.checks[0], contact, provided=known.still)
    return _answer_sync(request, message, contact, [done]) if done else None


@for_devices("POST", at_once=_let_in_plain)
def sync(request: HttpRequest, device: Device) -> HttpResponse:
    """Take in what waited, hand out what has changed. One faulty check never spoils the others."""
    message = read_message(_body(request, MESSAGE_MAX_BYTES))
    contact = _contact(device, sent_at=message.sent_at)
    received = [receive_check(each, contact) for each in message.checks]
    return _answer_sync(request, message, contact, [each for each in received if each is not None])


def _answer_sync(
    request: HttpRequest, message: Message, contact: Contact, done: list[Done]
) -> HttpResponse:
    feed = "null"
    if contact.is_trusted and message.since is not None:
        feed = make_feed(
            contact.device, contact.premises, since=message.since, moment=contact.received_at
        )
    note_contact(contact, build=message.build, waiting=message.waiting, is_fed=feed != "null")
    head = {
        "now": _milliseconds(contact),
        "forget": not contact.is_trusted,
        "done": [each.as_json() for each in done],
    }
    return answer(request, f'{json.dumps(head, ensure_ascii=False)[:-1]}, "feed": {feed}}}')


def _milliseconds(contact: Contact) -> int:
    return int(contact.received_at.timestamp() * 1000)


def _body(request: HttpRequest, most: int) -> bytes:
    """The body, unless it says of itself that it is too long."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise Refused(Refusal("checkpoints.message_too_large", f"> {most}"))
    return request.body


@for_devices("POST")
def look(request: HttpRequest, device: Device) -> HttpResponse:
    """The answer of this moment about one vehicle, with the facts behind it."""
    question = read_question(_body(request, MESSAGE_MAX_BYTES))
    contact = _contact(device)
    if not contact.is_trusted:
        return answer(request, {"forget": True}, status=401)
    data = answer_question(question, contact.premises, moment=contact.received_at)
    return answer(request, {"now": _milliseconds(contact), **data})


@for_devices("GET", "PUT", kind="application/octet-stream")
def photo(request: HttpRequest, device: Device, nonce: str) -> HttpResponse:
    """How far a photo has come; or one more piece of it."""
    nonce = read_nonce(nonce)
    if request.method == "GET":
        return answer(request, _progress(find_progress(device, nonce)))
    offset = read_offset(request.GET.get("offset", ""))
    piece = _body(request, PIECE_MAX_BYTES)
    return answer(request, _progress(receive_piece(device, nonce, offset=offset, content=piece)))


def _progress(progress: Progress) -> dict[str, Any]:
    fault = progress.fault
    said = {"code": fault.code, "words": str(fault.reason)} if fault else None
    return {"received": progress.received, "complete": progress.complete, "fault": said}
