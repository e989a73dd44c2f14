"""Sessions as the database may hold them: sealed, and under a name that is not the cookie's.

A session knows phone numbers and codes that are on their way. Whoever reads the table learns
neither those nor a cookie to come in with.
"""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session

from longgang.core.clock import now
from longgang.core.prepared import Prepared, PreparedRows
from longgang.core.seals import SealError, blind_index, seal, unseal
from longgang.core.statements import Given

COLUMN = "sessions.data"  # what the sealed text is bound to


class SessionStore(DatabaseStore):
    """Django's sessions in the database; a copy of the table opens no door."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Signed as ever, then sealed."""
        return seal(super().encode(session_dict), COLUMN).hex()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Open what was sealed; what does not open is an empty session, not an error."""
        try:
            return super().decode(unseal(bytes.fromhex(str(session_data)), COLUMN))
        except (SealError, ValueError):
            return {}

    def exists(self, session_key: str) -> bool:
        return bool(_KEPT.list(key=kept_under(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row as it is written: the cookie's key stays with the browser."""
        row = super().create_model_instance(data)
        row.session_key = kept_under(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(kept_under(key))

    def _get_session_from_db(self) -> Session | None:
        key = kept_under(self.session_key or "")
        found = _LIVE.first(key=key, now=now())
        if found is None:
            self._session_key = None
        return found


# Asked with every page.
_LIVE = Prepared(
    lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))
)
_KEPT = PreparedRows(lambda: Session.objects.filter(session_key=Given("key")).values_list("pk"))


def kept_under(session_key: str) -> str:
    """The name of a session's row: a keyed hash, from which no cookie can be made."""
    return blind_index("session", session_key)
