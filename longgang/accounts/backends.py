"""How somebody is found: by allauth who signs in, with every page who is signed in."""

from allauth.account.auth_backends import AuthenticationBackend

from longgang.core.prepared import Prepared
from longgang.core.statements import Given

from .models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, which reads the user of a session in one prepared statement."""

    def get_user(self, user_id: int) -> User | None:
        """Who may still come in."""
        user = _BY_KEY.first(user=user_id)
        return user if user and self.user_can_authenticate(user) else None


_BY_KEY = Prepared(lambda: User.objects.filter(pk=Given("user")))
