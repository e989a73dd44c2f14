"""Who may do what with declarations. Each raises NotAllowed; `allows` asks."""

from longgang.accounts.api import Permission, User, check_holds
from longgang.core.errors import NotAllowed

from .models import Declaration, DeclarationDraft


def check_may_handle(user: User, declaration: Declaration) -> None:
    """Who may claim, call, correct, verify, hand over: the officers of the area whose it is."""
    check_holds(user, Permission.DECLARATION_HANDLE, area_code=declaration.area_code)


def check_may_answer(user: User, declaration: Declaration) -> None:
    """Who may accept it or send it back: the officers of the area to which it is handed."""
    check_holds(user, Permission.DECLARATION_HANDLE, area_code=declaration.handed_to_code)


def check_may_write_draft(user: User, draft: DeclarationDraft) -> None:
    """Everybody writes their own drafts alone."""
    if draft.user_id != user.pk:
        raise NotAllowed
