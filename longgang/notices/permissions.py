"""Who may do what with notices and messages."""

from longgang.accounts.api import Permission, User, check_holds

from .models import Delivery


def check_may_retry(user: User, delivery: Delivery) -> None:
    """Send a message once more.

    - whoever looks after the deliveries of the district; they belong to no smaller area
    """
    check_holds(user, Permission.DELIVERY_MANAGE)
