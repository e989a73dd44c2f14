"""The door of tracing: what the demo and the site may use."""

from .actions.batches import carry_out, choose_contacts
from .actions.cases import open_case
from .actions.contacts import add_contact, set_aside
from .actions.visits import add_visit
from .default_rules import load_rules
from .home import tracing_tasks
from .models import Batch, Case, Contact

__all__ = [
    "Batch",
    "Case",
    "Contact",
    "add_contact",
    "add_visit",
    "carry_out",
    "choose_contacts",
    "load_rules",
    "open_case",
    "set_aside",
    "tracing_tasks",
]
