"""What is typed into the search box of a list: kept in the session, so that no address holds it.

An address is written down in many places: the logs of servers and proxies, the browser's history, a
bookmark, a picture of the screen. A name, a phone or a plate must not stand there. So a search is
posted and kept, and the address bears only the name it is kept under: `?search=Ab3xQ9kz`. It means
something to this session alone, and nothing once the session has ended.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from .tokens import new_token

SESSION_KEY = "searches"
NAME_LENGTH = 8
KEPT = 30  # of one session; the oldest go first


def keep(session: MutableMapping[str, Any], typed: Mapping[str, str]) -> str:
    """Keep what was typed; gives the name it is found under. The same again keeps its name."""
    kept = dict(session.get(SESSION_KEY, {}))
    known = (name for name, words in kept.items() if words == typed)
    name = next(known, "") or new_token()[:NAME_LENGTH]
    kept.pop(name, None)  # to the end: what was searched for just now is kept longest
    kept[name] = dict(typed)
    session[SESSION_KEY] = dict(list(kept.items())[-KEPT:])
    return name


def recall(session: Mapping[str, Any], name: str) -> dict[str, str] | None:
    """What was typed under this name; None when this session knows nothing of it."""
    found: dict[str, str] | None = session.get(SESSION_KEY, {}).get(name)
    return found
