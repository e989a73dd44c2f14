"""Who may do what with messages. Notices are their receivers' own: `Notice.objects.visible_to`."""

from django.db.models import QuerySet

from longgang.accounts.api import Permission, User, check_holds, holds

from .models import Delivery


def deliveries_visible_to(user: User) -> QuerySet[Delivery]:
    """Messages belong to no area: whoever looks after them anywhere in the district sees all.

    What they see is masked, and the words of a message are never shown.
    """
    if holds(user, Permission.DELIVERY_MANAGE):
        return Delivery.objects.all()
    return Delivery.objects.none()


def check_may_retry(user: User, _delivery: Delivery) -> None:
    """Send a message once more.

    - whoever looks after the messages of the district; they belong to no smaller area
    """
    check_holds(user, Permission.DELIVERY_MANAGE)
