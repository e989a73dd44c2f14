"""The door of the books: what other modules may use."""

from .actions import disclose, draft, number_of, record, record_all
from .actors import LINK, SYSTEM, Actor, ActsAsActor
from .chain import Break, chain_head, seal_chain, verify_chain
from .masking import mask_text
from .models import Disclosure, Event
from .requests import current_request_id, numbered_request
from .wording import (
    actor_in_words,
    field_in_words,
    kind_in_words,
    known_kinds,
    name_in_words,
    register_names,
    register_words,
    subject_in_words,
    value_in_words,
)

__all__ = [
    "LINK",
    "SYSTEM",
    "Actor",
    "ActsAsActor",
    "Break",
    "Disclosure",
    "Event",
    "actor_in_words",
    "chain_head",
    "current_request_id",
    "disclose",
    "draft",
    "field_in_words",
    "kind_in_words",
    "known_kinds",
    "mask_text",
    "name_in_words",
    "number_of",
    "numbered_request",
    "record",
    "record_all",
    "register_names",
    "register_words",
    "seal_chain",
    "subject_in_words",
    "value_in_words",
    "verify_chain",
]
