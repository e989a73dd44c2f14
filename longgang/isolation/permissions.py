"""Who may do what at a site. Each raises NotAllowed; `allows` asks."""

from django.conf import settings

from longgang.accounts.api import Permission, User, check_holds, holds

from .models import Site, Stay


def check_may_edit_site(user: User, site: Site) -> None:
    """Who may open a site and keep its rooms: its lead, and health officers of the district."""
    check_holds(user, Permission.SITE_EDIT, **site.place)


def check_may_keep(user: User, site: Site) -> None:
    """Who may give rooms, check in and keep the day: the staff of the site, and health officers of
    the district.
    """
    check_holds(user, Permission.STAY_EDIT, **site.place)


def may_give_any_room(user: User) -> bool:
    """Whether every site is theirs to give rooms of: health officers of the district."""
    return holds(user, Permission.STAY_EDIT, area_code=settings.DISTRICT_CODE)


def check_may_release(user: User, site: Site) -> None:
    """Who may release people, and decide that they are isolated at home instead: the lead of the
    site, and health officers of the district.
    """
    check_holds(user, Permission.STAY_RELEASE, **site.place)


def check_may_ask(user: User, stay: Stay) -> None:
    """Who may ask for something: the guest, whoever acts for them, and the staff of the site."""
    if not Stay.objects.of(user).filter(pk=stay.pk).exists():
        check_may_keep(user, stay.site)
