"""Who may record what was observed. Each raises NotAllowed; `allows` asks."""

from longgang.accounts.api import Permission, User, check_holds
from longgang.people.api import Person, Representative


def check_may_record(
    user: User, person: Person, *, area_code: str, premises_number: str = ""
) -> None:
    """Who may record a temperature or symptoms.

    - the person themselves, and whoever acts for them
    - grid workers, community, street and health officers of the area, and officers of the site
    """
    if person.user_id is not None and person.user_id == user.pk:
        return
    if Representative.objects.filter(user=user, person=person).exists():
        return
    check_may_record_seen(user, area_code=area_code, premises_number=premises_number)


def check_may_record_seen(user: User, *, area_code: str, premises_number: str = "") -> None:
    """Who may record and correct what has to be seen by somebody else: the staff of the area, and
    of the site where the person is.
    """
    check_holds(
        user,
        Permission.OBSERVATION_RECORD,
        area_code=area_code,
        premises_number=premises_number,
    )


def check_may_import_results(user: User) -> None:
    """Who may send a lab's workbook: the health officers, who get them from the labs.

    Each result in it needs, besides, that they may enter results where the person is looked after.
    """
    check_holds(user, Permission.RESULT_IMPORT)


def check_may_enter_results(user: User, *, area_code: str, premises_number: str = "") -> None:
    """Who may enter and correct results: community, street and health officers of the area, and
    officers of the site.
    """
    check_holds(
        user, Permission.RESULT_RECORD, area_code=area_code, premises_number=premises_number
    )
